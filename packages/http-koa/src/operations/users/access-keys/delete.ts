import { defineOperation, type AnyBailiwick } from '../../../operation.js';

/** Defines `DELETE /users/{id}/access-keys/{keyId}`, which revokes a key of one user. */
export function deleteUserAccessKey({ accessKeys }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUserAccessKey',
    method: 'DELETE',
    path: '/users/{id}/access-keys/{keyId}',
    summary: 'Revoke a user’s access key',
    description:
      'Revokes an access key. For the user and for administrators. Its signatures are no longer accepted, not even those made before. A request that is itself signed with a key is forbidden.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'The key is refused from now on.', schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await accessKeys.revoke(actor, params.keyId, params.id);
      return { status: 204 };
    },
  });
}
