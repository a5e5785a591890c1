import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentResource } from '../../present/resource.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `DELETE /resources/{id}`, which deletes a resource and releases its share of the quota. */
export function deleteResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteResource',
    method: 'DELETE',
    path: '/resources/{id}',
    summary: 'Delete a resource',
    description:
      'Deletes the resource and releases its share of the quota in one transaction, so that a deleted resource is never charged. Deleting it again is a 404.',
    auth: 'required',
    headers: preconditions,
    responses: { 204: { description: 'The resource was deleted.', schema: null } },
    refusals: ['not-found', 'forbidden', 'precondition-failed'],
    async handle({ actor, params, headers }) {
      const ifUnchangedSince = readPreconditions(headers, presentResource);
      await resources.delete(actor, params.id, { ifUnchangedSince });
      return { status: 204 };
    },
  });
}
