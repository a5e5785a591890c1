import type { Knex } from 'knex';
import { connectionsOf, type Connections } from './connections.js';
import type { Dialect } from './dialect.js';
import { persistently } from './persistently.js';
import type { Queryable } from './queryable.js';
import { requireSql, type Binding, type Sql } from './sql.js';
import { isOfConnection, isRefusedByConnection, translateError } from './translate-error.js';
import { withoutValues } from './without-values.js';

/** Where a statement runs: a connection of the pool, or a transaction. */
export interface Database extends Queryable {
  readonly dialect: Dialect;
}

/**
 * What the stores are written against. On the pool it owns its transactions and repeats what conflicts;
 * within a host's transaction it takes no second connection and repeats nothing. Both throw the errors
 * of the core's ports.
 */
export interface Executor extends Database {
  /** Runs `work` in one transaction that may write. On the pool, `work` may run more than once. */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Is the transaction a host's, or that of `Storage.transaction`? */
  readonly isWithin: boolean;
}

/** Throws unless the schema is one that this library knows. */
export type SchemaCheck = (db: Database) => Promise<void>;

export function poolExecutor(knex: Knex, dialect: Dialect, checkSchema: SchemaCheck): Executor {
  const pool = database(knex, dialect);
  return {
    dialect,
    isWithin: false,
    rows: (statement) =>
      persistently(async (attempt) => {
        await checkSchema(pool);
        // One statement is a transaction by itself, at the level that the database defaults to. Where that
        // made it conflict, it is repeated in one that waits instead.
        if (attempt === 0)
          return onLiveConnection(
            () => pool.rows(statement),
            () => isRead(statement),
          );
        return ownTransaction(knex, dialect, (trx) => database(trx, dialect).rows(statement));
      }),
    transaction: (work) =>
      persistently(async () => {
        await checkSchema(pool);
        return ownTransaction(knex, dialect, (trx) => work(database(trx, dialect)));
      }),
  };
}

/**
 * Repeats what a connection has refused, or ended with, because of what became of the server behind it. What may have
 * been done already is not repeated.
 */
async function onLiveConnection<T>(work: () => Promise<T>, isRepeatable: () => boolean): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusedByConnection(error) && !(isOfConnection(error) && isRepeatable())) throw error;
    return work();
  }
}

/** Functions of the schema write, and their names begin with ours. */
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
    isWithin: true,
    rows: (statement) => within(() => db.rows(statement)),
    transaction: (work) =>
      within(async () => {
        await runAll(db, dialect.writeBegin);
        return work(db);
      }),
  };
}

/** The end of what each transaction has been asked for so far. */
const turns = new WeakMap<Knex.Transaction, Promise<unknown>>();

/**
 * Calls within one transaction happen one after the other, as on its connection. The locks that keep commands apart
 * belong to a transaction: two of the same one would both read that there is another administrator.
 */
function inTurn<T>(trx: Knex.Transaction, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(trx) ?? Promise.resolve()).then(work);
  turns.set(
    trx,
    turn.catch(() => {}),
  );
  return turn;
}

/** Runs `work` in a transaction that may write; again where the connection was no use, and nothing was committed. */
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
      // SQLite ends a transaction by itself when its disk is full, and then refuses the ROLLBACK: Knex would say only that.
      const { error } = failure ?? { error: ending };
      connections.failed(connection, error);
      if (isRepeat || mayBeCommitted || !isOfConnection(error)) throw error;
    } finally {
      await client.releaseConnection(connection);
    }
  }
}

export async function runAll(db: Database, statements: readonly Sql[]): Promise<void> {
  for (const statement of statements) await db.rows(statement);
}

export function database(connection: Knex, dialect: Dialect): Database {
  const connections = connectionsOf(connection);
  return {
    dialect,
    async rows<Row>(sql: Sql) {
      const { text, bindings } = requireSql(sql);
      const statement = dialect.names.inDatabase(text);
      try {
        return dialect.rows(
          await send(connection, connections, statement, bindings.map(dialect.encode), dialect),
        ) as Row[];
      } catch (error) {
        throw withWrittenConstraint(withoutValues(error, statement), dialect);
      }
    },
  };
}

/**
 * Hands the statement to Knex's client, past the builder and the runner of `raw`: connections, bindings, errors and
 * the events `query`, `query-response` and `query-error` are still Knex's; `start` is of builders, and there is none. A small statement takes a tenth less CPU time of the process, and with a
 * prepared statement six tenths of the time in all (`node benchmarks/src/statement.mjs`).
 */
async function send(
  { client }: Knex,
  connections: Connections,
  sql: string,
  bindings: readonly Binding[],
  { driverOptions }: Dialect,
): Promise<unknown> {
  const connection = await connections.acquire(client);
  try {
    const query = { method: 'raw', sql, bindings, options: driverOptions(sql) };
    const { response } = await client.query(connection, query);
    client.emit('query-response', response, query);
    return response;
  } catch (error) {
    connections.failed(connection, error);
    throw error;
  } finally {
    await client.releaseConnection(connection);
  }
}

/** Names the constraint that was violated as `translate-error.ts` knows it; the message keeps its real name. */
function withWrittenConstraint(error: unknown, { names }: Dialect): unknown {
  if (error instanceof Error && 'constraint' in error && typeof error.constraint === 'string') {
    error.constraint = names.asWritten(error.constraint) ?? error.constraint;
  }
  return error;
}
