import type { Knex } from 'knex';
import { dialectOf, type Dialect } from '../dialect.js';
import { database, ownTransaction } from '../executor.js';
import { persistently } from '../persistently.js';
import { isOfMissingRights } from '../translate-error.js';
import type { TablePrefixOptions } from '../table-prefix.js';
import { MIGRATIONS } from './index.js';
import type { Migration } from './migration.js';
import { requireWholeSchema } from './whole-schema.js';
import { completedMigrations, migrationsTable, refuseNewer } from './schema-version.js';

export interface MigrateOptions extends TablePrefixOptions {
  /** Called after each migration, with its name. */
  readonly onProgress?: (name: string) => void;
}

/**
 * Brings the schema up to date, all of it or nothing, and resolves to the names of what was applied. Of
 * processes that start together, one migrates and the others wait for it. What takes long on a large
 * database needs a Knex without the bounds of `connect`, which gives up a connection that is silent.
 *
 * @throws {SchemaVersionError} when the database is newer than this library.
 * @throws {TypeError} for a table prefix that cannot be one.
 */
export async function migrate(knex: Knex, options: MigrateOptions = {}): Promise<string[]> {
  if (await isUpToDate(knex, options)) return [];
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
 * Nothing to apply is nothing to lock: a server then starts with a role that may not write to the tables of Knex, or
 * on a database that is read-only for the moment.
 */
async function isUpToDate(knex: Knex, options: TablePrefixOptions): Promise<boolean> {
  const db = database(knex, dialectOf(knex, options));
  const completed = await persistently(async () => {
    await db.dialect.requirePlace(db);
    return completedMigrations(db);
  });
  refuseNewer(completed);
  if (completed.length < MIGRATIONS.length) return false;
  await requireWholeSchema(db);
  return true;
}

/** Takes all of the library's tables away, with everything in them, and resolves to the names of what was undone. */
export async function rollback(knex: Knex, options: TablePrefixOptions = {}): Promise<string[]> {
  return alone(knex, options, async (trx, dialect) => {
    const [, undone] = await trx.migrate.rollback(config(dialect), true);
    return undone as string[];
  });
}

/**
 * Runs `work` in one transaction that holds the lock on migrations. Knex has a lock of its own, a row that
 * stays locked for ever when the process dies; here that row shares the fate of the transaction.
 */
async function alone<T>(
  knex: Knex,
  options: TablePrefixOptions,
  work: (trx: Knex.Transaction, dialect: Dialect) => Promise<T>,
): Promise<T> {
  const dialect = dialectOf(knex, options);
  // A copy, since migrations switch `wrapIdentifier` and `postProcessResponse` off for good.
  const copy = knex.withUserParams(knex.userParams);
  const once = () =>
    ownTransaction(
      copy,
      dialect,
      async (trx) => {
        const db = database(trx, dialect);
        await dialect.requirePlace(db);
        refuseNewer(await completedMigrations(db));
        return work(trx, dialect);
      },
      dialect.migrationBegin,
    );
  return persistently(once).catch((error: unknown) => {
    // No moment will come in which a role has rights that nobody gives it: whoever migrates is told which.
    throw isOfMissingRights(error) ? error.cause : error;
  });
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
