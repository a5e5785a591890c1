import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer, listSchema } from '../../../present/page.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';

/** Defines `GET /me/quotas`, which lists the limits and the usage of the acting user. */
export function listMyQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listMyQuotas',
    method: 'GET',
    path: '/me/quotas',
    summary: 'List your quotas',
    description:
      'Lists your limits and your usage. `over` is above zero if a limit was set below the usage: you keep what you have, but cannot create more.',
    auth: 'required',
    responses: { 200: { description: 'One quota for each meter.', schema: listSchema(QUOTA_SCHEMA) } },
    refusals: ['forbidden', 'not-found'],
    async handle({ actor }) {
      return listAnswer(await quotas.list(actor, actor.id), presentQuota);
    },
  });
}
