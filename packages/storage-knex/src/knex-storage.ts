// What is the storage made of, and what belongs to it as a whole?
import {
  StorageUnavailableError,
  TransactionConflictError,
  type Storage,
  type Stores,
} from '@bailiwick/core';
import type { Knex } from 'knex';
import { batchedStores } from './batching/batched-stores.js';
import { databaseOf, dialectOf } from './choose-database.js';
import { connectionsOf } from './connections.js';
import { requireCommittable } from './committable.js';
import { secretKeyReader } from './secret-key.js';
import type { PreparedStatementsOptions } from './database-kind.js';
import { database } from './database.js';
import { ownTransaction, poolExecutor, withinExecutor, type SchemaCheck } from './executor.js';
import { KnexLoginThrottle } from './login-throttle.js';
import { schemaCheck } from './migrations/schema-version.js';
import { requireWholeSchema } from './migrations/whole-schema.js';
import { plainStores } from './plain-stores.js';
import { SchemaVersionError } from './schema-version-error.js';
import { sql } from './sql.js';
import type { TablePrefixOptions } from './table-prefix.js';
import { translateError } from './translate-error.js';

export interface KnexStorageOptions extends TablePrefixOptions, PreparedStatementsOptions {}

/**
 * Makes a storage in PostgreSQL (Knex client `pg`) or SQLite (`sqlite3`, `better-sqlite3`), on a Knex of the host's own
 * or one that {@link connect} makes. The tables come from {@link migrate}.
 *
 * A host's Knex for SQLite must send `PRAGMA foreign_keys = ON` and `PRAGMA journal_mode = WAL` on each connection, which
 * is checked. It should set a `busy_timeout`, and have a pool of one connection, as is Knex's default: a connection that
 * waits for another one's lock blocks a thread that the other one may need. A host's transaction that reads before it
 * calls a command here, while another process writes, gets a `transaction-conflict`: SQLite cannot let it write on top of
 * an older state. Run it again, or write first.
 *
 * Two storages with different prefixes in one database are independent. A host's Knex gets the events `query`,
 * `query-response` and `query-error` of the statements, but not `start`, which is one of query builders.
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
  const { operations, watch } = databaseOf(knex);
  const databaseWatch = watch(knex);
  let checkOnce = schemaCheck();
  const checkSchema: SchemaCheck = (db) => {
    // Another database may hold another schema.
    if (databaseWatch.hasChanged()) checkOnce = schemaCheck();
    return checkOnce(db);
  };
  const readSecretKey = secretKeyReader();

  const pool = poolExecutor(knex, dialect, checkSchema);
  const within = (trx: Knex.Transaction): Stores => {
    if (!isTransaction(trx))
      throw new TypeError(
        'within takes a transaction of Knex: pass the one that knex.transaction gives to its callback.',
      );
    const executor = withinExecutor(trx, dialect, checkSchema);
    return { ...plainStores(executor, operations), secretKey: () => readSecretKey(executor) };
  };

  return {
    ...batchedStores(plainStores(pool, operations), operations, pool),
    secretKey: () => readSecretKey(pool),
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
        // An error of `work` belongs to the caller, whatever became of the rollback. An error of BEGIN or COMMIT does not.
        if (failures.length > 0) throw failures[0];
        const translated = translateError(error);
        // At BEGIN there is nothing yet that a caller could roll back: another connection holds the write lock.
        if (translated instanceof TransactionConflictError)
          throw new StorageUnavailableError({ cause: error });
        throw translated;
      }
    },
    async ping() {
      databaseWatch.hasChanged(0);
      await pool.rows(sql`SELECT 1`);
      const db = database(knex, dialect);
      try {
        await dialect.requireSchemaLocation(db);
        await requireWholeSchema(db);
      } catch (error) {
        if (!(error instanceof SchemaVersionError)) throw translateError(error);
        // Commands must not go on in the next schema of the search path.
        connectionsOf(knex).forgetLocation();
        throw new StorageUnavailableError({ cause: error });
      }
    },
  };
}

/** Whether `knex.transaction` made the value. A Knex of the pool has `isTransaction` too, but with another value. */
function isTransaction(value: unknown): value is Knex.Transaction {
  try {
    return (value as Partial<Knex.Transaction> | null)?.isTransaction === true;
  } catch {
    return false;
  }
}
