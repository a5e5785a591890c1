import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';
import { closedObject } from '../../../schema/closed-object.js';
import { limit } from '../../../schema/fields.js';

/** Defines `PUT /users/{id}/quotas/{meter}`, which sets the limit of one user. */
export function setUserQuota({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'setUserQuota',
    method: 'PUT',
    path: '/users/{id}/quotas/{meter}',
    summary: 'Set a user’s limit',
    description:
      'Sets the limit of a user. For administrators. It may be below the usage: the user keeps their resources, but cannot create more until enough of them are deleted. `null` means unlimited.',
    auth: 'required',
    body: closedObject({ limit }),
    responses: { 200: { description: 'The new quota.', schema: QUOTA_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, body }) {
      const { limit: newLimit } = body;
      const quota = await quotas.setLimit(actor, {
        ownerId: params.id,
        ownerSort: 'user',
        meter: params.meter,
        limit: newLimit,
      });
      return { status: 200, body: presentQuota(quota) };
    },
  });
}
