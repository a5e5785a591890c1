import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer, listSchema } from '../../../present/page.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';

/** Defines `GET /groups/{id}/quotas`, which lists the limits and the usage of one group. */
export function listGroupQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listGroupQuotas',
    method: 'GET',
    path: '/groups/{id}/quotas',
    summary: 'List a group’s quotas',
    description:
      'Lists the limits and the usage of a group. `used` counts the resources of the group and of all groups below it. A limit of a group above may leave less room than the group’s own.',
    auth: 'required',
    responses: { 200: { description: 'One quota for each meter.', schema: listSchema(QUOTA_SCHEMA) } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      return listAnswer(await quotas.list(actor, params.id, { ownerSort: 'group' }), presentQuota);
    },
  });
}
