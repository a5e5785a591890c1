import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { eventually } from './support/eventually.js';
import { ServerProcess } from './support/server-process.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };

test('the log: R20 no password, token, header or query string is ever in it', async (t) => {
  const { server, api } = await setUp(t, { LOG_LEVEL: 'trace' });
  const { body: login } = await api.post('/v1/sessions', ADMIN);
  const admin = api.bearer(login.token).with({ Cookie: 'biscuit=chocolate' });
  await admin.post('/v1/users', ANN);
  await admin.get('/v1/users?email=ann%40example.com');
  await api.get('/v1/users?access_token=chestnut');
  await api.basic(ANN).get('/v1/me');
  await api.basic({ ...ANN, password: 'a guess that is wrong' }).get('/v1/me');
  await api.post('/v1/sessions', { ...ANN, password: 'walnut', extra: 'hazelnut' });
  await api
    .basic(ANN)
    .put('/v1/me/password', { currentPassword: ANN.password, newPassword: 'macadamia macadamia' });
  await api.bearer('pistachio').get('/v1/me');
  await api.get('/v1/nowhere/cashew?almond');
  await server.logged('listening');
  await requestsLogged(server, 10);

  const output = server.child.stdout;
  const secrets = [
    ADMIN.password,
    ANN.password,
    'a guess that is wrong',
    'walnut',
    'hazelnut',
    'macadamia',
    'pistachio',
    'chestnut',
    'cashew',
    'almond',
    'chocolate',
    login.token,
    Buffer.from(`${ANN.email}:${ANN.password}`).toString('base64'),
    'ann@example.com',
    'ann%40example.com',
  ];
  for (const secret of secrets) t.false(output.includes(secret), secret);
});

test('the log: each request is one line, with the actor, the action and the result', async (t) => {
  const { server, api } = await setUp(t);
  const admin = await api.logIn(ADMIN);
  const { body: me } = await admin.get('/v1/me');
  const { body: resource } = await admin.post('/v1/resources', { name: 'a' });
  const { headers } = await admin.get(`/v1/resources/${resource.id}?x=y`);
  const requestId = headers.get('X-Request-Id');
  const line = await eventually('the request to be logged', () => {
    return requests(server).find((request) => request.requestId === requestId) ?? null;
  });
  t.like(line, {
    level: 'info',
    method: 'GET',
    route: '/v1/resources/:id',
    operation: 'getResource',
    status: 422,
    problem: 'invalid-request',
    actorId: me.id,
    clientAddress: '127.0.0.1',
  });
  t.is(typeof line.durationMs, 'number');
  // One statement for the session, and none for a request that is not valid.
  t.is(line.statements, 1);
  t.is(new Date(String(line.time)).toISOString(), String(line.time));
});

test('the log: R80 a refused password is logged with the account, if there is one, and the answer does not reveal it', async (t) => {
  const { server, api } = await setUp(t);
  const admin = await api.logIn(ADMIN);
  const { body: ann } = await admin.post('/v1/users', ANN);
  const password = 'a guess that is wrong';
  const refusals = [];
  // Five wrong passwords, and one that is no longer compared.
  for (let i = 0; i < 6; i += 1) refusals.push(await api.post('/v1/sessions', { ...ANN, password }));
  refusals.push(await api.basic({ ...ANN, password }).get('/v1/me'));
  const nobody = await api.post('/v1/sessions', { email: 'nobody@example.com', password });
  const lineOf = ({ headers }: { readonly headers: Headers }) =>
    eventually('the request to be logged', () => {
      const id = headers.get('X-Request-Id');
      return requests(server).find(({ requestId }) => requestId === id) ?? null;
    });
  for (const refusal of refusals) {
    t.like(await lineOf(refusal), { status: refusal.status, refusedUserId: ann.id });
    t.false(JSON.stringify([refusal.body, ...refusal.headers]).includes(ann.id));
  }
  t.deepEqual(
    refusals.map(({ status }) => status),
    [401, 401, 401, 401, 401, 429, 429],
  );
  t.false('refusedUserId' in (await lineOf(nobody)));
  t.deepEqual(nobody.body.code, refusals[0]?.body.code);
});

test('the log: an audit event has the request id of its line in the log', async (t) => {
  const { server, api } = await setUp(t);
  const admin = await api.logIn(ADMIN);
  const { headers, body } = await admin.post('/v1/resources', { name: 'a' });
  const { items } = (await admin.get(`/v1/audit-events?target=${body.id}`)).body;
  t.is(items[0].requestId, headers.get('X-Request-Id'));
  const line = await eventually('the request to be logged', () => {
    return requests(server).find((request) => request.requestId === items[0].requestId) ?? null;
  });
  t.like(line, { operation: 'createResource', status: 201 });
});

test('the log: no input of a client can forge a line', async (t) => {
  const { server, api } = await setUp(t);
  const before = server.log().length;
  await api.with({ 'User-Agent': 'x"}{"msg":"forged' }).get('/v1/%0A%7B%22msg%22:%22forged%22%7D');
  await eventually('the request to be logged', () => (server.log().length > before ? true : null));
  t.false(server.child.stdout.includes('forged'));
});

test('the log: a failed statement is quoted without its values', async (t) => {
  const { server, api, database } = await setUp(t, { BAILIWICK_LOCK_TIMEOUT_MS: '100' }, 'postgres');
  const admin = await api.logIn(ADMIN);
  await database.knex.transaction(async (trx) => {
    await trx.raw('LOCK TABLE bailiwick_users IN SHARE MODE');
    t.is((await admin.post('/v1/users', ANN)).status, 503);
  });
  const line = JSON.stringify(await server.logged('request failed'));
  t.true(line.includes('bailiwick_users'), line);
  t.false(line.includes(ANN.email), line);
});

test('the log: it warns once about X-Forwarded-For of a peer that is not trusted', async (t) => {
  const { server, api } = await setUp(t);
  await api.get('/livez');
  await requestsLogged(server, 1);
  t.deepEqual(warnings(server), []);
  for (let i = 0; i < 3; i += 1) await api.with({ 'X-Forwarded-For': `192.0.2.${i}` }).get('/livez');
  await requestsLogged(server, 4);
  const [line, ...more] = warnings(server);
  t.deepEqual(more, []);
  t.is(line?.['peer'], '127.0.0.1');
  t.regex(String(line?.['msg']), /not in BAILIWICK_TRUSTED_PROXIES/);
});

test('the log: it warns once about a trusted proxy that names no address, and not about a port', async (t) => {
  const { server, api } = await setUp(t, { BAILIWICK_TRUSTED_PROXIES: 'loopback' });
  for (const forwarded of ['192.0.2.1', '192.0.2.1:1000', '[2001:db8::1]:1000']) {
    await api.with({ 'X-Forwarded-For': forwarded }).get('/livez');
  }
  await requestsLogged(server, 3);
  t.deepEqual(warnings(server), []);
  for (const forwarded of ['unknown', '_hidden', '192.0.2.1, unknown']) {
    await api.with({ 'X-Forwarded-For': forwarded }).get('/livez');
  }
  await requestsLogged(server, 6);
  const [line, ...more] = warnings(server);
  t.deepEqual(more, []);
  t.regex(String(line?.['msg']), /contains no IP address/);
});

function warnings(server: ServerProcess) {
  return server.log().filter(({ level }) => level === 'warn');
}

async function setUp(
  t: ExecutionContext,
  more: Record<string, string> = {},
  dialect: 'sqlite' | 'postgres' = 'sqlite',
) {
  const database = await createDatabase(dialect);
  t.teardown(() => database.destroy());
  const server = new ServerProcess(t, testEnvironment(database.url, more));
  return { database, server, api: await server.api() };
}

/** Waits for the lines, which are written in order some time after the answers. */
async function requestsLogged(server: ServerProcess, count: number): Promise<void> {
  await eventually('every request to be logged', () => (requests(server).length >= count ? true : null));
}

function requests(server: ServerProcess) {
  return server.log().filter(({ msg }) => msg === 'request');
}
