import { defineOperation, type AnyBailiwick } from '../../operation.js';

export function deleteResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteResource',
    method: 'DELETE',
    path: '/resources/{id}',
    summary: 'Delete a resource and give back what it took from the quota.',
    description:
      'Deleting again is a 404. Both happen in one transaction: a resource is never gone and still charged for.',
    auth: 'required',
    responses: { 204: { description: 'The resource is gone.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await resources.delete(actor, params.id);
      return { status: 204 };
    },
  });
}
