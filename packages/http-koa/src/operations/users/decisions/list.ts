import { defineOperation, type AnyBailiwick } from '../../../operation.js';
import { DECISION_OF_ACTION_SCHEMA, presentDecisionOfAction } from '../../../present/decision.js';
import { listAnswer, listSchema } from '../../../present/page.js';

/** Defines `GET /users/{id}/decisions`, which says what a user may do. */
export function listUserDecisions({ decisions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listUserDecisions',
    method: 'GET',
    path: '/users/{id}/decisions',
    summary: 'List what a user may do',
    description:
      'Lists for every action what the policy decides if the user does it to what is their own, to what belongs to somebody else, and to the platform. For administrators, and for yourself. Another user is taken to have just entered their password, and you are taken as you stand. Rules about single users or resources do not count for the targets of others, and neither do quotas. What the user may do as a member of a group is not in the list.',
    auth: 'required',
    responses: {
      200: { description: 'All decisions.', schema: listSchema(DECISION_OF_ACTION_SCHEMA) },
    },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      return listAnswer(await decisions.ofUser(actor, params.id), presentDecisionOfAction);
    },
  });
}
