import { StorageUnavailableError } from '@bailiwick/core';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { createDatabase, createDatabaseWithRoles } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFailure } from '../../dist/lifecycle/database-failure.js';
import { Child } from '../support/child.js';
import { testEnvironment } from '../support/test-environment.js';

/** Returns the line that a start logs about a database at this URL. */
async function failureAt(url: string): Promise<string | null> {
  try {
    const knex = connect(url);
    try {
      await migrate(knex);
      await knexStorage(knex).ping();
      return 'It can be used.';
    } finally {
      await knex.destroy();
    }
  } catch (error) {
    return databaseFailure(error);
  }
}

test('databaseFailure: the message explains what is wrong with a PostgreSQL URL, and names the variable', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const changed = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };
  for (const [change, told] of [
    [(url: URL) => (url.password = 'wrong'), /refuses the user or the password: .*DATABASE_URL/],
    [(url: URL) => (url.username = 'somebody_else'), /refuses the user or the password: .*DATABASE_URL/],
    [(url: URL) => (url.pathname = '/nowhere'), /no such database: .*DATABASE_URL/],
    [(url: URL) => url.searchParams.set('sslmode', 'require'), /does not support TLS.*"sslmode"/],
    [
      (url: URL) => url.searchParams.set('sslrootcert', '/no/such.pem'),
      /named in DATABASE_URL does not exist/,
    ],
    [(url: URL) => url.searchParams.set('sslrootcert', '/'), /named in DATABASE_URL cannot be read/],
    [
      (url: URL) => url.searchParams.set('options', '-csearch_path=nowhere'),
      /a schema that does not exist .*"search_path" in DATABASE_URL/,
    ],
    [(url: URL) => (url.hostname = 'no-such-host.invalid'), /host in DATABASE_URL cannot be found/],
    [(url: URL) => (url.port = '1'), /does not answer: .*DATABASE_URL/],
  ] as const) {
    const url = changed(change);
    const failure = await failureAt(url);
    t.regex(failure ?? 'nothing', told, url);
    t.notRegex(failure ?? '', /wrong'|postgres:\/\//, url);
  }
});

test('databaseFailure: the message names the rights that a role lacks, and where they are listed', async (t) => {
  const { url, serverUrl, remove } = await createDatabaseWithRoles();
  t.teardown(remove);
  const knex = connect(url);
  const role = new URL(serverUrl).username;
  await knex.raw(`REVOKE DELETE ON bailiwick_sessions, bailiwick_audit_events FROM ${role}`);
  await knex.destroy();
  const { code, stdout, stderr } = await new Child('cli', ['sweep'], testEnvironment(serverUrl)).exited;
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(
    stderr,
    /^The schema is not whole: DELETE on bailiwick_sessions, DELETE on bailiwick_audit_events cannot .* docs\/database-rights\.md .*\n$/,
  );
});

test('databaseFailure: a pooler that refuses time bounds, or a server without TLS, is reported', async (t) => {
  const refusal = Buffer.from(
    'SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0',
  );
  const length = Buffer.alloc(4);
  length.writeInt32BE(refusal.length + 4);
  const pooler = await answering(t, (socket) =>
    socket.end(Buffer.concat([Buffer.from('E'), length, refusal])),
  );
  t.regex((await failureAt(`postgres://u:p@127.0.0.1:${pooler}/x`)) ?? '', /BAILIWICK_SESSION_BOUNDS=off/);
  const broken = await answering(t, (socket) => {
    socket.once('data', () => socket.end('no TLS after all'));
    socket.write('S');
  });
  const url = `postgres://u:p@127.0.0.1:${broken}/x?sslmode=require`;
  t.regex((await failureAt(url)) ?? '', /TLS of the database cannot be trusted: .*"sslmode"/);
});

test('databaseFailure: the message explains what is wrong with an SQLite file, and names the variable', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const text = join(folder, 'letter.txt');
  writeFileSync(
    text,
    'this is no database, but long enough to have a header of one hundred bytes'.repeat(10),
  );
  t.regex((await failureAt(`sqlite:${text}`)) ?? '', /^The file in DATABASE_URL is not a SQLite database/);
  t.regex((await failureAt(`sqlite:${folder}`)) ?? '', /^The file in DATABASE_URL cannot be opened/);
  const { code, stderr } = await new Child('cli', ['verify'], testEnvironment(`sqlite:${text}`)).exited;
  t.is(code, 1);
  t.regex(stderr, /^The file in DATABASE_URL is not a SQLite database: .*\n$/);
});

/** Errors of the drivers, most of which no test can cause: every class for which storage is unavailable. */
const DRIVERS: readonly (readonly [code: string, message: string, told: RegExp])[] = [
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', /self-signed certificate\. Check "sslmode"/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname does not match', /Hostname does not match/],
  ['28000', 'no pg_hba.conf entry for host "10.0.0.1"', /no pg_hba.conf entry .* DATABASE_URL/],
  ['42501', 'permission denied for table x', /lacks a right: permission denied.* docs\/database-rights\.md/],
  ['53300', 'sorry, too many clients already', /BAILIWICK_POOL_MAX/],
  ['53100', 'could not extend file', /out of space or memory: could not extend file/],
  ['25006', 'cannot execute UPDATE in a read-only transaction', /must name the primary/],
  ['25P03', 'terminating connection due to idle-in-transaction', /BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS/],
  ['25P04', 'terminating connection due to transaction timeout', /ended a transaction: .*limits of the role/],
  ['26000', 'prepared statement "x" does not exist', /BAILIWICK_PREPARED_STATEMENTS=off/],
  ['42P05', 'prepared statement "x" already exists', /BAILIWICK_PREPARED_STATEMENTS=off/],
  ['3F000', 'no schema has been selected to create in', /no such schema: .*"search_path" in DATABASE_URL/],
  [
    '42P01',
    'relation "bailiwick_users" does not exist',
    /lacks a part of the schema: relation "bailiwick_users"/,
  ],
  ['42P10', 'there is no unique or exclusion constraint', /lacks a part of the schema: .*restore a backup/],
  ['42703', 'column "role" does not exist', /lacks a part of the schema: column "role"/],
  ['42704', 'type "bailiwick_count" does not exist', /lacks a part of the schema: type/],
  ['42883', 'function bailiwick_add_session() does not exist', /lacks a part of the schema: function/],
  [
    'SQLITE_ERROR',
    'SQLITE_ERROR: no such table: bailiwick_users',
    /lacks a part of the schema: .*no such table/,
  ],
  ['54001', 'stack depth limit exceeded', /exceeds a limit of the database: stack depth/],
  ['55000', 'the database system is not accepting updates', /cannot do this now: .*Try again/],
  ['55P03', 'canceling statement due to lock timeout', /BAILIWICK_LOCK_TIMEOUT_MS/],
  [
    '57014',
    'canceling statement due to statement timeout',
    /due to statement timeout\. .*BAILIWICK_STATEMENT_TIMEOUT_MS/,
  ],
  ['57P01', 'terminating connection due to administrator command', /ended the connection: .*its log/],
  ['57P03', 'the database system is starting up', /starting or stopping/],
  ['57P04', 'database "x" has been dropped', /no such database/],
  [
    '58030',
    'could not read block 3 in file "base/1"',
    /cannot read or write its files: could not read .*its disk/,
  ],
  ['72000', 'snapshot too old', /cannot do this now: snapshot too old/],
  ['F0000', 'invalid configuration', /configuration of the database is not valid/],
  ['XX000', 'could not open relation', /internal error: could not open relation/],
  ['XX001', 'invalid page in block 3', /damaged: invalid page in block 3/],
  ['08006', 'connection failure', /connection to the database broke: connection failure/],
  ['08P01', 'server conn crashed?', /did not understand this server: server conn crashed/],
  ['SQLITE_READONLY', 'attempt to write a readonly database', /cannot be written/],
  ['SQLITE_BUSY', 'database is locked', /Another process has locked/],
  ['SQLITE_FULL', 'database or disk is full', /out of space/],
  ['SQLITE_IOERR', 'SQLITE_IOERR: disk I/O error', /cannot read or write its files: SQLITE_IOERR/],
  ['SQLITE_IOERR_WRITE', 'disk I/O error', /cannot read or write its files/],
  ['SQLITE_NOMEM', 'out of memory', /no memory left for the database/],
  ['SQLITE_CORRUPT', 'database disk image is malformed', /damaged: .*Restore a backup/],
  ['EMFILE', 'connect EMFILE 127.0.0.1:5432', /may not open more files: raise "ulimit -n"/],
  ['ENFILE', 'file table overflow', /may not open more files/],
  ['ENOBUFS', 'connect ENOBUFS', /no memory left/],
  ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', /does not answer: .*DATABASE_URL/],
  ['ENETUNREACH', 'connect ENETUNREACH', /does not answer: .*DATABASE_URL/],
  ['ECONNRESET', 'read ECONNRESET', /connection to the database broke: read ECONNRESET/],
  [
    'ETIMEDOUT',
    'The database has fallen silent.',
    /connection to the database broke: The database has fallen/,
  ],
];

/** Errors without a code. */
const NAMELESS: readonly (readonly [message: string, told: RegExp])[] = [
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', /DATABASE_URL has none/],
  ['SASL: Only mechanism(s) SCRAM-SHA-256-PLUS are supported', /a way to log in .*: SASL: Only/],
  ['The server does not support SSL connections', /does not support TLS/],
  ['There was an error establishing an SSL connection', /TLS of the database cannot be trusted/],
  ['timeout expired', /does not answer: .*DATABASE_URL/],
  ['Connection terminated due to connection timeout', /does not answer: .*DATABASE_URL/],
  ['Connection terminated unexpectedly', /connection to the database broke: Connection terminated/],
  ['Query read timeout', /BAILIWICK_STATEMENT_TIMEOUT_MS/],
  ['Unable to acquire a connection', /BAILIWICK_ACQUIRE_TIMEOUT_MS: raise BAILIWICK_POOL_MAX/],
  ['The file /srv/x.sqlite is gone.', /^The file \/srv\/x.sqlite is gone: .*restore a backup/],
];

test('databaseFailure: an error that no class knows is reported with its code, and does not blame the connection', (t) => {
  const cause = Object.assign(new Error('SELECT 1 - something new'), { code: '99999' });
  const sentence = 'The database refused a statement or failed: something new (99999).';
  t.is(databaseFailure(new StorageUnavailableError({ cause })), sentence);
  // Errors that the storage does not translate, such as those of a migration, come as the driver threw them.
  t.is(databaseFailure(Object.assign(cause, { severity: 'ERROR' })), sentence);
  const rule = Object.assign(new Error('INSERT - SQLITE_CONSTRAINT: x'), { code: 'SQLITE_CONSTRAINT' });
  t.regex(databaseFailure(rule) ?? '', /refused a statement or failed: SQLITE_CONSTRAINT: x \(SQLITE_/);
  t.regex(databaseFailure(new StorageUnavailableError()) ?? '', /cannot be used now/);
});

test('databaseFailure: a schema that turns out not to be whole is reported in its own words, whoever finds it', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const { knex } = database;
  await knex('bailiwick_secrets').delete();
  const error: unknown = await t.throwsAsync(knexStorage(knex).ping());
  t.regex(databaseFailure(error) ?? '', /^The schema is not whole: .*secret.*Restore it from a backup/);
});

test('databaseFailure: a statement that PostgreSQL stops is reported with the variable of its bound', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const knex = connect(database.url, { statementTimeoutMs: 50 });
  t.teardown(() => knex.destroy());
  const cause: unknown = await t.throwsAsync(knex.raw('SELECT pg_sleep(10)'));
  t.regex(
    databaseFailure(new StorageUnavailableError({ cause })) ?? '',
    /^The database stopped a statement: canceling .*BAILIWICK_STATEMENT_TIMEOUT_MS/,
  );
});

test('databaseFailure: each error of a driver has its message, and other errors have none', (t) => {
  for (const [code, message, told] of DRIVERS) {
    const cause = Object.assign(new Error(`SELECT 1 - ${message}`), { code });
    t.regex(databaseFailure(new StorageUnavailableError({ cause })) ?? '', told, code);
  }
  t.regex(
    databaseFailure(Object.assign(new Error('locked'), { name: 'MigrationLocked' })) ?? '',
    /is_locked/,
  );
  for (const [message, told] of NAMELESS) {
    t.regex(databaseFailure(new StorageUnavailableError({ cause: new Error(message) })) ?? '', told, message);
  }
  const pool = Object.assign(new Error('Knex: Timeout acquiring a connection.'), {
    name: 'KnexTimeoutError',
  });
  t.regex(databaseFailure(new StorageUnavailableError({ cause: pool })) ?? '', /BAILIWICK_POOL_MAX/);
  t.is(databaseFailure(Object.assign(new Error('listen'), { code: 'EADDRINUSE' })), null);
  t.is(databaseFailure(Object.assign(new Error('listen'), { code: 'ENOTFOUND' })), null);
  t.is(databaseFailure(new TypeError('a defect')), null);
  t.is(databaseFailure(new Error('aborted')), null);
});

async function answering(t: ExecutionContext, answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}
