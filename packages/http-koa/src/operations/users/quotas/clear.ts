import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';

/**
 * Defines `DELETE /users/{id}/quotas/{meter}`, which removes the limit of one user. It answers with the quota instead
 * of a 204, because the client would have to look up the default that now applies.
 */
export function clearUserQuota({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'clearUserQuota',
    method: 'DELETE',
    path: '/users/{id}/quotas/{meter}',
    summary: 'Clear a user’s limit',
    description:
      'Removes the limit of a user, so that the default applies again. For administrators. Clearing a limit that was never set is no error.',
    auth: 'required',
    responses: { 200: { description: 'The quota that now applies.', schema: QUOTA_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      const { id: ownerId, meter } = params;
      const quota = await quotas.clearLimit(actor, { ownerId, ownerSort: 'user', meter });
      return { status: 200, body: presentQuota(quota) };
    },
  });
}
