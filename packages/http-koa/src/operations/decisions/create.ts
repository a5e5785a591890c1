import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { EXPLANATION_SCHEMA, presentExplanation } from '../../present/decision.js';
import { closedObject } from '../../schema/closed-object.js';
import { askedActor, askedTarget, someText } from '../../schema/fields.js';

/** Defines `POST /decisions`, which says what would be decided and why, and does nothing. */
export function createDecision({ decisions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createDecision',
    method: 'POST',
    path: '/decisions',
    summary: 'Ask what would be decided',
    description:
      'Says whether you, or the user in `actor`, may do something now, and why: by the policy, and for `resource:create` also by the quotas. Nothing is done or recorded. Everyone may ask about themselves, an administrator about anyone. For another user, `reason` is what they would be answered, and `behind` the decision behind a `not-found`. Other rules, such as that of the last administrator, do not count.',
    auth: 'required',
    body: closedObject({
      action: someText('An action of the policy, such as `resource:create`.'),
      target: askedTarget,
      actor: askedActor.optional(),
    }),
    responses: { 200: { description: 'The decision.', schema: EXPLANATION_SCHEMA } },
    // Not found: the other user, not the target.
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, body }) {
      return { status: 200, body: presentExplanation(await decisions.explain(actor, asQuestion(body))) };
    },
  });
}

type Explain = AnyBailiwick['decisions']['explain'];

/** The core requires the members that the type of the target needs. */
function asQuestion(body: object): Parameters<Explain>[1] {
  return body as Parameters<Explain>[1];
}
