import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser } from '../../present/user.js';
import { closedObject } from '../../request/closed-object.js';
import { oneOf } from '../../request/members.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

export function deleteUser({ users }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUser',
    method: 'DELETE',
    path: '/users/{id}',
    summary: 'Delete a user',
    description:
      '`resources=delete` deletes their resources too; `refuse` is the default. A user who owns resources is not deleted by accident: say `resources=delete`. The user, their sessions, limits and resources go together or not at all. With `If-Match` only while the user is as you read it; what they own does not count for that.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    headers: preconditions,
    query: closedObject({
      resources: oneOf(
        ['delete', 'refuse'],
        'What becomes of the resources of the user; `refuse` when it is left out.',
      ).optional(),
    }),
    responses: { 204: { description: 'The user is gone.', schema: null } },
    refusals: [
      'not-found',
      'forbidden',
      'confirmation-required',
      'precondition-failed',
      'last-admin',
      'owns-resources',
    ],
    async handle({ actor, params, headers, query }) {
      const ifUnchangedSince = readPreconditions(headers, presentUser);
      await users.delete(actor, params.id, { ...query, ifUnchangedSince });
      return { status: 204 };
    },
  });
}
