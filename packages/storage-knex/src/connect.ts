// How does a host get a Knex with bounds?
import type { Knex } from 'knex';
import { databaseAt } from './choose-database.js';
import { CONNECT_DEFAULTS, type ConnectOptions } from './connect-options.js';

/**
 * Makes a Knex with bounds on everything that can hang. The URL is `postgres://user:password@host/database`, with the
 * parameters that libpq knows (it needs `pg`), or `sqlite:<file>` (it needs `sqlite3` or `better-sqlite3`). The Knex
 * connects when it is first used; end it with `knex.destroy()`. Through PgBouncer, in transaction mode too, it works
 * with `sessionBounds: false`.
 *
 * @throws {TypeError} for any other URL, and without the driver that it needs.
 *
 * @example
 * const knex = connect('postgres://localhost/platform', { poolMax: 20 });
 */
export function connect(url: string, options: ConnectOptions = {}): Knex {
  return databaseAt(url).connect(url, { ...CONNECT_DEFAULTS, ...options });
}
