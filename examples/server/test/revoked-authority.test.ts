import { boundedHasher, createBailiwick, type Bailiwick, type UserActor } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, PATIENCE } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { EventEmitter, once } from 'node:events';
import type { ApiClient } from './support/api-client.js';
import { oneOf, startProcesses } from './support/processes.js';
import { StartedRequest } from './support/started-request.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const EVE = { email: 'eve@example.com', password: 'eve likes long passwords' };
const CARRIED_OUT = 'carried out';
const BACKDOOR = { email: 'backdoor@example.com', password: 'a door that nobody sees', role: 'admin' };

/** All ways to revoke Eve's authority, and the answers to the commands that she began before. */
const TAKINGS: Readonly<Record<string, { readonly status: number; readonly take: Taking }>> = {
  demoted: { status: 403, take: (admin, path) => admin.patch(path, { role: 'user' }) },
  disabled: { status: 401, take: (admin, path) => admin.patch(path, { status: 'disabled' }) },
  deleted: { status: 401, take: (admin, path) => admin.delete(path) },
  'logged out': { status: 401, take: (admin, path) => admin.delete(`${path}/sessions`) },
  'given another password': {
    status: 401,
    take: (admin, path) => admin.put(`${path}/password`, { password: 'eve does not know this one' }),
  },
};

type Taking = (admin: ApiClient, path: string) => Promise<{ readonly status: number }>;

for (const dialect of ['sqlite', 'postgres'] as const) {
  test.serial(
    `${dialect}: a request that was held open does nothing after another process has demoted, disabled, deleted or logged out its sender`,
    async (t) => {
      const database = await createDatabase(dialect);
      t.teardown(database.destroy);
      const { apis } = await startProcesses(t, 2, testEnvironment(database.url));
      const [held, other] = [oneOf(apis, 0), oneOf(apis, 1)];
      for (const [taken, { status, take }] of Object.entries(TAKINGS)) {
        const admin = await other.logIn(ADMIN);
        const { body: eve } = await admin.post('/v1/users', { ...EVE, role: 'admin' });
        const { body: login } = await held.post('/v1/sessions', EVE);
        const begun = await StartedRequest.post(`${held.url}/v1/users`, {
          Authorization: `Bearer ${login.token}`,
        });
        t.true((await take(admin, `/v1/users/${eve.id}`)).status < 300, taken);
        t.is((await begun.finish(BACKDOOR)).status, status, taken);
        const { body: found } = await admin.get(`/v1/users?email=${BACKDOOR.email}`);
        t.deepEqual(found.items, [], taken);
        await admin.delete(`/v1/users/${eve.id}`);
      }
    },
  );
}

/** The commands that Eve begins and that wait for a hash, and their answers if she is an ordinary user by then. */
const HASHING: Readonly<Record<string, { readonly demoted: string; readonly begin: Beginning }>> = {
  'makes an administrator': {
    demoted: 'forbidden',
    begin: ({ users }, eve) => users.create(eve, { ...BACKDOOR, role: 'admin' }),
  },
  'makes a user under a key': {
    demoted: 'forbidden',
    begin: ({ users }, eve) =>
      users.create(eve, { email: BACKDOOR.email, password: BACKDOOR.password, idempotencyKey: 'key' }),
  },
  'resets a password': {
    demoted: 'not-found',
    begin: ({ users }, eve, otherId) => users.setPassword(eve, otherId, { password: BACKDOOR.password }),
  },
  'changes the own password': {
    // All users may do that, and its authority was not revoked.
    demoted: CARRIED_OUT,
    begin: ({ users }, eve) =>
      users.changePassword(eve, { currentPassword: EVE.password, newPassword: BACKDOOR.password }),
  },
};

type Beginning = (bailiwick: Bailiwick, eve: UserActor, otherId: string) => Promise<unknown>;

/** The answer after this change to Eve; `null` if it depends on the command. */
const MEANWHILE: Readonly<Record<string, { readonly code: string | null; readonly take: Meanwhile }>> = {
  demoted: { code: null, take: ({ users }, admin, id) => users.change(admin, id, { role: 'user' }) },
  disabled: {
    code: 'invalid-token',
    take: ({ users }, admin, id) => users.change(admin, id, { status: 'disabled' }),
  },
  deleted: { code: 'invalid-token', take: ({ users }, admin, id) => users.delete(admin, id) },
  'logged out': { code: 'invalid-token', take: ({ sessions }, admin, id) => sessions.endAll(admin, id) },
  'given another password': {
    code: 'invalid-token',
    take: ({ users }, admin, id) => users.setPassword(admin, id, { password: 'eve does not know this one' }),
  },
};

type Meanwhile = (other: Bailiwick, admin: UserActor, eveId: string) => Promise<unknown>;

for (const dialect of ['sqlite', 'postgres'] as const) {
  test(`${dialect}: a command that waits for a hash does nothing if its sender is demoted, disabled, deleted or logged out meanwhile`, async (t) => {
    const { held, queue, other, admin, knex } = await startHeld(t, dialect);
    const { users, auditEvents } = other;
    const bystander = await users.create(admin, { email: 'bob@example.com', password: EVE.password });
    for (const [taken, { code, take }] of Object.entries(MEANWHILE)) {
      for (const [command, { demoted, begin }] of Object.entries(HASHING)) {
        const title = `${command}, ${taken}`;
        const { id } = await users.create(admin, { ...EVE, role: 'admin' });
        const { actor: eve } = await held.sessions.logIn(EVE);
        const release = queue.fill();
        const begun = begin(held, eve, bystander.id).then(
          () => CARRIED_OUT,
          (error: { readonly code?: string }) => error.code,
        );
        await queue.isWaitedIn();
        await take(other, admin, id);
        const before = await everythingButEvents(knex);
        release();
        const ending = code ?? demoted;
        t.is(await begun, ending, title);
        if (ending !== CARRIED_OUT) {
          t.deepEqual(await everythingButEvents(knex), before, title);
          const [event] = (await auditEvents.list(admin, { actor: id, pageSize: 1 })).items;
          t.like(event, { outcome: 'refused', reason: code ?? 'not-admin' }, title);
        }
        if (taken !== 'deleted') await users.delete(admin, id);
      }
    }
  });
}

/** Makes two libraries on one database, each with its own connections; in the first, hashes can be held back. */
async function startHeld(t: ExecutionContext, dialect: 'sqlite' | 'postgres') {
  const database = await createDatabase(dialect);
  const [mine, theirs] = [connect(database.url, PATIENCE), connect(database.url, PATIENCE)];
  t.teardown(async () => {
    await Promise.all([mine.destroy(), theirs.destroy()]);
    await database.destroy();
  });
  const queue = heldQueue();
  const held = createBailiwick({ storage: knexStorage(mine), passwordHasher: queue.hasher });
  const other = createBailiwick({ storage: knexStorage(theirs), passwordHasher: fastHasher });
  const root = { email: 'root@example.com', password: EVE.password };
  await other.users.createFirstAdmin(other.system('test'), root);
  const { actor: admin } = await other.sessions.logIn(root);
  return { held, queue, other, admin, knex: database.knex };
}

/** Makes a queue of the library with room for one hash at a time. */
function heldQueue() {
  const events = new EventEmitter();
  let freed: Promise<unknown> = Promise.resolve();
  let asked: Promise<unknown> = Promise.resolve();
  const hash = async (password: string) => {
    await freed;
    return fastHasher.hash(password);
  };
  const bounded = boundedHasher({ ...fastHasher, hash }, { concurrency: 1 });
  const hasher: typeof bounded = {
    ...bounded,
    hash(...args) {
      const hashing = bounded.hash(...args);
      events.emit('asked');
      return hashing;
    },
  };
  return {
    hasher,
    /** Takes the only place, and returns a function that frees it. */
    fill(): () => void {
      freed = once(events, 'free');
      asked = once(events, 'asked');
      void bounded.hash('somebody else’s');
      return () => void events.emit('free');
    },
    isWaitedIn: () => asked,
  };
}

async function everythingButEvents(knex: Knex): Promise<unknown> {
  const tables = ['users', 'email_addresses', 'sessions', 'access_keys', 'quotas', 'idempotency_keys'];
  return Promise.all(tables.map((table) => knex(`bailiwick_${table}`).orderBy(1)));
}
