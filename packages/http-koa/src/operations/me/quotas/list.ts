import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer, listSchema } from '../../../present/page.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';

export function listMyQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listMyQuotas',
    method: 'GET',
    path: '/me/quotas',
    summary: 'List your quotas',
    description:
      'How much you may have, and how much of it you use. `over` is above zero where a limit was set below what is used already: nothing is taken away, and nothing more can be created.',
    auth: 'required',
    responses: { 200: { description: 'One quota for each meter.', schema: listSchema(QUOTA_SCHEMA) } },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      return listAnswer(await quotas.list(actor, actor.id), presentQuota);
    },
  });
}
