import type { AuditEvent } from '@bailiwick/core';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';
import { NAMED_OWNER_SCHEMA, presentOwner, type NamedOwners } from './owner.js';

const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };

const ACTOR_SCHEMA: JsonSchema = {
  title: 'AuditActor',
  description: 'A user and their credential, a named system actor, or an anonymous caller.',
  oneOf: [
    objectSchema(
      'AuditUser',
      {
        type: { type: 'string', const: 'user' },
        id: ID_SCHEMA,
        credential: { type: 'string', description: '`password`, `session`, or `access-key:` and its id.' },
        name: {
          ...TEXT_OR_NULL,
          description:
            'With `include=owners`, the email address; `null` if the user is gone, or none that you may read.',
        },
      },
      { optional: ['name'] },
    ),
    objectSchema('AuditSystem', { type: { type: 'string', const: 'system' }, name: { type: 'string' } }),
    objectSchema('AuditAnonymous', { type: { type: 'string', const: 'anonymous' } }),
  ],
};

export const AUDIT_EVENT_SCHEMA = objectSchema('AuditEvent', {
  id: ID_SCHEMA,
  at: TIME_SCHEMA,
  actor: ACTOR_SCHEMA,
  action: { type: 'string' },
  target: objectSchema(
    'AuditTarget',
    {
      type: { type: 'string' },
      id: TEXT_OR_NULL,
      ownerId: TEXT_OR_NULL,
      owner: NAMED_OWNER_SCHEMA,
      name: {
        ...TEXT_OR_NULL,
        description:
          'With `include=owners`, the email address of a `member` of the group; `null` as for an actor.',
      },
    },
    { optional: ['owner', 'name'] },
  ),
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

/** The ids of the owners that an event names: the user who acted, the owner of the target, and a member. */
export function ownersIn({ actor, target }: AuditEvent): readonly (string | null)[] {
  return [
    actor.type === 'user' ? actor.id : null,
    target.ownerId,
    target.type === 'member' ? target.id : null,
  ];
}

/** Returns an audit event as answers contain it. */
export function presentAuditEvent(event: AuditEvent, owners: NamedOwners = null) {
  const { id, at, action, details, outcome, reason, requestId, count } = event;
  const { actor, target } = owners === null ? event : withOwners(event, owners);
  return { id, at, actor, action, target, details, outcome, reason, requestId, count };
}

function withOwners({ actor, target }: AuditEvent, owners: NonNullable<NamedOwners>) {
  return {
    actor: actor.type === 'user' ? { ...actor, name: owners.get(actor.id)?.name ?? null } : actor,
    target: {
      ...target,
      owner: presentOwner(owners, target.ownerId),
      ...(target.type === 'member' ? { name: owners.get(target.id ?? '')?.name ?? null } : {}),
    },
  };
}
