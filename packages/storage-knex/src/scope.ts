import type { Scope } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
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
const UUID_TYPE = sql`uuid`;
const TEXT_TYPE = sql`text`;

/**
 * The scope as a condition that is true or false for every row, and never unknown: `NOT unknown` would
 * be unknown as well, and lose the rows of nobody from "not owned by Ann". `includes` of the core is the
 * reference.
 *
 * SQLite takes an expression of 1000 levels at most, and reads a thousand ORs in a row as that many. Here rows are
 * balanced, and what is deep becomes a list of cases: however large and deep a scope is, its condition has few levels.
 */
export function withinScope(dialect: Dialect, scope: Scope, columns: ScopeColumns): Sql {
  return new ScopeWriter(dialect, columns).write(scope);
}

/**
 * Levels, and parts of an AND or OR, up to which a scope is written as it is, so that the planner sees what it is made
 * of. It had better not see more: SQLite took 41 s to plan an OR of 5000 pairs, and takes 0.1 s to try them as cases.
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
   * Of the parts that say which owner, kind and id together, one list for all that name the same columns: "owner and
   * id are one of these pairs". The others stay what they are.
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
      const places = [0, 1, 2].filter((place) => combination[place] !== null);
      // Nothing in this table is of any kind; nothing belongs to what is no uuid; and no kind has a space.
      if (places.some((place) => columns[place] === null)) continue;
      const [ofOwner, ofKind] = combination;
      if (typeof ofOwner === 'string' && !isUuid(ofOwner)) continue;
      if (ofKind?.includes(' ') === true) continue;
      const key = places.join();
      const known = byColumns.get(key) ?? [];
      known.push(places.map((place) => combination[place]).join(' '));
      byColumns.set(key, known);
    }
    const lists = [...byColumns].map(([key, texts]) => {
      const named = key.split(',').map((place) => columns[Number(place)] ?? FALSE);
      const isThere = named.map((column) => sql`${column} IS NOT NULL`);
      const together = join(
        named.map((column) => sql`CAST(${column} AS text)`),
        " || ' ' || ",
      );
      return sql`(${join(isThere, ' AND ')} AND ${this.#dialect.isOneOf(sql`(${together})`, texts, TEXT_TYPE)})`;
    });
    return { lists, others };
  }

  /**
   * Follows the largest part down: all that stands beside it decides, or leaves the decision to it. The other parts
   * are at most half as large, so that there are few cases within cases.
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

/** Owner, kind and id, where the scope is that these are exactly one each; `null` for what it does not name. */
function combinationOf(scope: Scope): readonly (string | null)[] | null {
  if (scope.type !== 'and') return null;
  const named: (string | null)[] = [null, null, null];
  for (const part of scope.scopes) {
    const [place, values] =
      part.type === 'owner'
        ? [0, part.ownerIds]
        : part.type === 'kind'
          ? [1, part.kinds]
          : part.type === 'id'
            ? [2, part.ids]
            : [-1, []];
    const [value] = values;
    if (place < 0 || value === undefined || values.length > 1 || named[place] !== null) return null;
    named[place] = value;
  }
  return named;
}

/** One case: what is true settles an "or", and what is false an "and". */
function decides(type: 'and' | 'or', part: Sql, answer: boolean): Sql {
  return sql`WHEN ${type === 'or' ? part : sql`NOT (${part})`} THEN ${answer ? TRUE : FALSE}`;
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
