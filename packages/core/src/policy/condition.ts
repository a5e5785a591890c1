import type { Actor } from '../actors/actor.js';
import type { UserStatus } from '../users/user.js';
import type { Target } from './action.js';
import { ALL, NONE, not as notScope, and, or, type Scope } from './scope.js';

/** When a rule applies, as data. It uses stored columns of the target only, so that it can be listed. */
export type Condition<Role extends string = string, Kind extends string = string> =
  | { readonly type: 'always' }
  | { readonly type: 'actor-type'; readonly actorType: Actor['type'] }
  | { readonly type: 'actor-role'; readonly roles: readonly Role[] }
  | { readonly type: 'actor-status'; readonly status: UserStatus }
  | { readonly type: 'owner' }
  | { readonly type: 'target-kind'; readonly kinds: readonly Kind[] }
  | { readonly type: 'all' | 'any'; readonly conditions: readonly Condition<Role, Kind>[] }
  | { readonly type: 'not'; readonly condition: Condition<Role, Kind> };

export const always: Condition<never, never> = { type: 'always' };

/** The actor is the user who owns the target; everybody owns themselves, their sessions and their quotas. */
export const owner: Condition<never, never> = { type: 'owner' };

export function actorType(type: Actor['type']): Condition<never, never> {
  return { type: 'actor-type', actorType: type };
}

export function actorStatus(status: UserStatus): Condition<never, never> {
  return { type: 'actor-status', status };
}

export function role<const Role extends string>(...roles: readonly Role[]): Condition<Role, never> {
  return { type: 'actor-role', roles };
}

export function kind<const Kind extends string>(...kinds: readonly Kind[]): Condition<never, Kind> {
  return { type: 'target-kind', kinds };
}

export function all<Role extends string, Kind extends string>(
  ...conditions: readonly Condition<Role, Kind>[]
): Condition<Role, Kind> {
  return { type: 'all', conditions };
}

export function any<Role extends string, Kind extends string>(
  ...conditions: readonly Condition<Role, Kind>[]
): Condition<Role, Kind> {
  return { type: 'any', conditions };
}

export function not<Role extends string, Kind extends string>(
  condition: Condition<Role, Kind>,
): Condition<Role, Kind> {
  return { type: 'not', condition };
}

/** The part of a condition that is known once the actor is: either an answer, or a filter on targets. */
export function scopeOf(condition: Condition, actor: Actor): Scope {
  switch (condition.type) {
    case 'always':
      return ALL;
    case 'actor-type':
      return actor.type === condition.actorType ? ALL : NONE;
    case 'actor-role':
      return actor.type === 'user' && condition.roles.includes(actor.role) ? ALL : NONE;
    case 'actor-status':
      return actor.type === 'user' && actor.status === condition.status ? ALL : NONE;
    case 'owner':
      return actor.type === 'user' ? { type: 'owner', ownerId: actor.id } : NONE;
    case 'target-kind':
      return { type: 'kind', kinds: condition.kinds };
    case 'all':
      return and(condition.conditions.map((part) => scopeOf(part, actor)));
    case 'any':
      return or(condition.conditions.map((part) => scopeOf(part, actor)));
    case 'not':
      return notScope(scopeOf(condition.condition, actor));
  }
}

export type Predicate = (actor: Actor, target: Target) => boolean;

/** The whole condition as a function, built once: deciding allocates nothing. */
export function compile(condition: Condition): Predicate {
  switch (condition.type) {
    case 'always':
      return () => true;
    case 'actor-type': {
      const { actorType: type } = condition;
      return (actor) => actor.type === type;
    }
    case 'actor-role': {
      const roles = new Set<string>(condition.roles);
      return (actor) => actor.type === 'user' && roles.has(actor.role);
    }
    case 'actor-status': {
      const { status } = condition;
      return (actor) => actor.type === 'user' && actor.status === status;
    }
    case 'owner':
      return (actor, target) => actor.type === 'user' && actor.id === target.ownerId;
    case 'target-kind': {
      const kinds = new Set<string | null>(condition.kinds);
      return (_actor, target) => kinds.has(target.kind);
    }
    case 'all': {
      const parts = condition.conditions.map(compile);
      return (actor, target) => parts.every((part) => part(actor, target));
    }
    case 'any': {
      const parts = condition.conditions.map(compile);
      return (actor, target) => parts.some((part) => part(actor, target));
    }
    case 'not': {
      const part = compile(condition.condition);
      return (actor, target) => !part(actor, target);
    }
  }
}
