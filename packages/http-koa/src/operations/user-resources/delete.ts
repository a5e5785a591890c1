import { defineOperation, type AnyBailiwick } from '../../operation.js';

export function deleteUserResource({ resources }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUserResource',
    method: 'DELETE',
    path: '/users/{id}/resources/{resourceId}',
    summary: 'Delete a resource of a user.',
    description: 'The resource must belong to that user; one that belongs to somebody else is a 404.',
    auth: 'required',
    responses: { 204: { description: 'The resource is gone.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await resources.delete(actor, params.resourceId, { ownerId: params.id });
      return { status: 204 };
    },
  });
}
