// How is one page of rows selected, newest first?
import type { PageQuery } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
import { join, sql, type Sql } from './sql.js';

/** The index to walk. Its first column is this one, with one value, and its second is the id. */
export interface Along {
  readonly column: Sql;
  readonly type: Sql;
  readonly value: string;
}

/** The rows of which a page is a part. */
export interface Rows {
  /** `null`: the primary key. */
  readonly along?: Along | null;
  /** The other conditions; `null` is none. */
  readonly conditions?: readonly (Sql | null)[];
}

/** One page of rows by id, newest first. */
export function newestFirst(
  dialect: Dialect,
  { along = null, conditions = [] }: Rows,
  { olderThanId, count }: PageQuery,
): Sql {
  const exactly = along === null ? null : dialect.isExactly(along.column, sql`${along.value}`, along.type);
  const older = olderThanId === null ? null : sql`id < ${olderThanId}`;
  const all = [exactly, ...conditions, older].filter((condition) => condition !== null);
  const order = along === null ? sql`id DESC` : sql`${along.column}, id DESC`;
  return sql`WHERE ${all.length === 0 ? sql`true` : join(all, ' AND ')} ORDER BY ${order} LIMIT ${count}`;
}
