import { StorageUnavailableError } from '@bailiwick/core';
import { SchemaVersionError } from '@bailiwick/storage-knex';

const NOT_MIGRATED =
  'The database has no tables for this server, or those of an older release: run the command "migrate" first.';
const NO_ANSWER = 'The database does not answer: check that it runs and that DATABASE_URL is right.';

/**
 * The advice to an operator about an error of a driver, by its code and its message. `words` is what the database says, for
 * where that names a table, a file or a host.
 */
const REASONS: readonly (readonly [reason: RegExp, sentence: (words: string) => string])[] = [
  [
    /^28000 .*pg_hba/,
    (words) => `The database lets nobody in like this: ${words}. Check DATABASE_URL and pg_hba.conf.`,
  ],
  [/^28/, () => 'The database refuses the user or the password: check both in DATABASE_URL.'],
  [/client password must be/, () => 'The database asks for a password, and DATABASE_URL has none.'],
  [/^3D000/, () => 'There is no such database: create it, or check the name at the end of DATABASE_URL.'],
  [
    /^42501/,
    (words) =>
      `The role in DATABASE_URL lacks a right: ${words}. docs/database-rights.md lists what it needs, for the server and for migrations.`,
  ],
  [/^25006/, () => 'The database is read-only: DATABASE_URL must name the primary.'],
  [/^53300/, () => 'The database takes no more connections: lower BAILIWICK_POOL_MAX, or raise its limit.'],
  [/^53|^SQLITE_FULL/, (words) => `The database has run out of room or memory: ${words}.`],
  [/^57P03/, () => 'The database is starting or stopping: try again in a moment.'],
  [
    /startup parameter/,
    () =>
      'What stands in front of the database refuses time bounds: set BAILIWICK_SESSION_BOUNDS=off, and the bounds on the role.',
  ],
  [
    /does not support SSL/,
    () =>
      'The database speaks no TLS, and DATABASE_URL asks for it: check its "sslmode", or turn TLS on in the database.',
  ],
  [
    /^(?:CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/,
    (words) =>
      `The TLS of the database cannot be trusted: ${words}. Check "sslmode" and "sslrootcert" in DATABASE_URL.`,
  ],
  [/^(?:ENOTFOUND|EAI_AGAIN)/, (words) => `The host in DATABASE_URL cannot be found: ${words}.`],
  [/^ENOENT/, (words) => `A file that DATABASE_URL names is not there: ${words}.`],
  [/^SQLITE_NOTADB/, () => 'The file in DATABASE_URL is no SQLite database: name another one.'],
  [
    /^SQLITE_(?:CANTOPEN|PERM|AUTH)/,
    () =>
      'The file in DATABASE_URL cannot be opened: it must be a file, and this user must be allowed to read and write it and its folder.',
  ],
  [
    /^SQLITE_READONLY/,
    () => 'The file in DATABASE_URL cannot be written: this user must be allowed to write it and its folder.',
  ],
  [
    /^SQLITE_(?:BUSY|LOCKED)|^55P03/,
    () => 'Another process holds the database for too long: try again when it has ended.',
  ],
  [
    /^SQLITE_CORRUPT|^XX00[12]/,
    (words) => `What is stored in the database is damaged: ${words}. Restore a backup.`,
  ],
  [
    /^MigrationLocked/,
    () =>
      'Another process migrates this database. If none does, an earlier one has died: set "is_locked" to 0 in bailiwick_migrations_lock.',
  ],
];

/** One sentence about why the database cannot be used, with the variable to look at; `null`: it is not the database. */
export function databaseFailure(error: unknown): string | null {
  if (error instanceof SchemaVersionError)
    return error.problem === 'not-migrated' ? NOT_MIGRATED : error.message;
  const isUnavailable = error instanceof StorageUnavailableError;
  const reason = isUnavailable ? error.cause : error;
  const otherwise = isUnavailable ? NO_ANSWER : null;
  if (!(reason instanceof Error)) return otherwise;
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : reason.name;
  // Codes of the operating system are also of the port that the server listens on.
  if (!isUnavailable && /^E[A-Z]+$/.test(code) && code !== 'ENOENT') return null;
  const words = wordsOf(reason);
  const [, sentence] = REASONS.find(([pattern]) => pattern.test(`${code} ${words}`)) ?? [];
  return sentence?.(words) ?? otherwise;
}

/** Knex writes the statement in front of what the database says; some of it has several lines. */
function wordsOf({ message }: Error): string {
  const words = message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return words.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}
