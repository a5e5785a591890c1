import { defineOperation, type AnyBailiwick } from '../../operation.js';

export function deleteAccessKey({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteAccessKey',
    method: 'DELETE',
    path: '/access-keys/{id}',
    summary: 'Revoke one of your own access keys.',
    auth: 'required',
    responses: { 204: { description: 'The key is refused from now on.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await accessKeys.revoke(actor, params.id);
      return { status: 204 };
    },
  });
}
