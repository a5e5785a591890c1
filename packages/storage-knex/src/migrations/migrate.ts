// How are migrations applied to a database, and rolled back?
import type { Knex } from 'knex';
import { dialectOf } from '../choose-database.js';
import { database } from '../database.js';
import type { Dialect } from '../dialect.js';
import { ownTransaction } from '../executor.js';
import { retry } from '../retry.js';
import type { TablePrefixOptions } from '../table-prefix.js';
import { MIGRATIONS } from './index.js';
import type { Migration } from './migration.js';
import { explainRefusal } from './refused-migration.js';
import { requireWholeSchema } from './whole-schema.js';
import { completedMigrations, migrationsTable, refuseNewer } from './schema-version.js';

export interface MigrateOptions extends TablePrefixOptions {
  /** Called after each migration, with its name; by default nothing is. */
  readonly onProgress?: (name: string) => void;
}

/**
 * Brings the schema up to date, all of it or nothing, and resolves to the names of the migrations that it applied. When
 * several processes start at once, one migrates and the others wait for it. A migration that takes long on a large
 * database needs a Knex without the bounds of `connect`, which closes a silent connection.
 *
 * @throws {SchemaVersionError} when the database is newer than this library, and when it refuses the migration: because
 * something of the same name is there, the role lacks a right, or half of the schema is gone. Then nothing was changed.
 * @throws {TypeError} for a table prefix that cannot be one.
 *
 * @example
 * const knex = connect('sqlite:./platform.sqlite');
 * await migrate(knex);
 */
export async function migrate(knex: Knex, options: MigrateOptions = {}): Promise<string[]> {
  if (await isUpToDate(knex, options).catch(rethrowExplained)) return [];
  return alone(knex, options, async (trx, dialect) => {
    const [, applied] = await trx.migrate.latest({
      ...config(dialect),
      afterEach: async (_trx, migrations) =>
        (migrations as Migration[]).forEach(({ name }) => options.onProgress?.(name)),
    });
    return applied as string[];
  });
}

/**
 * With nothing to apply there is nothing to lock. A server then also starts with a role that may not write to the tables
 * of Knex, or on a database that is read-only for the moment.
 */
async function isUpToDate(knex: Knex, options: TablePrefixOptions): Promise<boolean> {
  const db = database(knex, dialectOf(knex, options));
  const completed = await retry(async () => {
    await db.dialect.requireSchemaLocation(db);
    return completedMigrations(db);
  });
  refuseNewer(completed);
  if (completed.length < MIGRATIONS.length) return false;
  await requireWholeSchema(db);
  return true;
}

/**
 * Drops all tables of the library with their rows, and resolves to the names of the migrations that it undid.
 *
 * @throws {SchemaVersionError} as `migrate` does, and when tables or views of the host depend on those of the library.
 *
 * @example
 * await rollback(knex); // takes the last migration back, with everything in its tables
 */
export async function rollback(knex: Knex, options: TablePrefixOptions = {}): Promise<string[]> {
  return alone(knex, options, async (trx, dialect) => {
    const [, undone] = await trx.migrate.rollback(config(dialect), true);
    return undone as string[];
  });
}

/**
 * Runs `work` in one transaction that holds the lock on migrations. Knex has a lock of its own: a row that stays locked
 * for ever when the process dies. Here that row belongs to the transaction, and is rolled back with it.
 */
async function alone<T>(
  knex: Knex,
  options: TablePrefixOptions,
  work: (trx: Knex.Transaction, dialect: Dialect) => Promise<T>,
): Promise<T> {
  const dialect = dialectOf(knex, options);
  // Migrations switch `wrapIdentifier` and `postProcessResponse` off for good, hence the copy. `withUserParams` is not
  // documented (the peer range of Knex is ^3.3.0); remove it once Knex restores the two.
  const copy = knex.withUserParams(knex.userParams);
  const once = () =>
    ownTransaction(
      copy,
      dialect,
      async (trx) => {
        const db = database(trx, dialect);
        await dialect.requireSchemaLocation(db);
        refuseNewer(await completedMigrations(db));
        return work(trx, dialect);
      },
      dialect.migrationBegin,
    );
  return retry(once).catch(rethrowExplained);
}

function rethrowExplained(error: unknown): never {
  throw explainRefusal(error);
}

function config(dialect: Dialect): Knex.MigratorConfig {
  return { tableName: migrationsTable(dialect), migrationSource: migrationSource(dialect) };
}

function migrationSource(dialect: Dialect): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...MIGRATIONS],
    getMigrationName: ({ name }) => name,
    getMigration: async ({ up, down }) => ({
      up: (trx) => up(database(trx, dialect)),
      down: (trx) => down(database(trx, dialect)),
    }),
  };
}
