import type { Executor } from './executor.js';
import { sql, type Sql } from './sql.js';

/** The rows of a table that have expired. */
interface SweepTarget {
  readonly table: Sql;
  readonly key: Sql;
  /** The condition, and the order where it matters: along an index, so that finding a batch costs a batch. */
  readonly where: Sql;
}

/**
 * Deletes `countMax` rows at most, in one statement, and hands out how many. On PostgreSQL, what somebody
 * else is changing or deleting is passed over, not waited for. MATERIALIZED: a plan that ran the inner query
 * twice would lock other rows the second time, and delete more than it may.
 */
export async function sweep(executor: Executor, target: SweepTarget, countMax: number): Promise<number> {
  const { table, key, where } = target;
  const deleted = await executor.rows(sql`
    WITH target AS MATERIALIZED (
      SELECT ${key} FROM ${table} WHERE ${where} LIMIT ${countMax} ${executor.dialect.lock.updateFree}
    )
    DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM target) RETURNING 1`);
  return deleted.length;
}
