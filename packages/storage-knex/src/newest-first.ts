import type { PageQuery } from '@bailiwick/core';
import { join, sql, type Sql } from './sql.js';

/** One page of the rows that meet every condition (`null`: no condition), by id, newest first. */
export function newestFirst(conditions: readonly (Sql | null)[], { olderThanId, count }: PageQuery): Sql {
  const older = olderThanId === null ? null : sql`id < ${olderThanId}`;
  const all = [...conditions, older].filter((condition) => condition !== null);
  return sql`WHERE ${all.length === 0 ? sql`true` : join(all, ' AND ')} ORDER BY id DESC LIMIT ${count}`;
}
