import { signRequest } from '@bailiwick/http-koa/sign-request';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import type { ApiClient } from './support/api-client.js';
import { ServerProcess } from './support/server-process.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const AUTHORITY = 'api.example.com';
const REPLAYS = 20;

for (const dialect of DIALECTS) {
  // The tests run one after the other, because each starts processes that need the processor.
  test.serial(
    `${dialect}: R20 R22 R26 R27 R80 signed requests through two processes: one of ${REPLAYS} replays passes, a revoked credential is refused at once, and no secret is kept`,
    async (t) => {
      const world = await setUp(t, dialect);
      await replay(t, world);
      await keepsNoSecret(t, world);
      await takeAway(t, world);
    },
  );
}

async function replay(t: ExecutionContext, { servers, register, signed }: World): Promise<void> {
  const once = await signed(await register(), '{"name":"orders"}');
  const statuses = await Promise.all(Array.from({ length: REPLAYS }, (_, index) => once(index % 2)));
  t.is(statuses.filter((status) => status === 201).length, 1);
  t.is(statuses.filter((status) => status === 401).length, REPLAYS - 1);
  const { body } = await servers[1].ann.get('/v1/resources');
  t.is(body.items.length, 1);
}

/** Makes changes through the first process, and uses the keys through the second. */
async function takeAway(t: ExecutionContext, world: World): Promise<void> {
  const { servers, register, signed, list, annId } = world;
  const [first, second] = servers;
  const key = await register();
  const use = async () => (await signed(key, '{"name":"orders"}'))(1);
  const users = async () => (await list(key))(1);
  t.is(await use(), 201);

  await first.admin.patch(`/v1/users/${annId}`, { role: 'admin' });
  t.is(await users(), 200);
  await first.admin.patch(`/v1/users/${annId}`, { role: 'user' });
  t.is(await users(), 403);

  await first.admin.patch(`/v1/users/${annId}`, { status: 'disabled' });
  t.is(await use(), 401);
  await first.admin.patch(`/v1/users/${annId}`, { status: 'active' });
  t.is(await use(), 201);
  // A password is another credential, so changing it does not end keys.
  const newPassword = 'another long password';
  const ann = await second.ann.logIn(ANN);
  await ann.put('/v1/me/password', { currentPassword: ANN.password, newPassword });
  t.is(await use(), 201);

  t.is((await first.admin.delete(`/v1/users/${annId}/access-keys/${key.keyId}`)).status, 204);
  t.is(await use(), 401);

  // A reset by an administrator ends them, because an attacker may have registered them.
  const stolen = await register(await second.ann.logIn({ ...ANN, password: newPassword }));
  t.is(await (await signed(stolen, '{"name":"orders"}'))(1), 201);
  const password = 'a password of the help desk';
  await first.admin.put(`/v1/users/${annId}/password`, { password });
  t.is(await (await signed(stolen, '{"name":"orders"}'))(1), 401);

  const last = await register(await second.ann.logIn({ ...ANN, password }));
  t.is(await (await signed(last, '{"name":"orders"}'))(1), 201);
  await first.admin.delete(`/v1/users/${annId}?resources=delete`);
  t.is(await (await signed(last, '{"name":"orders"}'))(1), 401);
}

async function keepsNoSecret(t: ExecutionContext, world: World): Promise<void> {
  const { database, processes, servers, register, signed } = world;
  const key = await register();
  const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  t.is((await servers[0].ann.post('/v1/access-keys', { name: 'oops', publicKey: pem })).status, 422);
  t.is(await (await signed(key, '{"name":"orders"}'))(0), 201);
  const tables = [
    'users',
    'access_keys',
    'nonces',
    'sessions',
    'resources',
    'audit_events',
    'idempotency_keys',
  ];
  const dump = JSON.stringify(
    await Promise.all(tables.map((table) => database.knex(`bailiwick_${table}`).select())),
  );
  const log = processes.map(({ child }) => child.stdout).join('');
  t.true(dump.includes(key.nonce()) && log.includes('/v1/resources'), 'both have what they should');
  const secret = pem.split('\n')[1] ?? '';
  for (const text of [dump, log]) {
    for (const needle of [
      secret,
      Buffer.from(secret, 'base64').subarray(16).toString('base64'),
      key.signature(),
    ])
      t.false(text.includes(needle));
  }
}

type World = Awaited<ReturnType<typeof setUp>>;

interface Key {
  readonly keyId: string;
  readonly privateKey: ReturnType<typeof generateKeyPairSync>['privateKey'];
  /** The headers of the last signed request. */
  readonly nonce: () => string;
  readonly signature: () => string;
}

async function setUp(t: ExecutionContext, dialect: DialectName) {
  const database = await createDatabase(dialect);
  t.teardown(() => database.destroy());
  const env = testEnvironment(database.url, { BAILIWICK_AUTHORITY: AUTHORITY, LOG_LEVEL: 'trace' });
  const processes = [new ServerProcess(t, env), new ServerProcess(t, env)] as const;
  const apis = await Promise.all(processes.map((process) => process.api()));
  const admins = await Promise.all(apis.map((api) => api.logIn(ADMIN)));
  const { body: ann } = await at(admins, 0).post('/v1/users', ANN);
  const anns = await Promise.all(apis.map((api) => api.logIn(ANN)));
  const servers = [0, 1].map((index) => ({ admin: at(admins, index), ann: at(anns, index) }));
  const last = new Map<string, string>();

  async function register(as: ApiClient = at(anns, 0)): Promise<Key> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const { body } = await as.post('/v1/access-keys', { name: 'laptop', publicKey: pem });
    const nonce = () => /nonce="([^"]+)"/.exec(last.get('signature-input') ?? '')?.[1] ?? '';
    const signature = () => /:(.+):/.exec(last.get('signature') ?? '')?.[1] ?? '';
    return { keyId: body.id, privateKey, nonce, signature };
  }

  /** Signs one request, which can be sent any number of times through any of the processes. */
  async function sender(key: Key, request: { method: string; path: string; body?: string }) {
    const { method, path, body } = request;
    const url = `https://${AUTHORITY}${path}`;
    const headers = await signRequest({ method, url, body }, key);
    for (const [name, value] of Object.entries(headers)) last.set(name, value);
    return async (index: number) => {
      const sent = body === undefined ? {} : { body };
      return (await fetch(`${at(apis, index).url}${path}`, { method, headers, ...sent })).status;
    };
  }

  return {
    database,
    processes,
    servers: servers as unknown as readonly [Server, Server],
    annId: String(ann.id),
    register,
    signed: (key: Key, body: string) => sender(key, { method: 'POST', path: '/v1/resources', body }),
    list: (key: Key) => sender(key, { method: 'GET', path: '/v1/users?pageSize=5' }),
  };
}

interface Server {
  readonly admin: ApiClient;
  readonly ann: ApiClient;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError('There is no such item.');
  return item;
}
