import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { email, role, settableStatus } from '../../schema/fields.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `PATCH /users/{id}`, which changes the email address, the role or the status of a user. */
export function changeUser({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'changeUser',
    method: 'PATCH',
    path: '/users/{id}',
    summary: 'Change a user',
    description:
      'Changes the email address, the role or the status; members that you leave out stay the same. Disabling a user ends all of their sessions. The last active administrator can neither be disabled nor get another role. With `If-Match`, nothing changes unless the user is the same as when you read it; without, the last writer wins.',
    auth: 'required',
    headers: preconditions,
    body: closedObject({
      email: email.optional(),
      role: role(platform).optional(),
      status: settableStatus.optional(),
    }),
    mediaTypes: ['application/json', 'application/merge-patch+json'],
    responses: {
      200: {
        description: 'The changed user, with its new `ETag`.',
        headers: ['ETag'],
        schema: userSchema(platform),
      },
    },
    refusals: [
      'not-found',
      'forbidden',
      'confirmation-required',
      'precondition-failed',
      'email-taken',
      'last-admin',
      'last-owner',
    ],
    async handle({ actor, params, headers, body }) {
      const ifUnchangedSince = readPreconditions(headers, presentUser);
      const changed = await users.change(actor, params.id, { ...body, ifUnchangedSince });
      return { status: 200, body: presentUser(changed) };
    },
  });
}
