import type { Executor } from './executor.js';
import { sql, type Sql } from './sql.js';

/** Which rows are past their time. */
interface Doomed {
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
export async function sweep(executor: Executor, doomed: Doomed, countMax: number): Promise<number> {
  const { table, key, where } = doomed;
  const deleted = await executor.rows(sql`
    WITH doomed AS MATERIALIZED (
      SELECT ${key} FROM ${table} WHERE ${where} LIMIT ${countMax} ${executor.dialect.lock.updateFree}
    )
    DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM doomed) RETURNING 1`);
  return deleted.length;
}
