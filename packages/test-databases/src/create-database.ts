import { connect } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';
import type { CreatedDatabase } from './created-database.js';
import { PATIENCE } from './patience.js';
import { createPostgresDatabase } from './postgres.js';
import { createSqliteDatabase } from './sqlite.js';
import { Semaphore } from './semaphore.js';

export type DialectName = 'postgres' | 'sqlite';
export const DIALECTS: readonly DialectName[] = ['postgres', 'sqlite'];

export interface DatabaseOptions {
  /** The most connections of `knex`; by default `BAILIWICK_TEST_POOL_MAX`, or 4. SQLite always has one. */
  readonly poolMax?: number;
  /** PostgreSQL: the isolation level of transactions that do not name one. */
  readonly defaultIsolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Should the database have the library's tables already? By default it has. */
  readonly migrated?: boolean;
  /** The prefix of the names of those tables; by default that of the library. */
  readonly tablePrefix?: string;
}

export interface TestDatabase {
  /** The URL for `connect`, also in other processes. */
  readonly url: string;
  readonly knex: Knex;
  /** Opens another Knex, by default with as many connections as `knex`. It is closed with the database. */
  readonly connect: (poolMax?: number) => Knex;
  /** Closes every Knex and removes the database. */
  readonly destroy: () => Promise<void>;
}

/** Creates a database that one test has for itself. */
export async function createDatabase(
  dialect: DialectName,
  options: DatabaseOptions = {},
): Promise<TestDatabase> {
  const { poolMax = defaultPoolMax(), migrated = true, defaultIsolation = 'read committed' } = options;
  const { tablePrefix = 'bailiwick_' } = options;
  const leave = await semaphore.enter();
  const { url, remove } = await create(dialect, { migrated, defaultIsolation, tablePrefix }).catch(
    (error: unknown) => {
      leave();
      throw error;
    },
  );
  const opened: Knex[] = [];
  const open = (max = poolMax) => {
    const knex = connect(url, { ...PATIENCE, poolMax: max });
    opened.push(knex);
    return knex;
  };
  return {
    url,
    knex: open(),
    connect: open,
    async destroy() {
      await Promise.all(opened.map((knex) => knex.destroy()));
      await remove();
      leave();
    },
  };
}

function create(
  dialect: DialectName,
  options: Required<Omit<DatabaseOptions, 'poolMax'>>,
): Promise<CreatedDatabase> {
  return dialect === 'postgres' ? createPostgresDatabase(options) : createSqliteDatabase(options);
}

/** Limits the databases at a time: test runners start all tests of a file at once, and a server has few connections. */
const semaphore = new Semaphore(4);

/** The whole suite also runs with a pool of one, where a statement outside its open transaction never ends. */
function defaultPoolMax(): number {
  return Number(process.env['BAILIWICK_TEST_POOL_MAX'] ?? 4);
}
