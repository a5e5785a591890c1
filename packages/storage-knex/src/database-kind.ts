// What must a database offer, so that the library can store its data there?
import type { Knex } from 'knex';
import type { ConnectBounds } from './connect-options.js';
import type { Dialect } from './dialect.js';
import type { Operations } from './operations.js';
import type { TableNames } from './table-prefix.js';

export interface PreparedStatementsOptions {
  /**
   * PostgreSQL: whether a connection keeps its prepared statements, so that a statement is parsed and planned once and
   * not at every call; `false` when left out. Prepared statements are state of a session, which PgBouncer keeps in
   * transaction mode only from version 1.21 on. SQLite's drivers decide for themselves.
   */
  readonly preparedStatements?: boolean;
}

/** Notices that the database was replaced by another one. */
export interface DatabaseWatch {
  /**
   * Whether the database was replaced since the last call. `intervalMs` is how long the last answer holds.
   *
   * @throws `storage-unavailable` when it is gone
   */
  hasChanged(intervalMs?: number): boolean;
}

export interface DatabaseKind {
  /** The drivers of Knex that speak to it. */
  readonly drivers: readonly string[];
  readonly acceptsUrl: (url: string) => boolean;
  /** Makes a Knex for a URL that it accepts. */
  readonly connect: (url: string, bounds: ConnectBounds) => Knex;
  readonly dialect: (names: TableNames, options: PreparedStatementsOptions) => Omit<Dialect, 'parts'>;
  readonly operations: Operations;
  readonly watch: (knex: Knex) => DatabaseWatch;
}
