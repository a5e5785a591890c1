import { identifierProblem } from '../identifier.js';
import { DEMAND_MAX, LIMIT_MAX, METERS_PER_KIND_MAX } from '../limits.js';
import { integerProblem, type Problem } from '../commands/problems.js';

/** The amounts that one resource of a kind takes from each meter, e.g. `{databases: 1, storageGiB: 20}`. */
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
  /** `user` if the limit was set for this user, even to `null`; `default` for the limit of all users. */
  readonly source: 'user' | 'default';
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
  // The subtraction keeps the comparison exact near 2^53.
  const fits = figures.every(({ limit, used, requested }) => requested <= (limit ?? LIMIT_MAX) - used);
  return fits ? null : figures;
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
