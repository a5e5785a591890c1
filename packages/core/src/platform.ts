import { closedArray, entriesOf, quoted, quotedValue } from './closed-object.js';
import { identifierProblem } from './identifier.js';
import { POLICY_NAMES_MAX } from './limits.js';
import { demandProblem, type Demand } from './quotas/quota.js';
import { BUILT_IN_ROLES } from './users/user.js';

/** Maps each kind to the demand of one resource: the amount that it takes from each meter. */
export type KindDemands = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** By default there is one kind, `resource`, and each resource takes 1 from the one meter, `resources`. */
export const DEFAULT_KINDS = { resource: { resources: 1 } } as const;

/** The declarations that the host makes in code, checked once. */
export interface Platform {
  readonly demands: ReadonlyMap<string, Demand>;
  readonly kinds: readonly string[];
  readonly meters: readonly string[];
  readonly roles: readonly string[];
}

/**
 * Copies and freezes the declarations, so that later changes to the host's objects have no effect.
 *
 * @throws {TypeError} if a name or a demand is not valid; the message says what would be right.
 */
export function definePlatform(kinds: unknown, roles: unknown): Platform {
  const declared = entriesOf(kinds, () => 'The option kinds').map(([kind, demand]): [string, Demand] => {
    refuse(`The kind ${quoted(kind)}`, identifierProblem(kind));
    const amounts = Object.fromEntries(entriesOf(demand, () => `The demand of kind "${kind}"`)) as Demand;
    refuse(`The demand of kind "${kind}"`, demandProblem(amounts));
    return [kind, Object.freeze(amounts)];
  });
  if (declared.length === 0) throw new TypeError('Declare at least one kind of resource.');
  const names = closedArray(roles, () => 'The option roles', POLICY_NAMES_MAX).map((role) => {
    refuse(`The role ${quotedValue(role)}`, identifierProblem(role));
    return role as string;
  });
  const meters = new Set(declared.flatMap(([, demand]) => Object.keys(demand)));
  return Object.freeze({
    demands: frozenMap(declared),
    kinds: Object.freeze(declared.map(([kind]) => kind)),
    meters: Object.freeze([...meters].sort()),
    roles: Object.freeze([...new Set([...BUILT_IN_ROLES, ...names])]),
  });
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
