import {
  connect,
  knexStorage,
  type PreparedStatementsOptions,
  type TablePrefixOptions,
} from '@bailiwick/storage-knex';
import { StorageUnavailableError, type Storage } from '@bailiwick/core';
import type { BeginOutage, ContractSubject } from '@bailiwick/core/contract';
import { createDatabase, TcpProxy } from '@bailiwick/test-databases';
import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';
import { betterSqlite } from '../support/better-sqlite.js';
import { requireRightRoots } from '../support/require-right-roots.js';
import { borrowDatabase, type IsolationLevel } from './reused-databases.js';
import { rowsReadByPlan } from './rows-read-by-plan.js';

export type KnexSubject = ContractSubject<Knex.Transaction>;

/** What the storage is put on, instead of the Knex that there is; see the mutants. */
export type Wrap = (knex: Knex, another: Knex) => Knex;

/** Mutants race on connections of their own, also where everybody else has to do with one. */
const RIVALS_MAX = 4;

/** Bounds of the handle that suffers: short, since somebody waits for each of them. */
const SUFFERING = {
  acquireTimeoutMs: 400,
  connectTimeoutMs: 400,
  statementTimeoutMs: 400,
  lockTimeoutMs: 400,
  idleInTransactionTimeoutMs: 400,
  poolMax: 12,
};

const BUSY_TIMEOUT_MS = 20;

/** The bounds one after the other, the margin of a silent connection, and a machine that is busy. */
const PATIENCE_MS = 15_000;

/** Rivals of one case may also wait for each other, for a moment. What they wait for here is a transaction that stays open. */
const WAITS_FOR_A_HOST = `
  SELECT 1 FROM pg_stat_activity a WHERE a.datname = current_database() AND a.wait_event_type = 'Lock' AND EXISTS (
    SELECT 1 FROM pg_stat_activity host
    WHERE host.state = 'idle in transaction' AND host.pid = ANY (pg_blocking_pids(a.pid)))`;

interface PostgresOptions extends PreparedStatementsOptions {
  readonly wrap?: Wrap;
  readonly prepare?: (knex: Knex) => Promise<void>;
}

/** `prepare`: what is changed in the database beforehand; it is then not used again. */
export async function postgresSubject(
  level: IsolationLevel = 'read committed',
  options: PostgresOptions = {},
): Promise<KnexSubject> {
  if (options.wrap !== undefined || options.prepare !== undefined) return mutantSubject(level, options);
  const { url, knex: observer, pool, giveBack } = await borrowDatabase(level);
  return subjectOn(url, {
    observer,
    pool,
    knex: pool,
    options,
    async close() {
      await requireRightRoots(observer);
      await giveBack();
    },
  });
}

async function mutantSubject(
  level: IsolationLevel,
  { wrap, prepare, ...options }: PostgresOptions,
): Promise<KnexSubject> {
  const database = prepare === undefined ? await borrowDatabase(level) : await createDatabase('postgres');
  const observer = database.knex;
  await prepare?.(observer);
  const pool = database.connect(RIVALS_MAX);
  return subjectOn(database.url, {
    observer,
    pool,
    knex: wrap?.(pool, observer) ?? pool,
    options,
    async close() {
      await pool.destroy();
      await ('giveBack' in database ? database.giveBack() : database.destroy());
    },
  });
}

/** As the role that `docs/database-rights.md` lets serve, on pools that are used again; see `reused-databases.ts`. */
export function servingSubject(
  url: string,
  observer: Knex,
  pool: Knex,
  close: () => Promise<void>,
): KnexSubject {
  return subjectOn(url, { observer, pool, knex: pool, options: {}, close });
}

interface Connected {
  /** Sees what all the others do. */
  readonly observer: Knex;
  readonly pool: Knex;
  /** What the storage is put on: the pool, or what wraps it. */
  readonly knex: Knex;
  readonly options: PreparedStatementsOptions;
  readonly close: () => Promise<void>;
}

function subjectOn(url: string, { observer, pool, knex, options, close }: Connected): KnexSubject {
  const beginOutage =
    (what: 'requests' | 'answers'): BeginOutage =>
    async () => {
      const proxy = await TcpProxy.to(url);
      const suffering = connect(proxy.url, SUFFERING);
      const storage = knexStorage(suffering);
      await untilItAnswers(storage);
      proxy.swallow({ [what]: true });
      return {
        storage,
        patienceMs: PATIENCE_MS,
        async end() {
          proxy.swallow({ [what]: false });
        },
        async close() {
          await suffering.destroy();
          proxy.close();
        },
      };
    };
  return {
    storage: knexStorage(knex, options),
    hostTransaction: (work) => knex.transaction(work),
    untilBlocked: (signal) =>
      until(signal, async () => {
        if (waitsForConnection(pool)) return true;
        const { rows } = await observer.raw(WAITS_FOR_A_HOST);
        return rows.length > 0;
      }),
    unreachable: beginOutage('requests'),
    silenced: beginOutage('answers'),
    // Within one transaction, whose figures nobody else disturbs: rows of tables that were scanned, and
    // entries of indexes that were read.
    rowsRead: (work) =>
      knex.transaction(async (trx) => {
        const rowsRead = async () => {
          const { rows } = await trx.raw(
            `SELECT sum(pg_stat_get_xact_tuples_returned(oid))::int AS count FROM pg_class
             WHERE relname LIKE 'bailiwick\\_%' AND relkind IN ('r', 'i')`,
          );
          return rows[0].count as number;
        };
        const before = await rowsRead();
        await work(knexStorage(knex).within(trx));
        return (await rowsRead()) - before;
      }),
    close,
  };
}

export async function sqliteSubject(
  driver: 'sqlite3' | 'better-sqlite3' | 'better-sqlite3 with big integers',
  { wrap = (knex) => knex, ...prefix }: { readonly wrap?: Wrap } & TablePrefixOptions = {},
): Promise<KnexSubject> {
  const database = await createDatabase('sqlite', prefix);
  const opened: Knex[] = [];
  const open = (options = {}) => {
    const knex =
      driver === 'sqlite3'
        ? connect(database.url, options)
        : betterSqlite(database.url, { safeIntegers: driver.endsWith('big integers') });
    opened.push(knex);
    return knex;
  };
  const inner = driver === 'sqlite3' ? database.knex : open();
  const knex = wrap(inner, inner);
  return {
    storage: knexStorage(knex, prefix),
    hostTransaction: (work) => knex.transaction(work),
    untilBlocked: (signal) => until(signal, async () => waitsForConnection(inner)),
    unreachable: async () => lockedOut(open(), open(SUFFERING), prefix),
    silenced: { notApplicable: 'It runs in this process: an answer is the return of a function call.' },
    rowsRead: (work) => rowsReadByPlan(inner, () => work(knexStorage(knex, prefix))),
    async close() {
      if (knex === inner) await requireRightRoots(inner, prefix.tablePrefix);
      await Promise.all(opened.map((other) => other.destroy()));
      await database.destroy();
    },
  };
}

/**
 * Another process that writes and writes: the worst that can happen to a file short of losing it. Both are
 * of one driver, since two libraries of SQLite in one process do not see each other's locks.
 */
async function lockedOut(other: Knex, suffering: Knex, prefix: TablePrefixOptions) {
  const storage = knexStorage(suffering, prefix);
  await untilItAnswers(storage);
  // `better-sqlite3` blocks the thread while it waits, and `connect` does not set for how long.
  await suffering.raw(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  const holder = await other.transaction();
  await holder.raw('CREATE TABLE held (id INTEGER)');
  let isOver = false;
  return {
    storage,
    patienceMs: PATIENCE_MS,
    async end() {
      if (!isOver) await holder.rollback();
      isOver = true;
    },
    close: () => suffering.destroy(),
  };
}

/** Resolves when the storage has a connection, which its short timeouts do not allow for on a busy machine. */
async function untilItAnswers(storage: Storage<Knex.Transaction>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await storage.ping();
    } catch (error) {
      if (!(error instanceof StorageUnavailableError) || performance.now() > deadline) throw error;
    }
  }
}

/** Somebody waits for a connection that somebody else has, and not only for a new one to be made. */
function waitsForConnection(knex: Knex): boolean {
  const { pool } = knex.client;
  return pool.numPendingAcquires() > 0 && pool.numUsed() >= pool.max;
}

async function until(signal: AbortSignal, condition: () => Promise<boolean>): Promise<void> {
  while (!signal.aborted && !(await condition())) await setTimeout(1);
}
