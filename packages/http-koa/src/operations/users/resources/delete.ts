import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentResource } from '../../../present/resource.js';
import { preconditions, readPreconditions } from '../../../request/preconditions.js';

/** Defines `DELETE /users/{id}/resources/{resourceId}`, which deletes a resource of this user only. */
export function deleteUserResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUserResource',
    method: 'DELETE',
    path: '/users/{id}/resources/{resourceId}',
    summary: 'Delete a user’s resource',
    description: 'Deletes a resource of the user. A resource of another user is a 404.',
    auth: 'required',
    headers: preconditions,
    responses: { 204: { description: 'The resource was deleted.', schema: null } },
    refusals: ['not-found', 'forbidden', 'precondition-failed'],
    async handle({ actor, params, headers }) {
      const ifUnchangedSince = readPreconditions(headers, presentResource);
      const owner = { ownerId: params.id, ownerSort: 'user' } as const;
      await resources.delete(actor, params.resourceId, { ...owner, ifUnchangedSince });
      return { status: 204 };
    },
  });
}
