import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { closedObject } from '../../request/closed-object.js';
import { oneOf } from '../../request/members.js';

export function deleteUser({ users }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUser',
    method: 'DELETE',
    path: '/users/{id}',
    summary: 'Delete a user; `resources=delete` deletes their resources too, `refuse` is the default.',
    description:
      'A user who owns resources is not deleted by accident: say `resources=delete`. The user, their sessions, limits and resources go together or not at all.',
    auth: 'required',
    query: closedObject({ resources: oneOf(['delete', 'refuse']).optional() }),
    responses: { 204: { description: 'The user is gone.', schema: null } },
    refusals: ['not-found', 'forbidden', 'last-admin', 'owns-resources'],
    async handle({ actor, params, query }) {
      await users.delete(actor, params.id, query);
      return { status: 204 };
    },
  });
}
