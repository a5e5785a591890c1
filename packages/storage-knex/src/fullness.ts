// How are users or groups listed that are near a limit or over it?
import type { GroupQuery, PageQuery } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
import { bandOfUsage, OVER_BAND, OWN_BANDS } from './migrations/0001-foundation/band.js';
import { IS_OVER, isNear } from './quotas.js';
import { join, sql, type Sql } from './sql.js';

/** Greater than every id. */
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Which percentage of a limit is used; `over` also says on which side of it. */
export type Fullness = Pick<GroupQuery, 'over' | 'nearPercent'>;

/** How quotas of one sort of owners are found. */
export interface SortOfOwners {
  readonly table: Sql;
  /** The condition of the index, besides that a quota `q` has a band; that of users has groups too, and skips them. */
  readonly isOfSort: Sql;
  /** The default limit of the meter of `b`, the lowest one if there are several. */
  readonly lowestDefault: Sql;
  /** Makes a default limit `d` that of the owner, a row of the table. */
  readonly ownerType: Sql;
}

export const USERS: SortOfOwners = {
  table: sql`bailiwick_users`,
  isOfSort: sql`true`,
  lowestDefault: sql`(SELECT d.limit_value FROM bailiwick_default_limits d WHERE d.owner_type = 'user' AND d.meter = b.meter)`,
  ownerType: sql`'user'`,
};

export const GROUPS: SortOfOwners = {
  table: sql`bailiwick_groups`,
  isOfSort: sql`q.root_id IS NOT NULL`,
  lowestDefault: sql`(SELECT min(d.limit_value) FROM bailiwick_default_limits d
                      WHERE d.owner_type <> 'user' AND d.meter = b.meter)`,
  ownerType: sql`bailiwick_groups.type`,
};

/** The conditions on an owner, a row of the table, one by one; for a list that is short without an index. */
export function fullnessConditions(
  owners: SortOfOwners,
  { over, nearPercent }: Fullness,
): readonly (Sql | null)[] {
  const isSo = (condition: Sql) => sql`EXISTS (${quotasOf(owners, condition)})`;
  return [
    over === null ? null : sql`${over ? sql`` : sql`NOT`} ${isSo(IS_OVER)}`,
    nearPercent === null ? null : isSo(isNear(nearPercent)),
  ];
}

/** The owner has a quota for which the condition holds. */
function quotasOf({ table, ownerType }: SortOfOwners, condition: Sql): Sql {
  return sql`
    SELECT 1 FROM bailiwick_quotas q
    LEFT JOIN bailiwick_default_limits d ON d.owner_type = ${ownerType} AND d.meter = q.meter
    WHERE q.owner_id = ${table}.id AND ${condition}`;
}

interface Wanted {
  /** The lowest band of quotas with a limit of their own, and the highest. */
  readonly own: readonly [number, number];
  /** The lowest usage under the default limit. */
  readonly least: Sql;
  /** A quota `q` under the default limit `d` is one of those: the lowest bands have others too. */
  readonly exactly: Sql;
}

function wanted({ over, nearPercent }: Fullness): Wanted | null {
  if (over === true) return { own: [OVER_BAND, OVER_BAND], least: sql`d.limit_value + 1`, exactly: IS_OVER };
  if (nearPercent === null) return null;
  const near = isNear(nearPercent);
  return {
    own: [OWN_BANDS + Math.floor(nearPercent / 10), over === false ? OVER_BAND - 1 : OVER_BAND],
    // Without the cast, a driver that binds every number as a float would make it a division of floats.
    least: sql`(d.limit_value * CAST(${nearPercent} AS bigint) + 99) / 100`,
    exactly: over === false ? sql`${near} AND NOT (${IS_OVER})` : near,
  };
}

/**
 * Returns one page of the ids and places of these owners as a table `page`; `null` if the filter names no fullness.
 *
 * Each band of each meter is an index in the order of the ids. The statement first jumps from band to band, to find out
 * which there are, and then takes the greatest of their next ids, one for each owner of the page. So it costs a few
 * hundred look-ups, however many owners there are; only rows of the lowest band of a meter are checked one by one, and
 * those of groups between the default limits of two types.
 */
export function fullestFirst(
  dialect: Dialect,
  owners: SortOfOwners,
  filter: Fullness,
  conditions: readonly (Sql | null)[],
  { olderThanId, count }: PageQuery,
): Sql | null {
  const found = wanted(filter);
  if (found === null) return null;
  const { own, least, exactly } = found;
  const { table, isOfSort, lowestDefault, ownerType } = owners;
  const ofOwner = [...conditions, ...fullnessConditions(owners, filter)].filter((one) => one !== null);
  const next = sql`
    SELECT q.owner_id FROM bailiwick_quotas q
    WHERE q.meter = w.meter AND q.band = w.band AND ${isOfSort} AND q.owner_id < p.id
      AND EXISTS (SELECT 1 FROM ${table}
                  LEFT JOIN bailiwick_default_limits d ON d.owner_type = ${ownerType} AND d.meter = q.meter
                  WHERE ${table}.id = q.owner_id AND ${exactly} AND ${join(ofOwner, ' AND ')})
    ORDER BY q.owner_id DESC LIMIT 1`;
  return sql`
    WITH RECURSIVE meters(meter) AS (
      SELECT (SELECT CAST(q.meter AS text) FROM bailiwick_quotas q WHERE q.band IS NOT NULL AND ${isOfSort} ORDER BY q.meter LIMIT 1)
      UNION ALL
      SELECT (SELECT CAST(q.meter AS text) FROM bailiwick_quotas q
              WHERE q.band IS NOT NULL AND ${isOfSort} AND q.meter > m.meter ORDER BY q.meter LIMIT 1)
      FROM meters m WHERE m.meter IS NOT NULL
    ), bands(meter, band) AS (
      SELECT m.meter, (SELECT q.band FROM bailiwick_quotas q
                       WHERE q.meter = m.meter AND q.band IS NOT NULL AND ${isOfSort} ORDER BY q.band LIMIT 1)
      FROM meters m WHERE m.meter IS NOT NULL
      UNION ALL
      SELECT b.meter, (SELECT q.band FROM bailiwick_quotas q
                       WHERE q.meter = b.meter AND q.band > b.band AND ${isOfSort} ORDER BY q.band LIMIT 1)
      FROM bands b WHERE b.band IS NOT NULL
    ), walks(meter, band) AS MATERIALIZED (
      SELECT d.meter, d.band
      FROM (SELECT b.meter, b.band, ${lowestDefault} AS limit_value FROM bands b) d
      WHERE d.band BETWEEN ${own[0]} AND ${own[1]} OR d.band < ${OWN_BANDS} AND d.band >= ${bandOfUsage(least)}
    ), page(id, place) AS (
      SELECT ${dialect.asId(sql`${olderThanId ?? AFTER_ALL}`)}, 0
      UNION ALL
      SELECT ${dialect.asId(sql`(SELECT max(CAST((${next}) AS text)) FROM walks w)`)}, p.place + 1
      FROM page p WHERE p.id IS NOT NULL AND p.place < ${count}
    )`;
}
