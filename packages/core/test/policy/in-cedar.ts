import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Actor } from '@bailiwick/core';
import type { Condition, Operand, Rule, Target } from '@bailiwick/core/policy';

/*
 * Translates a policy into Cedar, by the table of docs/policy.md. Cedar has two truth values and skips a policy that
 * fails, so each condition becomes two expressions: one for when it is true, and one for when it is false. An `allow`
 * becomes a `permit` when its condition is true; a `forbid` applies unless its condition is false. If neither
 * expression holds, the condition is unknown.
 */

interface Both {
  readonly isTrue: string;
  readonly isFalse: string;
}

export function inCedar(rules: readonly Rule[]): string {
  return rules
    .map(({ effect, actions, when }) => {
      const about =
        actions === 'any'
          ? 'action'
          : `action in [${actions.map((name) => `Action::${text(name)}`).join(', ')}]`;
      const { isTrue, isFalse } = translated(when);
      return effect === 'allow'
        ? `permit (principal, ${about}, resource) when { ${isTrue} };`
        : `forbid (principal, ${about}, resource) unless { ${isFalse} };`;
    })
    .join('\n');
}

const text = (value: string) => JSON.stringify(value);
const certain = (isTrue: string): Both => ({ isTrue, isFalse: `!(${isTrue})` });
const oneOf = (values: readonly string[], read: string) =>
  `[${values.map(text).join(', ')}].contains(${read})`;
const ofUser = (isTrue: string) => certain(`(principal is User && ${isTrue})`);
const ofTarget = (name: string, isTrue: string) => certain(`(resource has ${name} && ${isTrue})`);

function translated(condition: Condition): Both {
  switch (condition.type) {
    case 'always':
      return { isTrue: 'true', isFalse: 'false' };
    case 'never':
      return { isTrue: 'false', isFalse: 'true' };
    case 'actor-type':
      return certain(
        `(principal is ${{ user: 'User', system: 'System', anonymous: 'Anonymous' }[condition.actorType]})`,
      );
    case 'actor-role':
      return ofUser(oneOf(condition.roles, 'principal.role'));
    case 'actor-status':
      return ofUser(`principal.status == ${text(condition.status)}`);
    case 'actor-id':
      return ofUser(oneOf(condition.ids, 'principal.userId'));
    case 'actor-credential':
      return ofUser(`principal.credential == ${text(condition.credential)}`);
    case 'actor-confirmation':
      return ofUser(`principal.confirmed == ${String(condition.confirmation === 'given')}`);
    case 'owner':
      return certain('(principal is User && resource has ownerId && resource.ownerId == principal.userId)');
    case 'member':
      return certain(
        `(principal is User && resource has ownerId && resource.ownerId != principal.userId && resource.memberRoles.containsAny([${condition.roles.map(text).join(', ')}]))`,
      );
    case 'target-owner':
      return ofTarget('ownerId', oneOf(condition.ids, 'resource.ownerId'));
    case 'target-kind':
      return ofTarget('kind', oneOf(condition.kinds, 'resource.kind'));
    case 'target-id':
      return ofTarget('targetId', oneOf(condition.ids, 'resource.targetId'));
    case 'compare':
      return compared(condition.operator, condition.left, condition.right);
    case 'all':
    case 'any': {
      const parts = condition.conditions.map(translated);
      const every = (of: keyof Both, operator: string, none: string) =>
        parts.length === 0 ? none : `(${parts.map((part) => part[of]).join(` ${operator} `)})`;
      return condition.type === 'all'
        ? { isTrue: every('isTrue', '&&', 'true'), isFalse: every('isFalse', '||', 'false') }
        : { isTrue: every('isTrue', '||', 'false'), isFalse: every('isFalse', '&&', 'true') };
    }
    case 'not': {
      const { isTrue, isFalse } = translated(condition.condition);
      return { isTrue: isFalse, isFalse: isTrue };
    }
  }
}

/** An attribute is a record with one member, named by its type; a value that cannot be compared has no member. */
const TYPES = { s: 'string', n: 'number', b: 'boolean' } as const;
type Type = keyof typeof TYPES;

function compared(operator: 'equals' | 'at-least', left: Operand, right: Operand): Both {
  const types: Type[] = operator === 'equals' ? ['s', 'n', 'b'] : ['n'];
  const [isSame, isOther] = operator === 'equals' ? ['==', '!='] : ['>=', '<'];
  const when = (sign: string) => {
    const cases = types.flatMap((type) => {
      const [one, other] = [read(left, type), read(right, type)];
      return one === null || other === null
        ? []
        : [`(${[...one.guards, ...other.guards, `${one.value} ${sign} ${other.value}`].join(' && ')})`];
    });
    return cases.length === 0 ? 'false' : `(${cases.join(' || ')})`;
  };
  return { isTrue: when(isSame), isFalse: when(isOther) };
}

function read(
  side: Operand,
  type: Type,
): { readonly guards: readonly string[]; readonly value: string } | null {
  if (side.of === 'value') {
    return typeof side.value === TYPES[type] ? { guards: [], value: JSON.stringify(side.value) } : null;
  }
  const holder = side.of === 'actor' ? 'principal' : 'resource';
  const { attribute } = side;
  return {
    guards: [`${holder} has ${attribute}`, `${holder}.${attribute} has ${type}`],
    value: `${holder}.${attribute}.${type}`,
  };
}

/** Returns for each request whether Cedar allows it. */
export function cedarAllows(
  rules: readonly Rule[],
  requests: readonly { readonly actor: Actor; readonly action: string; readonly target: Target }[],
): readonly boolean[] {
  const policies = { staticPolicies: inCedar(rules) };
  const parsed = preparsePolicySet('rules', policies);
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  return requests.map(({ actor, action, target }) => {
    const principal = {
      type: { user: 'User', system: 'System', anonymous: 'Anonymous' }[actor.type],
      id: 'actor',
    };
    const resource = { type: 'Target', id: 'target' };
    const ofActor =
      actor.type === 'user'
        ? {
            userId: actor.id,
            role: actor.role,
            status: actor.status,
            credential: actor.credential.type,
            confirmed: actor.confirmed,
          }
        : {};
    const attributes = actor.type === 'anonymous' ? {} : actor.attributes;
    const answer = statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context: {},
      preparsedPolicySetId: 'rules',
      entities: [
        { uid: principal, attrs: { ...ofActor, ...records(attributes) }, parents: [] },
        {
          uid: resource,
          attrs: {
            ...(target.ownerId === null ? {} : { ownerId: target.ownerId }),
            ...(target.kind === null ? {} : { kind: target.kind }),
            ...(typeof target.id === 'string' ? { targetId: target.id } : {}),
            memberRoles: [...(target.memberRoles ?? [])],
            ...records(target.attributes),
          },
          parents: [],
        },
      ],
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
    return decision === 'allow';
  });
}

function records(
  attributes: object | undefined,
): Readonly<Record<string, Record<string, string | number | boolean>>> {
  return Object.fromEntries(
    Object.entries(attributes ?? {}).map(([name, value]: [string, unknown]) => {
      const type = (Object.keys(TYPES) as Type[]).find((one) => typeof value === TYPES[one]);
      const isOdd = type === undefined || (typeof value === 'number' && !Number.isFinite(value));
      return [name, isOdd ? {} : { [type]: value as string | number | boolean }];
    }),
  );
}
