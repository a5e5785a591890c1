import type { Actor } from '../actors/actor.js';
import type { Target } from './action.js';
import { atomsOf, compile, compileComparability, simplify, type Atom, type Condition } from './condition.js';
import type { Rule } from './rule.js';

/**
 * What an actor may list, as data that a storage turns into a query. No constant stands inside another
 * node.
 */
export type Scope =
  | { readonly type: 'all' }
  | { readonly type: 'none' }
  | { readonly type: 'owner'; readonly ownerId: string }
  | { readonly type: 'kind'; readonly kinds: readonly string[] }
  | { readonly type: 'id'; readonly ids: readonly string[] }
  | { readonly type: 'and' | 'or'; readonly scopes: readonly Scope[] }
  | { readonly type: 'not'; readonly scope: Scope };

/** The targets that a rule applies to, once the actor is known. */
export function scopeOfRule({ effect, when }: Rule, actor: Actor): Scope {
  const comparable = compileComparability(when);
  // An attribute that is missing is read in the safe direction, as when deciding.
  if (atomsOf(when).some((atom) => atom.type === 'compare' && !isAboutActor(atom)))
    throw new TypeError(UNSTORED);
  if (comparable !== null && !comparable(actor, NOTHING)) return effect === 'allow' ? NONE : ALL;
  const left = simplify(when, (atom) => (isAboutActor(atom) ? compile(atom)(actor, NOTHING) : null));
  return toScope(left, actor);
}

const NOTHING: Target = { ownerId: null, kind: null };

const UNSTORED = 'A condition on attributes of the target cannot be listed: they are not stored.';

function isAboutActor(atom: Atom): boolean {
  switch (atom.type) {
    case 'actor-type':
    case 'actor-role':
    case 'actor-status':
    case 'actor-id':
    case 'actor-credential':
      return true;
    case 'compare':
      return atom.left.of !== 'target' && atom.right.of !== 'target';
    default:
      return false;
  }
}

function toScope(condition: Condition, actor: Actor): Scope {
  switch (condition.type) {
    case 'always':
      return ALL;
    case 'never':
      return NONE;
    case 'owner':
      return actor.type === 'user' ? { type: 'owner', ownerId: actor.id } : NONE;
    case 'target-owner':
      return or(condition.ids.map((ownerId) => ({ type: 'owner', ownerId })));
    case 'target-kind':
      return { type: 'kind', kinds: condition.kinds };
    case 'target-id':
      return { type: 'id', ids: condition.ids };
    case 'all':
      return and(condition.conditions.map((part) => toScope(part, actor)));
    case 'any':
      return or(condition.conditions.map((part) => toScope(part, actor)));
    case 'not':
      return not(toScope(condition.condition, actor));
    default:
      throw new TypeError(UNSTORED);
  }
}

export const ALL: Scope = { type: 'all' };
const NONE: Scope = { type: 'none' };

export function and(scopes: readonly Scope[]): Scope {
  return fold(scopes, 'and', ALL, NONE);
}

export function or(scopes: readonly Scope[]): Scope {
  return fold(scopes, 'or', NONE, ALL);
}

export function not(scope: Scope): Scope {
  switch (scope.type) {
    case 'all':
      return NONE;
    case 'none':
      return ALL;
    case 'not':
      return scope.scope;
    default:
      return { type: 'not', scope };
  }
}

/** `neutral` drops out of the list, `absorbing` is the answer whatever stands beside it. */
function fold(scopes: readonly Scope[], type: 'and' | 'or', neutral: Scope, absorbing: Scope): Scope {
  if (scopes.some((scope) => scope.type === absorbing.type)) return absorbing;
  const rest = scopes.filter((scope) => scope.type !== neutral.type);
  const [first] = rest;
  if (first === undefined) return neutral;
  return rest.length === 1 ? first : { type, scopes: rest };
}

/** Does the target lie within the scope? The reference for what a storage's query must return. */
export function includes(scope: Scope, target: Target): boolean {
  switch (scope.type) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'owner':
      return target.ownerId === scope.ownerId;
    case 'kind':
      return target.kind !== null && scope.kinds.includes(target.kind);
    case 'id':
      return target.id !== undefined && target.id !== null && scope.ids.includes(target.id);
    case 'and':
      return scope.scopes.every((part) => includes(part, target));
    case 'or':
      return scope.scopes.some((part) => includes(part, target));
    case 'not':
      return !includes(scope.scope, target);
  }
}
