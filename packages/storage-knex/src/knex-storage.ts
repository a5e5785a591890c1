import type { Storage, Stores } from '@bailiwick/core';
import type { Knex } from 'knex';
import { KnexAuditStore } from './audit-events.js';
import { cursorKeyReader } from './cursor-key.js';
import { dialectOf } from './dialect.js';
import { database, ownTransaction, poolExecutor, withinExecutor, type Executor } from './executor.js';
import { schemaCheck } from './migrations/schema-version.js';
import { KnexLoginThrottle } from './login-throttle.js';
import { KnexQuotaStore } from './quotas.js';
import { KnexResourceStore } from './resources.js';
import { KnexSessionStore } from './sessions.js';
import { sql } from './sql.js';
import { translateError } from './translate-error.js';
import { KnexUserStore } from './users.js';

/**
 * Storage in PostgreSQL (Knex client `pg`) or SQLite (`sqlite3`, `better-sqlite3`), on a Knex of the
 * host's own or one that {@link connect} makes. The tables come from {@link migrate}.
 *
 * A host's Knex for SQLite must send `PRAGMA foreign_keys = ON` and `PRAGMA journal_mode = WAL` on each
 * connection, which is checked; it should set a `busy_timeout`, and have a pool of one, as is Knex's
 * default: waiting for another connection's lock blocks a thread that the other one may need.
 *
 * @example
 * const knex = connect('postgres://localhost/platform');
 * await migrate(knex);
 * const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: scryptHasher() });
 */
export function knexStorage(knex: Knex): Storage<Knex.Transaction> {
  const dialect = dialectOf(knex);
  const checkSchema = schemaCheck();
  const readCursorKey = cursorKeyReader();

  const stores = (executor: Executor): Stores => ({
    users: new KnexUserStore(executor),
    resources: new KnexResourceStore(executor),
    quotas: new KnexQuotaStore(executor),
    sessions: new KnexSessionStore(executor),
    auditEvents: new KnexAuditStore(executor),
    cursorKey: () => readCursorKey(executor),
  });
  const pool = poolExecutor(knex, dialect, checkSchema);
  const within = (trx: Knex.Transaction) => stores(withinExecutor(trx, dialect, checkSchema));

  return {
    ...stores(pool),
    within,
    loginThrottle: new KnexLoginThrottle(pool),
    async transaction(work) {
      const failures: unknown[] = [];
      const noted = (trx: Knex.Transaction) =>
        work(within(trx)).catch((error: unknown) => {
          failures.push(error);
          throw error;
        });
      try {
        await checkSchema(database(knex, dialect));
        return await ownTransaction(knex, dialect, noted);
      } catch (error) {
        // What `work` threw is the caller's own, whatever became of the rollback; what the database said to
        // BEGIN or COMMIT is not.
        throw failures.length > 0 ? failures[0] : translateError(error);
      }
    },
    async ping() {
      await pool.rows(sql`SELECT 1`);
    },
  };
}
