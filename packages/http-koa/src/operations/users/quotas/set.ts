import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';
import { closedObject } from '../../../schema/closed-object.js';
import { limit } from '../../../schema/fields.js';

export function setUserQuota({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setUserQuota',
    method: 'PUT',
    path: '/users/{id}/quotas/{meter}',
    summary: 'Set a user’s limit',
    description:
      'It may lie below what they use. For administrators. A limit below what is used takes nothing away: nothing more can be created until enough was deleted. `null` is unlimited.',
    auth: 'required',
    body: closedObject({ limit }),
    responses: { 200: { description: 'The quota as set.', schema: QUOTA_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, body }) {
      const { limit: newLimit } = body;
      const quota = await quotas.setLimit(actor, {
        ownerId: params.id,
        meter: params.meter,
        limit: newLimit,
      });
      return { status: 200, body: presentQuota(quota) };
    },
  });
}
