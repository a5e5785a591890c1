import type { Scope } from '@bailiwick/core';
import { join, sql, type Sql } from './sql.js';

/** Where the table of a list keeps what a scope speaks of. */
export interface ScopeColumns {
  readonly owner: Sql;
  /** `null`: nothing in this table has a kind. */
  readonly kind: Sql | null;
  readonly id: Sql;
  /** Is the id a uuid, or text that may be anything? */
  readonly idIsUuid: boolean;
}

const TRUE = sql`true`;
const FALSE = sql`false`;

/**
 * The scope as a condition that is true or false for every row, and never unknown: `NOT unknown` would
 * be unknown as well, and lose the rows of nobody from "not owned by Ann". `includes` of the core is the
 * reference.
 */
export function withinScope(scope: Scope, columns: ScopeColumns): Sql {
  switch (scope.type) {
    case 'all':
      return TRUE;
    case 'none':
      return FALSE;
    case 'owner':
      return ownedBy(columns.owner, scope.ownerId);
    case 'kind':
      return columns.kind === null ? FALSE : oneOf(columns.kind, scope.kinds);
    case 'id':
      return oneOf(columns.id, columns.idIsUuid ? scope.ids.filter(isUuid) : scope.ids);
    case 'and':
      return combined(scope.scopes, columns, ' AND ', TRUE);
    case 'or':
      return combined(scope.scopes, columns, ' OR ', FALSE);
    case 'not':
      return sql`NOT (${withinScope(scope.scope, columns)})`;
  }
}

/** Also for a column that may be null. */
function ownedBy(column: Sql, ownerId: string): Sql {
  if (!isUuid(ownerId)) return FALSE;
  return sql`(${column} IS NOT NULL AND ${column} = ${ownerId})`;
}

/** PostgreSQL raises an error on text that cannot be a uuid; nothing has such an id. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function oneOf(column: Sql, values: readonly string[]): Sql {
  if (values.length === 0) return FALSE;
  const list = join(
    values.map((value) => sql`${value}`),
    ', ',
  );
  return sql`(${column} IS NOT NULL AND ${column} IN (${list}))`;
}

function combined(scopes: readonly Scope[], columns: ScopeColumns, operator: string, ofNone: Sql): Sql {
  if (scopes.length === 0) return ofNone;
  return sql`(${join(
    scopes.map((scope) => withinScope(scope, columns)),
    operator,
  )})`;
}
