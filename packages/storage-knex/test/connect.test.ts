import { StorageUnavailableError } from '@bailiwick/core';
import { connect, knexStorage, migrate, rollback } from '@bailiwick/storage-knex';
import { createDatabase, TcpProxy } from '@bailiwick/test-databases';
import { execFileSync } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { addUser, draft, newResource, usedOf } from './support/fixtures.js';

for (const url of [
  '',
  'mysql://localhost/db',
  'postgres:',
  'postgres://[',
  'sqlite:',
  'sqlite://file',
  'sqlite',
  '/file',
]) {
  test(`connect: "${url}" is refused, and the message says what would be right`, (t) => {
    t.throws(() => connect(url), {
      instanceOf: TypeError,
      message: /"postgres:\/\/.*"sqlite:\.\/file\.sqlite"/,
    });
  });
}

for (const [url, file] of [
  ['sqlite:./data/file.sqlite', './data/file.sqlite'],
  ['sqlite:/data/file.sqlite', '/data/file.sqlite'],
  ['sqlite:///data/file.sqlite', '/data/file.sqlite'],
  ['sqlite:C:\\data\\file.sqlite', 'C:\\data\\file.sqlite'],
]) {
  test(`connect: "${url}" is the file ${file}`, (t) => {
    t.is(connect(url ?? '').client.config.connection.filename, file);
  });
}

test('connect: every wait in PostgreSQL is bounded', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const knex = connect(database.url, {
    statementTimeoutMs: 4_000,
    lockTimeoutMs: 3_000,
    idleInTransactionTimeoutMs: 7_000,
  });
  t.teardown(() => knex.destroy());
  const { rows } = await knex.raw(`
    SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
           current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('application_name') AS name`);
  t.deepEqual(rows, [{ statement: '4s', lock: '3s', idle: '7s', name: 'bailiwick' }]);
});

test('connect: without bounds of the session, those of the database apply', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  await database.knex.raw(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lock_timeout = 1234', current_database()); END $$`,
  );
  const knex = connect(database.url, { sessionBounds: false, statementTimeoutMs: 4_000 });
  t.teardown(() => knex.destroy());
  const { rows } = await knex.raw(
    `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`,
  );
  t.deepEqual(rows, [{ statement: '0', lock: '1234ms' }]);
});

test('connect: SQLite checks foreign keys, keeps a write-ahead log, syncs each commit and waits for locks', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const knex = connect(database.url, { lockTimeoutMs: 1_234 });
  t.teardown(() => knex.destroy());
  const [settings] = await knex.raw(`
    SELECT foreign_keys, journal_mode, synchronous, timeout
    FROM pragma_foreign_keys, pragma_journal_mode, pragma_synchronous, pragma_busy_timeout`);
  t.deepEqual(settings, { foreign_keys: 1, journal_mode: 'wal', synchronous: 2, timeout: 1_234 });
});

test('connect: processes that open a new SQLite file at once all succeed', async (t) => {
  const database = await createDatabase('sqlite', { migrated: false });
  t.teardown(database.destroy);
  const opened = Array.from({ length: 8 }, () => database.connect(1));
  const answers = await Promise.all(opened.map((knex) => knex.raw('SELECT 1 AS one')));
  t.deepEqual(
    answers,
    Array.from({ length: 8 }, () => [{ one: 1 }]),
  );
});

test('connect: a silent network is noticed in bounded time, and the connection is dropped', async (t) => {
  const { proxy, storage } = await startBehindProxy(t);
  await storage.ping();
  proxy.swallow({ requests: true });
  const error = await t.throwsAsync(storage.ping(), { instanceOf: StorageUnavailableError });
  t.is((error?.cause as { code?: string } | undefined)?.code, 'ETIMEDOUT');
  proxy.swallow({ requests: false });
  await storage.ping();
});

test('connect: a create whose answer is lost has happened once, and a repeat returns it', async (t) => {
  const { proxy, storage } = await startBehindProxy(t);
  const owner = await addUser(storage, { limits: { resources: 1 } });
  const command = newResource(owner.id, { key: 'key' });
  proxy.swallow({ answers: true });
  await t.throwsAsync(storage.resources.create(command, draft()), { instanceOf: StorageUnavailableError });
  proxy.swallow({ answers: false });
  const again = await storage.resources.create(newResource(owner.id, { key: 'key' }), draft());
  t.deepEqual(again, { type: 'repeated', resource: command.resource });
  t.is(await usedOf(storage, owner.id), 1);
});

/** A storage with short bounds, on one connection through a proxy. */
async function startBehindProxy(t: ExecutionContext) {
  const database = await createDatabase('postgres');
  const proxy = await TcpProxy.to(database.url);
  const knex = connect(proxy.url, {
    poolMax: 1,
    acquireTimeoutMs: 10_000,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 1_000,
    idleInTransactionTimeoutMs: 1_000,
  });
  t.teardown(async () => {
    await knex.destroy();
    proxy.close();
    await database.destroy();
  });
  return { proxy, storage: knexStorage(knex) };
}

for (const value of [undefined, null, {}, Symbol('url'), ['sqlite:./x'], 10n] as never[]) {
  test(`anything but a URL or a Knex is refused, and the message says what is allowed: ${typeof value} ${String(value)}`, async (t) => {
    t.throws(() => connect(value), { instanceOf: TypeError, message: /must look like/ });
    const expected = { instanceOf: TypeError, message: /Knex must use the client/ };
    t.throws(() => knexStorage(value), expected);
    await t.throwsAsync(migrate(value), expected);
    await t.throwsAsync(rollback(value), expected);
  });
}

/** Runs a program in a process in which some drivers are not installed. */
function withoutDrivers(drivers: readonly string[], program: string): string {
  const hide = `
    import Module from 'node:module';
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (request, ...rest) {
      if (${JSON.stringify(drivers)}.includes(request)) throw new Error('It is not installed.');
      return resolve.call(this, request, ...rest);
    };`;
  const storage = new URL('../dist/index.js', import.meta.url).href;
  return execFileSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(hide)}`,
      '--input-type=module',
      '--eval',
      `const { connect, knexStorage, migrate } = await import(${JSON.stringify(storage)});\n${program}`,
    ],
    { encoding: 'utf8' },
  );
}

test('connect: SQLite is served by better-sqlite3 where sqlite3 is not installed, with the same settings', (t) => {
  const output = withoutDrivers(
    ['sqlite3'],
    `const knex = connect('sqlite::memory:', { lockTimeoutMs: 1234 });
     await migrate(knex);
     await knexStorage(knex).ping();
     const values = [];
     for (const pragma of ['busy_timeout', 'foreign_keys', 'synchronous'])
       values.push(Object.values((await knex.raw('PRAGMA ' + pragma))[0])[0]);
     console.log(knex.client.config.client, ...values);
     await knex.destroy();`,
  );
  t.is(output, 'better-sqlite3 1234 1 2\n');
});

test('connect: without a driver for SQLite it says what to install, and prints nothing else', (t) => {
  const output = withoutDrivers(
    ['sqlite3', 'better-sqlite3'],
    `try { connect('sqlite::memory:'); } catch (error) { console.log(error.name, error.message); }`,
  );
  t.regex(output, /^TypeError .*install "sqlite3" or "better-sqlite3".*\n$/);
});
