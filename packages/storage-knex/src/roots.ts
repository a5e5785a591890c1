// How do rows carry the root of their owner?
import type { GroupId, OwnerId } from '@bailiwick/core';
import type { Database } from './database.js';
import type { Dialect } from './dialect.js';
import { below } from './group-tree.js';
import { join, sql, type Sql } from './sql.js';

const QUOTAS = sql`bailiwick_quotas`;
const IDEMPOTENCY_KEYS = sql`bailiwick_idempotency_keys`;
/** The tables whose rows carry the root of their owner, in the order of locks. */
const WITH_ROOT = [QUOTAS, IDEMPOTENCY_KEYS, sql`bailiwick_resources`];

/** Gives all rows of the group and below it this root. The groups are locked. */
export async function rewriteRoots(db: Database, id: GroupId, root: OwnerId): Promise<void> {
  for (const table of WITH_ROOT)
    await db.rows(sql`
      WITH RECURSIVE ${below(sql`id = ${id}`)}
      UPDATE ${table} SET root_id = ${root} WHERE owner_id IN (SELECT id FROM below)`);
}

/** Gives the rows of the owner, who is locked, the root that the owner has, and returns how many had another one. */
export async function correctRoots(db: Database, id: OwnerId): Promise<number> {
  const root = db.dialect.rootOf(id);
  let count = 0;
  for (const table of WITH_ROOT) {
    const corrected = await db.rows(sql`
      UPDATE ${table} SET root_id = ${root} WHERE owner_id = ${id} AND root_id IS DISTINCT FROM ${root} RETURNING 1`);
    count += corrected.length;
  }
  return count;
}

/**
 * Selects each owner of rows that carry another root than the owner's, and how many they are: `counted` are the resources,
 * with a count for each owner and root. A deleted group has no root, and nobody sees what it has left.
 */
export function misplacedRows(dialect: Dialect, counted: Sql, inStep: (column: Sql) => Sql): Sql {
  const others = [QUOTAS, IDEMPOTENCY_KEYS].map(
    (table) => sql`
      SELECT owner_id, root_id, count(*) AS count FROM ${table} WHERE ${inStep(sql`owner_id`)} GROUP BY owner_id, root_id`,
  );
  const all = [sql`SELECT owner_id, root_id, count FROM ${counted}`, ...others];
  return sql`
    SELECT r.owner_id, sum(r.count) AS count FROM (${join(all, ' UNION ALL ')}) r
    LEFT JOIN bailiwick_groups g ON g.id = r.owner_id
    WHERE r.root_id IS DISTINCT FROM ${dialect.rootOfPath(sql`g.path`)}
      AND r.owner_id NOT IN (SELECT id FROM bailiwick_group_deletions)
    GROUP BY r.owner_id`;
}
