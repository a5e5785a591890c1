// In which fragments and settings do the databases differ? `operations.ts` lists what they do in different ways.
import type { Knex } from 'knex';
import type { SchemaPart } from './migrations/schema-parts.js';
import type { Queryable } from './queryable.js';
import type { Binding, Sql } from './sql.js';
import type { TableNames } from './table-prefix.js';

type DatabaseName = 'postgres' | 'sqlite';

/** The fragments of SQL and the settings of one database. */
export interface DatabaseDialect {
  readonly name: DatabaseName;
  /** The options with which Knex begins a transaction of the library's own. */
  readonly transaction: Knex.TransactionConfig;
  /** The first statements of every transaction that writes, whether the library or the host began it. */
  readonly writeBegin: readonly Sql[];
  /** The first statements of the transaction of `migrate`: one process migrates, and the others wait for it. */
  readonly migrationBegin: readonly Sql[];
  /** Row locks, weakest first; see the lock order of `UserStore`. */
  readonly lock: {
    readonly keyShare: Sql;
    readonly noKeyUpdate: Sql;
    /** The same lock, but rows that another transaction has locked are skipped. */
    readonly noKeyUpdateFree: Sql;
    readonly update: Sql;
    /** The same lock, but rows that another transaction has locked are skipped. */
    readonly updateFree: Sql;
  };
  /** Keeps other transactions from adding or changing users until this one ends; they can still read. */
  readonly holdUsers: readonly Sql[];
  /** Keeps the default limits as they are until the transaction ends; an older snapshot conflicts. */
  readonly relyOnDefaultLimits: readonly Sql[];
  /** Makes creates that rely on a default limit wait, and those with an older snapshot conflict. */
  readonly holdDefaultLimits: readonly Sql[];
  /** A table function: one row, `key` and `value`, for each property of a JSON object. */
  readonly jsonEach: Sql;
  /** Names as a value. */
  readonly texts: (names: readonly string[]) => Sql;
  /** The roles of a user along a path of groups as such a value, by name, each once. */
  readonly rolesAlong: (path: Sql, userId: Sql) => Sql;
  /** A path of a group as a value: its own id first, that of the root last. */
  readonly path: (ids: readonly string[]) => Sql;
  /** The last id of a path. */
  readonly rootOfPath: (path: Sql) => Sql;
  /** The root of the path of a group; null for the id of a user. */
  readonly rootOf: (owner: string) => Sql;
  /** The path of a group, by its id and the path of its parent. */
  readonly pathBelow: (id: Sql, path: Sql) => Sql;
  /** A table function `p`: one row, `key` and `value`, for each id of a path, in this order. */
  readonly eachOfPath: (path: Sql) => Sql;
  /** A table `pair` of ids, with the columns `one` and `other`. */
  readonly eachOfPairs: (pairs: readonly (readonly [string, string])[]) => Sql;
  /** Whether the column, of this type, is one of the texts. One statement text serves any number of them. */
  readonly isOneOf: (column: Sql, texts: readonly string[], type: Sql) => Sql;
  /**
   * `column = value`, phrased so that the planner orders the rows by walking an index on the column and the id. After
   * a plain `=`, PostgreSQL takes the order of the column for given. Where it expects that every fiftieth row matches,
   * it walks the primary key instead, and when the matching rows are old, past all the newer ones.
   */
  readonly isExactly: (column: Sql, value: Sql, type: Sql) => Sql;
  /**
   * Whether the newest rows of a union are found by walking the index of each part at once, as far as the page goes. Else
   * each part has to end after a page of its own.
   */
  readonly mergesWalks: boolean;
  /** `column IN (ids)`, phrased so that the planner looks the ids up once they are found. */
  readonly isAmong: (column: Sql, ids: Sql) => Sql;
  /**
   * Joins the rows `g` of a table whose column has the value, by looking each value up in an index. After a plain `=`,
   * PostgreSQL expects as many rows for each value as the values of the table have on average. Where one value has most
   * rows, it would read the whole table for each other value.
   */
  readonly lookUpEach: (table: Sql, column: Sql, value: Sql) => Sql;
  /** Selects each `id` of the page, a query of ids about `w.id`, for every row `w` of the walks. */
  readonly newestOfEach: (walks: Sql, page: Sql) => Sql;
  /** The text as an id, which PostgreSQL keeps in a type of its own. */
  readonly asId: (text: Sql) => Sql;
  /** Whether all statements share one connection: a statement then waits while another one runs. */
  readonly hasOneConnection: boolean;
  /** The rows in the result that Knex returns for a raw statement. */
  readonly rows: (result: unknown) => unknown[];
  readonly encode: (value: Binding) => Binding;
  /** `name` is the table's name in the database. */
  hasTable(db: Queryable, name: string): Promise<boolean>;
  /** Whether the statements of the transaction show the tables as they were before a lock that it has waited for. */
  seesThePast(db: Queryable): Promise<boolean>;
  /** Returns the name, in the database, of the rule that a statement broke; `null` if the error is not about one. */
  readonly brokenRule: (error: Error) => string | null;
  /** Selects the `name` of each {@link SchemaPart} in a JSON array that is missing or cannot be used. */
  missingOf(parts: Sql): Sql;
  /** Throws when the tables cannot be here, or could not be found again. */
  requireSchemaLocation(db: Queryable): Promise<void>;
  /** Throws when the settings of the host's connection break the guarantees. */
  requireSettings(db: Queryable): Promise<void>;
}

/** The dialect of one database, with the names that the tables have there. */
export interface Dialect extends DatabaseDialect {
  readonly names: TableNames;
  /** All that the migrations make. */
  readonly parts: () => readonly SchemaPart[];
  /** The options that the driver takes with a statement. */
  readonly driverOptions: (text: string) => object;
}
