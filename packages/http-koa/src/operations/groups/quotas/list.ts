import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer } from '../../../present/page.js';
import { GROUP_QUOTAS_SCHEMA, presentQuota, presentQuotaLevel } from '../../../present/quota.js';
import { closedObject } from '../../../schema/closed-object.js';
import { includeAbove } from '../../../schema/fields.js';

/** Defines `GET /groups/{id}/quotas`, which lists the limits and the usage of one group. */
export function listGroupQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listGroupQuotas',
    method: 'GET',
    path: '/groups/{id}/quotas',
    summary: 'List a group’s quotas',
    description:
      'Lists the limits and the usage of a group. `used` counts the resources of the group and of all groups below it. A limit of a group above may leave less room than the group’s own: with `include=above`, the answer has the quotas of the groups above too, as far as you may read them.',
    auth: 'required',
    query: closedObject({ include: includeAbove.optional() }),
    responses: { 200: { description: 'One quota for each meter.', schema: GROUP_QUOTAS_SCHEMA } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params, query }) {
      if (query.include === undefined)
        return listAnswer(await quotas.list(actor, params.id, { ownerSort: 'group' }), presentQuota);
      const [own, ...above] = await quotas.listOnPath(actor, params.id);
      const items = own?.quotas.map(presentQuota) ?? [];
      return { status: 200, body: { items, above: above.map(presentQuotaLevel) } };
    },
  });
}
