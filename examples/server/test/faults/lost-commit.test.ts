import { createBailiwick, StorageUnavailableError } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, PATIENCE, TcpProxy } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import type { Knex } from 'knex';
import type { Answer, ApiClient } from '../support/api-client.js';
import { serveWithPool } from '../support/server-in-process.js';
import { ADMIN } from '../support/test-environment.js';

const CREATE_FUNCTION = 'bailiwick_create_resource_v1';
const DELETE_FUNCTION = 'bailiwick_delete_resource_v1';
/** Otherwise, the test would wait forever for a statement that is no longer sent. */
const PATIENCE_MS = 60_000;
const LOSSES = ['request', 'answer'] as const;
const PUBLIC_KEY = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

interface Command {
  readonly name: string;
  /** The statement that commits it. */
  readonly cutAt: string;
  /** Sends the request; the second call is the repeat of a client that does not know the outcome of the first. */
  readonly send: (admin: ApiClient, ids: Ids) => Promise<Answer>;
  /** The answer to the repeat if the first request was carried out; otherwise the repeat succeeds like any other. */
  readonly repeated: number;
  readonly succeeds: number;
  readonly action: string;
}

interface Ids {
  readonly ownerId: string;
  readonly resourceId: string;
}

const COMMANDS: readonly Command[] = [
  {
    name: 'a create with an idempotency key',
    cutAt: CREATE_FUNCTION,
    send: (admin, { ownerId }) =>
      admin
        .with({ 'Idempotency-Key': '"lost"' })
        .post(`/v1/users/${ownerId}/resources`, { name: 'created once' }),
    succeeds: 201,
    repeated: 201,
    action: 'resource:create',
  },
  {
    name: 'a deletion',
    cutAt: DELETE_FUNCTION,
    send: (admin, { resourceId }) => admin.delete(`/v1/resources/${resourceId}`),
    succeeds: 204,
    repeated: 404,
    action: 'resource:delete',
  },
  {
    name: 'a new limit',
    cutAt: 'COMMIT',
    send: (admin, { ownerId }) => admin.put(`/v1/users/${ownerId}/quotas/resources`, { limit: 7 }),
    succeeds: 200,
    repeated: 200,
    action: 'quota:set',
  },
  {
    name: 'a new user',
    cutAt: 'COMMIT',
    send: (admin) => admin.post('/v1/users', { email: 'bob@example.com', password: ADMIN.password }),
    succeeds: 201,
    repeated: 409,
    action: 'user:create',
  },
  {
    name: 'a new user with an idempotency key',
    cutAt: 'COMMIT',
    send: (admin) =>
      admin
        .with({ 'Idempotency-Key': '"lost-user"' })
        .post('/v1/users', { email: 'carol@example.com', password: ADMIN.password }),
    succeeds: 201,
    repeated: 201,
    action: 'user:create',
  },
  {
    name: 'an access key with an idempotency key',
    cutAt: 'COMMIT',
    send: (admin) =>
      admin
        .with({ 'Idempotency-Key': '"lost-access-key"' })
        .post('/v1/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY }),
    succeeds: 201,
    repeated: 201,
    action: 'access-key:create',
  },
];

for (const loses of LOSSES) {
  const committed = loses === 'answer';
  const commit = committed ? 'commit is done and its answer lost' : 'commit is lost';
  test(`postgres: commands whose ${commit} are answered with 503, and are ${committed ? 'stored completely' : 'not stored'}`, async (t) => {
    t.timeout(PATIENCE_MS);
    const database = await createDatabase('postgres');
    t.teardown(() => database.destroy());
    const proxy = await TcpProxy.to(database.url);
    t.teardown(() => proxy.close());
    // A prepared statement would be sent without its text.
    const { api, knex } = await serveWithPool(t, proxy.url, { BAILIWICK_PREPARED_STATEMENTS: 'off' });
    const admin = await api.logIn(ADMIN);
    const ids = await prepare(admin);
    const accepted = async (action: string) => {
      const events = await database
        .knex('bailiwick_audit_events')
        .where({ action, outcome: 'accepted' })
        .select('id');
      return events.length;
    };

    for (const { name, cutAt, send, succeeds, repeated, action } of COMMANDS) {
      const before = await accepted(action);
      const cut = proxy.cutAt(cutAt, loses);
      const lost = await send(admin, ids);
      await cut;
      t.is(lost.status, 503, `${name}: ${lost.text}`);
      t.is(lost.body.code, 'storage-unavailable');
      t.truthy(lost.headers.get('Retry-After'));
      t.is(await accepted(action), before + (committed ? 1 : 0), `${name}: its event is there if it is`);

      const again = await send(admin, ids);
      t.is(again.status, committed ? repeated : succeeds, `${name}: ${again.text}`);
    }

    const { body } = await admin.get(`/v1/users/${ids.ownerId}/resources`);
    t.deepEqual(
      body.items.map((item: { name: string }) => item.name),
      ['created once'],
    );
    const { body: quotas } = await admin.get(`/v1/users/${ids.ownerId}/quotas`);
    t.like(quotas.items[0], { used: 1, limit: 7 });
    t.is(await accepted('resource:create'), 2);
    t.is(await accepted('resource:delete'), 1);
    t.is(await accepted('quota:set'), committed ? 2 : 1);
    // The administrator of the test, ann, bob and carol.
    t.is(await accepted('user:create'), 4);
    t.is(await accepted('access-key:create'), 1);
    t.is(knex.client.pool.numUsed(), 0);
  });

  test(`postgres: a host’s transaction whose ${commit} stores both the host’s row and the resource, or neither`, async (t) => {
    const { host, proxy } = await startHost(t);
    const cut = proxy.cutAt('COMMIT', loses);
    await t.throwsAsync(host.create('key'));
    await cut;
    t.deepEqual(await host.stored(), {
      rows: committed ? 1 : 0,
      resources: committed ? 1 : 0,
      used: committed ? 1 : 0,
    });

    const resource = await host.create('key');
    t.is(resource.name, 'orders');
    t.deepEqual(await host.stored(), { rows: 1, resources: 1, used: 1 });
    t.is(host.knex.client.pool.numUsed(), 0);
  });
}

test('postgres: a create whose connection is lost within a host’s transaction is storage-unavailable, and nothing of the host’s is stored', async (t) => {
  const { host, proxy } = await startHost(t);
  const cut = proxy.cutAt(CREATE_FUNCTION, 'request');
  const work = host.knex.transaction(async (trx) => {
    await t.throwsAsync(host.createWithin(trx, 'key'), { instanceOf: StorageUnavailableError });
    throw new Error('the host gives up');
  });
  await t.throwsAsync(work);
  await cut;
  t.deepEqual(await host.stored(), { rows: 0, resources: 0, used: 0 });
  t.is(host.knex.client.pool.numUsed(), 0);
});

test('postgres: a host that loses its connection after a create has stored nothing, and its repeat with the same key creates one', async (t) => {
  const { host, proxy } = await startHost(t);
  const cut = proxy.cutAt('INSERT INTO plans', 'request');
  await t.throwsAsync(host.create('key'));
  await cut;
  t.deepEqual(await host.stored(), { rows: 0, resources: 0, used: 0 });
  await host.create('key');
  t.deepEqual(await host.stored(), { rows: 1, resources: 1, used: 1 });
});

/** Makes Ann, who has one resource. */
async function prepare(admin: ApiClient): Promise<Ids> {
  const ann = { email: 'ann@example.com', password: ADMIN.password };
  const { body: user } = await admin.post('/v1/users', ann);
  const { body: resource } = await admin.post(`/v1/users/${user.id}/resources`, { name: 'to be deleted' });
  return { ownerId: user.id, resourceId: resource.id };
}

/** Makes a service with a table of its own, which calls the library within its transactions. */
async function startHost(t: ExecutionContext) {
  const database = await createDatabase('postgres');
  t.teardown(() => database.destroy());
  const proxy = await TcpProxy.to(database.url);
  t.teardown(() => proxy.close());
  const knex = connect(proxy.url, PATIENCE);
  t.teardown(() => knex.destroy());
  await database.knex.raw('CREATE TABLE plans (id uuid PRIMARY KEY, plan text NOT NULL)');
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
  const system = bailiwick.system('host');
  const { id: ownerId } = await bailiwick.users.create(system, {
    email: 'ann@example.com',
    password: ADMIN.password,
  });
  const createWithin = async (trx: Knex.Transaction, idempotencyKey: string) => {
    const { resources } = bailiwick.within(trx);
    const resource = await resources.create(system, { ownerId, name: 'orders', idempotencyKey });
    await trx.raw(`INSERT INTO plans (id, plan) VALUES (?, 'small') ON CONFLICT DO NOTHING`, [resource.id]);
    return resource;
  };
  const host = {
    knex,
    createWithin,
    create: (key: string) => knex.transaction((trx) => createWithin(trx, key)),
    /** The Knex that bypasses the proxy. */
    async stored() {
      const [rows, resources, quotas] = await Promise.all([
        database.knex('plans').select('id'),
        database.knex('bailiwick_resources').select('id'),
        database.knex('bailiwick_quotas').select('used'),
      ]);
      const used = quotas.reduce((sum, row) => sum + Number(row.used), 0);
      return { rows: rows.length, resources: resources.length, used };
    },
  };
  return { host, proxy };
}
