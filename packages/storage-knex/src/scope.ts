// How does a scope become a condition of a query?
import type { Scope } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
import { below } from './group-tree.js';
import { join, sql, type Sql } from './sql.js';

/** The columns of a table in which a list finds the owner, the kind and the id that a scope names. */
export interface ScopeColumns {
  readonly owner: Sql;
  /** `null`: nothing in this table has a kind. */
  readonly kind: Sql | null;
  readonly id: Sql;
  /** Whether the id is a uuid, and not text that may be anything. */
  readonly idIsUuid: boolean;
}

const TRUE = sql`true`;
const FALSE = sql`false`;
const UUID_TYPE = sql`uuid`;
const TEXT_TYPE = sql`text`;

/**
 * Writes the scope as a condition that is true or false for every row, and never unknown. `NOT unknown` would be unknown
 * too, and a list of everything "not owned by Ann" would lose the rows without an owner. `includes` of the core is the
 * reference.
 *
 * SQLite takes an expression of at most 1000 levels, and reads a thousand ORs in a row as that many. The condition has
 * few levels however large and deep the scope is: rows of ORs are balanced, and deep scopes become lists of cases.
 */
export function withinScope(dialect: Dialect, scope: Scope, columns: ScopeColumns): Sql {
  return new ScopeWriter(dialect, columns).write(scope);
}

/**
 * The most levels, and the most parts of an AND or OR, with which a scope is written as it is, so that the planner sees
 * its structure. More of it would do harm: SQLite took 41 s to plan an OR of 5000 pairs, and takes 0.1 s to try them as
 * cases.
 */
const PLAIN_LEVELS_MAX = 50;
const PLAIN_WIDTH_MAX = 50;

interface Extent {
  readonly levels: number;
  readonly size: number;
}

class ScopeWriter {
  readonly #dialect: Dialect;
  readonly #columns: ScopeColumns;
  readonly #extents = new Map<Scope, Extent>();

  constructor(dialect: Dialect, columns: ScopeColumns) {
    this.#dialect = dialect;
    this.#columns = columns;
  }

  write(scope: Scope): Sql {
    if (this.#extentOf(scope).levels > PLAIN_LEVELS_MAX) return this.#cases(scope);
    const { owner, kind, id, idIsUuid } = this.#columns;
    switch (scope.type) {
      case 'all':
        return TRUE;
      case 'none':
        return FALSE;
      case 'owner':
        return this.#isOneOf(owner, scope.ownerIds, UUID_TYPE);
      case 'kind':
        return kind === null ? FALSE : this.#isOneOf(kind, scope.kinds, TEXT_TYPE);
      case 'id':
        return this.#isOneOf(id, scope.ids, idIsUuid ? UUID_TYPE : TEXT_TYPE);
      case 'member':
        return this.#isInGroupOf(owner, scope);
      case 'and':
      case 'or':
        return this.#combined(scope.type, scope.scopes);
      case 'not':
        return sql`NOT (${this.write(scope.scope)})`;
    }
  }

  #combined(type: 'and' | 'or', scopes: readonly Scope[]): Sql {
    const isWide = scopes.length > PLAIN_WIDTH_MAX;
    const { lists, others } = isWide && type === 'or' ? this.#joined(scopes) : { lists: [], others: scopes };
    const parts = [...lists, ...others.map((scope) => this.write(scope))];
    if (parts.length <= PLAIN_WIDTH_MAX) {
      return type === 'and' ? balanced(parts, sql`AND`, TRUE) : balanced(parts, sql`OR`, FALSE);
    }
    const cases = parts.map((part) => decides(type, part, type === 'or'));
    return sql`(CASE ${join(cases, ' ')} ELSE ${type === 'or' ? FALSE : TRUE} END)`;
  }

  /**
   * Joins the parts that name one owner, kind or id each. All parts that name the same columns become one list: "owner
   * and id are one of these pairs". The other parts stay as they are.
   */
  #joined(scopes: readonly Scope[]): { readonly lists: readonly Sql[]; readonly others: readonly Scope[] } {
    const { owner, kind, id } = this.#columns;
    const columns = [owner, kind, id];
    const others: Scope[] = [];
    const byColumns = new Map<string, string[]>();
    for (const scope of scopes) {
      const combination = combinationOf(scope);
      if (combination === null) {
        others.push(scope);
        continue;
      }
      const named = [0, 1, 2].filter((index) => combination[index] !== null);
      // Such a part matches no row: the table has no such column, an owner is always a uuid, and no kind has a space.
      if (named.some((index) => columns[index] === null)) continue;
      const [ofOwner, ofKind] = combination;
      if (typeof ofOwner === 'string' && !isUuid(ofOwner)) continue;
      if (ofKind?.includes(' ') === true) continue;
      const key = named.join();
      const known = byColumns.get(key) ?? [];
      known.push(named.map((index) => combination[index]).join(' '));
      byColumns.set(key, known);
    }
    const lists = [...byColumns].map(([key, texts]) => {
      const named = key.split(',').map((index) => columns[Number(index)] ?? FALSE);
      const isThere = named.map((column) => sql`${column} IS NOT NULL`);
      const joined = join(
        named.map((column) => sql`CAST(${column} AS text)`),
        " || ' ' || ",
      );
      return sql`(${join(isThere, ' AND ')} AND ${this.#dialect.isOneOf(sql`(${joined})`, texts, TEXT_TYPE)})`;
    });
    return { lists, others };
  }

  /**
   * Follows the largest part down. At each level, the other parts either decide or leave the decision to the largest.
   * They are at most half as large as the whole, so that few cases are nested.
   */
  #cases(scope: Scope): Sql {
    const cases: Sql[] = [];
    let rest = scope;
    let isNot = false;
    while (this.#extentOf(rest).levels > PLAIN_LEVELS_MAX) {
      if (rest.type === 'not') {
        isNot = !isNot;
        rest = rest.scope;
      } else if (rest.type === 'and' || rest.type === 'or') {
        const { type, scopes } = rest;
        const largest = this.#largestOf(scopes);
        const others = this.#combined(
          type,
          scopes.filter((part) => part !== largest),
        );
        cases.push(decides(type, others, (type === 'or') !== isNot));
        rest = largest;
      }
    }
    const last = this.write(rest);
    return sql`(CASE ${join(cases, ' ')} ELSE ${isNot ? sql`NOT (${last})` : last} END)`;
  }

  #largestOf(scopes: readonly Scope[]): Scope {
    return scopes.reduce((a, b) => (this.#extentOf(b).size > this.#extentOf(a).size ? b : a));
  }

  #extentOf(scope: Scope): Extent {
    const known = this.#extents.get(scope);
    if (known !== undefined) return known;
    const extent = { levels: 1, size: 1 };
    const parts =
      scope.type === 'not' ? [scope.scope] : scope.type === 'and' || scope.type === 'or' ? scope.scopes : [];
    for (const part of parts) {
      const { levels, size } = this.#extentOf(part);
      extent.levels = Math.max(extent.levels, levels + 1);
      extent.size += size;
    }
    this.#extents.set(scope, extent);
    return extent;
  }

  /** Reads the memberships of the user and the groups below, once for each list. */
  #isInGroupOf(owner: Sql, { userId, roles }: Extract<Scope, { readonly type: 'member' }>): Sql {
    if (!isUuid(userId)) return FALSE;
    const isOfRole = this.#dialect.isOneOf(sql`role`, roles, TEXT_TYPE);
    return sql`(${owner} IS NOT NULL AND ${owner} IN (
      WITH RECURSIVE ${below(sql`id IN (SELECT group_id FROM bailiwick_members WHERE user_id = ${userId} AND ${isOfRole})`)}
      SELECT id FROM below))`;
  }

  /** Also for a column that may be null. */
  #isOneOf(column: Sql, values: readonly string[], type: Sql): Sql {
    const possible = type === UUID_TYPE ? values.filter(isUuid) : values;
    const [only] = possible;
    if (only === undefined) return FALSE;
    const isOne =
      possible.length === 1 ? sql`${column} = ${only}` : this.#dialect.isOneOf(column, possible, type);
    return sql`(${column} IS NOT NULL AND ${isOne})`;
  }
}

/** Returns the owner, kind and id that the scope names if it names at most one of each; `null` stands for each that it does not name. */
function combinationOf(scope: Scope): readonly (string | null)[] | null {
  if (scope.type !== 'and') return null;
  const named: (string | null)[] = [null, null, null];
  for (const part of scope.scopes) {
    const [index, values] =
      part.type === 'owner'
        ? [0, part.ownerIds]
        : part.type === 'kind'
          ? [1, part.kinds]
          : part.type === 'id'
            ? [2, part.ids]
            : [-1, []];
    const [value] = values;
    if (index < 0 || value === undefined || values.length > 1 || named[index] !== null) return null;
    named[index] = value;
  }
  return named;
}

/** Writes one case: a part that is true decides an "or", and a part that is false an "and". */
function decides(type: 'and' | 'or', part: Sql, answer: boolean): Sql {
  return sql`WHEN ${type === 'or' ? part : sql`NOT (${part})`} THEN ${answer ? TRUE : FALSE}`;
}

/** Returns the owner if the scope is all that one owner has, and `null` otherwise. */
export function onlyOwnerOf(scope: Scope): string | null {
  return scope.type === 'owner' && scope.ownerIds.length === 1 ? (scope.ownerIds[0] ?? null) : null;
}

/** PostgreSQL raises an error on text that cannot be a uuid; nothing has such an id. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `a AND b AND c AND d` as `(a AND b) AND (c AND d)`. */
function balanced(parts: readonly Sql[], operator: Sql, ofNone: Sql): Sql {
  const [first, ...others] = parts;
  if (first === undefined) return ofNone;
  if (others.length === 0) return first;
  const half = parts.length >> 1;
  const [left, right] = [parts.slice(0, half), parts.slice(half)];
  return sql`(${balanced(left, operator, ofNone)} ${operator} ${balanced(right, operator, ofNone)})`;
}
