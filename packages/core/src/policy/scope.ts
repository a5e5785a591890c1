import type { Actor } from '../actor.js';
import type { Target } from './action.js';
import type { Atom } from './condition.js';
import { constant, literalAnswer, simplify, type Formula, type Literal } from './formula.js';
import { TRAITS, valuesOf } from './traits.js';

/**
 * The targets that an actor may list, as data that a storage turns into a query. No node contains a constant, and
 * neighbouring ids and kinds are merged into one list, so a scope is no longer than its policy.
 */
export type Scope =
  | { readonly type: 'all' }
  | { readonly type: 'none' }
  | { readonly type: 'owner'; readonly ownerIds: readonly string[] }
  | { readonly type: 'kind'; readonly kinds: readonly string[] }
  | { readonly type: 'id'; readonly ids: readonly string[] }
  /** The target belongs to a group in which the user has one of these roles, or to a group below it. */
  | MemberScope
  | { readonly type: 'and' | 'or'; readonly scopes: readonly Scope[] }
  | { readonly type: 'not'; readonly scope: Scope };

interface MemberScope {
  readonly type: 'member';
  readonly userId: string;
  readonly roles: readonly string[];
  /**
   * The roots in which the user has one of these roles, if they were looked up just before and no further group matters:
   * a storage need not find them again.
   */
  readonly rootIds?: readonly string[];
}

/** The targets that a rule with this formula applies to, once the actor is known. */
export function scopeOf(formula: Formula, actor: Actor, unknownIs: boolean): Scope {
  const left = simplify(formula, (literal) =>
    isAboutActor(literal.atom) ? constant(literalAnswer(literal, actor, NOTHING, unknownIs)) : literal,
  );
  return toScope(left, actor);
}

const NOTHING: Target = { ownerId: null, kind: null };

/** Does the atom depend on the actor alone? */
function isAboutActor(atom: Atom): boolean {
  if (atom.type === 'owner' || atom.type === 'member') return false;
  if (atom.type === 'compare') return atom.left.of !== 'target' && atom.right.of !== 'target';
  return TRAITS[atom.type].of === 'actor';
}

function toScope(formula: Formula, actor: Actor): Scope {
  switch (formula.type) {
    case 'always':
      return ALL;
    case 'never':
      return NONE;
    case 'literal':
      return formula.negated ? not(scopeOfAtom(formula, actor)) : scopeOfAtom(formula, actor);
    case 'all':
    case 'any': {
      const scopes: Scope[] = [];
      for (const part of formula.parts) scopes.push(toScope(part, actor));
      return formula.type === 'all' ? and(scopes) : or(scopes);
    }
  }
}

function scopeOfAtom({ atom }: Literal, actor: Actor): Scope {
  switch (atom.type) {
    case 'owner':
      return actor.type === 'user' ? { type: 'owner', ownerIds: [actor.id] } : NONE;
    case 'member':
      return actor.type === 'user' && atom.roles.length > 0
        ? { type: 'member', userId: actor.id, roles: atom.roles }
        : NONE;
    case 'target-owner':
      return ofList({ type: 'owner', ownerIds: valuesOf(atom) });
    case 'target-kind':
      return ofList({ type: 'kind', kinds: valuesOf(atom) });
    case 'target-id':
      return ofList({ type: 'id', ids: valuesOf(atom) });
    default:
      throw new TypeError('A condition on attributes of the target cannot be listed: they are not stored.');
  }
}

type ListScope = Extract<Scope, { readonly type: 'owner' | 'kind' | 'id' }>;

function ofList(scope: ListScope): Scope {
  return listOf(scope).length === 0 ? NONE : scope;
}

function listOf(scope: ListScope): readonly string[] {
  return scope.type === 'owner' ? scope.ownerIds : scope.type === 'kind' ? scope.kinds : scope.ids;
}

function withList(type: ListScope['type'], list: readonly string[]): ListScope {
  return type === 'owner'
    ? { type, ownerIds: list }
    : type === 'kind'
      ? { type, kinds: list }
      : { type, ids: list };
}

export const ALL: Scope = { type: 'all' };
const NONE: Scope = { type: 'none' };

export function and(scopes: readonly Scope[]): Scope {
  return fold(scopes, 'and', ALL, NONE);
}

/** The targets within both: `scope` as it stands if the other has all of it, so that a query stays simple. */
export function within(scope: Scope, other: Scope): Scope {
  const partsOf = (one: Scope) =>
    (one.type === 'or' ? one.scopes : [one]).map((part) => JSON.stringify(part));
  const allowed = new Set(partsOf(other));
  return partsOf(scope).every((part) => allowed.has(part)) ? scope : and([scope, other]);
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

/** Removes `neutral` from the list; `absorbing` is the result whatever else the list holds. */
function fold(scopes: readonly Scope[], type: 'and' | 'or', neutral: Scope, absorbing: Scope): Scope {
  const flat: Scope[] = [];
  for (const scope of scopes) {
    if (scope.type === type) for (const part of scope.scopes) flat.push(part);
    else flat.push(scope);
  }
  const rest = joinLists(flat, type).filter((scope) => scope.type !== neutral.type);
  if (rest.some((scope) => scope.type === absorbing.type)) return absorbing;
  const [first] = rest;
  if (first === undefined) return neutral;
  return rest.length === 1 ? first : { type, scopes: rest };
}

/** Merges lists of one type: their union for "or", their intersection for "and", and the reverse under "not". */
function joinLists(scopes: readonly Scope[], type: 'and' | 'or'): readonly Scope[] {
  const others: Scope[] = [];
  const lists = new Map<string, { type: ListScope['type']; isNot: boolean; list: ReadonlySet<string> }>();
  for (const scope of scopes) {
    const isNot = scope.type === 'not';
    const inner = isNot ? scope.scope : scope;
    if (inner.type !== 'owner' && inner.type !== 'kind' && inner.type !== 'id') {
      others.push(scope);
      continue;
    }
    const key = `${isNot ? 'not ' : ''}${inner.type}`;
    const known = lists.get(key);
    if (known === undefined) {
      lists.set(key, { type: inner.type, isNot, list: new Set(listOf(inner)) });
    } else if ((type === 'or') !== isNot) {
      for (const value of listOf(inner)) (known.list as Set<string>).add(value);
    } else {
      const both = new Set(listOf(inner));
      known.list = new Set([...known.list].filter((value) => both.has(value)));
    }
  }
  const joined = [...lists.values()].map(({ type: of, isNot, list }) => {
    const scope = ofList(withList(of, [...list]));
    return isNot ? not(scope) : scope;
  });
  return [...joined, ...others];
}

/**
 * Does the target lie within the scope? This is the reference for the queries of storages. The roles of the target are
 * those of the user that the scope names.
 *
 * @example
 * console.log(includes({ type: 'owner', ownerIds: [ann.id] }, belongingTo(ann.id))); // true
 */
export function includes(scope: Scope, target: Target): boolean {
  switch (scope.type) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'owner':
      return isListed(scope.ownerIds, target.ownerId);
    case 'kind':
      return isListed(scope.kinds, target.kind);
    case 'id':
      return isListed(scope.ids, target.id);
    case 'member':
      return isWithin(scope, target);
    case 'and':
      for (const part of scope.scopes) if (!includes(part, target)) return false;
      return true;
    case 'or':
      for (const part of scope.scopes) if (includes(part, target)) return true;
      return false;
    case 'not':
      return !includes(scope.scope, target);
  }
}

function isWithin({ userId, roles }: Extract<Scope, { type: 'member' }>, target: Target): boolean {
  const { ownerId, memberRoles = [] } = target;
  return ownerId !== null && ownerId !== userId && memberRoles.some((role) => roles.includes(role));
}

/** The user whose memberships the scope asks for; `null` if it asks for none. */
export function memberIn(scope: Scope): string | null {
  switch (scope.type) {
    case 'member':
      return scope.userId;
    case 'not':
      return memberIn(scope.scope);
    case 'and':
    case 'or':
      for (const part of scope.scopes) {
        const userId = memberIn(part);
        if (userId !== null) return userId;
      }
      return null;
    default:
      return null;
  }
}

/** The same scope for targets in whose owner, or above it, the user has these roles. */
export function withMemberRoles(scope: Scope, roles: readonly string[]): Scope {
  return withMembers(scope, (member) => (roles.some((role) => member.roles.includes(role)) ? ALL : NONE));
}

/** A role of a user in a group. */
interface HeldRole {
  readonly role: string;
  readonly group: { readonly id: string; readonly parentId: string | null };
}

/** The same scope, given all roles of the user. */
export function withMemberships(scope: Scope, memberships: readonly HeldRole[]): Scope {
  return withMembers(scope, (member) => {
    const ofRole = memberships.filter(({ role }) => member.roles.includes(role));
    if (ofRole.length === 0) return NONE;
    const rootIds = ofRole.filter(({ group }) => group.parentId === null).map(({ group }) => group.id);
    const areBelow = ofRole.every(
      ({ group: { parentId } }) => parentId === null || rootIds.includes(parentId),
    );
    return areBelow ? { ...member, rootIds } : member;
  });
}

function withMembers(scope: Scope, change: (member: MemberScope) => Scope): Scope {
  switch (scope.type) {
    case 'member':
      return change(scope);
    case 'not':
      return not(withMembers(scope.scope, change));
    case 'and':
    case 'or': {
      const scopes = scope.scopes.map((part) => withMembers(part, change));
      // Only constants leave anything to fold, which takes a tenth of the time of a list.
      if (!scopes.some(({ type }) => type === 'all' || type === 'none')) return { type: scope.type, scopes };
      return scope.type === 'and' ? and(scopes) : or(scopes);
    }
    default:
      return scope;
  }
}

/** A list can be long and is searched for every row, so its set is cached. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function isListed(list: readonly string[], value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false;
  if (list.length < LIST_SHORT_MAX) return list.includes(value);
  let set = sets.get(list);
  if (set === undefined) sets.set(list, (set = new Set(list)));
  return set.has(value);
}

const LIST_SHORT_MAX = 16;
