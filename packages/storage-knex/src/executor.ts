// How do the statements of a store run, on a pool and within a transaction?
import type { Knex } from 'knex';
import { connectionsOf } from './connections.js';
import { database, runAll, type Database } from './database.js';
import type { Dialect } from './dialect.js';
import { retry } from './retry.js';
import type { Sql } from './sql.js';
import { isOfConnection, isRefusedByConnection, translateError } from './translate-error.js';
import { inTurn } from './calls-in-order.js';

/**
 * All stores run their statements through an executor. On the pool it owns its transactions and retries what conflicts;
 * within a host's transaction it takes no second connection and retries nothing. Both throw the errors of the core's
 * ports.
 */
export interface Executor extends Database {
  /** Runs `work` in one transaction that may write. On the pool, `work` may run more than once. */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Throws within a host's transaction or that of `Storage.transaction`, where the method cannot work. */
  requirePool(method: string): void;
}

/** Throws unless the schema is one that this library knows. */
export type SchemaCheck = (db: Database) => Promise<void>;

export function poolExecutor(knex: Knex, dialect: Dialect, checkSchema: SchemaCheck): Executor {
  const pool = database(knex, dialect);
  return {
    dialect,
    requirePool: () => {},
    rows: (statement) =>
      retry(async (attempt) => {
        await checkSchema(pool);
        // A single statement is a transaction by itself, at the default isolation level of the database. If it conflicts
        // at that level, it is retried in a transaction whose level makes it wait instead.
        if (attempt === 0)
          return onLiveConnection(
            () => pool.rows(statement),
            () => isRead(statement),
          );
        return ownTransaction(knex, dialect, (trx) => database(trx, dialect).rows(statement));
      }),
    transaction: (work) =>
      retry(async () => {
        await checkSchema(pool);
        return ownTransaction(knex, dialect, (trx) => work(database(trx, dialect)));
      }),
  };
}

/**
 * Runs the work again on another connection if the first one refused it, or broke, because of what happened to the
 * server. Work that may have been done already is not run again.
 */
async function onLiveConnection<T>(work: () => Promise<T>, isRepeatable: () => boolean): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusedByConnection(error) && !(isOfConnection(error) && isRepeatable())) throw error;
    return work();
  }
}

/** The functions of the schema write; their names begin with the library's prefix. */
function isRead({ text }: Sql): boolean {
  return /^\s*SELECT\b/.test(text) && !/\bbailiwick_\w+_v\d+\(/.test(text);
}

export function withinExecutor(trx: Knex.Transaction, dialect: Dialect, checkSchema: SchemaCheck): Executor {
  const db = database(trx, dialect);
  const within = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(trx, async () => {
      if (trx.isCompleted())
        throw new Error('The transaction has ended: its stores cannot be used any more.');
      try {
        await checkSchema(db);
        return await work();
      } catch (error) {
        throw translateError(error);
      }
    });
  return {
    dialect,
    requirePool(method) {
      throw new Error(`${method} is not available within a transaction.`);
    },
    rows: (statement) => within(() => db.rows(statement)),
    transaction: (work) =>
      within(async () => {
        await runAll(db, dialect.writeBegin);
        return work(db);
      }),
  };
}

/** Runs `work` in a transaction that may write, and again if the connection was broken and nothing was committed. */
export async function ownTransaction<T>(
  knex: Knex,
  dialect: Dialect,
  work: (trx: Knex.Transaction) => Promise<T>,
  begin: readonly Sql[] = dialect.writeBegin,
): Promise<T> {
  const connections = connectionsOf(knex);
  const client: Knex.Client = knex.client;
  let mayBeCommitted = false;
  for (let isRepeat = false; ; isRepeat = true) {
    const connection = await connections.acquire(client);
    let failure: { readonly error: unknown } | null = null;
    const watched = async (trx: Knex.Transaction) => {
      try {
        await runAll(database(trx, dialect), begin);
        return await work(trx);
      } catch (error) {
        failure = { error };
        throw error;
      }
    };
    try {
      return await knex.transaction(
        async (trx) => {
          const result = await watched(trx);
          mayBeCommitted = true;
          return result;
        },
        { ...dialect.transaction, connection },
      );
    } catch (ending) {
      // SQLite ends a transaction by itself when its disk is full, and then refuses the ROLLBACK. Knex would report only that.
      const { error } = failure ?? { error: ending };
      connections.failed(connection, error);
      if (isRepeat || mayBeCommitted || !isOfConnection(error)) throw error;
    } finally {
      await client.releaseConnection(connection);
    }
  }
}
