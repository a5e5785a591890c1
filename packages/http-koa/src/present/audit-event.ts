import type { AuditEvent } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../json-schema.js';

const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };

export const AUDIT_EVENT_SCHEMA = objectSchema('AuditEvent', {
  id: ID_SCHEMA,
  at: TIME_SCHEMA,
  actor: {
    title: 'AuditActor',
    type: 'object',
    description: 'A user with the credential used, a named system actor, or nobody.',
    properties: {
      type: { type: 'string', enum: ['user', 'system', 'anonymous'] },
      id: ID_SCHEMA,
      credential: { type: 'string' },
      name: { type: 'string' },
    },
    required: ['type'],
  },
  action: { type: 'string' },
  target: objectSchema('AuditTarget', { type: { type: 'string' }, id: TEXT_OR_NULL, ownerId: TEXT_OR_NULL }),
  details: { type: 'object', description: 'What was changed or refused; it depends on the action.' },
  outcome: { type: 'string', enum: ['accepted', 'refused'] },
  reason: { type: 'string', description: 'The policy rule that allowed it, or why it was refused.' },
});

export function presentAuditEvent({ id, at, actor, action, target, details, outcome, reason }: AuditEvent) {
  return { id, at, actor, action, target, details, outcome, reason };
}
