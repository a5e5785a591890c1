import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentQuotasCheck, QUOTAS_CHECK_SCHEMA } from '../../present/quota.js';
import { closedObject } from '../../schema/closed-object.js';
import { stepCursor } from '../../schema/fields.js';

/** Defines `POST /quota-verifications`, which verifies the quotas of some owners. */
export function verifyQuotas({ quotas }: AnyBailiwick) {
  return defineOperation({
    operationId: 'verifyQuotas',
    method: 'POST',
    path: '/quota-verifications',
    summary: 'Verify quotas, one step',
    description:
      'Recounts the quotas of some owners, without blocking anybody, and returns those whose `used` is wrong, and the groups of which rows are listed below another root. For administrators. Send `nextCursor` as `cursor` until it is `null`; the end leaves an audit event with the number of differences.',
    auth: 'required',
    body: closedObject({ cursor: stepCursor.optional() }),
    responses: { 200: { description: 'What the step has found.', schema: QUOTAS_CHECK_SCHEMA } },
    refusals: ['forbidden'],
    async handle({ actor, body }) {
      return { status: 200, body: presentQuotasCheck(await quotas.verifyStep(actor, body)) };
    },
  });
}
