import { StorageUnavailableError, TransactionConflictError } from '@bailiwick/core';

/** SQLSTATEs of a transaction that lost against another one; a repeat will do. */
const CONFLICT_STATES = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
]);

/** SQLSTATEs, by beginning, of a server that cannot answer now. */
const UNAVAILABLE_STATES = [
  '08', // connection exceptions
  '25006', // read_only_sql_transaction: a standby, or a database set to read only
  '25P03', // idle_in_transaction_session_timeout
  '53', // insufficient resources: too many connections, disk full, out of memory
  '55P03', // lock_not_available: lock_timeout
  '57014', // query_canceled: statement_timeout
  '57P0', // shutdown, crash, starting up, idle_session_timeout
  '58', // system errors: input and output
];

/** Result codes of SQLite, by beginning: `better-sqlite3` gives the extended ones, such as `SQLITE_IOERR_WRITE`. */
const UNAVAILABLE_RESULTS = [
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_PROTOCOL',
  'SQLITE_NOMEM',
];

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  // This process, or the machine, has no descriptor or memory for another connection.
  'EMFILE',
  'ENFILE',
  'EAGAIN',
  'ENOBUFS',
  'ENOMEM',
]);

/**
 * Errors without any code, by the end of their message, since Knex writes the statement in front of it:
 * a connection that broke, could not be made in time, or a pool that was closed.
 */
const UNAVAILABLE_MESSAGES = [
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout expired',
  'Query read timeout',
  'Unable to acquire a connection',
];

/** Did the transaction lose against another one? */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return false;
  return CONFLICT_STATES.has(code) || isBusy(error) || isStaleReference(error);
}

/** Did SQLite wait for somebody else's lock, as long as it may? */
export function isBusy(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_BUSY') === true;
}

/** Did two users want one email address at the same instant? */
export function isEmailKeyConflict(error: unknown): boolean {
  return codeOf(error) === '23505' && constraintOf(error) === 'bailiwick_users_email_key';
}

/**
 * Is it the database that says what is wrong with a statement, or that it has waited for somebody's lock as long as it
 * may? What the statement did is taken back then.
 */
export function isAnswered(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isLockTimeout = error instanceof StorageUnavailableError && codeOf(error.cause) === '55P03';
  return isLockTimeout || 'severity' in error || codeOf(error)?.startsWith('SQLITE_') === true;
}

/** What a caller of the ports is told; anything that is not the storage's own condition is handed through. */
export function translateError(error: unknown): unknown {
  if (isConflict(error)) return new TransactionConflictError({ cause: error });
  if (isUnavailable(error)) return new StorageUnavailableError({ cause: error });
  return error;
}

/**
 * A foreign key of ours that fails. All rows that refer to another are written and deleted under locks, so
 * this happens only where a snapshot is older than a lock: when a host's REPEATABLE READ transaction
 * deletes a user and cannot see what was added meanwhile.
 */
function isStaleReference(error: unknown): boolean {
  return codeOf(error) === '23503' && constraintOf(error)?.startsWith('bailiwick_') === true;
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError') return true;
  const code = codeOf(error);
  if (code === null) return UNAVAILABLE_MESSAGES.some((message) => error.message.endsWith(message));
  if (NETWORK_CODES.has(code)) return true;
  const isState = /^[0-9A-Z]{5}$/.test(code);
  return (isState ? UNAVAILABLE_STATES : UNAVAILABLE_RESULTS).some((start) => code.startsWith(start));
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function constraintOf(error: unknown): string | null {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : null;
}
