import { identifierProblem, demandProblem, type Demand } from './quotas/quota.js';
import { BUILT_IN_ROLES } from './users/user.js';

/** Kind → what one resource of it takes from each meter. */
export type KindDemands = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Out of the box: one kind, `resource`, of which each takes 1 from the one meter, `resources`. */
export const DEFAULT_KINDS = { resource: { resources: 1 } } as const;

/** What the host declares in code, checked once. */
export interface Platform {
  readonly demands: ReadonlyMap<string, Demand>;
  readonly kinds: readonly string[];
  readonly meters: readonly string[];
  readonly roles: readonly string[];
}

/** @throws {TypeError} a name or a demand that the library cannot keep; the message says what would be right. */
export function definePlatform(kinds: KindDemands, roles: readonly string[]): Platform {
  const names = Object.keys(kinds);
  if (names.length === 0) throw new TypeError('Declare at least one kind of resource.');
  for (const name of [...names, ...roles]) refuse(`"${name}"`, identifierProblem(name));
  for (const [name, demand] of Object.entries(kinds))
    refuse(`The demand of kind "${name}"`, demandProblem(demand));
  return {
    demands: new Map(Object.entries(kinds)),
    kinds: names,
    meters: [...new Set(Object.values(kinds).flatMap(Object.keys))].sort(),
    roles: [...new Set([...BUILT_IN_ROLES, ...roles])],
  };
}

function refuse(what: string, problem: string | null): void {
  if (problem !== null) throw new TypeError(`${what} ${problem}`);
}
