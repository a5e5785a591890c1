// How are users who are near a limit or over it listed?
import type { PageQuery, UserQuery } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
import { bandOfUsage, OVER_BAND, OWN_BANDS } from './migrations/0001-foundation/band.js';
import { IS_OVER, isNear } from './quotas.js';
import { join, sql, type Sql } from './sql.js';

/** Greater than every id. */
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Wanted {
  /** The lowest band of quotas with a limit of their own, and the highest. */
  readonly own: readonly [number, number];
  /** The lowest usage under the default limit. */
  readonly least: Sql;
  /** A quota `q` under the default limit `d` is one of those: the lowest band has others too. */
  readonly exactly: Sql;
}

function wanted({ over, nearPercent }: Pick<UserQuery, 'over' | 'nearPercent'>): Wanted | null {
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
 * Returns one page of the ids and places of these users as a table `page`; `null` if the filter names no fullness.
 *
 * Each band of each meter is an index in the order of the ids. The statement first jumps from band to band, to find out
 * which there are, and then takes the greatest of their next ids, one for each user of the page. So it costs a few
 * hundred look-ups, however many users there are; only the rows of the lowest band of a meter are checked one by one.
 */
export function fullestFirst(
  dialect: Dialect,
  filter: Pick<UserQuery, 'over' | 'nearPercent'>,
  conditions: readonly (Sql | null)[],
  { olderThanId, count }: PageQuery,
): Sql | null {
  const found = wanted(filter);
  if (found === null) return null;
  const { own, least, exactly } = found;
  const ofUser = conditions.filter((condition) => condition !== null);
  const next = sql`
    SELECT q.owner_id FROM bailiwick_quotas q
    WHERE q.meter = d.meter AND q.band = d.band AND q.owner_id < p.id AND ${exactly}
      AND EXISTS (SELECT 1 FROM bailiwick_users WHERE bailiwick_users.id = q.owner_id AND ${join(ofUser, ' AND ')})
    ORDER BY q.owner_id DESC LIMIT 1`;
  return sql`
    WITH RECURSIVE meters(meter) AS (
      SELECT (SELECT CAST(q.meter AS text) FROM bailiwick_quotas q WHERE q.band IS NOT NULL ORDER BY q.meter LIMIT 1)
      UNION ALL
      SELECT (SELECT CAST(q.meter AS text) FROM bailiwick_quotas q
              WHERE q.band IS NOT NULL AND q.meter > m.meter ORDER BY q.meter LIMIT 1)
      FROM meters m WHERE m.meter IS NOT NULL
    ), bands(meter, band) AS (
      SELECT m.meter, (SELECT q.band FROM bailiwick_quotas q
                       WHERE q.meter = m.meter AND q.band IS NOT NULL ORDER BY q.band LIMIT 1)
      FROM meters m WHERE m.meter IS NOT NULL
      UNION ALL
      SELECT b.meter, (SELECT q.band FROM bailiwick_quotas q
                       WHERE q.meter = b.meter AND q.band > b.band ORDER BY q.band LIMIT 1)
      FROM bands b WHERE b.band IS NOT NULL
    ), walks(meter, band, limit_value) AS MATERIALIZED (
      SELECT b.meter, b.band, d.limit_value
      FROM bands b LEFT JOIN bailiwick_default_limits d ON d.owner_type = 'user' AND d.meter = b.meter
      WHERE b.band BETWEEN ${own[0]} AND ${own[1]} OR b.band < ${OWN_BANDS} AND b.band >= ${bandOfUsage(least)}
    ), page(id, place) AS (
      SELECT ${dialect.asId(sql`${olderThanId ?? AFTER_ALL}`)}, 0
      UNION ALL
      SELECT ${dialect.asId(sql`(SELECT max(CAST((${next}) AS text)) FROM walks d)`)}, p.place + 1
      FROM page p WHERE p.id IS NOT NULL AND p.place < ${count}
    )`;
}
