import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { closedObject } from '../../schema/closed-object.js';
import { flag, newPassword, passwordToCheck } from '../../schema/fields.js';

export function changeMyPassword({ users, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'changeMyPassword',
    method: 'PUT',
    path: '/me/password',
    summary: 'Change your password',
    description:
      'Every other session of yours ends. The current password is asked for again, so that a stolen token alone cannot take over an account. A wrong one is a 403 with the code "confirmation-failed": nothing has changed, and the session goes on. With `endAccessKeys` your access keys end too: do so when somebody else may have known the old password.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    body: closedObject({
      currentPassword: passwordToCheck,
      newPassword: newPassword(settings),
      endAccessKeys: flag('End all your access keys, too.').optional(),
    }),
    responses: { 204: { description: 'The password is changed.', schema: null } },
    refusals: ['confirmation-failed', 'forbidden', 'not-found'],
    async handle({ actor, body, client }) {
      await users.changePassword(actor, body, client);
      return { status: 204 };
    },
  });
}
