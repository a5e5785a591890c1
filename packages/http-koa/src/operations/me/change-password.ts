import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { closedObject } from '../../schema/closed-object.js';
import { flag, newPassword, passwordToCheck } from '../../schema/fields.js';

/** Defines `PUT /me/password`, with which users change their own password. It needs the current one. */
export function changeMyPassword({ users, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'changeMyPassword',
    method: 'PUT',
    path: '/me/password',
    summary: 'Change your password',
    description:
      'Changes your password and ends all of your other sessions. The current password is required again, so that a stolen token alone cannot take over an account. A wrong one is a 403 with the code "confirmation-failed": nothing changes, and the session stays valid. With `endAccessKeys`, your access keys are revoked too: use it if another person may have known the old password.',
    auth: 'required',
    alone: true,
    schemes: ['bearer', 'basic'],
    body: closedObject({
      currentPassword: passwordToCheck,
      newPassword: newPassword(settings),
      endAccessKeys: flag('Revoke all of your access keys too.').optional(),
    }),
    responses: { 204: { description: 'The password was changed.', schema: null } },
    refusals: ['confirmation-failed', 'forbidden', 'not-found'],
    async handle({ actor, body, client }) {
      await users.changePassword(actor, body, client);
      return { status: 204 };
    },
  });
}
