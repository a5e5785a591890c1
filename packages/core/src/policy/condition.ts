import type { Actor, ActorCredential } from '../actor.js';
import type { SettableUserStatus } from '../users/user.js';
import type { AttributeValue } from './action.js';

/** One side of a comparison: an attribute that the host declared, or a value. */
export type Operand<Attribute extends string = string> =
  | { readonly of: 'actor' | 'target'; readonly attribute: Attribute }
  | { readonly of: 'value'; readonly value: AttributeValue };

export type AttributeOperand = Extract<Operand, { readonly of: 'actor' | 'target' }>;
export type Comparison = Extract<Atom, { readonly type: 'compare' }>;

/** One question about an actor and a target. It is true or false; a comparison can also be unknown. */
export type Atom<
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> =
  | { readonly type: 'actor-type'; readonly actorType: Actor['type'] }
  | { readonly type: 'actor-role'; readonly roles: readonly Role[] }
  | { readonly type: 'actor-status'; readonly status: SettableUserStatus }
  | { readonly type: 'actor-id'; readonly ids: readonly string[] }
  | { readonly type: 'actor-credential'; readonly credential: ActorCredential['type'] }
  | { readonly type: 'actor-confirmation'; readonly confirmation: 'given' | 'missing' }
  | { readonly type: 'owner' }
  | { readonly type: 'member'; readonly roles: readonly string[] }
  | { readonly type: 'target-owner'; readonly ids: readonly string[] }
  | { readonly type: 'target-kind'; readonly kinds: readonly Kind[] }
  | { readonly type: 'target-id'; readonly ids: readonly string[] }
  | {
      readonly type: 'compare';
      readonly operator: 'equals' | 'at-least';
      readonly left: Operand<Attribute>;
      readonly right: Operand<Attribute>;
    };

/** The condition of a rule, as data: the rule applies when it holds. */
export type Condition<
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> =
  | { readonly type: 'always' | 'never' }
  | Atom<Role, Kind, Attribute>
  | { readonly type: 'all' | 'any'; readonly conditions: readonly Condition<Role, Kind, Attribute>[] }
  | { readonly type: 'not'; readonly condition: Condition<Role, Kind, Attribute> };

type Plain = Condition<never, never, never>;

export const always: Plain = Object.freeze({ type: 'always' });

/** The actor is the user who owns the target. Users own themselves, their sessions and their quotas. */
export const owner: Plain = Object.freeze({ type: 'owner' });

/**
 * The actor is a member, with one of these roles, of the group that owns the target or of a group above it. Nobody is a
 * member of a user, and so never of what is their own.
 *
 * @example
 * const rule = allow('auditors read', { when: member('auditor'), actions: ['resource:read', 'quota:read'] });
 */
export function member(...roles: readonly string[]): Plain {
  return { type: 'member', roles };
}

/**
 * @example
 * const rule = allow('jobs read', { when: actorType('system'), actions: ['resource:read'] });
 */
export function actorType(type: Actor['type']): Plain {
  return { type: 'actor-type', actorType: type };
}

/**
 * @example
 * const rule = allow('active users read', { when: actorStatus('active'), actions: ['resource:read'] });
 */
export function actorStatus(status: SettableUserStatus): Plain {
  return { type: 'actor-status', status };
}

/**
 * The actor proved who they are with a credential of this type.
 *
 * @example
 * const narrow = forbid('keys read only', { when: actorCredential('access-key'), actions: ['resource:delete'] });
 */
export function actorCredential(credential: ActorCredential['type']): Plain {
  return { type: 'actor-credential', credential };
}

/**
 * The actor has given the password within the last ten minutes: at the login, with the request, or to confirm. An
 * access key cannot confirm.
 *
 * @example
 * const rule = forbid('archiving needs the password', {
 *   actions: ['project:archive'],
 *   when: all(actorType('user'), not(confirmed)),
 *   reason: 'confirmation-required',
 * });
 */
export const confirmed: Plain = Object.freeze({ type: 'actor-confirmation', confirmation: 'given' });

/**
 * The actor is one of these users.
 *
 * @example
 * const rule = allow('Ann reads everything', { when: actorId(ann.id), actions: ['resource:read'] });
 */
export function actorId(...ids: readonly string[]): Plain {
  return { type: 'actor-id', ids };
}

/**
 * The target belongs to one of these users.
 *
 * @example
 * const rule = forbid('the archive stays', { when: ownerId(ann.id), actions: ['resource:delete'] });
 */
export function ownerId(...ids: readonly string[]): Plain {
  return { type: 'target-owner', ids };
}

/**
 * The target is one of these.
 *
 * @example
 * const rule = forbid('this one stays', { when: targetId(resource.id), actions: ['resource:delete'] });
 */
export function targetId(...ids: readonly string[]): Plain {
  return { type: 'target-id', ids };
}

/**
 * The actor is a user with one of these roles.
 *
 * @example
 * const rule = allow('support reads', { when: role('support'), actions: ['resource:read'] });
 */
export function role<const Role extends string>(...roles: readonly Role[]): Condition<Role, never, never> {
  return { type: 'actor-role', roles };
}

/**
 * The target is a resource of one of these kinds.
 *
 * @example
 * const rule = allow('support reads databases', { when: kind('database'), actions: ['resource:read'] });
 */
export function kind<const Kind extends string>(...kinds: readonly Kind[]): Condition<never, Kind, never> {
  return { type: 'target-kind', kinds };
}

/**
 * An attribute of the actor, as the host gave it with `withAttributes`.
 *
 * @example
 * const condition = equals(ofActor('team'), ofTarget('team'));
 */
export function ofActor<const Attribute extends string>(attribute: Attribute): Operand<Attribute> {
  return { of: 'actor', attribute };
}

/**
 * An attribute of the target, as the host describes it. Rules about listed actions cannot use it.
 *
 * @example
 * const condition = atLeast(ofActor('level'), ofTarget('level'));
 */
export function ofTarget<const Attribute extends string>(attribute: Attribute): Operand<Attribute> {
  return { of: 'target', attribute };
}

/**
 * Both sides are the same value. The comparison is unknown if a side is missing, if it is no string, boolean or
 * finite number, or if the sides differ in type. An `allow` needs true; a `forbid` applies unless it is false.
 *
 * @example
 * const rule = allow('the same team reads', {
 *   when: equals(ofActor('team'), ofTarget('team')),
 *   actions: ['resource:read'],
 * });
 */
export function equals<Left extends string = never, Right extends string = never>(
  left: Operand<Left>,
  right: Operand<Right> | AttributeValue,
): Condition<never, never, Left | Right> {
  return { type: 'compare', operator: 'equals', left, right: operand(right) };
}

/**
 * The left side is at least the right one. It is unknown if a side is no finite number; see {@link equals}.
 *
 * @example
 * const rule = allow('seniors read', {
 *   when: atLeast(ofActor('level'), 3),
 *   actions: ['resource:read'],
 * });
 */
export function atLeast<Left extends string = never, Right extends string = never>(
  left: Operand<Left>,
  right: Operand<Right> | number,
): Condition<never, never, Left | Right> {
  return { type: 'compare', operator: 'at-least', left, right: operand(right) };
}

function operand<Attribute extends string>(side: Operand<Attribute> | AttributeValue): Operand<Attribute> {
  return typeof side === 'object' && side !== null ? side : { of: 'value', value: side };
}

/**
 * @example
 * const rule = allow('support reads databases', {
 *   when: all(role('support'), kind('database')),
 *   actions: ['resource:read'],
 * });
 */
export function all<R extends string, K extends string, T extends string>(
  ...conditions: readonly Condition<R, K, T>[]
): Condition<R, K, T> {
  return { type: 'all', conditions };
}

/**
 * @example
 * const readers = any(owner, role('support'));
 */
export function any<R extends string, K extends string, T extends string>(
  ...conditions: readonly Condition<R, K, T>[]
): Condition<R, K, T> {
  return { type: 'any', conditions };
}

/**
 * @example
 * const rule = allow('others read', { when: not(owner), actions: ['resource:read'] });
 */
export function not<R extends string, K extends string, T extends string>(
  condition: Condition<R, K, T>,
): Condition<R, K, T> {
  return { type: 'not', condition };
}

/** Every atom of a condition, left to right. */
export function atomsOf(condition: Condition, atoms: Atom[] = []): readonly Atom[] {
  switch (condition.type) {
    case 'always':
    case 'never':
      break;
    case 'all':
    case 'any':
      for (const part of condition.conditions) atomsOf(part, atoms);
      break;
    case 'not':
      atomsOf(condition.condition, atoms);
      break;
    default:
      atoms.push(condition);
  }
  return atoms;
}

/** The attributes that a comparison names, and whose they are. */
export function attributesOf({ left, right }: Comparison): readonly AttributeOperand[] {
  return [left, right].filter((side) => side.of !== 'value');
}
