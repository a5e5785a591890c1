import type { AuditEvent } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';

const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };

const ACTOR_SCHEMA: JsonSchema = {
  title: 'AuditActor',
  description: 'A user with the credential used, a named system actor, or nobody.',
  oneOf: [
    objectSchema('AuditUser', {
      type: { type: 'string', const: 'user' },
      id: ID_SCHEMA,
      credential: { type: 'string', description: '`password`, `session`, or `access-key:` and its id.' },
    }),
    objectSchema('AuditSystem', { type: { type: 'string', const: 'system' }, name: { type: 'string' } }),
    objectSchema('AuditAnonymous', { type: { type: 'string', const: 'anonymous' } }),
  ],
};

export const AUDIT_EVENT_SCHEMA = objectSchema('AuditEvent', {
  id: ID_SCHEMA,
  at: TIME_SCHEMA,
  actor: ACTOR_SCHEMA,
  action: { type: 'string' },
  target: objectSchema('AuditTarget', { type: { type: 'string' }, id: TEXT_OR_NULL, ownerId: TEXT_OR_NULL }),
  details: {
    type: 'object',
    description: 'What was changed or refused; it depends on the action.',
    // Left out, it means the same, and some generated clients read an object without any members.
    additionalProperties: true,
  },
  outcome: { type: 'string', enum: ['accepted', 'refused'] },
  reason: { type: 'string', description: 'The policy rule that allowed it, or why it was refused.' },
  requestId: {
    ...TEXT_OR_NULL,
    description: 'The request in which it happened, as its answer and the log of the service name it.',
  },
  count: {
    type: 'integer',
    minimum: 1,
    description:
      'How many equal refusals the event stands for: same actor, action, target and reason, within one minute. All else about it is that of the first.',
  },
});

export function presentAuditEvent(event: AuditEvent) {
  const { id, at, actor, action, target, details, outcome, reason, requestId, count } = event;
  return { id, at, actor, action, target, details, outcome, reason, requestId, count };
}
