import type {
  DecisionOfAction,
  ExplainedDecision,
  Explanation,
  Platform,
  PolicyOverview,
  Rule,
} from '@bailiwick/core';
import { objectSchema, type JsonSchema } from '../schema/json-schema.js';
import { QUOTA_REFUSALS_SCHEMA } from './quota.js';

const TEXT: JsonSchema = { type: 'string' };

const DECISION = {
  allowed: { type: 'boolean' },
  reason: {
    ...TEXT,
    description:
      'Why: `allowed`; the condition that is missing, or the reason of the rule that forbids it; `not-found` for a target that the actor may not see; `quota-exceeded`; `depends-on-attributes` if only the service knows the values that a rule compares.',
  },
  rule: { type: ['string', 'null'], description: 'The rule that decided; `null` if no rule allows it.' },
} as const;

const RELATION = {
  target: {
    type: 'string',
    enum: ['own', 'foreign', 'platform'],
    description: 'What belongs to the actor, to somebody else, or to nobody.',
  },
  kind: { type: ['string', 'null'], description: 'The kind of a resource; `null` for everything else.' },
} as const;

const ROLES: JsonSchema = { type: 'array', items: TEXT };

const WITH_ROLES = {
  ...DECISION,
  memberRoles: {
    ...objectSchema('MemberRoles', { held: ROLES, needed: ROLES }),
    description:
      'With the reason `not-member`: the roles that the actor has in the group or above it, and those of which one is needed, if you may see them.',
  },
} as const;

const DECISION_SCHEMA = objectSchema('Decision', WITH_ROLES, { optional: ['memberRoles'] });

export const EXPLANATION_SCHEMA = objectSchema(
  'Explanation',
  {
    ...WITH_ROLES,
    behind: {
      description:
        'The decision behind a `not-found`, if you asked about another user and may see the target; otherwise `null`.',
      oneOf: [DECISION_SCHEMA, { type: 'null' }],
    },
    quotas: {
      ...QUOTA_REFUSALS_SCHEMA,
      description:
        'With the reason `quota-exceeded`: the figures of each demanded meter, if you may see them.',
    },
  },
  { optional: ['quotas', 'memberRoles'] },
);

export const DECISION_OF_ACTION_SCHEMA = objectSchema('DecisionOfAction', {
  action: TEXT,
  ...RELATION,
  ...DECISION,
});

/** A condition is data whose shape depends on its type; for people, there is `when`. */
const RULE_DATA_SCHEMA: JsonSchema = {
  title: 'RuleData',
  type: 'object',
  description: 'The rule as data, complete.',
  additionalProperties: true,
};

const ACTIONS_SCHEMA: JsonSchema = {
  type: ['array', 'null'],
  items: TEXT,
  description: '`null` means every action.',
};

const RULE_SCHEMA = objectSchema('PolicyRule', {
  name: TEXT,
  effect: { type: 'string', enum: ['allow', 'forbid'] },
  actions: ACTIONS_SCHEMA,
  roles: { type: 'array', items: TEXT, description: 'The roles that the condition names.' },
  when: { ...TEXT, description: 'The condition as text, as in the code of the service.' },
  reason: {
    type: ['string', 'null'],
    description: 'The reason of its refusals; `null` for a rule that allows.',
  },
  data: RULE_DATA_SCHEMA,
});

export function policySchema({ roles, memberRoles, kinds, groupTypes }: Platform): JsonSchema {
  const names = (description: string): JsonSchema => ({ type: 'array', items: TEXT, description });
  return objectSchema('Policy', {
    rules: { type: 'array', items: RULE_SCHEMA },
    roles: names(`The declared roles: ${roles.join(', ')}.`),
    kinds: names(`The declared kinds: ${kinds.join(', ')}.`),
    actions: names('The actions of the library, and those that the service declares.'),
    table: {
      type: 'array',
      description: 'What active users of each role may do who have just entered their password.',
      items: objectSchema('PolicyRow', {
        action: TEXT,
        cells: { type: 'array', items: objectSchema('PolicyCell', { role: TEXT, ...RELATION, ...DECISION }) },
      }),
    },
    groupTypes: names(`The declared types of groups: ${groupTypes.join(', ')}.`),
    memberRoles: names(`The declared roles of members: ${memberRoles.join(', ')}.`),
    memberTable: {
      type: 'array',
      description:
        'What active users of role `user` may do, who have just entered their password, where they are members of the group that owns the target. The limits of a group belong to the group above it.',
      items: objectSchema('PolicyMemberRow', {
        action: TEXT,
        cells: {
          type: 'array',
          items: objectSchema('PolicyMemberCell', { memberRole: TEXT, kind: RELATION.kind, ...DECISION }),
        },
      }),
    },
  });
}

function presentDecision({ allowed, reason, rule }: ExplainedDecision) {
  return { allowed, reason, rule };
}

function withRoles({ memberRoles, ...decision }: ExplainedDecision) {
  return { ...presentDecision(decision), ...(memberRoles === undefined ? {} : { memberRoles }) };
}

/** Returns an explanation as answers contain it. */
export function presentExplanation({ behind, quotas, ...decision }: Explanation) {
  return {
    ...withRoles(decision),
    behind: behind === null ? null : withRoles(behind),
    ...(quotas === undefined ? {} : { quotas }),
  };
}

/** Returns a line of a user's matrix as answers contain it. */
export function presentDecisionOfAction({ action, target, kind, ...decision }: DecisionOfAction) {
  return { action, target, kind, ...presentDecision(decision) };
}

/** Returns the policy as answers contain it. */
export function presentPolicy({
  rules,
  roles,
  kinds,
  actions,
  table,
  groupTypes,
  memberRoles,
  memberTable,
}: PolicyOverview) {
  return {
    rules: rules.map(({ name, effect, roles: named, when, reason, data, actions: about }) => ({
      name,
      effect,
      actions: actionsOf(about),
      roles: named,
      when,
      reason,
      data,
    })),
    roles,
    kinds,
    actions,
    table: table.map(({ action, cells }) => ({
      action,
      cells: cells.map(({ role, target, kind, ...decision }) => ({
        role,
        target,
        kind,
        ...presentDecision(decision),
      })),
    })),
    groupTypes,
    memberRoles,
    memberTable: memberTable.map(({ action, cells }) => ({
      action,
      cells: cells.map(({ memberRole, kind, ...decision }) => ({
        memberRole,
        kind,
        ...presentDecision(decision),
      })),
    })),
  };
}

function actionsOf(actions: Rule['actions']): readonly string[] | null {
  return actions === 'any' ? null : actions;
}
