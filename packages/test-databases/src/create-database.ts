import { connect } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';
import type { CreatedDatabase } from './created-database.js';
import { PATIENCE } from './patience.js';
import { createPostgresDatabase } from './postgres.js';
import { createSqliteDatabase } from './sqlite.js';
import { Turns } from './turns.js';

export type DialectName = 'postgres' | 'sqlite';
export const DIALECTS: readonly DialectName[] = ['postgres', 'sqlite'];

export interface DatabaseOptions {
  /** Connections of `knex` at most; `BAILIWICK_TEST_POOL_MAX`, or 4, when left out. SQLite always has one. */
  readonly poolMax?: number;
  /** PostgreSQL: the level of transactions that do not name one. */
  readonly defaultIsolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Does it have the library's tables already? They are there when left out. */
  readonly migrated?: boolean;
  /** What the names of those tables begin with; the library's own choice when left out. */
  readonly tablePrefix?: string;
}

export interface TestDatabase {
  /** For `connect`, also in other processes. */
  readonly url: string;
  readonly knex: Knex;
  /** One more Knex, with as many connections as `knex` when it is not said; it ends with the database. */
  readonly connect: (poolMax?: number) => Knex;
  /** Ends every Knex and removes the database. */
  readonly destroy: () => Promise<void>;
}

/** A database of one's own, for one test. */
export async function createDatabase(
  dialect: DialectName,
  options: DatabaseOptions = {},
): Promise<TestDatabase> {
  const { poolMax = defaultPoolMax(), migrated = true, defaultIsolation = 'read committed' } = options;
  const { tablePrefix = 'bailiwick_' } = options;
  const leave = await turns.enter();
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

/** Test runners start all tests of a file at once, and the connections of a server are few. */
const turns = new Turns(4);

/** The whole suite also runs with a pool of one, where a statement that forgets its transaction never ends. */
function defaultPoolMax(): number {
  return Number(process.env['BAILIWICK_TEST_POOL_MAX'] ?? 4);
}
