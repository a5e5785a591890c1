import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';
import { closedObject } from '../../../schema/closed-object.js';
import { limit } from '../../../schema/fields.js';

/** Defines `PUT /groups/{id}/quotas/{meter}`, which sets the limit of one group. */
export function setGroupQuota({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setGroupQuota',
    method: 'PUT',
    path: '/groups/{id}/quotas/{meter}',
    summary: 'Set a group’s limit',
    description:
      'Sets the limit of a group, which holds for everything in it and below it. It may be below the usage: nothing is deleted, but nothing more can be created until there is room. It may also be above the limit of a group above, which then decides. `null` means unlimited.',
    auth: 'required',
    body: closedObject({ limit }),
    responses: { 200: { description: 'The new quota.', schema: QUOTA_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, body }) {
      const quota = await quotas.setLimit(actor, {
        ownerId: params.id,
        ownerSort: 'group',
        meter: params.meter,
        limit: body.limit,
      });
      return { status: 200, body: presentQuota(quota) };
    },
  });
}
