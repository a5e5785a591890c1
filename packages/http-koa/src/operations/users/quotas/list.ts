import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { listAnswer, listSchema } from '../../../present/page.js';
import { presentQuota, QUOTA_SCHEMA } from '../../../present/quota.js';

/** Defines `GET /users/{id}/quotas`, which lists the limits and the usage of one user. */
export function listUserQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserQuotas',
    method: 'GET',
    path: '/users/{id}/quotas',
    summary: 'List a user’s quotas',
    description:
      'Lists the limits and the usage of a user. You can read your own quotas; an administrator can read those of any user. `source` says whether the limit was set for this user or is the default.',
    auth: 'required',
    responses: { 200: { description: 'One quota for each meter.', schema: listSchema(QUOTA_SCHEMA) } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      return listAnswer(await quotas.list(actor, params.id), presentQuota);
    },
  });
}
