// Which bounds does `connect` put on everything that can hang?
import type { Knex } from 'knex';

export interface ConnectOptions {
  /** PostgreSQL: the most connections of this process; 10 when left out. SQLite always has one. */
  readonly poolMax?: number;
  /** How long a command waits for a connection of the pool, in milliseconds; 2,000 when left out. */
  readonly acquireTimeoutMs?: number;
  /** How long a new connection to PostgreSQL may take, in milliseconds; 2,000 when left out. */
  readonly connectTimeoutMs?: number;
  /** How long PostgreSQL works on one statement, in milliseconds; 5,000 when left out. */
  readonly statementTimeoutMs?: number;
  /** How long a statement waits for a lock, in milliseconds; 2,000 when left out. */
  readonly lockTimeoutMs?: number;
  /** PostgreSQL: how long a host's transaction may sit idle, in milliseconds; 10,000 when left out. */
  readonly idleInTransactionTimeoutMs?: number;
  /**
   * PostgreSQL: whether each connection sets the three bounds above; `true` when left out. PgBouncer refuses a
   * connection that does. With `false`, set them on the role or the database, where they also hold through PgBouncer.
   * In either case this end closes a connection that is silent for longer than they allow.
   */
  readonly sessionBounds?: boolean;
}

export type ConnectBounds = Required<ConnectOptions>;

export const CONNECT_DEFAULTS: ConnectBounds = {
  poolMax: 10,
  acquireTimeoutMs: 2_000,
  connectTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
  sessionBounds: true,
};

/** Knex also prints the errors that it throws; the caller logs what is thrown. */
export const SILENT_LOG: Knex.Logger = { warn: () => {} };
