import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { email, passwordToCheck } from '../../schema/fields.js';

/** Defines `PUT /me/email`, with which users change their own address. It needs the current password. */
export function changeMyEmail({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'changeMyEmail',
    method: 'PUT',
    path: '/me/email',
    summary: 'Change your email address',
    description:
      'Changes your email address; the current password is required again. The case of an address is stored, but makes no difference in comparisons.',
    auth: 'required',
    alone: true,
    schemes: ['bearer', 'basic'],
    body: closedObject({ currentPassword: passwordToCheck, email }),
    responses: { 200: { description: 'The user with the new address.', schema: userSchema(platform) } },
    refusals: ['email-taken', 'confirmation-failed', 'forbidden', 'not-found'],
    async handle({ actor, body, client }) {
      return { status: 200, body: presentUser(await users.changeEmail(actor, body, client)) };
    },
  });
}
