import { createDatabase, type DatabaseOptions, type TestDatabase } from '@bailiwick/test-databases';

export type IsolationLevel = NonNullable<DatabaseOptions['defaultIsolation']>;

/** So many are in use at once. */
const DATABASES_MAX = 3;

/** Each with the tables in which the migrations have left no row, as a list for TRUNCATE. */
const made = new Map<TestDatabase, string>();
const free: TestDatabase[] = [];
const waiting: ((database: TestDatabase) => void)[] = [];
let madeCount = 0;

/**
 * A PostgreSQL database without a row. It is emptied and used again, since making one takes longer than most
 * cases of the contract do.
 */
export async function borrowDatabase(level: IsolationLevel): Promise<TestDatabase> {
  const database = await nextDatabase();
  const { rows } = await database.knex.raw('SELECT current_database() AS name');
  await database.knex.raw(`ALTER DATABASE ${rows[0].name} SET default_transaction_isolation = '${level}'`);
  return database;
}

async function nextDatabase(): Promise<TestDatabase> {
  const unused = free.pop();
  if (unused !== undefined) return unused;
  if (madeCount >= DATABASES_MAX) return new Promise((resolve) => waiting.push(resolve));
  madeCount += 1;
  const database = await createDatabase('postgres');
  made.set(database, await emptyTables(database));
  return database;
}

async function emptyTables(database: TestDatabase): Promise<string> {
  const { rows } = await database.knex.raw(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'bailiwick%'`,
  );
  const empty: string[] = [];
  for (const { name } of rows) {
    const found = await database.knex.raw(`SELECT 1 FROM ${name} LIMIT 1`);
    if (found.rows.length === 0) empty.push(name);
  }
  return empty.join(', ');
}

/** With nobody connected to it any more. */
export async function giveBack(database: TestDatabase): Promise<void> {
  await database.knex.raw(`TRUNCATE ${made.get(database)}`);
  const waiter = waiting.shift();
  if (waiter === undefined) free.push(database);
  else waiter(database);
}

/** Call it at the end, when every database has been returned. */
export async function destroyDatabases(): Promise<void> {
  await Promise.all([...made.keys()].map((database) => database.destroy()));
  made.clear();
  free.length = 0;
  madeCount = 0;
}
