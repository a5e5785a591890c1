import {
  createBailiwick,
  isBailiwickError,
  type Bailiwick,
  type Storage,
  type UserActor,
  type UserId,
} from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName, type TestDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import makeKnex, { type Knex } from 'knex';
import { damages, inconsistencies } from './consistency.js';
import { asker } from './run-seed.js';

const PASSWORD = 'four lanterns by the river';
const ROOT = { email: 'root@example.com', password: PASSWORD };
const PUBLIC_KEY = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

const TABLES = [
  'users',
  'email_addresses',
  'resources',
  'quotas',
  'default_limits',
  'idempotency_keys',
  'sessions',
  'access_keys',
  'audit_events',
] as const;

/** All commands that write several rows, each on the state that the previous ones have left. */
async function* commands(
  bailiwick: Bailiwick,
  root: UserActor,
): AsyncGenerator<readonly [name: string, Promise<unknown>]> {
  const { users, resources, quotas, sessions, accessKeys } = bailiwick;
  const system = bailiwick.system('test');
  const email = 'ann@example.com';
  const adding = users.create(system, { email, password: PASSWORD, limits: { resources: 1 } });
  yield ['a new user with a limit', adding];
  const { id: ownerId } = await adding;
  const loggingIn = sessions.logIn({ email, password: PASSWORD });
  yield ['a login', loggingIn];
  const { actor: ann } = await loggingIn;
  const wanted = 'wanted@example.com';
  yield ['an address of one’s own', users.changeEmail(ann, { currentPassword: PASSWORD, email: wanted })];
  yield ['a new user who gets it', users.create(system, { email: wanted, password: PASSWORD })];
  const invite = (email: string) =>
    users.create(root, { email, password: PASSWORD, idempotencyKey: 'first' });
  yield ['a new user with a key', invite('bob@example.com')];
  yield ['another new user with that key', invite('carol@example.com')];
  const register = (name: string, idempotencyKey: string) =>
    accessKeys.register(ann, { name, publicKey: PUBLIC_KEY, idempotencyKey });
  const registering = register('laptop', 'an-access-key');
  yield ['an access key', registering];
  yield ['another access key with the key of an earlier one', register('tower', 'an-access-key')];
  yield ['an access key that is there already', register('tower', 'another')];
  yield ['a revocation', accessKeys.revoke(ann, (await registering).id)];
  const create = (name: string, idempotencyKey: string) =>
    resources.create(system, { ownerId, name, idempotencyKey });
  const creating = create('one', 'first');
  yield ['a create', creating];
  const { id } = await creating;
  yield ['a create beyond the limit', create('two', 'second')];
  yield ['another create with the key of an earlier one', create('other', 'first')];
  yield ['a new name', resources.rename(system, id, { name: 'renamed' })];
  yield ['a new limit', quotas.setLimit(system, { ownerId, meter: 'resources', limit: 5 })];
  yield ['a limit given up', quotas.clearLimit(system, { ownerId, meter: 'resources' })];
  yield ['a new default limit', quotas.setDefaultLimit(system, { meter: 'resources', limit: 9 })];
  yield ['a create under a default limit', create('three', 'third')];
  yield ['a deletion', resources.delete(system, id)];
  yield ['a new password', users.setPassword(system, ownerId, { password: PASSWORD })];
  yield ['cleared login failures', users.clearLoginFailures(system, ownerId)];
  yield ['another login', sessions.logIn({ email, password: PASSWORD })];
  yield ['disabling', users.change(system, ownerId, { status: 'disabled' })];
  yield ['a deletion of a user who owns something', users.delete(system, ownerId)];
  yield ['a deletion of a user with everything', users.delete(system, ownerId, { resources: 'delete' })];
}

for (const dialect of DIALECTS) {
  test(`${dialect}: a kill before any statement of any command leaves the whole command or nothing of it`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(() => database.destroy());
    const seen: string[] = [];
    const knex = watched(database.knex, async () => void seen.push(await committed(database, dialect)));
    t.teardown(() => knex.destroy());
    const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
    await bailiwick.users.createFirstAdmin(bailiwick.system('test'), ROOT);
    const { actor: root } = await bailiwick.sessions.logIn(ROOT);

    seen.length = 0;
    let before = await committed(database, dialect);
    for await (const [name, command] of commands(bailiwick, root)) {
      await command.catch((error: unknown) => {
        if (!isBailiwickError(error)) throw error;
      });
      const after = await committed(database, dialect);
      t.not(after, before, `${name}: it has an effect, if only on the audit`);
      t.true(seen.length > 0, `${name}: somebody looked`);
      t.deepEqual(
        seen.filter((state) => state !== before && state !== after),
        [],
        `${name}: no half of it is to be seen`,
      );
      const query = asker(database, dialect);
      t.deepEqual(await inconsistencies(query), [], name);
      if (dialect === 'sqlite') t.deepEqual(await damages(query), [], name);
      seen.length = 0;
      before = after;
    }
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: a kill before any statement of a large deletion leaves whole steps`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(() => database.destroy());
    const seen = new Set<string>();
    const wrong: unknown[] = [];
    const knex = watched(database.knex, async () => {
      seen.add(await committed(database, dialect));
      wrong.push(...(await inconsistencies(asker(database, dialect))));
    });
    t.teardown(() => knex.destroy());
    const steps = new Set<string>();
    const bailiwick = createBailiwick({
      storage: inSmallSteps(
        knexStorage(knex),
        async () => void steps.add(await committed(database, dialect)),
      ),
      passwordHasher: fastHasher,
    });
    await bailiwick.users.createFirstAdmin(bailiwick.system('test'), ROOT);
    const id = await addLargeUser(bailiwick);

    seen.clear();
    wrong.length = 0;
    steps.add(await committed(database, dialect));
    t.is(
      (await bailiwick.users.delete(bailiwick.system('test'), id, { resources: 'delete' }))?.status,
      'deleting',
    );
    steps.add(await committed(database, dialect));
    await finish(bailiwick);
    t.true(steps.size > 4, 'it takes several steps');
    t.deepEqual(
      [...seen].filter((state) => !steps.has(state)),
      [],
    );
    t.deepEqual(wrong, []);
  });

  test(`${dialect}: a large deletion that stops at any of its statements is finished by the next process that continues it`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(() => database.destroy());
    let statementsLeft = Infinity;
    const knex = watched(database.knex, async (statement) => {
      // The database itself rolls back uncommitted changes.
      if (/^(?:begin|commit|rollback)/i.test(statement)) return;
      statementsLeft -= 1;
      if (statementsLeft === -1) throw new Error('Connection terminated unexpectedly');
    });
    t.teardown(() => knex.destroy());
    const bailiwick = createBailiwick({
      storage: inSmallSteps(knexStorage(knex), async () => {}),
      passwordHasher: fastHasher,
    });
    const system = bailiwick.system('test');
    await bailiwick.users.createFirstAdmin(system, ROOT);
    const remove = async (id: UserId) => {
      await bailiwick.users.delete(system, id, { resources: 'delete' });
      await finish(bailiwick);
    };

    let wasEnded = true;
    let count = 0;
    for (; wasEnded; count += 1) {
      const id = await addLargeUser(bailiwick);
      statementsLeft = count;
      const failure = await remove(id).catch((error: unknown) => error);
      wasEnded = statementsLeft < 0;
      statementsLeft = Infinity;
      if (wasEnded && failure !== undefined) t.true(isBailiwickError(failure));
      t.deepEqual(await inconsistencies(asker(database, dialect)), [], `after statement ${count}`);
      const isLeft = await bailiwick.users.get(system, id).catch(() => null);
      if (isLeft !== null) await remove(id);
      await t.throwsAsync(bailiwick.users.get(system, id), { code: 'not-found' });
      t.deepEqual(
        await inconsistencies(asker(database, dialect)),
        [],
        `after statement ${count}, and a repeat`,
      );
    }
    t.true(count > 10, `${count} statements`);
  });
}

async function addLargeUser(bailiwick: Bailiwick): Promise<UserId> {
  const system = bailiwick.system('test');
  const email = `${randomUUID()}@example.com`;
  const { id: ownerId } = await bailiwick.users.create(system, { email, password: PASSWORD });
  for (const name of ['one', 'two', 'three', 'four', 'five'])
    await bailiwick.resources.create(system, { ownerId, name });
  return ownerId;
}

async function finish(bailiwick: Bailiwick): Promise<void> {
  for await (const _step of bailiwick.finishDeletions());
}

/** Makes more than one row a large deletion, with one row for each step. */
function inSmallSteps(storage: Storage, afterStep: () => Promise<void>): Storage {
  const { users } = storage;
  const inSteps: Pick<typeof users, 'delete' | 'continueDeletion'> = {
    delete: (id, options, audit) => users.delete(id, { ...options, rowsAtOnceMax: 1 }, audit),
    async continueDeletion(id, step, audit) {
      const outcome = await users.continueDeletion(id, { ...step, rowsMax: 1 }, audit);
      await afterStep();
      return outcome;
    },
  };
  return {
    ...storage,
    users: new Proxy(users, {
      get(target, name) {
        if (name in inSteps) return Reflect.get(inSteps, name);
        const method: unknown = Reflect.get(target, name, target);
        return typeof method === 'function' ? method.bind(target) : method;
      },
    }),
  };
}

/**
 * Reads the committed state, which is all that others see, and all that remains after a crash. It uses one snapshot: a
 * login sends statements in parallel, so a commit may fall between the reads of two tables, and separate reads could
 * show the audit event of a session that they have not shown.
 */
async function committed({ knex }: TestDatabase, dialect: DialectName): Promise<string> {
  return knex.transaction(async (snapshot) => {
    if (dialect === 'postgres') await snapshot.raw('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const tables: unknown[] = [];
    for (const table of TABLES) {
      const rows = await snapshot(`bailiwick_${table}`).select('*');
      tables.push(rows.map((row) => JSON.stringify(row)).toSorted());
    }
    return JSON.stringify(tables);
  });
}

type ClientClass = new (...args: never[]) => {
  _query(connection: unknown, statement: { readonly sql: string }): Promise<unknown>;
};

/** Makes another Knex like this one, which calls a function before it sends a statement. */
function watched(knex: Knex, look: (statement: string) => Promise<void>): Knex {
  const Client: ClientClass = knex.client.constructor;
  class WatchedClient extends Client {
    override async _query(connection: unknown, statement: { readonly sql: string }): Promise<unknown> {
      await look(statement.sql);
      return super._query(connection, statement);
    }
  }
  return makeKnex({
    ...(knex.client.config as Knex.Config),
    client: WatchedClient as unknown as typeof Knex.Client,
  });
}
