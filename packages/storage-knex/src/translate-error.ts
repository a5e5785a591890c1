// What does an error of a database mean for a caller of the ports?
import {
  isBailiwickError,
  RefusedByHostError,
  StorageUnavailableError,
  TransactionConflictError,
} from '@bailiwick/core';

/** SQLSTATEs of a transaction that lost against another one; a retry helps. */
const CONFLICT_STATES = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '25P02', // in_failed_sql_transaction: an earlier statement of the host failed
]);

/** Prefixes of SQLSTATEs of a server that cannot answer now, or not until an operator has fixed something. */
const UNAVAILABLE_STATES = [
  '08', // connection exceptions
  '25006', // read_only_sql_transaction: a standby, or a database set to read only
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '28', // invalid authorization: a password that was changed, a role that is gone
  '3D000', // invalid_catalog_name: no such database
  '3F000', // invalid_schema_name
  '40003', // statement_completion_unknown
  '42501', // insufficient_privilege
  '42P01', // undefined_table: half a schema, as while a backup is restored
  '42P10', // invalid_column_reference: no unique index for ON CONFLICT; a restore makes these last
  '42703', // undefined_column
  '42704', // undefined_object
  '42883', // undefined_function
  '53', // insufficient resources: too many connections, disk full, out of memory
  '54', // program limits, such as a max_stack_depth that is too small
  '55000', // object_not_in_prerequisite_state: a standby, an index that is being rebuilt
  '55006', // object_in_use: a database that is being dropped or copied
  '55P03', // lock_not_available: lock_timeout
  '57014', // query_canceled: statement_timeout
  '57P0', // shutdown, crash, starting up, idle_session_timeout
  '58', // system errors: input and output
  '72', // snapshot_too_old, up to PostgreSQL 16
  'F0', // configuration file errors
  'XX', // internal errors: what is stored is damaged, or was replaced under the server
];

/**
 * Prefixes of SQLSTATEs of a broken connection to a database that may be fine: its prepared statements are gone, the
 * server behind it is another one, or it was ended.
 */
const CONNECTION_STATES = [
  '26000', // invalid_sql_statement_name
  '42P05', // duplicate_prepared_statement: behind a pooler
  '25006',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P05', // idle_session_timeout
  '08',
];

/** Prefixes of result codes of SQLite: `better-sqlite3` has the extended ones, such as `SQLITE_IOERR_WRITE`. */
const UNAVAILABLE_RESULTS = [
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_PROTOCOL',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_NOMEM',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_LOCKED',
  'SQLITE_INTERRUPT',
  'SQLITE_SCHEMA',
  'SQLITE_NOLFS',
  'SQLITE_INTERNAL',
  // The connection was closed.
  'SQLITE_MISUSE',
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
]);

/** Node's codes for a server whose TLS does not work, or whose certificate it does not trust. */
const TLS_CODES =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** The process or the machine has no descriptor or memory left for another connection. */
const RESOURCE_CODES = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOBUFS', 'ENOMEM']);

/**
 * The messages of errors without a code: a connection that broke or could not be made in time, or a pool that was closed.
 * Only the end is compared, since Knex writes the statement in front of it.
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
  'aborted',
  'The database connection is not open',
];

/** Whether the transaction lost against another one. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return false;
  return CONFLICT_STATES.has(code) || isBusy(error) || isStaleReference(error);
}

/** Whether SQLite waited for a lock until its timeout. */
export function isBusy(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_BUSY') === true;
}

/** Whether the database itself reported the error, or that the statement reached its lock timeout. The statement is then rolled back. */
export function isAnswered(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof RefusedByHostError) return true;
  const isLockTimeout = error instanceof StorageUnavailableError && codeOf(error.cause) === '55P03';
  return isLockTimeout || 'severity' in error || codeOf(error)?.startsWith('SQLITE_') === true;
}

/** Whether the connection is broken. */
export function isOfConnection(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return isOfNobody(error);
  if (NETWORK_CODES.has(code) || isOfOldPlan(error)) return true;
  return CONNECTION_STATES.some((start) => code.startsWith(start));
}

/** Whether the connection may lead to a server that is not the primary any more. */
export function isOfAnotherServer(error: unknown): boolean {
  return codeOf(error) === '25006';
}

/** Whether the statement was refused before it did anything, because of the state of the connection. */
export function isRefusedByConnection(error: unknown): boolean {
  const code = codeOf(error);
  return code === '26000' || code === '42P05' || code === '25006' || isOfOldPlan(error);
}

/**
 * A prepared statement whose tables were made anew fails with 0A000, feature_not_supported, as much else does. Its message
 * is in the language of the server, so that only the function of PostgreSQL that reports it tells it apart.
 */
function isOfOldPlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && textOf(error, 'routine') === 'RevalidateCachedQuery';
}

/** Returns the error for a caller of the ports. An error that is no condition of the storage stays as it is. */
export function translateError(error: unknown): unknown {
  if (isBailiwickError(error)) return error;
  if (isConflict(error)) return new TransactionConflictError({ cause: error });
  if (isRaisedByHost(error)) return new RefusedByHostError({ cause: error });
  if (isUnavailable(error)) return new StorageUnavailableError({ cause: error });
  if (isOfHostsRule(error)) return new RefusedByHostError({ cause: error });
  return error;
}

/**
 * Functions of PostgreSQL that report only what a host has added, under whatever SQLSTATE it has chosen: RAISE in a
 * function, and a policy on rows. Apart from conflicts, no function of the library raises an exception.
 */
const HOSTS_ROUTINES = new Set(['exec_stmt_raise', 'ExecWithCheckOptions']);

function isRaisedByHost(error: unknown): boolean {
  return HOSTS_ROUTINES.has(textOf(error, 'routine') ?? '');
}

/**
 * Whether a rule that a host added to the tables refused the statement: a constraint, a trigger, the expression of a
 * column. The core lets no value through that the columns cannot hold. Apart from {@link isStaleReference}, a statement
 * breaks a rule of the library only if the host has given two things one id.
 */
function isOfHostsRule(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null || !(error instanceof Error)) return false;
  if (code !== '23505' && ofOwnRules.has(error)) return false;
  // Class 42 is a statement that PostgreSQL cannot run: a defect of the library.
  if ('severity' in error) return !code.startsWith('42');
  return HOSTS_RESULTS.test(code) || (code === 'SQLITE_ERROR' && HOSTS_MESSAGES.test(error.message));
}

/** Result codes of SQLite for a value that a rule, a trigger or the expression of a column does not accept. */
const HOSTS_RESULTS = /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/;

/** SQLite has one code for a statement that it cannot prepare, and for a function that does not accept a value. */
const HOSTS_MESSAGES =
  /malformed JSON|bad JSON path|JSON cannot hold BLOB|labels must be TEXT|integer overflow|levels of trigger recursion|pattern too complex|ESCAPE expression/;

/** The errors about a rule that a migration made. */
const ofOwnRules = new WeakSet<Error>();

export function markOwnRule(error: Error): void {
  ofOwnRules.add(error);
}

/**
 * Whether a foreign key of the library failed. All rows that refer to another are written and deleted under locks, so
 * that this happens only where a snapshot is older than a lock: when a host's REPEATABLE READ transaction deletes a user
 * and cannot see what was added meanwhile.
 */
function isStaleReference(error: unknown): boolean {
  return codeOf(error) === '23503' && ofOwnRules.has(error as Error);
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError') return true;
  const code = codeOf(error);
  if (code === null) return isOfNobody(error);
  if (RESOURCE_CODES.has(code) || TLS_CODES.test(code) || isOfConnection(error)) return true;
  const isState = /^[0-9A-Z]{5}$/.test(code);
  if (isState) return UNAVAILABLE_STATES.some((start) => code.startsWith(start));
  return UNAVAILABLE_RESULTS.some((start) => code.startsWith(start)) || isOfHalfASchema(error);
}

function isOfNobody(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { message } = error;
  return UNAVAILABLE_MESSAGES.some((ending) => message.endsWith(ending)) || NO_AGREEMENT.test(message);
}

/** The messages of `pg` for a server that demands another way to connect than the URL names: TLS, a password. */
const NO_AGREEMENT = /^(?:SASL: |The server does not support SSL|There was an error establishing an SSL)/;

/** SQLite has the same code for every statement that it cannot prepare. */
function isOfHalfASchema({ message }: Error): boolean {
  return /\bno such (?:table|column|view|index|function): |\bON CONFLICT clause does not match any/.test(
    message,
  );
}

function codeOf(error: unknown): string | null {
  return textOf(error, 'code');
}

function textOf(error: unknown, field: 'code' | 'routine'): string | null {
  const value =
    error instanceof Error ? (error as { readonly [name in typeof field]?: unknown })[field] : null;
  return typeof value === 'string' ? value : null;
}
