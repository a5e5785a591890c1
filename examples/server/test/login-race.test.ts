import { limits } from '@bailiwick/core';
import { createDatabase, type TestDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { readFile } from 'node:fs/promises';
import type { Account, Answer, ApiClient } from './support/api-client.js';
import { oneOf, startProcesses, tally } from './support/processes.js';
import type { ServerProcess } from './support/server-process.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const PROCESSES = 3;
const GUESSES = 50;
const HOME = '192.0.2.1';
const CAFE = '198.51.100.7';

interface Site {
  readonly database: TestDatabase;
  readonly servers: readonly ServerProcess[];
  /** The clients, one for each process. */
  readonly apis: readonly ApiClient[];
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  test.serial(
    `${dialect}: R12 of ${GUESSES} wrong passwords at once through ${PROCESSES} processes ${limits.LOGIN_ATTEMPTS_MAX} are compared; the victim can log in from elsewhere, and concurrent right passwords are never refused`,
    async (t) => {
      const { apis } = await start(t, dialect, PROCESSES);
      const admin = await oneOf(apis, 0).logIn(ADMIN);
      t.is((await admin.post('/v1/users', ANN)).status, 201);

      const guesses = await Promise.all(
        Array.from({ length: GUESSES }, (_, i) =>
          logIn(oneOf(apis, i), CAFE, { ...ANN, password: `a wrong guess, number ${i}` }),
        ),
      );
      const refused = guesses.filter(({ status }) => status === 429);
      t.deepEqual(tally(guesses), {
        401: limits.LOGIN_ATTEMPTS_MAX,
        429: GUESSES - limits.LOGIN_ATTEMPTS_MAX,
      });
      for (const { headers, body } of refused) {
        t.is(body.code, 'too-many-attempts');
        const seconds = Number(headers.get('Retry-After'));
        t.true(seconds > 0 && seconds <= limits.LOGIN_WINDOW_MS / 1000);
      }
      t.is(
        (await logIn(oneOf(apis, 1), CAFE, ANN)).status,
        429,
        'the right password is not compared there either',
      );
      t.is((await logIn(oneOf(apis, 2), HOME, ANN)).status, 201);

      const right = await Promise.all(
        Array.from({ length: 30 }, (_, i) => logIn(oneOf(apis, i), '203.0.113.9', ANN)),
      );
      t.deepEqual(tally(right), { 201: 30 });
    },
  );

  test.serial(
    `${dialect}: R22 R20 a credential that one process revokes is refused by another at the next request, and no secret is in the database or a log`,
    async (t) => {
      const { database, servers, apis } = await start(t, dialect, 2);
      const [here, there] = [oneOf(apis, 0), oneOf(apis, 1)];
      const secrets: string[] = [ADMIN.password, ANN.password];
      const tokenOf = async (api: ApiClient, account: Account) => {
        const { body } = await logIn(api, HOME, account);
        secrets.push(body.token);
        return String(body.token);
      };
      const admin = here.bearer(await tokenOf(here, ADMIN));
      const { body: ann } = await admin.post('/v1/users', ANN);
      const account = `/v1/users/${ann.id}`;

      const revoked = there.bearer(await tokenOf(there, ANN));
      t.is((await revoked.get('/v1/me')).status, 200);
      t.is((await admin.delete(`${account}/sessions`)).status, 204);
      t.is((await revoked.get('/v1/me')).body.code, 'invalid-token');

      // The other process remembers it as right, but it is refused all the same.
      const basic = there.basic(ANN).with({ 'X-Forwarded-For': HOME });
      const session = there.bearer(await tokenOf(there, ANN));
      t.is((await basic.get('/v1/me')).status, 200);
      t.is((await admin.patch(account, { status: 'disabled' })).status, 200);
      t.is((await basic.get('/v1/me')).body.code, 'invalid-credentials');
      t.is((await session.get('/v1/me')).body.code, 'invalid-token');
      t.is((await admin.patch(account, { status: 'active', role: 'admin' })).status, 200);

      t.is((await basic.get('/v1/users')).status, 200);
      t.is((await admin.patch(account, { role: 'user' })).status, 200);
      t.is((await basic.get('/v1/users')).body.code, 'forbidden');

      const password = 'another password that ann likes';
      secrets.push(password);
      const before = there.bearer(await tokenOf(there, ANN));
      t.is((await admin.put(`${account}/password`, { password })).status, 204);
      t.is((await basic.get('/v1/me')).body.code, 'invalid-credentials');
      t.is((await before.get('/v1/me')).body.code, 'invalid-token');

      const renewed = there.basic({ ...ANN, password }).with({ 'X-Forwarded-For': HOME });
      t.is((await renewed.get('/v1/me')).status, 200);
      t.is((await admin.delete(account)).status, 204);
      t.is((await renewed.get('/v1/me')).body.code, 'invalid-credentials');

      // Text that a user types into the wrong field by mistake is also a secret.
      for (const typed of [ANN.password, 'nobody.at.all@example.com']) {
        await logIn(there, CAFE, {
          email: typed.includes('@') ? typed : `${typed.replaceAll(' ', '-')}@example.com`,
          password: 'tried by a stranger',
        });
        secrets.push(typed, typed.replaceAll(' ', '-'));
      }
      secrets.push('tried by a stranger', Buffer.from(`${ANN.email}:${ANN.password}`).toString('base64'));

      for (const [where, text] of Object.entries({
        database: await dump(database, dialect),
        ...Object.fromEntries(servers.map(({ child }, i) => [`log ${i}`, child.stdout])),
      })) {
        t.true(text.length > 1000, `${where} was read`);
        for (const secret of secrets) t.false(text.includes(secret), `${secret} is in the ${where}`);
      }
    },
  );
}

async function start(t: ExecutionContext, dialect: 'sqlite' | 'postgres', processes: number): Promise<Site> {
  const database = await createDatabase(dialect);
  t.teardown(() => database.destroy());
  const env = testEnvironment(database.url, { BAILIWICK_TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'trace' });
  return { database, ...(await startProcesses(t, processes, env)) };
}

/** Headers as the proxy in front of the servers would forward them. */
function logIn(api: ApiClient, from: string, account: Account): Promise<Answer> {
  return api.with({ 'X-Forwarded-For': from }).post('/v1/sessions', account);
}

/** Reads all stored data as text. */
async function dump({ knex, url }: TestDatabase, dialect: 'sqlite' | 'postgres'): Promise<string> {
  if (dialect === 'sqlite') {
    const file = url.replace('sqlite:', '');
    const files = [file, `${file}-wal`].map((name) => readFile(name, 'latin1'));
    return (await Promise.all(files)).join('\n');
  }
  const { rows: tables } = await knex.raw(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await knex.raw(`SELECT t::text AS line FROM ?? t`, [name]);
    texts.push(...rows.map(({ line }: { line: string }) => line));
  }
  return texts.join('\n');
}
