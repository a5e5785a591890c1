import { StorageUnavailableError } from '@bailiwick/core';
import { SchemaVersionError } from '@bailiwick/storage-knex';

const NOT_MIGRATED =
  'The database has no tables for this server, or those of an older release: run the command "migrate" first.';
const NO_ANSWER = 'The database does not answer: check that it runs and that DATABASE_URL is right.';

/**
 * The advice for an operator about an error of a driver, by its code and its message. `words` is the message of the
 * database, which may name a table, a file or a host.
 */
const REASONS: readonly (readonly [reason: RegExp, sentence: (words: string) => string])[] = [
  [
    /^28000 .*pg_hba/,
    (words) => `The database does not allow this connection: ${words}. Check DATABASE_URL and pg_hba.conf.`,
  ],
  [/^28/, () => 'The database refuses the user or the password: check both in DATABASE_URL.'],
  [/client password must be/, () => 'The database requires a password, but DATABASE_URL has none.'],
  [/^3D000/, () => 'There is no such database: create it, or check the name at the end of DATABASE_URL.'],
  [
    /^42501/,
    (words) =>
      `The role in DATABASE_URL lacks a right: ${words}. docs/database-rights.md lists the rights for the server and for migrations.`,
  ],
  [/^25006/, () => 'The database is read-only: DATABASE_URL must name the primary.'],
  [
    /^53300/,
    () =>
      'The database accepts no more connections: lower BAILIWICK_POOL_MAX, or raise the limit of the database.',
  ],
  [/^53|^SQLITE_FULL/, (words) => `The database has run out of space or memory: ${words}.`],
  [/^57P03/, () => 'The database is starting or stopping: try again in a moment.'],
  [
    /startup parameter/,
    () =>
      'The proxy in front of the database refuses time limits: set BAILIWICK_SESSION_BOUNDS=off, and set the limits for the role.',
  ],
  [
    /does not support SSL/,
    () =>
      'The database does not support TLS, but DATABASE_URL requires it: check its "sslmode", or enable TLS in the database.',
  ],
  [
    /^(?:CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/,
    (words) =>
      `The TLS of the database cannot be trusted: ${words}. Check "sslmode" and "sslrootcert" in DATABASE_URL.`,
  ],
  [/^(?:ENOTFOUND|EAI_AGAIN)/, (words) => `The host in DATABASE_URL cannot be found: ${words}.`],
  [/^ENOENT/, (words) => `A file named in DATABASE_URL does not exist: ${words}.`],
  [/^SQLITE_NOTADB/, () => 'The file in DATABASE_URL is not a SQLite database: name another file.'],
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
    () => 'Another process has locked the database for too long: try again when it has finished.',
  ],
  [
    /^SQLITE_CORRUPT|^XX00[12]/,
    (words) => `The data in the database is damaged: ${words}. Restore a backup.`,
  ],
  [
    /^MigrationLocked/,
    () =>
      'Another process is migrating this database. If there is none, an earlier one has crashed: set "is_locked" to 0 in bailiwick_migrations_lock.',
  ],
];

/** Explains in a sentence why the database cannot be used, and which variable to check; `null` for other errors. */
export function databaseFailure(error: unknown): string | null {
  if (error instanceof SchemaVersionError)
    return error.problem === 'not-migrated' ? NOT_MIGRATED : error.message;
  const isUnavailable = error instanceof StorageUnavailableError;
  const reason = isUnavailable ? error.cause : error;
  const otherwise = isUnavailable ? NO_ANSWER : null;
  if (!(reason instanceof Error)) return otherwise;
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : reason.name;
  // Codes of the operating system may also come from the port that the server listens on.
  if (!isUnavailable && /^E[A-Z]+$/.test(code) && code !== 'ENOENT') return null;
  const words = wordsOf(reason);
  const [, sentence] = REASONS.find(([pattern]) => pattern.test(`${code} ${words}`)) ?? [];
  return sentence?.(words) ?? otherwise;
}

/** Removes the statement, which Knex puts in front of the message of the database, and the line breaks. */
function wordsOf({ message }: Error): string {
  const words = message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return words.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}
