import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer, listSchema } from '../../../present/page.js';
import { LISTED_QUOTA_SCHEMA, presentQuota, presentQuotaWithDefault } from '../../../present/quota.js';
import { closedObject } from '../../../schema/closed-object.js';
import { includeDefaults } from '../../../schema/fields.js';

/** Defines `GET /users/{id}/quotas`, which lists the limits and the usage of one user. */
export function listUserQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserQuotas',
    method: 'GET',
    path: '/users/{id}/quotas',
    summary: 'List a user’s quotas',
    description:
      'Lists the limits and the usage of a user. You can read your own quotas; an administrator can read those of any user. `source` says whether the limit was set for this user or is the default. With `include=defaults`, which needs the right to read the default limits, each quota has its `defaultLimit` too.',
    auth: 'required',
    query: closedObject({ include: includeDefaults.optional() }),
    responses: { 200: { description: 'One quota for each meter.', schema: listSchema(LISTED_QUOTA_SCHEMA) } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, query }) {
      const found = await quotas.list(actor, params.id, { ownerSort: 'user' });
      if (query.include === undefined) return listAnswer(found, presentQuota);
      const defaults = await quotas.listDefaultLimits(actor);
      return listAnswer(found, (quota) => presentQuotaWithDefault(quota, defaults));
    },
  });
}
