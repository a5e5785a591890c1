import { createDatabase, type DialectName, type TestDatabase } from '@bailiwick/test-databases';
import type { Teardowns } from './fleet.js';
import { runFaults, type Report } from './run.js';
import type { Query } from './stored-state.js';

/** Each kind of fault has its turn, regardless of the seed. */
const KINDS = ['PostgreSQL crashes', 'servers on SQLite', 'servers on PostgreSQL'] as const;

/**
 * Runs the seed on a separate database. `crash` kills the PostgreSQL server of the tests and starts it again.
 */
export async function runSeed(
  t: Teardowns,
  seed: number,
  crash: (() => Promise<void>) | null,
): Promise<Report & { name: string }> {
  const name = KINDS[seed % KINDS.length] ?? KINDS[0];
  const dialect = name === 'servers on SQLite' ? 'sqlite' : 'postgres';
  const isCrash = name === 'PostgreSQL crashes';
  if (isCrash && crash === null)
    throw new RangeError(`Seed ${seed} crashes PostgreSQL, and nobody said how.`);
  const database = await createDatabase(dialect, { migrated: false });
  t.teardown(() => database.destroy());
  const { url } = database;
  const report = await runFaults(t, seed, {
    url,
    dialect,
    query: asker(database, dialect),
    crash: isCrash ? crash : null,
  });
  return { name, ...report };
}

/** Queries through a connection of the test itself. */
export function asker({ knex }: TestDatabase, dialect: DialectName): Query {
  return async (sql) => {
    const result = await knex.raw(sql);
    return dialect === 'postgres' ? result.rows : result;
  };
}
