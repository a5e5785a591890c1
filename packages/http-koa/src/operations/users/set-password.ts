import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { closedObject } from '../../schema/closed-object.js';
import { newPassword } from '../../schema/fields.js';

/** Defines `PUT /users/{id}/password`, with which administrators replace a password. */
export function setUserPassword({ users, settings }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setUserPassword',
    method: 'PUT',
    path: '/users/{id}/password',
    summary: 'Set a user’s password',
    description:
      'Sets the password of a user who has forgotten it. For administrators. All sessions and access keys of the user end, so that they have to log in again.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    body: closedObject({ password: newPassword(settings) }),
    responses: { 204: { description: 'The password was set.', schema: null } },
    refusals: ['not-found', 'forbidden', 'confirmation-required'],
    async handle({ actor, params, body }) {
      await users.setPassword(actor, params.id, body);
      return { status: 204 };
    },
  });
}
