import { defineOperation, type AnyBailiwick } from '../../operation.js';

/** Defines `DELETE /access-keys/{id}`, with which users revoke their own keys. */
export function deleteAccessKey({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteAccessKey',
    method: 'DELETE',
    path: '/access-keys/{id}',
    summary: 'Revoke an access key',
    description:
      'Revokes one of your own keys. Its signatures are no longer accepted, not even those made before. A request that is itself signed with a key is forbidden.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'The key is refused from now on.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await accessKeys.revoke(actor, params.id);
      return { status: 204 };
    },
  });
}
