import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentQuotasCheck, QUOTAS_CHECK_SCHEMA } from '../../present/quota.js';
import { closedObject } from '../../schema/closed-object.js';
import { stepCursor } from '../../schema/fields.js';

/** Defines `POST /quota-repairs`, which repairs the quotas of some owners. */
export function repairQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'repairQuotas',
    method: 'POST',
    path: '/quota-repairs',
    summary: 'Repair quotas, one step',
    description:
      'Recounts the quotas of some owners and corrects those whose `used` is wrong, while creates go on. For administrators. Send `nextCursor` as `cursor` until it is `null`. Each correction leaves an audit event.',
    auth: 'required',
    body: closedObject({ cursor: stepCursor.optional() }),
    responses: { 200: { description: 'What the step has corrected.', schema: QUOTAS_CHECK_SCHEMA } },
    refusals: ['forbidden'],
    async handle({ actor, body }) {
      return { status: 200, body: presentQuotasCheck(await quotas.repairStep(actor, body)) };
    },
  });
}
