import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentResource } from '../../present/resource.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

export function deleteResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteResource',
    method: 'DELETE',
    path: '/resources/{id}',
    summary: 'Delete a resource',
    description:
      'What it took from the quota is given back. Deleting again is a 404. Both happen in one transaction: a resource is never gone and still charged for.',
    auth: 'required',
    headers: preconditions,
    responses: { 204: { description: 'The resource is gone.', schema: null } },
    refusals: ['not-found', 'forbidden', 'precondition-failed'],
    async handle({ actor, params, headers }) {
      const ifUnchangedSince = readPreconditions(headers, presentResource);
      await resources.delete(actor, params.id, { ifUnchangedSince });
      return { status: 204 };
    },
  });
}
