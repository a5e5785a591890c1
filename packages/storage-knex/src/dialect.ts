import type { Knex } from 'knex';
import { isDate } from 'node:util/types';
import { requirePlaceInPostgres } from './postgres-place.js';
import type { Queryable } from './queryable.js';
import { sql, type Binding, type Sql } from './sql.js';
import { statementNames, type PreparedStatementsOptions } from './prepared-statements.js';
import { tableNames, type TableNames, type TablePrefixOptions } from './table-prefix.js';

/** Everything in which the words and the settings of the databases differ; `operations.ts` has what they do. */
interface DatabaseDialect {
  readonly name: 'postgres' | 'sqlite';
  /** How Knex begins a transaction of the library's own. */
  readonly transaction: Knex.TransactionConfig;
  /** What a transaction that writes begins with, the library's own or a host's. */
  readonly writeBegin: readonly Sql[];
  /** What the transaction of `migrate` begins with, so that one process migrates and the others wait. */
  readonly migrationBegin: readonly Sql[];
  /** Row locks, weakest first; see the lock order of `UserStore`. */
  readonly lock: {
    readonly keyShare: Sql;
    readonly noKeyUpdate: Sql;
    /** The same of a row that nobody else has locked so; another one is passed over. */
    readonly noKeyUpdateFree: Sql;
    readonly update: Sql;
    /** Takes the rows that nobody else has locked, and passes over the others. */
    readonly updateFree: Sql;
  };
  /** Lets nobody else add or change a user until the transaction ends; reading goes on. */
  readonly holdUsers: readonly Sql[];
  /** Makes creates that rely on a default limit wait, and those with an older snapshot conflict. */
  readonly holdDefaultLimits: readonly Sql[];
  /** A table function: one row, `key` and `value`, for each member of a JSON object. */
  readonly jsonEach: Sql;
  /**
   * Is the column, of this type, one of these texts? However many there are, it is one statement, to be prepared once.
   */
  readonly isOneOf: (column: Sql, texts: readonly string[], type: Sql) => Sql;
  /**
   * Is the column, of this type, the value? Said so that the rows can be put in the order of the column and the id
   * only by walking an index that begins with both. After `=`, PostgreSQL takes the column's order for given, walks
   * the primary key instead where it thinks that every fiftieth row is wanted, and when those are old, past all the
   * others.
   */
  readonly isExactly: (column: Sql, value: Sql, type: Sql) => Sql;
  /** Does whoever sends a statement while another one runs only wait for it? */
  readonly hasOneConnection: boolean;
  /** The rows in what Knex answers to a raw statement. */
  readonly rows: (result: unknown) => unknown[];
  readonly encode: (value: Binding) => Binding;
  /** `name` as it is in the database. */
  hasTable(db: Queryable, name: string): Promise<boolean>;
  /** Selects the `name` of each thing of a JSON array, `{kind, name, column}`, that is not there or not to be used. */
  missingOf(made: Sql): Sql;
  /** Throws when the tables cannot be here, or not where one would look for them. */
  requirePlace(db: Queryable): Promise<void>;
  /** Throws when the host's connection is set up in a way that the guarantees do not survive. */
  requireSettings(db: Queryable): Promise<void>;
}

/** How one database is spoken to: in its dialect, and under the names that the tables have there. */
export interface Dialect extends DatabaseDialect {
  readonly names: TableNames;
  /** What the driver is told with a statement. */
  readonly driverOptions: (text: string) => object;
}

/** @throws {TypeError} for a Knex client that is not supported, or a table prefix that cannot be one. */
export function dialectOf(knex: Knex, options: TablePrefixOptions & PreparedStatementsOptions): Dialect {
  const driver = driverOf(knex);
  const names = tableNames(options);
  if (driver === 'pg') {
    const nameOf = options.preparedStatements === true ? statementNames() : () => undefined;
    return { ...postgres, names, driverOptions: (text) => ({ name: nameOf(text), types: POSTGRES_TYPES }) };
  }
  if (driver === 'sqlite3' || driver === 'better-sqlite3') {
    return { ...sqlite, names, driverOptions: () => ({}) };
  }
  throw new TypeError(
    `Knex must use the client "pg", "sqlite3" or "better-sqlite3", not "${String(driver)}".`,
  );
}

function driverOf(knex: Knex): unknown {
  try {
    return knex.client.driverName;
  } catch {
    return undefined;
  }
}

/** "boolean" and "integer" in PostgreSQL's catalog of types, which never change. */
const BOOLEAN = 16;
const INTEGER = 23;

/**
 * What is made of the text that PostgreSQL sends: of most nothing, since the readers of `stored-values.ts` take
 * text. What `pg` would make of it, a host may have changed.
 */
const POSTGRES_TYPES = {
  getTypeParser: (type: number) => {
    if (type === BOOLEAN) return (text: string) => text === 't';
    return type === INTEGER ? Number : (text: string) => text;
  },
};

/** How PostgreSQL writes an array: every item between quotation marks, so that none is read as `NULL` or as two. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join()}}`;
}

const postgres: DatabaseDialect = {
  name: 'postgres',
  // A database may default to a stricter level, under which a wait for a lock ends in a conflict instead
  // of in the newest row.
  transaction: { isolationLevel: 'read committed' },
  writeBegin: [],
  migrationBegin: [
    // `connect` bounds both far below what a migration, or waiting for one, may take.
    sql`SET LOCAL statement_timeout = 0`,
    sql`SET LOCAL lock_timeout = 0`,
    // "bailiwic" in ASCII: a number that nobody else uses by accident. Migrations of tables with another
    // prefix wait as well, which hurts nobody.
    sql`SELECT pg_advisory_xact_lock(7089063202804689251)`,
  ],
  lock: {
    keyShare: sql`FOR KEY SHARE`,
    noKeyUpdate: sql`FOR NO KEY UPDATE`,
    noKeyUpdateFree: sql`FOR NO KEY UPDATE SKIP LOCKED`,
    update: sql`FOR UPDATE`,
    updateFree: sql`FOR UPDATE SKIP LOCKED`,
  },
  holdUsers: [sql`LOCK TABLE bailiwick_users IN SHARE ROW EXCLUSIVE MODE`],
  holdDefaultLimits: [
    sql`LOCK TABLE bailiwick_default_limits IN EXCLUSIVE MODE`,
    sql`UPDATE bailiwick_default_limits_version SET version = version + 1`,
  ],
  jsonEach: sql`jsonb_each_text`,
  isOneOf: (column, texts, type) => sql`${column} = ANY (${arrayLiteral(texts)}::${type}[])`,
  isExactly: (column, value, type) => sql`${column} = ANY (ARRAY[${value}]::${type}[])`,
  hasOneConnection: false,
  rows: (result) => (result as { rows: unknown[] }).rows,
  encode: (value) => (isDate(value) ? value.toISOString() : value),
  async hasTable(db, name) {
    // Not in a schema further on in the search path, which may be another tenant's.
    const [row] = await db.rows<{ found: boolean }>(sql`
      SELECT to_regclass(quote_ident(current_schema()) || '.' || quote_ident(${name}::text)) IS NOT NULL AS found`);
    return row?.found === true;
  },
  missingOf: (made) => sql`
    SELECT m.name || coalesce('.' || m.column_name, '') AS name
    FROM (
      SELECT e->>'kind' AS kind, e->>'name' AS name, e->>'column' AS column_name,
             to_regclass(quote_ident(current_schema()) || '.' || quote_ident(e->>'name')) AS relation
      FROM jsonb_array_elements(${made}::jsonb) e
    ) m
    WHERE CASE m.kind
      WHEN 'FUNCTION' THEN NOT EXISTS (
        SELECT 1 FROM pg_proc p WHERE p.proname = m.name AND p.pronamespace = quote_ident(current_schema())::regnamespace
          AND has_function_privilege(p.oid, 'EXECUTE'))
      WHEN 'DOMAIN' THEN NOT EXISTS (
        SELECT 1 FROM pg_type t WHERE t.typname = m.name AND t.typnamespace = quote_ident(current_schema())::regnamespace)
      WHEN 'COLUMN' THEN m.relation IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = m.relation AND a.attname = m.column_name AND NOT a.attisdropped)
      WHEN 'TABLE' THEN coalesce(NOT has_table_privilege(m.relation, 'SELECT'), true)
      ELSE m.relation IS NULL
    END`,
  requirePlace: requirePlaceInPostgres,
  // Isolation is chosen for each transaction, and foreign keys cannot be off. But times are read from text, and in
  // another style than ISO the third of February can be the second of March.
  async requireSettings(db) {
    const [settings] = await db.rows<{ style: string }>(sql`SELECT current_setting('DateStyle') AS style`);
    if (settings?.style.startsWith('ISO') === true) return;
    throw new Error(
      `PostgreSQL must write times in the style "ISO", and its "datestyle" is "${settings?.style}" here: set it for the role or the database.`,
    );
  },
};

const sqlite: DatabaseDialect = {
  name: 'sqlite',
  transaction: {},
  // Knex sends a plain BEGIN, which takes no lock: a transaction that reads first and writes then fails at
  // once when somebody wrote in between, whatever `busy_timeout` says. This changes no row, but takes the
  // write lock, and waits for it.
  writeBegin: [sql`UPDATE bailiwick_default_limits SET limit_value = limit_value WHERE false`],
  // The same for a database that has no table yet.
  migrationBegin: [
    sql`CREATE TABLE bailiwick_migrating (id INTEGER) STRICT`,
    sql`DROP TABLE bailiwick_migrating`,
  ],
  // Who writes holds the lock on everything.
  lock: { keyShare: sql``, noKeyUpdate: sql``, noKeyUpdateFree: sql``, update: sql``, updateFree: sql`` },
  holdUsers: [],
  holdDefaultLimits: [],
  jsonEach: sql`json_each`,
  isOneOf: (column, texts) => sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(texts)}))`,
  isExactly: (column, value) => sql`${column} = ${value}`,
  hasOneConnection: true,
  // `better-sqlite3` answers a statement without a result with an object.
  rows: (result) => (Array.isArray(result) ? result : []),
  encode: (value) => (isDate(value) ? value.getTime() : value),
  async hasTable(db, name) {
    return (
      (await db.rows(sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${name}`)).length > 0
    );
  },
  missingOf: (made) => sql`
    SELECT m.name || coalesce('.' || m.column_name, '') AS name
    FROM (
      SELECT value->>'kind' AS kind, value->>'name' AS name, value->>'column' AS column_name FROM json_each(${made})
    ) m
    WHERE CASE m.kind
      WHEN 'COLUMN' THEN NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(m.name) c WHERE c.name = m.column_name)
      ELSE NOT EXISTS (SELECT 1 FROM sqlite_master s WHERE s.name = m.name)
    END`,
  requirePlace: async () => {},
  async requireSettings(db) {
    const [settings] = await db.rows<{ keys: number; journal: string }>(sql`
      SELECT f.foreign_keys AS keys, j.journal_mode AS journal FROM pragma_foreign_keys f, pragma_journal_mode j`);
    if (Number(settings?.keys) !== 1) {
      throw new Error(
        'SQLite must check foreign keys: send "PRAGMA foreign_keys = ON" in pool.afterCreate, or use connect().',
      );
    }
    // With a rollback journal a COMMIT can fail as busy, and Knex then puts the connection back into its
    // pool with the transaction still open: every later BEGIN on it fails.
    if (settings?.journal !== 'wal' && settings?.journal !== 'memory') {
      throw new Error(
        'SQLite must keep a write-ahead log: send "PRAGMA journal_mode = WAL" in pool.afterCreate, or use connect().',
      );
    }
  },
};
