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
    /^The role in DATABASE_URL lacks a right: permission denied for table bailiwick_\w+\. docs\/database-rights\.md .*\n$/,
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

/** Errors of the drivers that no test can cause. */
const DRIVERS: readonly (readonly [code: string, message: string, told: RegExp])[] = [
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', /self-signed certificate\. Check "sslmode"/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname does not match', /Hostname does not match/],
  ['28000', 'no pg_hba.conf entry for host "10.0.0.1"', /no pg_hba.conf entry .* DATABASE_URL/],
  ['53300', 'sorry, too many clients already', /BAILIWICK_POOL_MAX/],
  ['53100', 'could not extend file', /out of space or memory: could not extend file/],
  ['25006', 'cannot execute UPDATE in a read-only transaction', /must name the primary/],
  ['57P03', 'the database system is starting up', /starting or stopping/],
  ['SQLITE_READONLY', 'attempt to write a readonly database', /cannot be written/],
  ['SQLITE_BUSY', 'database is locked', /Another process has locked/],
  ['SQLITE_FULL', 'database or disk is full', /out of space/],
  ['XX001', 'invalid page in block 3', /damaged: invalid page in block 3/],
  ['ELSEWHERE', 'something new', /does not answer/],
];

test('databaseFailure: each error of a driver has its message, and other errors have none', (t) => {
  for (const [code, message, told] of DRIVERS) {
    const cause = Object.assign(new Error(`SELECT 1 - ${message}`), { code });
    t.regex(databaseFailure(new StorageUnavailableError({ cause })) ?? '', told, code);
  }
  t.regex(
    databaseFailure(Object.assign(new Error('locked'), { name: 'MigrationLocked' })) ?? '',
    /is_locked/,
  );
  const cause = new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string');
  t.regex(databaseFailure(new StorageUnavailableError({ cause })) ?? '', /DATABASE_URL has none/);
  t.is(databaseFailure(Object.assign(new Error('listen'), { code: 'EADDRINUSE' })), null);
  t.is(databaseFailure(Object.assign(new Error('listen'), { code: 'ENOTFOUND' })), null);
  t.is(databaseFailure(new TypeError('a defect')), null);
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
