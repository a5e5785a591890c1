import { postgresSubject, sqliteSubject, type KnexSubject } from './knex-subject.js';

/**
 * Every database, driver and level of isolation that the storage promises to work with, and each option once. Read
 * committed is the level of the role that serves, in `database-rights.test.ts`.
 */
type Setups = Readonly<Record<string, () => Promise<KnexSubject>>>;

export const POSTGRES_SETUPS: Setups = {
  'PostgreSQL, repeatable read': () => postgresSubject('repeatable read', { preparedStatements: true }),
  'PostgreSQL, serializable': () => postgresSubject('serializable'),
};

export const SQLITE_SETUPS: Setups = {
  'SQLite, sqlite3': () => sqliteSubject('sqlite3'),
  'SQLite, better-sqlite3 with big integers': () => sqliteSubject('better-sqlite3 with big integers'),
  'SQLite, better-sqlite3': () => sqliteSubject('better-sqlite3', { tablePrefix: 'bailiwick_too_' }),
};

/** All cases of a file run at once, so that on a busy machine each of them takes as long as the file. */
export const PATIENT = { caseTimeMaxMs: 300_000 };
