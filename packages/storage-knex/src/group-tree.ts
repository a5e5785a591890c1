// How do groups lie in each other?
import type { OwnerId } from '@bailiwick/core';
import type { Database } from './database.js';
import type { Dialect } from './dialect.js';
import { sql, type Sql } from './sql.js';

/**
 * Locks the group, so that it and all groups above it stay where they are until the transaction ends, and returns its
 * path; `null` if there is no such group.
 */
export async function lockPath(
  db: Database,
  groupId: OwnerId,
  lock: Sql = db.dialect.lock.keyShare,
): Promise<OwnerId[] | null> {
  const held = await db.rows(sql`SELECT 1 FROM bailiwick_groups WHERE id = ${groupId} ${lock}`);
  if (held.length === 0) return null;
  const rows = await db.rows<{ id: OwnerId }>(sql`
    SELECT p.value AS id FROM bailiwick_groups g CROSS JOIN ${db.dialect.eachOfPath(sql`g.path`)}
    WHERE g.id = ${groupId} ORDER BY p.key`);
  return rows.map(({ id }) => id);
}

/** The ids `below.id` of all groups below the groups that `top` selects, each with its `below.top`, and the tops too. */
export function below(top: Sql, inside: Sql = sql`JOIN bailiwick_groups g ON g.parent_id = b.id`): Sql {
  return sql`
    below (top, id) AS (
      SELECT id, id FROM bailiwick_groups WHERE ${top}
      UNION ALL SELECT b.top, g.id FROM below b ${inside}
    )`;
}

/** The same for tops that have few of all groups below them: PostgreSQL then looks each up, and reads no others. */
export function belowFew(dialect: Dialect, top: Sql): Sql {
  return below(top, dialect.lookUpEach(sql`bailiwick_groups`, sql`parent_id`, sql`b.id`));
}
