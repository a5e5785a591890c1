// Is the schema the one that this release knows?
import type { Dialect } from '../dialect.js';
import type { Database } from '../database.js';
import type { SchemaCheck } from '../executor.js';
import { sql } from '../sql.js';
import { MIGRATIONS } from './index.js';
import { SchemaVersionError } from '../schema-version-error.js';
import { requireWholeSchema } from './whole-schema.js';

/** The table in which Knex records what has run; the name of its lock table is derived from it. */
export function migrationsTable({ names }: Dialect): string {
  return names.inDatabase('bailiwick_migrations');
}

/**
 * Before its first use, a storage checks that the schema is the one that it knows. After a success it does not check
 * again. Callers share only the result, and never a check in progress: that could be waiting for the very connection that
 * a host's transaction holds.
 */
export function schemaCheck(): SchemaCheck {
  let passed = false;
  return async (db) => {
    if (passed) return;
    await db.dialect.requireSchemaLocation(db);
    await db.dialect.requireSettings(db);
    const completed = await completedMigrations(db);
    refuseNewer(completed);
    if (completed.length < MIGRATIONS.length) {
      throw new SchemaVersionError(
        'not-migrated',
        'The database has no tables for this library, or those of an older release. Migrate it first: migrate(knex) makes them, with the tablePrefix of the storage if it has one.',
      );
    }
    await requireWholeSchema(db);
    passed = true;
  };
}

export async function completedMigrations(db: Database): Promise<string[]> {
  if (!(await db.dialect.hasTable(db, migrationsTable(db.dialect)))) return [];
  const rows = await db.rows<{ name: string }>(sql`SELECT name FROM bailiwick_migrations ORDER BY id`);
  return rows.map(({ name }) => name);
}

/** @throws {SchemaVersionError} */
export function refuseNewer(completed: readonly string[]): void {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = completed.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new SchemaVersionError(
    'newer',
    `The database is newer than this library, which does not know ${unknown.join(', ')}: upgrade the library.`,
  );
}
