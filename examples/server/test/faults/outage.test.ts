import { knexToken } from '@bailiwick/storage-knex/tsyringe';
import { createDatabase, TcpProxy, type TestDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import makeKnex, { type Knex } from 'knex';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readConfig } from '../../dist/config/config.js';
import { createContainer, serverTokens } from '../../dist/container.js';
import { stopServer } from '../../dist/lifecycle/start-server.js';
import { ApiClient, type Answer } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { serveWithPool } from '../support/server-in-process.js';
import { ADMIN, testEnvironment } from '../support/test-environment.js';

const STATEMENT_TIMEOUT_MS = 1_000;
const IDLE_TIMEOUT_MS = 1_000;
const LOCK_TIMEOUT_MS = 300;
const ACQUIRE_TIMEOUT_MS = 1_000;
const BOUNDS = {
  BAILIWICK_STATEMENT_TIMEOUT_MS: String(STATEMENT_TIMEOUT_MS),
  BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS: String(IDLE_TIMEOUT_MS),
  BAILIWICK_LOCK_TIMEOUT_MS: String(LOCK_TIMEOUT_MS),
  BAILIWICK_ACQUIRE_TIMEOUT_MS: String(ACQUIRE_TIMEOUT_MS),
  // Some of these tests are about concurrent requests that wait, regardless of the pool of the other tests.
  BAILIWICK_POOL_MAX: '4',
};
/**
 * A request waits for a connection, and then for one silent statement and the margin of the connection. This checks
 * that these timeouts end it, not how fast the machine is: without them it would take minutes.
 */
const ANSWER_MAX_MS = 30_000;

for (const outage of ['refuse', 'fallSilent'] as const) {
  test(`postgres: reads and writes while the database is gone (${outage}) are answered with 503 in bounded time, hold no connection, and work again without a restart`, async (t) => {
    const { admin, knex, proxy, annId, stored } = await start(t);
    proxy[outage]();
    const answers = await Promise.all([
      admin.get('/v1/me'),
      admin.get(`/v1/users/${annId}`),
      admin.post(`/v1/users/${annId}/resources`, { name: 'lost' }),
      admin.put(`/v1/users/${annId}/quotas/resources`, { limit: 9 }),
      admin.post('/v1/sessions', ADMIN),
    ]);
    for (const answer of answers) isUnavailable(t, answer);
    t.is((await admin.get('/livez')).status, 200);
    t.is((await admin.get('/readyz')).status, 503);
    await eventually('the connections to be given up', () =>
      knex.client.pool.numUsed() === 0 ? true : null,
    );

    proxy.restore();
    await eventually('the server to be ready', async () =>
      (await admin.get('/readyz')).status === 200 ? true : null,
    );
    t.is((await admin.post(`/v1/users/${annId}/resources`, { name: 'later' })).status, 201);
    t.deepEqual(await stored(), { resources: 1, used: 1 });
    t.is(knex.client.pool.numUsed(), 0);
  });
}

test('postgres: when idle connections are ended, only the requests that meet them fail', async (t) => {
  const { admin, database } = await start(t);
  await Promise.all(Array.from({ length: 4 }, () => admin.get('/v1/me')));
  await endConnectionsOf(database);
  await eventually('a request to be served', async () => {
    const answer = await admin.get('/v1/me');
    if (answer.status === 200) return true;
    isUnavailable(t, answer);
    return null;
  });
});

test('postgres: a connection that is ended within a transaction is a 503, and claims nothing of the quota', async (t) => {
  const patient = { BAILIWICK_LOCK_TIMEOUT_MS: '15000', BAILIWICK_STATEMENT_TIMEOUT_MS: '15000' };
  const { admin, database, knex, annId, stored } = await start(t, patient);
  await whileLocked(database, async () => {
    const creating = admin.post(`/v1/users/${annId}/resources`, { name: 'lost' });
    const limiting = admin.put(`/v1/users/${annId}/quotas/resources`, { limit: 1 });
    const pids = await eventually('both to wait', async () => {
      const waiting = await waitingFor(database);
      return waiting.length === 2 ? waiting : null;
    });
    for (const pid of pids) await database.knex.raw('SELECT pg_terminate_backend(?)', [pid]);
    for (const answer of await Promise.all([creating, limiting])) isUnavailable(t, answer);
  });
  t.deepEqual(await stored(), { resources: 0, used: 0 });
  t.is(knex.client.pool.numUsed(), 0);
});

test('postgres: rows that stay locked are a 503 after the lock timeout, and claim nothing of the quota', async (t) => {
  const { admin, database, knex, annId, stored } = await start(t);
  await whileLocked(database, async () => {
    const answers = await Promise.all([
      admin.post(`/v1/users/${annId}/resources`, { name: 'lost' }),
      admin.put(`/v1/users/${annId}/quotas/resources`, { limit: 1 }),
      admin.delete(`/v1/users/${annId}`),
    ]);
    for (const answer of answers) isUnavailable(t, answer);
    t.is((await admin.get(`/v1/users/${annId}`)).status, 200, 'who only reads does not wait');
  });
  t.is((await admin.post(`/v1/users/${annId}/resources`, { name: 'later' })).status, 201);
  t.deepEqual(await stored(), { resources: 1, used: 1 });
  t.is(knex.client.pool.numUsed(), 0);
});

test('postgres: a database that became read-only serves reads, and answers writes with 503', async (t) => {
  const { admin, database, annId } = await start(t);
  const setReadOnly = async (value: 'on' | 'off') => {
    const name = new URL(database.url).pathname.slice(1);
    // Otherwise the setting would apply to this connection too, which could then not undo it.
    await database.knex.transaction(async (trx) => {
      await trx.raw('SET TRANSACTION READ WRITE');
      await trx.raw(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`);
    });
    await endConnectionsOf(database);
  };
  await setReadOnly('on');
  await eventually('the new connections', async () =>
    (await admin.get('/readyz')).status === 200 ? true : null,
  );
  t.is((await admin.get(`/v1/users/${annId}/quotas`)).status, 200);
  isUnavailable(t, await admin.post(`/v1/users/${annId}/resources`, { name: 'lost' }));
  isUnavailable(t, await admin.post('/v1/sessions', ADMIN));
  await setReadOnly('off');
  await eventually('a write to be served', async () =>
    (await admin.post(`/v1/users/${annId}/resources`, { name: 'later' })).status === 201 ? true : null,
  );
});

test('sqlite: while another process holds the write lock, writes are a 503 in bounded time, and reads continue', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const { api, knex } = await serveWithPool(t, database.url, BOUNDS);
  const admin = await api.logIn(ADMIN);
  const { body: me } = await admin.get('/v1/me');

  const writer = await startWriter(t, database);
  const startedAt = performance.now();
  isUnavailable(t, await admin.post('/v1/resources', { name: 'lost' }));
  t.true(performance.now() - startedAt < ANSWER_MAX_MS);
  t.is((await admin.get(`/v1/users/${me.id}`)).status, 200);
  t.is((await admin.get('/livez')).status, 200);
  await writer.kill();

  t.is((await admin.post('/v1/resources', { name: 'later' })).status, 201);
  t.is((await admin.get('/v1/me/quotas')).body.items[0].used, 1);
  t.is(knex.client.pool.numUsed(), 0);
});

test('sqlite: a read-only file serves reads, and answers writes with 503', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const { api } = await serveWithPool(t, database.url);
  const { body: session } = await api.post('/v1/sessions', ADMIN);
  // Its next use would be stored.
  await database.knex('bailiwick_sessions').decrement('last_used_at', 60 * 60 * 1000);
  const container = createContainer(readConfig(testEnvironment(database.url, { LOG_LEVEL: 'silent' })));
  container.register(knexToken, { useValue: readOnly(database) });
  t.teardown(() => stopServer(container, { lingerMs: 0 }));
  const readable = new ApiClient(await container.resolve(serverTokens.httpServer).listen());
  const admin = readable.bearer(session.token);

  t.is((await admin.get('/readyz')).status, 200);
  t.is((await admin.get('/v1/me')).status, 200);
  isUnavailable(t, await admin.post('/v1/resources', { name: 'lost' }));
  // If guesses cannot be counted, none is compared.
  isUnavailable(t, await readable.post('/v1/sessions', ADMIN));
  isUnavailable(t, await readable.basic(ADMIN).get('/v1/me'));
  t.is((await admin.get('/v1/me/quotas')).body.items[0].used, 0);
});

test('postgres: the connections that serve have the bounds of the environment', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(() => database.destroy());
  const { knex } = await serveWithPool(t, database.url, {
    BAILIWICK_STATEMENT_TIMEOUT_MS: '4321',
    BAILIWICK_LOCK_TIMEOUT_MS: '1234',
    BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS: '5678',
  });
  const show = async (name: string): Promise<unknown> => (await knex.raw(`SHOW ${name}`)).rows[0][name];
  t.is(await show('statement_timeout'), '4321ms');
  t.is(await show('lock_timeout'), '1234ms');
  t.is(await show('idle_in_transaction_session_timeout'), '5678ms');
});

/** Starts a server behind a proxy, with short timeouts, and makes Ann, who has no resources and a large limit. */
async function start(t: ExecutionContext, env: Record<string, string> = {}) {
  const database = await createDatabase('postgres');
  t.teardown(() => database.destroy());
  const proxy = await TcpProxy.to(database.url);
  t.teardown(() => proxy.close());
  // The timeouts are short, and servers that start at the same time can delay each other for longer.
  const { api, knex } = await eventually('the server to start', () =>
    serveWithPool(t, proxy.url, { ...BOUNDS, ...env }).catch(() => null),
  );
  const letIn = await eventually('the administrator to be let in', () => api.logIn(ADMIN).catch(() => null));
  const admin = timed(t, letIn);
  const account = { email: 'ann@example.com', password: ADMIN.password, limits: { resources: 5 } };
  const ann = await eventually('Ann to be made', async () => {
    const { status, body } = await admin.post('/v1/users', account);
    return status === 201 ? body : null;
  });
  /** The Knex that bypasses the server. */
  const stored = async () => {
    const resources = await database.knex('bailiwick_resources').select('id');
    const quotas = await database.knex('bailiwick_quotas').select('used');
    const used = quotas.reduce((sum, quota) => sum + Number(quota.used), 0);
    return { resources: resources.length, used };
  };
  return { database, proxy, admin, knex, annId: String(ann.id), stored };
}

/** Makes the same client with a timeout beyond all timeouts of the server, after which it fails. */
function timed(t: ExecutionContext, client: ApiClient): ApiClient {
  const send = client.send.bind(client);
  client.send = async (...request) => {
    const startedAt = performance.now();
    const answer = await send(...request);
    t.true(performance.now() - startedAt < ANSWER_MAX_MS, `${request[0]} ${request[1]} took too long`);
    return answer;
  };
  return client;
}

function isUnavailable(t: ExecutionContext, { status, text, body, headers }: Answer): void {
  t.is(status, 503, text);
  t.is(body.code, 'storage-unavailable');
  t.truthy(headers.get('Retry-After'));
}

/** Keeps all users locked, like a forgotten session of an operator, while `work` runs. */
async function whileLocked(database: TestDatabase, work: () => Promise<void>): Promise<void> {
  await database.connect(1).transaction(async (trx) => {
    await trx.raw('SELECT 1 FROM bailiwick_users FOR UPDATE');
    await work();
  });
}

async function waitingFor({ knex }: TestDatabase): Promise<number[]> {
  const { rows } = await knex.raw(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.map(({ pid }: { pid: number }) => pid);
}

async function endConnectionsOf({ knex }: TestDatabase): Promise<void> {
  await knex.raw(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

/** Makes a connection that behaves as if the file were not writable, since root may write to any file. */
function readOnly({ url }: TestDatabase): Knex {
  return makeKnex({
    client: 'sqlite3',
    connection: { filename: `${url.replace('sqlite:', 'file:')}?mode=ro`, flags: ['OPEN_URI'] },
    useNullAsDefault: true,
    pool: {
      afterCreate: (
        connection: { exec: (sql: string, done: (error: Error | null) => void) => void },
        done: (error: Error | null) => void,
      ) => connection.exec('PRAGMA foreign_keys = ON', done),
    },
  });
}

/** Starts a process that begins to write and never commits. */
async function startWriter(t: ExecutionContext, { url }: TestDatabase) {
  const program = `
    const { Database } = require('sqlite3');
    const database = new Database(process.argv[1]);
    database.exec('BEGIN IMMEDIATE', (error) => console.log(error ?? 'writing'));
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['-e', program, url.replace('sqlite:', '')], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };
  t.teardown(kill);
  const [output] = await once(child.stdout, 'data');
  t.is(String(output).trim(), 'writing');
  return { kill };
}
