// In which band of usage is a quota?
import { sql, type Sql } from '../../sql.js';

/** The bands of quotas with a limit of their own: tenths of the limit from this number on, and one for all above it. */
export const OWN_BANDS = 1000;
export const OVER_BAND = OWN_BANDS + 11;

/**
 * The band of a usage under a default limit: one for each number up to ten, and eighteen for each decimal place above.
 * Each ends at a number that people choose for limits (10, 15, 20, 25, … 100, 150, …), so that users who have just used
 * up such a limit are not in one band with those above it. The default limit itself is in another table, and a change
 * of it must hold at once.
 */
export function bandOfUsage(used: Sql): Sql {
  const digits = sql`CAST(${used} - 1 AS text)`;
  return sql`CASE WHEN ${used} <= 10 THEN ${used}
    ELSE 20 * length(${digits}) + CAST(substr(${digits}, 1, 2) AS bigint) / 5 END`;
}

/** `NULL` for quotas that are no candidates for being near a limit or over it: they are not in the index. */
export const BAND = sql`CASE
    WHEN used = 0 THEN NULL
    WHEN NOT limit_set THEN ${bandOfUsage(sql`used`)}
    WHEN limit_value IS NULL OR used * 2 < limit_value THEN NULL
    WHEN used > limit_value THEN 1011
    ELSE 1000 + used * 10 / limit_value END`;
