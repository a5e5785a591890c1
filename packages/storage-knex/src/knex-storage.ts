import {
  StorageUnavailableError,
  TransactionConflictError,
  type Storage,
  type Stores,
} from '@bailiwick/core';
import type { Knex } from 'knex';
import { KnexAccessKeyStore } from './access-keys.js';
import { KnexAuditStore } from './audit-events.js';
import { requireCommittable } from './committable.js';
import { secretKeyReader } from './secret-key.js';
import { dialectOf } from './dialect.js';
import {
  database,
  ownTransaction,
  poolExecutor,
  withinExecutor,
  type Executor,
  type SchemaCheck,
} from './executor.js';
import { schemaCheck } from './migrations/schema-version.js';
import { SchemaVersionError } from './schema-version-error.js';
import { requireWholeSchema } from './migrations/whole-schema.js';
import { SqliteFile } from './sqlite-file.js';
import { KnexLoginThrottle } from './login-throttle.js';
import { KnexQuotaStore } from './quotas.js';
import { KnexResourceStore } from './resources.js';
import { KnexSessionStore } from './sessions.js';
import { sql } from './sql.js';
import type { PreparedStatementsOptions } from './prepared-statements.js';
import type { TablePrefixOptions } from './table-prefix.js';
import { translateError } from './translate-error.js';
import { KnexUserStore } from './users.js';

export interface KnexStorageOptions extends TablePrefixOptions, PreparedStatementsOptions {}

/**
 * Storage in PostgreSQL (Knex client `pg`) or SQLite (`sqlite3`, `better-sqlite3`), on a Knex of the
 * host's own or one that {@link connect} makes. The tables come from {@link migrate}.
 *
 * A host's Knex for SQLite must send `PRAGMA foreign_keys = ON` and `PRAGMA journal_mode = WAL` on each
 * connection, which is checked; it should set a `busy_timeout`, and have a pool of one, as is Knex's
 * default: waiting for another connection's lock blocks a thread that the other one may need. A host's
 * transaction that has read before it calls a command here, while another process wrote, gets a
 * `transaction-conflict`: SQLite cannot let it write on top of what it has read. Repeat it, or write first.
 *
 * The tables of two storages with different prefixes in one database know nothing of each other.
 *
 * @throws {TypeError} for a Knex client that is not supported, or a table prefix that cannot be one.
 *
 * @example
 * const knex = connect('postgres://localhost/platform');
 * await migrate(knex);
 * const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: scryptHasher() });
 */
export function knexStorage(knex: Knex, options: KnexStorageOptions = {}): Storage<Knex.Transaction> {
  const dialect = dialectOf(knex, options);
  const file = new SqliteFile(knex);
  let checkOfFile = schemaCheck();
  const checkSchema: SchemaCheck = async (db) => {
    // Another file may hold another schema.
    if (file.check()) checkOfFile = schemaCheck();
    await checkOfFile(db);
  };
  const readSecretKey = secretKeyReader();

  const stores = (executor: Executor): Stores => ({
    users: new KnexUserStore(executor),
    resources: new KnexResourceStore(executor),
    quotas: new KnexQuotaStore(executor),
    sessions: new KnexSessionStore(executor),
    accessKeys: new KnexAccessKeyStore(executor),
    auditEvents: new KnexAuditStore(executor),
    secretKey: () => readSecretKey(executor),
  });
  const pool = poolExecutor(knex, dialect, checkSchema);
  const within = (trx: Knex.Transaction) => {
    if (!isTransaction(trx))
      throw new TypeError('within takes a transaction of Knex: pass on what knex.transaction hands in.');
    return stores(withinExecutor(trx, dialect, checkSchema));
  };

  return {
    ...stores(pool),
    within,
    loginThrottle: new KnexLoginThrottle(pool),
    async transaction(work) {
      const failures: unknown[] = [];
      const noted = async (trx: Knex.Transaction) => {
        const result = await work(within(trx)).catch((error: unknown) => {
          failures.push(error);
          throw error;
        });
        await requireCommittable(trx);
        return result;
      };
      try {
        await checkSchema(database(knex, dialect));
        return await ownTransaction(knex, dialect, noted);
      } catch (error) {
        // What `work` threw is the caller's own, whatever became of the rollback; what the database said to
        // BEGIN or COMMIT is not.
        if (failures.length > 0) throw failures[0];
        const translated = translateError(error);
        // Before BEGIN there is nothing that a caller could roll back: somebody else holds the write lock.
        if (translated instanceof TransactionConflictError)
          throw new StorageUnavailableError({ cause: error });
        throw translated;
      }
    },
    async ping() {
      file.check(0);
      await pool.rows(sql`SELECT 1`);
      try {
        await requireWholeSchema(database(knex, dialect));
      } catch (error) {
        throw error instanceof SchemaVersionError
          ? new StorageUnavailableError({ cause: error })
          : translateError(error);
      }
    },
  };
}

/** What `knex.transaction` hands in; a Knex of the pool has the method too, but not as a transaction. */
function isTransaction(value: unknown): value is Knex.Transaction {
  try {
    return (value as Partial<Knex.Transaction> | null)?.isTransaction === true;
  } catch {
    return false;
  }
}
