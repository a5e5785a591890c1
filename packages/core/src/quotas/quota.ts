import { identifierProblem } from '../identifier.js';
import { DEMAND_MAX, LIMIT_MAX, METERS_PER_KIND_MAX } from '../limits.js';
import { integerProblem, type Problem } from '../commands/problems.js';

/** The amounts that a resource, a group or a member takes from each meter, e.g. `{databases: 1, storageGiB: 20}`. */
export type Demand<Meter extends string = string> = { readonly [M in Meter]?: number };

/** An integer from 0 to 2^53 − 1, or `null` for unlimited. */
export type Limit = number | null;

/** The limit and the usage of one owner for one meter. */
export interface Quota<Meter extends string = string> {
  readonly meter: Meter;
  readonly limit: Limit;
  readonly used: number;
  /** The amount by which `used` exceeds `limit`, or 0. */
  readonly over: number;
  /** `user` or `group` if the limit was set for this owner, even to `null`; `default` if it was not. */
  readonly source: 'user' | 'group' | 'default';
}

/** The quota of a declared meter of which nothing is stored. */
export function unusedQuota(meter: string): Quota {
  return quota(meter, null, 0, 'default');
}

/** The reason why a create was refused: the figures of one demanded meter at that instant. */
export interface QuotaShortfall {
  readonly meter: string;
  readonly limit: Limit;
  readonly used: number;
  readonly requested: number;
  /** The group whose quota it is; left out if the owner is a user. */
  readonly owner?: QuotaOwner;
}

/** A group on a path, as a refusal names it. */
export interface QuotaOwner {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** A level without room that the actor may not see. */
export interface HiddenShortfall {
  readonly meter: string;
  readonly owner: 'above';
  readonly requested: number;
}

/** One entry of a refusal, as the actor may see it. */
export type QuotaRefusal = QuotaShortfall | HiddenShortfall;

/** The quotas of one owner on a path. */
export interface QuotaLevel {
  readonly owner: QuotaOwner;
  readonly quotas: readonly Quota[];
}

/** The same as an actor may see it. */
export interface VisibleQuotaLevel<Meter extends string = string> {
  /** `above` stands for one or more groups, next to each other, that the actor may not see. */
  readonly owner: QuotaOwner | 'above';
  readonly quotas: readonly Quota<Meter>[];
}

/**
 * @example
 * console.log(quota('databases', 3, 5, 'user').over); // 2
 */
export function quota(meter: string, limit: Limit, used: number, source: Quota['source']): Quota {
  return { meter, limit, used, over: limit === null ? 0 : Math.max(0, used - limit), source };
}

/**
 * Is at least this percentage of the limit used? Nobody is near a limit with nothing used, nor without a limit.
 *
 * @example
 * console.log(isNear({ limit: 5, used: 4 }, 80)); // true
 */
export function isNear({ limit, used }: MeterState, percent: number): boolean {
  // Big integers, because a hundred times a usage can be above 2^53.
  return limit !== null && used > 0 && BigInt(used) * 100n >= BigInt(limit) * BigInt(percent);
}

/** The state that a demand is compared with: the limit in force and its usage. */
export type MeterState = Pick<Quota, 'limit' | 'used'>;

/**
 * Applies the quota rule: a demand fits if `used + demand <= limit` for each of its meters. Unlimited meters end at the
 * largest exact integer. Returns `null` if the demand fits, and the figures of all its meters if not.
 *
 * @example
 * const quotas = shortfall({ databases: 1 }, () => ({ limit: 3, used: 3 })); // not null: there is no room
 */
export function shortfall(
  demand: Demand,
  stateOf: (meter: string) => MeterState | undefined,
): readonly QuotaShortfall[] | null {
  const figures = Object.entries(demand).map(([meter, requested = 0]) => {
    const { limit, used } = stateOf(meter) ?? { limit: null, used: 0 };
    return { meter, limit, used, requested };
  });
  return figures.every(fits) ? null : figures;
}

/**
 * Does the requested amount fit? The subtraction keeps the comparison exact near 2^53.
 *
 * @example
 * console.log(fits({ limit: 3, used: 2, requested: 1 })); // true
 */
export function fits({
  limit,
  used,
  requested,
}: Pick<QuotaShortfall, 'limit' | 'used' | 'requested'>): boolean {
  return requested <= (limit ?? LIMIT_MAX) - used;
}

/**
 * Applies the quota rule at every level of a path: a demand fits if it fits at each of them. Returns `null` if it does,
 * and the figures of all levels and meters if not, from the owner up.
 *
 * @example
 * const full = { owner: { id: acme.id, type: 'group', name: 'Acme' }, quotas: [quota('databases', 3, 3, 'group')] };
 * const refusal = shortfallOnPath({ databases: 1 }, [full]); // not null: there is no room
 */
export function shortfallOnPath(demand: Demand, levels: QuotaStates): readonly QuotaShortfall[] | null {
  return shortfallOfAll([{ demand, levels }]);
}

/** The levels of a path, from the owner up, with what is used of each meter and how much may be. */
export type QuotaStates = readonly {
  readonly owner: QuotaOwner;
  readonly quotas: readonly (MeterState & { readonly meter: string })[];
}[];

/**
 * Applies the quota rule to several demands, each at levels of its own. Returns `null` if they fit together, and the
 * figures of all of them if not.
 *
 * @example
 * const full = { owner: { id: acme.id, type: 'group', name: 'Acme' }, quotas: [quota('projects', 3, 3, 'group')] };
 * const refusal = shortfallOfAll([{ demand: { projects: 1 }, levels: [full] }]); // not null: there is no room
 */
export function shortfallOfAll(
  demands: readonly { readonly demand: Demand; readonly levels: QuotaStates }[],
): readonly QuotaShortfall[] | null {
  const figures = demands.flatMap(({ demand, levels }) =>
    levels.flatMap(({ owner, quotas }) =>
      Object.entries(demand).map(([meter, requested = 0]) => {
        const { limit, used } = quotas.find((one) => one.meter === meter) ?? { limit: null, used: 0 };
        return { meter, owner, limit, used, requested };
      }),
    ),
  );
  return figures.every(fits) ? null : figures;
}

/**
 * Adds up demands, meter by meter.
 *
 * @example
 * console.log(totalDemand([{ members: 1 }, { members: 1, projects: 1 }])); // { members: 2, projects: 1 }
 */
export function totalDemand(demands: readonly Demand[]): Demand {
  const total: Record<string, number> = {};
  for (const demand of demands) {
    for (const [meter, amount = 0] of Object.entries(demand)) total[meter] = (total[meter] ?? 0) + amount;
  }
  return total;
}

/**
 * Does the demand take nothing?
 *
 * @example
 * console.log(isEmptyDemand({}), isEmptyDemand({ databases: 1 })); //=> true false
 */
export function isEmptyDemand(demand: Demand): boolean {
  return Object.keys(demand).length === 0;
}

/**
 * @example
 * console.log(limitProblem(-1)); // says what would be right; `null` if nothing is wrong
 */
export function limitProblem(value: unknown): Problem {
  if (value === null) return null;
  return (
    integerProblem(value, 0, LIMIT_MAX) && `must be an integer from 0 to ${LIMIT_MAX}, or null for unlimited.`
  );
}

export function demandProblem(demand: Demand): Problem {
  if (typeof demand !== 'object' || demand === null) return 'must be an object like {"databases": 1}.';
  const entries = Object.entries(demand);
  if (entries.length > METERS_PER_KIND_MAX) return `must name at most ${METERS_PER_KIND_MAX} meters.`;
  for (const [meter, amount] of entries) {
    const problem = identifierProblem(meter) ?? integerProblem(amount, 1, DEMAND_MAX);
    if (problem !== null) return `${meter}: ${problem}`;
  }
  return null;
}
