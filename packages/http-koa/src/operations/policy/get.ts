import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { policySchema, presentPolicy } from '../../present/decision.js';

/** Defines `GET /policy`, which returns the rules and a table of what they mean. */
export function getPolicy({ decisions, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'getPolicy',
    method: 'GET',
    path: '/policy',
    summary: 'Get the policy',
    description:
      'Returns the rules that decide who may do what, and a table of the decisions for each action, role and sort of target. For administrators. Rules about single users or resources do not count in the table.',
    auth: 'required',
    responses: { 200: { description: 'The policy.', schema: policySchema(platform) } },
    refusals: ['forbidden'],
    async handle({ actor }) {
      return { status: 200, body: presentPolicy(await decisions.policy(actor)) };
    },
  });
}
