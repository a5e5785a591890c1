import { closedArray, closedObject, entriesOf, quoted, quotedValue } from './closed-object.js';
import { identifierProblem } from './identifier.js';
import { GROUP_TYPES_MAX, PATH_LENGTH_MAX, POLICY_NAMES_MAX } from './limits.js';
import { BUILT_IN_MEMBER_ROLES } from './members/member.js';
import { demandProblem, isEmptyDemand, type Demand } from './quotas/quota.js';
import { BUILT_IN_ROLES } from './users/user.js';

/** An amount for each meter. */
export type Amounts = Readonly<Record<string, number>>;

/** Maps each kind to the demand of one resource: the amount that it takes from each meter. */
export type KindDemands = Readonly<Record<string, Amounts>>;

/** By default there is one kind, `resource`, and each resource takes 1 from the one meter, `resources`. */
export const DEFAULT_KINDS = { resource: { resources: 1 } } as const;

/** The declaration of one type of groups: the types that it may lie in, and what a group of it takes. */
export interface GroupPlaces<Type extends string = string> {
  /** The types of groups that it may lie in; by default none. */
  readonly in?: readonly Type[];
  /** May it be a root? By default only a type that lies in no other may. */
  readonly root?: boolean;
  /** The amount that one group takes from each meter of every group above it; by default nothing. */
  readonly demand?: Amounts;
}

/** Maps each type of groups to its declaration. */
export type GroupTypes = Readonly<Record<string, GroupPlaces>>;

/** By default there is one type, `group`, which may be a root or lie in another group. */
export const DEFAULT_GROUPS = { group: { in: ['group'], root: true } } as const;

/** By default a member takes nothing. */
export const DEFAULT_MEMBER_DEMAND = {} as const;

/** The declarations that the host makes in code, checked once. */
export interface Platform {
  readonly demands: ReadonlyMap<string, Demand>;
  readonly kinds: readonly string[];
  readonly meters: readonly string[];
  readonly roles: readonly string[];
  readonly groupTypes: readonly string[];
  /** The roles that a member of a group can have. */
  readonly memberRoles: readonly string[];
  readonly groupPlaces: ReadonlyMap<string, { readonly in: readonly string[]; readonly isRoot: boolean }>;
  /** The demand of a group of each type on the groups above it. */
  readonly groupDemands: ReadonlyMap<string, Demand>;
  /** The demand of a member on their group and the groups above it. */
  readonly memberDemand: Demand;
}

/** The options that declare what there is. */
interface Declarations {
  readonly kinds: unknown;
  readonly roles: unknown;
  readonly groups: unknown;
  readonly memberRoles: unknown;
  readonly memberDemand: unknown;
}

/**
 * Copies and freezes the declarations, so that later changes to the host's objects have no effect.
 *
 * @throws {TypeError} if a name or a demand is not valid; the message says what would be right.
 */
export function definePlatform({ kinds, roles, groups, memberRoles, memberDemand }: Declarations): Platform {
  const declared = entriesOf(kinds, () => 'The option kinds').map(([kind, demand]): [string, Demand] => {
    refuse(`The kind ${quoted(kind)}`, identifierProblem(kind));
    return [kind, demandOf(demand, `The demand of kind "${kind}"`)];
  });
  if (declared.length === 0) throw new TypeError('Declare at least one kind of resource.');
  const types = groupTypesOf(groups);
  const ofMember = demandOf(memberDemand, 'The option memberDemand');
  const demands = [...declared.map(([, demand]) => demand), ...types.map(({ demand }) => demand), ofMember];
  const meters = new Set(demands.flatMap((demand) => Object.keys(demand)));
  return Object.freeze({
    demands: frozenMap(declared),
    kinds: Object.freeze(declared.map(([kind]) => kind)),
    meters: Object.freeze([...meters].sort()),
    roles: rolesOf(roles, 'roles', BUILT_IN_ROLES),
    memberRoles: rolesOf(memberRoles, 'memberRoles', BUILT_IN_MEMBER_ROLES),
    groupTypes: Object.freeze(types.map(({ type }) => type)),
    groupPlaces: frozenMap(types.map(({ type, places }) => [type, places])),
    groupDemands: frozenMap(types.map(({ type, demand }) => [type, demand])),
    memberDemand: ofMember,
  });
}

function demandOf(value: unknown, what: string): Demand {
  const amounts = Object.fromEntries(entriesOf(value, () => what)) as Demand;
  refuse(what, demandProblem(amounts));
  return Object.freeze(amounts);
}

function rolesOf(value: unknown, option: string, builtIn: readonly string[]): readonly string[] {
  const names = closedArray(value, () => `The option ${option}`, POLICY_NAMES_MAX).map((role) => {
    refuse(`The role ${quotedValue(role)}`, identifierProblem(role));
    return role as string;
  });
  return Object.freeze([...new Set([...builtIn, ...names])]);
}

/** Owners that are no group are of this type. */
export const TYPE_OF_USERS = 'user';

function groupTypesOf(groups: unknown) {
  const declared = entriesOf(groups, () => 'The option groups');
  if (declared.length > GROUP_TYPES_MAX)
    throw new TypeError(`Declare at most ${GROUP_TYPES_MAX} types of groups.`);
  const names = new Set(declared.map(([type]) => type));
  const types = declared.map(([type, given]) => {
    const what = `The type of groups ${quoted(type)}`;
    refuse(what, identifierProblem(type));
    if (type === TYPE_OF_USERS)
      throw new TypeError(`${what} must have another name: users are owners of their own type.`);
    const [within = [], root, demand = {}] = closedObject(given, () => what, ['in', 'root', 'demand']);
    const inside = closedArray(within, () => `The member "in" of ${quoted(type)}`, GROUP_TYPES_MAX);
    for (const other of inside) {
      if (typeof other === 'string' && names.has(other)) continue;
      throw new TypeError(`${what} lies in ${quotedValue(other)}, which is no declared type.`);
    }
    if (root !== undefined && typeof root !== 'boolean')
      throw new TypeError(`The member "root" of ${quoted(type)} must be true or false.`);
    const isRoot = root ?? inside.length === 0;
    const places = Object.freeze({ in: Object.freeze(inside as string[]), isRoot });
    return { type, places, demand: demandOf(demand, `The demand of ${quoted(type)}`) };
  });
  refuseImpossible(types);
  return types;
}

type GroupType = ReturnType<typeof groupTypesOf>[number];

/** Refuses types of which no group can exist, and demands that no group takes from anything. */
function refuseImpossible(types: readonly Pick<GroupType, 'type' | 'places' | 'demand'>[]): void {
  const lengths = shortestPaths(types);
  for (const { type, places, demand } of types) {
    const what = `The type of groups ${quoted(type)}`;
    const length = lengths.get(type);
    if (length === undefined)
      throw new TypeError(
        `${what} is no root and lies below none: make it one with "root: true", or let it lie in one.`,
      );
    if (length > PATH_LENGTH_MAX)
      throw new TypeError(`${what} lies too deep: a path has at most ${PATH_LENGTH_MAX} groups.`);
    if (places.in.length === 0 && !isEmptyDemand(demand))
      throw new TypeError(
        `${what} lies in no other, from which its demand could be taken: leave the demand out.`,
      );
  }
}

/** Returns the length of the shortest path from a group of each type to its root, for types that have one. */
function shortestPaths(types: readonly Pick<GroupType, 'type' | 'places'>[]): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  for (let length = 1; length <= types.length; length += 1) {
    for (const { type, places } of types) {
      if (lengths.has(type)) continue;
      const isThisLong =
        length === 1 ? places.isRoot : places.in.some((other) => lengths.get(other) === length - 1);
      if (isThisLong) lengths.set(type, length);
    }
  }
  return lengths;
}

/** Makes a map whose methods refuse changes, which `Object.freeze` alone would still allow. */
function frozenMap<Value>(entries: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  const map = new Map(entries);
  const value = () => {
    throw new TypeError('The declarations cannot be changed.');
  };
  for (const method of ['set', 'delete', 'clear']) Object.defineProperty(map, method, { value });
  return Object.freeze(map);
}

function refuse(what: string, problem: string | null): void {
  if (problem !== null) throw new TypeError(`${what} ${problem}`);
}
