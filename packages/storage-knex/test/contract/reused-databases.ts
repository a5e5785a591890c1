import { createDatabase, type DatabaseOptions, type TestDatabase } from '@bailiwick/test-databases';
import type { Knex } from 'knex';

export type IsolationLevel = NonNullable<DatabaseOptions['defaultIsolation']>;

/** A database that one case after another has for itself, with a pool whose transactions have one level. */
export interface ReusedDatabase extends Pick<TestDatabase, 'url' | 'knex' | 'connect'> {
  readonly pool: Knex;
  readonly giveBack: () => Promise<void>;
}

/** So many are in use at once. */
const DATABASES_MAX = 3;

interface Made {
  readonly database: TestDatabase;
  readonly emptying: string;
  pool: Knex | null;
  level: IsolationLevel | null;
}

const made: Made[] = [];
const free: Made[] = [];
const waiting: ((database: Made) => void)[] = [];
let madeCount = 0;

/**
 * A PostgreSQL database without a row. It is emptied and used again, and so is its pool: a new database, and new
 * connections with their cold caches, take longer than most cases of the contract do.
 */
export async function borrowDatabase(level: IsolationLevel): Promise<ReusedDatabase> {
  const borrowed = await nextDatabase();
  const { url, knex, connect } = borrowed.database;
  const pool = await poolAt(borrowed, level);
  return { url, knex, connect, pool, giveBack: () => giveBack(borrowed, pool) };
}

async function nextDatabase(): Promise<Made> {
  const unused = free.pop();
  if (unused !== undefined) return unused;
  if (madeCount >= DATABASES_MAX) return new Promise((resolve) => waiting.push(resolve));
  madeCount += 1;
  const database = await createDatabase('postgres');
  const making: Made = { database, emptying: await emptyingOf(database.knex), pool: null, level: null };
  made.push(making);
  return making;
}

async function poolAt(borrowed: Made, level: IsolationLevel): Promise<Knex> {
  const { pool, database } = borrowed;
  if (pool !== null && borrowed.level === level) return pool;
  await pool?.destroy();
  const { rows } = await database.knex.raw('SELECT current_database() AS name');
  await database.knex.raw(`ALTER DATABASE ${rows[0].name} SET default_transaction_isolation = '${level}'`);
  borrowed.level = level;
  borrowed.pool = database.connect();
  return borrowed.pool;
}

/**
 * Makes what empties the tables that are empty now. TRUNCATE would take ten times as long for a few rows. A vacuum would
 * let the planner know how small they are, so that it reads them as a whole.
 */
export async function emptyingOf(knex: Knex, schema = 'public'): Promise<string> {
  const { rows } = await knex.raw(
    `SELECT oid::regclass AS name FROM pg_class
     WHERE relnamespace = '${schema}'::regnamespace AND relkind = 'r' AND relname LIKE 'bailiwick%'`,
  );
  const deletions: string[] = [];
  for (const { name } of rows) {
    const found = await knex.raw(`SELECT 1 FROM ${name} LIMIT 1`);
    if (found.rows.length === 0) deletions.push(`DELETE FROM ${name};`);
    await knex.raw(`ALTER TABLE ${name} SET (autovacuum_enabled = off)`);
  }
  // In this role, no trigger fires, and so no foreign key demands an order.
  return `BEGIN; SET LOCAL session_replication_role = replica; ${deletions.join(' ')} COMMIT`;
}

/** Ends what a case has left on its connections, which could disturb the next case. */
export async function clear(pool: Knex): Promise<void> {
  const { pool: connections } = pool.client;
  if (connections.numUsed() === 0 && connections.numPendingAcquires() === 0) return;
  await pool.destroy();
  pool.initialize();
}

async function giveBack(borrowed: Made, pool: Knex): Promise<void> {
  await clear(pool);
  await borrowed.database.knex.raw(borrowed.emptying);
  const waiter = waiting.shift();
  if (waiter === undefined) free.push(borrowed);
  else waiter(borrowed);
}

/** Call it at the end, when every database has been returned. */
export async function destroyDatabases(): Promise<void> {
  await Promise.all(made.map(({ database }) => database.destroy()));
  made.length = 0;
  free.length = 0;
  madeCount = 0;
}
