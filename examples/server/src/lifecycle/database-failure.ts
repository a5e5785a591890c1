import { StorageUnavailableError } from '@bailiwick/core';
import { SchemaVersionError } from '@bailiwick/storage-knex';

const NOT_MIGRATED =
  'The database has no tables for this server, or those of an older release: run the command "migrate" first.';
const UNKNOWN = 'The database cannot be used now: its log may say why.';

/**
 * The advice about one class of failures. `words` is the message of the database, which may name a table, a file or a
 * host.
 */
type Reason = readonly [failure: RegExp, sentence: (words: string) => string];

/**
 * The advice for an operator, by the code and the message of an error: the first that matches. Every class of errors for
 * which storage counts as unavailable has its own, since "check that the database runs" is wrong whenever it answered.
 */
const REASONS: readonly Reason[] = [
  // The network, and the limits of this machine.
  [
    /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)|timeout expired$|due to connection timeout$/,
    () => 'The database does not answer: check that it runs, and the host and the port in DATABASE_URL.',
  ],
  [/^(?:ENOTFOUND|EAI_AGAIN)/, (words) => `The host in DATABASE_URL cannot be found: ${words}.`],
  [
    /^(?:08(?!P01)|40003|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT)|Connection terminated|connection error|not queryable$|aborted$/,
    (words) =>
      `The connection to the database broke: ${words}. Check that DATABASE_URL names a PostgreSQL server, and its log.`,
  ],
  [
    /^(?:EMFILE|ENFILE)/,
    () =>
      'This process may not open more files: raise "ulimit -n", or lower BAILIWICK_CONNECTIONS_MAX and BAILIWICK_POOL_MAX.',
  ],
  [
    /^(?:EAGAIN|ENOBUFS|ENOMEM|SQLITE_NOMEM)/,
    (words) => `This machine has no memory left for the database: ${words}.`,
  ],
  [
    /^KnexTimeoutError|Unable to acquire a connection$/,
    () =>
      'No connection to the database became free within BAILIWICK_ACQUIRE_TIMEOUT_MS: raise BAILIWICK_POOL_MAX, or check what keeps the database busy.',
  ],
  // The user, the password and the encryption of the connection.
  [
    /^28000 .*pg_hba/,
    (words) => `The database does not allow this connection: ${words}. Check DATABASE_URL and pg_hba.conf.`,
  ],
  [/^28/, () => 'The database refuses the user or the password: check both in DATABASE_URL.'],
  [/client password must be/, () => 'The database requires a password, but DATABASE_URL has none.'],
  [
    /^Error SASL: /,
    (words) => `The database requires a way to log in that this server does not know: ${words}.`,
  ],
  [
    /startup parameter/,
    () =>
      'The proxy in front of the database refuses time limits: set BAILIWICK_SESSION_BOUNDS=off, and set the limits for the role.',
  ],
  [/^08P01/, (words) => `The database, or a proxy in front of it, did not understand this server: ${words}.`],
  [
    /does not support SSL/,
    () =>
      'The database does not support TLS, but DATABASE_URL requires it: check its "sslmode", or enable TLS in the database.',
  ],
  [
    /^(?:CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)|establishing an SSL/,
    (words) =>
      `The TLS of the database cannot be trusted: ${words}. Check "sslmode" and "sslrootcert" in DATABASE_URL.`,
  ],
  [/^ENOENT/, (words) => `A file named in DATABASE_URL does not exist: ${words}.`],
  [/^(?:EACCES|EPERM|EISDIR)/, (words) => `A file named in DATABASE_URL cannot be read: ${words}.`],
  [
    /^(?:26000|42P05)/,
    (words) =>
      `A proxy in front of the database mixes up prepared statements: ${words}. Set BAILIWICK_PREPARED_STATEMENTS=off.`,
  ],
  // Which database, and what is in it.
  [
    /^(?:3D000|57P04)/,
    () => 'There is no such database: create it, or check the name at the end of DATABASE_URL.',
  ],
  [
    /^3F000/,
    (words) =>
      `There is no such schema: ${words}. Create it, or check "search_path" in DATABASE_URL or of the role.`,
  ],
  [
    /^42501/,
    (words) =>
      `The role in DATABASE_URL lacks a right: ${words}. docs/database-rights.md lists the rights for the server and for migrations.`,
  ],
  [
    /^(?:42P01|42P10|42703|42704|42883)|\bno such (?:table|column|view|index|function): |does not match any/,
    (words) =>
      `The database lacks a part of the schema: ${words}. If a restore is under way, wait for its end; otherwise restore a backup.`,
  ],
  [/^SQLITE_NOTADB/, () => 'The file in DATABASE_URL is not a SQLite database: name another file.'],
  [/^Error The file .* is gone$/, (words) => `${words}: stop the server, and restore a backup.`],
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
    /^(?:SQLITE_CORRUPT|XX00[12])/,
    (words) => `The data in the database is damaged: ${words}. Restore a backup.`,
  ],
  [/^XX/, (words) => `The database has an internal error: ${words}. Its log says more.`],
  // Its limits, and what else it does.
  [/^25006/, () => 'The database is read-only: DATABASE_URL must name the primary.'],
  [
    /^53300/,
    () =>
      'The database accepts no more connections: lower BAILIWICK_POOL_MAX, or raise the limit of the database.',
  ],
  [/^(?:53|SQLITE_FULL)/, (words) => `The database has run out of space or memory: ${words}.`],
  [
    /^(?:58|SQLITE_IOERR|SQLITE_NOLFS)/,
    (words) => `The database cannot read or write its files: ${words}. Check its disk.`,
  ],
  [/^F0/, (words) => `The configuration of the database is not valid: ${words}.`],
  [/^54/, (words) => `A statement exceeds a limit of the database: ${words}.`],
  [
    /^57014|Query read timeout$/,
    (words) =>
      `The database stopped a statement: ${words}. If it only needs more time, raise BAILIWICK_STATEMENT_TIMEOUT_MS; with BAILIWICK_SESSION_BOUNDS=off, the limit of the role applies.`,
  ],
  [
    /^25P0[34]/,
    (words) =>
      `The database ended a transaction: ${words}. Check BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS, and the limits of the role.`,
  ],
  [
    /^(?:SQLITE_BUSY|SQLITE_LOCKED|SQLITE_PROTOCOL|55P03)/,
    () =>
      'Another process has locked the database for longer than BAILIWICK_LOCK_TIMEOUT_MS: try again when it has finished.',
  ],
  [/^(?:55|72)/, (words) => `The database cannot do this now: ${words}. Try again in a moment.`],
  [/^57P03/, () => 'The database is starting or stopping: try again in a moment.'],
  [
    /^57P/,
    (words) => `The database ended the connection: ${words}. Try again in a moment, and check its log.`,
  ],
  [
    /^MigrationLocked/,
    () =>
      'Another process is migrating this database. If there is none, an earlier one has crashed: set "is_locked" to 0 in bailiwick_migrations_lock.',
  ],
];

/** Explains in a sentence why the database cannot be used, and which variable to check; `null` for other errors. */
export function databaseFailure(error: unknown): string | null {
  const isUnavailable = error instanceof StorageUnavailableError;
  const reason = isUnavailable ? error.cause : error;
  if (reason instanceof SchemaVersionError) return schemaFailure(reason);
  if (!(reason instanceof Error)) return isUnavailable ? UNKNOWN : null;
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : reason.name;
  const isOfDatabase = isUnavailable || 'severity' in reason || /^(?:SQLITE_|MigrationLocked)/.test(code);
  // The files are those that DATABASE_URL names. Other codes of the operating system come from a port to listen on.
  if (!isOfDatabase && !('path' in reason)) return null;
  const words = wordsOf(reason);
  const [, sentence] = REASONS.find(([failure]) => failure.test(`${code} ${words}`)) ?? [];
  if (sentence !== undefined) return sentence(words);
  return isOfDatabase ? `The database refused a statement or failed: ${words} (${code}).` : null;
}

function schemaFailure({ problem, message }: SchemaVersionError): string {
  if (problem === 'not-migrated') return NOT_MIGRATED;
  if (problem === 'misplaced') return `${message} Check "search_path" in DATABASE_URL and of the role.`;
  return message;
}

/** Removes the statement, which Knex puts in front of the message of the database, and the line breaks. */
function wordsOf({ message }: Error): string {
  const words = message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return words.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}
