import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';

/** Defines `DELETE /groups/{id}/quotas/{meter}`, which removes the limit of one group and answers with its quota. */
export function clearGroupQuota({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'clearGroupQuota',
    method: 'DELETE',
    path: '/groups/{id}/quotas/{meter}',
    summary: 'Clear a group’s limit',
    description:
      'Removes the limit of a group; the limits of the groups above it still hold. Clearing a limit that was never set is no error.',
    auth: 'required',
    responses: { 200: { description: 'The quota that now applies.', schema: QUOTA_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      const { id: ownerId, meter } = params;
      const quota = await quotas.clearLimit(actor, { ownerId, ownerSort: 'group', meter });
      return { status: 200, body: presentQuota(quota) };
    },
  });
}
