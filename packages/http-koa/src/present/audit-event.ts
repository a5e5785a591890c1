import type { AuditEvent } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';

const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };

const ACTOR_SCHEMA: JsonSchema = {
  title: 'AuditActor',
  description: 'A user and their credential, a named system actor, or an anonymous caller.',
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
    description: 'The changed or refused values, depending on the action.',
    // Without this, the meaning is the same, but some generated clients would drop all members.
    additionalProperties: true,
  },
  outcome: { type: 'string', enum: ['accepted', 'refused'] },
  reason: {
    type: 'string',
    description: 'The policy rule that allowed the command, or the reason for the refusal.',
  },
  requestId: {
    ...TEXT_OR_NULL,
    description: 'The id of the request, as in its answer and in the log of the service.',
  },
  count: {
    type: 'integer',
    minimum: 1,
    description:
      'The number of equal refusals: the same actor, action, target and reason, within one minute. Everything else is that of the first one.',
  },
});

/** Returns an audit event as answers contain it. */
export function presentAuditEvent(event: AuditEvent) {
  const { id, at, actor, action, target, details, outcome, reason, requestId, count } = event;
  return { id, at, actor, action, target, details, outcome, reason, requestId, count };
}
