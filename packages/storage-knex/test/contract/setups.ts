import { postgresSubject, sqliteSubject, type KnexSubject } from './knex-subject.js';

/** Every database, driver and level of isolation that the storage promises to work with. */
export const SETUPS = {
  'PostgreSQL, read committed': () => postgresSubject({ defaultIsolation: 'read committed' }),
  'PostgreSQL, repeatable read': () => postgresSubject({ defaultIsolation: 'repeatable read' }),
  'PostgreSQL, serializable': () => postgresSubject({ defaultIsolation: 'serializable' }),
  'SQLite, sqlite3': () => sqliteSubject('sqlite3'),
  'SQLite, better-sqlite3': () => sqliteSubject('better-sqlite3'),
} satisfies Readonly<Record<string, () => Promise<KnexSubject>>>;
