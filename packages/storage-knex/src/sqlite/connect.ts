// How is a Knex on SQLite made, with all of its bounds?
import makeKnex, { type Knex } from 'knex';
import { createRequire } from 'node:module';
import { callbackify, promisify } from 'node:util';
import { SILENT_LOG, type ConnectBounds } from '../connect-options.js';
import { retry } from '../retry.js';
import { cacheStatements, type RowsConnection } from './statement-cache.js';

/**
 * Returns the file of `sqlite:./file`, `sqlite:/file` or `sqlite:///file`, and `null` for other URLs. After two slashes there would be a host.
 *
 * @example
 * console.log(sqliteFile('sqlite:./platform.sqlite')); // ./platform.sqlite
 */
export function sqliteFile(url: string): string | null {
  const [, file] = /^sqlite:(?:\/\/(?=\/))?(?!\/\/)(.+)$/.exec(url) ?? [];
  return file ?? null;
}

/**
 * The pool has one connection. SQLite has one writer anyway, and a connection that waits for its lock blocks one of the
 * few threads of the process, which the holder of the lock may be waiting for.
 */
export function connectSqlite(url: string, { acquireTimeoutMs, lockTimeoutMs }: ConnectBounds): Knex {
  const client = sqliteDriver();
  const setUpConnection = (connection: SqliteConnection & BetterSqliteConnection) =>
    client === 'sqlite3' ? setUp(connection, lockTimeoutMs) : setUpBetter(connection, lockTimeoutMs);
  return makeKnex({
    client,
    connection: { filename: sqliteFile(url) ?? '' },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: callbackify(setUpConnection),
    },
    acquireConnectionTimeout: acquireTimeoutMs,
    log: SILENT_LOG,
  });
}

/**
 * Knex loads the driver, so that it must be found from where Knex is. Where both are installed, `sqlite3` is used: it
 * does not block the thread of the process while it waits for a lock.
 *
 * @throws {TypeError} when neither is installed. Knex would print a page, and name only one of them.
 */
function sqliteDriver(): 'sqlite3' | 'better-sqlite3' {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('knex'));
  for (const driver of ['sqlite3', 'better-sqlite3'] as const) {
    try {
      resolve(driver);
      return driver;
    } catch {
      // Not installed.
    }
  }
  throw new TypeError('A SQLite URL needs a driver: install "sqlite3" or "better-sqlite3" beside "knex".');
}

interface BetterSqliteConnection {
  pragma(statement: string): unknown;
}

async function setUpBetter(connection: BetterSqliteConnection, lockTimeoutMs: number): Promise<void> {
  for (const pragma of pragmas(lockTimeoutMs)) connection.pragma(pragma);
  await retry(async () => connection.pragma(JOURNAL));
}

interface SqliteConnection extends RowsConnection {
  exec(statements: string, done: (error: Error | null) => void): void;
}

async function setUp(connection: SqliteConnection, lockTimeoutMs: number): Promise<void> {
  cacheStatements(connection);
  const exec = promisify(connection.exec.bind(connection));
  for (const pragma of pragmas(lockTimeoutMs)) await exec(`PRAGMA ${pragma}`);
  // When processes open a new file at once, one of them changes its journal. SQLite can report to the others that the
  // file is busy without having waited.
  await retry(() => exec(`PRAGMA ${JOURNAL}`));
}

const JOURNAL = 'journal_mode = WAL';

function pragmas(lockTimeoutMs: number): readonly string[] {
  return [
    `busy_timeout = ${lockTimeoutMs}`,
    'foreign_keys = ON',
    // With NORMAL, the last commits can be lost when the machine loses power, and idempotency keys with them. FULL costs
    // one sync of the file for each commit.
    'synchronous = FULL',
  ];
}
