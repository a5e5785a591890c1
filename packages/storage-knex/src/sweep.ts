// How are rows that are old enough deleted, a bounded number at a time?
import type { Executor } from './executor.js';
import { sql, type Sql } from './sql.js';

/** The rows of one table that are old enough. */
interface SweepTarget {
  readonly table: Sql;
  readonly key: Sql;
  /** The condition, and the order where it matters: along an index, so that the cost does not grow with the table. */
  readonly where: Sql;
}

/**
 * Deletes at most `countMax` rows in one statement, and returns how many. On PostgreSQL it skips the rows that other
 * transactions are changing or deleting. The inner query is MATERIALIZED: a plan that ran it twice would lock other rows
 * the second time, and delete more than it may.
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
