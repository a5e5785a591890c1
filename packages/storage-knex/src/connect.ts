import makeKnex, { type Knex } from 'knex';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { callbackify, promisify } from 'node:util';
import { keepStatements, type RowsConnection } from './kept-statements.js';
import { persistently } from './persistently.js';

export interface ConnectOptions {
  /** PostgreSQL: connections of this process at most; 10 when left out. SQLite always has one. */
  readonly poolMax?: number;
  /** How long a command waits for a connection of the pool, in milliseconds; 2,000 when left out. */
  readonly acquireTimeoutMs?: number;
  /** How long a new connection to PostgreSQL may take, in milliseconds; 2,000 when left out. */
  readonly connectTimeoutMs?: number;
  /** How long PostgreSQL works on one statement, in milliseconds; 5,000 when left out. */
  readonly statementTimeoutMs?: number;
  /** How long a statement waits for somebody else's lock, in milliseconds; 2,000 when left out. */
  readonly lockTimeoutMs?: number;
  /** PostgreSQL: how long a host's transaction may sit idle, in milliseconds; 10,000 when left out. */
  readonly idleInTransactionTimeoutMs?: number;
  /**
   * PostgreSQL: does each connection bring the three bounds above with it? It does when this is left out. PgBouncer refuses a connection
   * that does; with `false` they are to be set on the role or the database, where they also hold through
   * PgBouncer. This end gives up what is silent for longer than they allow in either case.
   */
  readonly sessionBounds?: boolean;
}

type Timing = Required<ConnectOptions>;

const DEFAULTS: Timing = {
  poolMax: 10,
  acquireTimeoutMs: 2_000,
  connectTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
  sessionBounds: true,
};

/** Knex prints what it throws as well; the caller logs what is thrown. */
const log: Knex.Logger = { warn: () => {} };

/** What a connection may be silent for on top of the longest silence that has a reason. */
const SILENCE_MARGIN_MS = 2_000;

/**
 * A Knex with bounds on everything that can hang: for `postgres://user:password@host/database`, with the
 * parameters that libpq knows (needs `pg`), or `sqlite:<file>` (needs `sqlite3` or `better-sqlite3`). It connects when it is first used; end it with
 * `knex.destroy()`. Through PgBouncer, in transaction mode too, it works with `sessionBounds: false`.
 *
 * @throws {TypeError} for any other URL, and without the driver that it needs.
 */
export function connect(url: string, options: ConnectOptions = {}): Knex {
  const timing = { ...DEFAULTS, ...options };
  if (typeof url === 'string' && /^postgres(ql)?:\/\//.test(url) && URL.canParse(url))
    return connectPostgres(url, timing);
  const file = typeof url === 'string' ? sqliteFile(url) : null;
  if (file !== null) return connectSqlite(file, timing);
  throw new TypeError(
    'The database URL must look like "postgres://user:password@host:5432/database" or "sqlite:./file.sqlite".',
  );
}

function connectPostgres(url: string, timing: Timing): Knex {
  // Knex closes a connection that broke while it was idle, and nobody else hears of it. One that is in
  // use can fall silent without breaking, and then only this end can notice: TCP gives up after minutes.
  // Nothing else is silent for longer: not a statement, not a host's transaction, not an unused connection.
  const silenceMs = Math.max(timing.statementTimeoutMs, timing.idleInTransactionTimeoutMs);
  return makeKnex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'bailiwick',
      connectionTimeoutMillis: timing.connectTimeoutMs,
      ...(timing.sessionBounds ? sessionBounds(timing) : {}),
      keepAlive: true,
      stream: () => boundedSocket(silenceMs + SILENCE_MARGIN_MS),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: timing.poolMax, idleTimeoutMillis: silenceMs },
    acquireConnectionTimeout: timing.acquireTimeoutMs,
    log,
  });
}

function sessionBounds({ statementTimeoutMs, lockTimeoutMs, idleInTransactionTimeoutMs }: Timing) {
  return {
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
  };
}

function boundedSocket(silenceMaxMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceMaxMs, () => {
    socket.destroy(Object.assign(new Error('The database has fallen silent.'), { code: 'ETIMEDOUT' }));
  });
  return socket;
}

/** The file of `sqlite:./file`, `sqlite:/file` or `sqlite:///file`; two slashes alone would begin with a host. `null` of other URLs. */
export function sqliteFile(url: string): string | null {
  const [, file] = /^sqlite:(?:\/\/(?=\/))?(?!\/\/)(.+)$/.exec(url) ?? [];
  return file ?? null;
}

/**
 * One connection: SQLite has one writer anyway, and a connection that waits for its lock blocks one of
 * the few threads of the process, which the holder of the lock may be waiting for.
 */
function connectSqlite(filename: string, { acquireTimeoutMs, lockTimeoutMs }: Timing): Knex {
  const client = sqliteDriver();
  const setUpConnection = (connection: SqliteConnection & BetterSqliteConnection) =>
    client === 'sqlite3' ? setUp(connection, lockTimeoutMs) : setUpBetter(connection, lockTimeoutMs);
  return makeKnex({
    client,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: callbackify(setUpConnection),
    },
    acquireConnectionTimeout: acquireTimeoutMs,
    log,
  });
}

/**
 * Looked for from where Knex is, which loads it. `sqlite3` is taken where both are: it leaves the thread of the process
 * to others while it waits for a lock.
 *
 * @throws {TypeError} when there is neither: Knex would print a page, and name one of them only.
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
  await persistently(async () => connection.pragma(JOURNAL));
}

interface SqliteConnection extends RowsConnection {
  exec(statements: string, done: (error: Error | null) => void): void;
}

async function setUp(connection: SqliteConnection, lockTimeoutMs: number): Promise<void> {
  keepStatements(connection);
  const exec = promisify(connection.exec.bind(connection));
  for (const pragma of pragmas(lockTimeoutMs)) await exec(`PRAGMA ${pragma}`);
  // Of processes that open a new file at once, one changes its journal; others can be told that it is busy
  // without having waited.
  await persistently(() => exec(`PRAGMA ${JOURNAL}`));
}

const JOURNAL = 'journal_mode = WAL';

function pragmas(lockTimeoutMs: number): readonly string[] {
  return [
    `busy_timeout = ${lockTimeoutMs}`,
    'foreign_keys = ON',
    // With NORMAL, what was committed last can be lost when the machine loses power, and an idempotency key
    // with it. FULL costs one sync of the file for each commit.
    'synchronous = FULL',
  ];
}
