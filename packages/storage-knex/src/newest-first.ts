// How is one page of rows selected, newest first?
import { limits, type PageQuery } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
import { join, sql, type Sql } from './sql.js';

/** The index to walk. Its first column is this one, with one value, and its second is the id. */
export interface Along<Value extends string | Sql = string> {
  readonly column: Sql;
  readonly type: Sql;
  readonly value: Value;
}

/** The rows that a list shows page by page, with and without those that are hidden. */
export interface Selection {
  /** The rows to select from, and no others, in their order, for one page of the rows that also meet these conditions. */
  page(conditions: readonly (Sql | null)[], page: PageQuery): Sql;
  /** Selects the id of the row up to which a statement looks for rows that are not hidden; no row: up to the end. */
  endOfStep(olderThanId: string): Sql;
}

/** The rows of one table, along one index. */
export function oneWalk(dialect: Dialect, table: Sql, rows: Rows): Selection {
  return {
    page: (more, page) =>
      sql`${table} ${newestFirst(dialect, { ...rows, conditions: [...(rows.conditions ?? []), ...more] }, page)}`,
    endOfStep: (olderThanId) =>
      sql`SELECT id FROM ${table} ${newestFirst(dialect, rows, { olderThanId, count: 1 })}
        OFFSET ${limits.HIDDEN_ROWS_STEP - 1}`,
  };
}

/** The rows of which a page is a part. */
export interface Rows {
  /** `null`: the primary key. */
  readonly along?: Along<string | Sql> | null;
  /** The other conditions; `null` is none. */
  readonly conditions?: readonly (Sql | null)[];
}

/** One page of rows by id, newest first. */
export function newestFirst(dialect: Dialect, rows: Rows, page: PageQuery): Sql {
  const order = rows.along == null ? sql`id DESC` : sql`${rows.along.column}, id DESC`;
  return sql`${olderThan(dialect, rows, page)} ORDER BY ${order} LIMIT ${page.count}`;
}

/** All rows from the beginning of the page on. */
export function olderThan(
  dialect: Dialect,
  { along = null, conditions = [] }: Rows,
  { olderThanId }: Pick<PageQuery, 'olderThanId'>,
): Sql {
  const exactly = along === null ? null : dialect.isExactly(along.column, sql`${along.value}`, along.type);
  const older = olderThanId === null ? null : sql`id < ${olderThanId}`;
  const all = [exactly, ...conditions, older].filter((condition) => condition !== null);
  return sql`WHERE ${all.length === 0 ? sql`true` : join(all, ' AND ')}`;
}
