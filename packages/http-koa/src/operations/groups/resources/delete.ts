import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentResource } from '../../../present/resource.js';
import { preconditions, readPreconditions } from '../../../request/preconditions.js';

/** Defines `DELETE /groups/{id}/resources/{resourceId}`, which deletes a resource of this group only. */
export function deleteGroupResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteGroupResource',
    method: 'DELETE',
    path: '/groups/{id}/resources/{resourceId}',
    summary: 'Delete a group’s resource',
    description:
      'Deletes a resource of the group, and releases its share of the quotas of the group and of every group above it. A resource of another owner is a 404.',
    auth: 'required',
    headers: preconditions,
    responses: { 204: { description: 'The resource was deleted.', schema: null } },
    refusals: ['not-found', 'forbidden', 'precondition-failed'],
    async handle({ actor, params, headers }) {
      const ifUnchangedSince = readPreconditions(headers, presentResource);
      const owner = { ownerId: params.id, ownerSort: 'group' } as const;
      await resources.delete(actor, params.resourceId, { ...owner, ifUnchangedSince });
      return { status: 204 };
    },
  });
}
