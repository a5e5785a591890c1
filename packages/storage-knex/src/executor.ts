import type { Knex } from 'knex';
import type { Dialect } from './dialect.js';
import { persistently } from './persistently.js';
import { requireSql, type Binding, type Sql } from './sql.js';
import { translateError } from './translate-error.js';
import { withoutValues } from './without-values.js';

/** Where a statement runs: a connection of the pool, or a transaction. */
export interface Database {
  readonly dialect: Dialect;
  /** Runs one statement and hands out the rows of its result. */
  rows<Row>(statement: Sql): Promise<Row[]>;
}

export interface TransactionDatabase extends Database {
  /** Undoes what `work` did, and nothing else, when it throws: the transaction stays usable. */
  savepoint<T>(work: (db: Database) => Promise<T>): Promise<T>;
}

/**
 * What the stores are written against. On the pool it owns its transactions and repeats what conflicts;
 * within a host's transaction it takes no second connection and repeats nothing. Both throw the errors
 * of the core's ports.
 */
export interface Executor extends Database {
  /** Runs `work` in one transaction that may write. On the pool, `work` may run more than once. */
  transaction<T>(work: (db: TransactionDatabase) => Promise<T>): Promise<T>;
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
        if (attempt === 0) return pool.rows(statement);
        return ownTransaction(knex, dialect, (trx) => database(trx, dialect).rows(statement));
      }),
    transaction: (work) =>
      persistently(async () => {
        await checkSchema(pool);
        return ownTransaction(knex, dialect, (trx) => work(transactionDatabase(trx, dialect)));
      }),
  };
}

export function withinExecutor(trx: Knex.Transaction, dialect: Dialect, checkSchema: SchemaCheck): Executor {
  const db = transactionDatabase(trx, dialect);
  async function within<T>(work: () => Promise<T>): Promise<T> {
    if (trx.isCompleted()) throw new Error('The transaction has ended: its stores cannot be used any more.');
    try {
      await checkSchema(db);
      return await work();
    } catch (error) {
      throw translateError(error);
    }
  }
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

/** Runs `work` in a transaction that may write, once. */
export function ownTransaction<T>(
  knex: Knex,
  dialect: Dialect,
  work: (trx: Knex.Transaction) => Promise<T>,
  begin: readonly Sql[] = dialect.writeBegin,
): Promise<T> {
  return knex.transaction(async (trx) => {
    await runAll(database(trx, dialect), begin);
    return work(trx);
  }, dialect.transaction);
}

export async function runAll(db: Database, statements: readonly Sql[]): Promise<void> {
  for (const statement of statements) await db.rows(statement);
}

export function database(connection: Knex, dialect: Dialect): Database {
  return {
    dialect,
    async rows<Row>(sql: Sql) {
      const { text, bindings } = requireSql(sql);
      const statement = dialect.names.inDatabase(text);
      try {
        return dialect.rows(
          await send(connection, statement, bindings.map(dialect.encode), dialect),
        ) as Row[];
      } catch (error) {
        throw withWrittenConstraint(withoutValues(error, statement), dialect);
      }
    },
  };
}

/**
 * Hands the statement to Knex's client, past the builder and the runner of `raw`: connections, bindings, events
 * and errors are still Knex's. A small statement takes a tenth less CPU time of the process, and with a
 * prepared statement six tenths of the time in all (`node benchmarks/src/statement.mjs`).
 */
async function send(
  { client }: Knex,
  sql: string,
  bindings: readonly Binding[],
  { driverOptions }: Dialect,
): Promise<unknown> {
  const connection: unknown = await client.acquireConnection();
  try {
    const { response } = await client.query(connection, {
      method: 'raw',
      sql,
      bindings,
      options: driverOptions(sql),
    });
    return response;
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

function transactionDatabase(trx: Knex.Transaction, dialect: Dialect): TransactionDatabase {
  return {
    ...database(trx, dialect),
    savepoint: (work) => trx.transaction((nested) => work(database(nested, dialect))),
  };
}
