import { TransactionConflictError, type Stores } from '@bailiwick/core';
import { connect, knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DatabaseOptions, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { untilBlocked } from './support/blocked.js';
import {
  addAccessKey,
  addGroup,
  addUser,
  create,
  draft,
  LATER,
  logIn,
  newUser,
  usedOf,
} from './support/fixtures.js';

test('postgres: Storage.transaction: work that caught the error that ended its transaction is not committed', async (t) => {
  const { storage, owner } = await start(t, 'postgres');
  const work = storage.transaction(async (stores) => {
    await create(stores, owner.id);
    await t.throwsAsync(stores.users.add({ ...newUser(), user: owner }, draft()), {
      code: 'refused-by-host',
    });
  });
  await t.throwsAsync(work, { code: 'storage-unavailable' });
  t.is(await usedOf(storage, owner.id), 0);
});

for (const dialect of DIALECTS) {
  test(`${dialect}: a host’s rows and a resource are both committed, or neither is`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    await knex.raw('CREATE TABLE plans (resource_id text, plan text)');
    const buy = (plan: string, fail: boolean) =>
      knex.transaction(async (trx) => {
        const outcome = await create(storage.within(trx), owner.id);
        if (outcome.type !== 'created') throw new Error(outcome.type);
        await trx('plans').insert({ resource_id: outcome.resource.id, plan });
        if (fail) throw new Error('the host changed its mind');
      });
    await buy('small', false);
    await t.throwsAsync(buy('large', true), { message: 'the host changed its mind' });
    t.deepEqual(await knex('plans').pluck('plan'), ['small']);
    t.is(await usedOf(storage, owner.id), 1);
  });

  test(`${dialect}: after a quota refusal, the host continues and commits, on its one connection`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect, { poolMax: 1 });
    await storage.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 1 }, draft());
    const last = await knex.transaction(async (trx) => {
      const stores = storage.within(trx);
      t.is((await create(stores, owner.id)).type, 'created');
      t.is((await create(stores, owner.id)).type, 'quota-exceeded');
      await stores.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 2 }, draft());
      return create(stores, owner.id);
    });
    t.is(last.type, 'created');
    t.is(await usedOf(storage, owner.id), 2);
  });

  test(`${dialect}: the first use of a storage can be within a host’s transaction, on a pool of one`, async (t) => {
    const { knex, owner } = await start(t, dialect, { poolMax: 1 });
    const fresh = knexStorage(knex);
    const found = await knex.transaction(async (trx) => {
      // Asks for the connection that this transaction holds, and gets it afterwards.
      const outside = fresh.ping();
      const user = await fresh.within(trx).users.find(owner.id);
      return { user, outside };
    });
    await found.outside;
    t.deepEqual(found.user, owner);
  });

  test(`${dialect}: a nonce cannot be used up within a transaction, whose rollback would make it fresh again`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    const nonce = { keyId: await addAccessKey(storage, owner.id), nonce: 'nonce', expiresAt: LATER };
    await t.throwsAsync(
      knex.transaction((trx) => storage.within(trx).accessKeys.consumeNonce(nonce)),
      { message: /not available within a transaction/ },
    );
    t.is(await storage.accessKeys.consumeNonce(nonce), 'fresh');
  });

  test(`${dialect}: a first administrator cannot be added within a transaction`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const expected = { message: /not available within a transaction/ };
    await t.throwsAsync(
      knex.transaction((trx) => storage.within(trx).users.addFirstAdmin(newUser({ role: 'admin' }), draft())),
      expected,
    );
    await t.throwsAsync(
      storage.transaction((stores) => stores.users.addFirstAdmin(newUser({ role: 'admin' }), draft())),
      expected,
    );
  });

  test(`${dialect}: using the stores of a transaction that has ended is an error`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    const stores = await knex.transaction(async (trx) => [storage.within(trx)]);
    await t.throwsAsync(create(stores[0]!, owner.id), { message: /transaction has ended/ });
  });

  test(`${dialect}: a call outside of an open savepoint is refused, since its rollback would undo the call`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    const outside = { message: /A savepoint is open/ };
    await knex.transaction(async (trx) => {
      const stores = storage.within(trx);
      t.is((await create(stores, owner.id)).type, 'created');
      await trx.transaction(async (savepoint) => {
        await t.throwsAsync(create(stores, owner.id), outside);
        t.is((await create(storage.within(savepoint), owner.id)).type, 'created');
        await savepoint.transaction(async (inner) => {
          await t.throwsAsync(create(storage.within(savepoint), owner.id), outside);
          t.is((await create(storage.within(inner), owner.id)).type, 'created');
        });
        t.is((await create(storage.within(savepoint), owner.id)).type, 'created');
      });
      t.is((await create(stores, owner.id)).type, 'created');
      const failure = new Error('the host changed its mind');
      const undone = trx.transaction(async (savepoint) => {
        t.is((await create(storage.within(savepoint), owner.id)).type, 'created');
        throw failure;
      });
      t.is(await t.throwsAsync(undone), failure);
      await trx.raw('SAVEPOINT by_hand');
      await t.throwsAsync(create(stores, owner.id), outside);
      await trx.raw('ROLLBACK TO by_hand');
      await trx.raw('RELEASE by_hand');
      t.is((await create(stores, owner.id)).type, 'created');
    });
    t.is(await usedOf(storage, owner.id), 6);
  });

  test(`${dialect}: the library can first be called in a savepoint`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    await knex.transaction(async (trx) => {
      await trx.transaction(async (savepoint) => {
        t.is((await create(storage.within(savepoint), owner.id)).type, 'created');
        await t.throwsAsync(create(storage.within(trx), owner.id), { message: /A savepoint is open/ });
      });
      t.is((await create(storage.within(trx), owner.id)).type, 'created');
    });
    t.is(await usedOf(storage, owner.id), 2);
  });

  test(`${dialect}: a call beside a savepoint that is rolled back is committed, or fails`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    for (const isFirst of [true, false]) {
      const before = await usedOf(storage, owner.id);
      const host = knex.transaction(async (trx) => {
        const undone = async () => {
          const savepoint = trx.transaction(async (inner) => {
            await create(storage.within(inner), owner.id);
            throw new Error('the host changed its mind');
          });
          await t.throwsAsync(savepoint);
        };
        const beside = () => create(storage.within(trx), owner.id);
        await Promise.all(isFirst ? [undone(), beside()] : [beside(), undone()]);
      });
      const made = await host.then(
        () => 1,
        (error: Error) => (/savepoint/.test(error.message) ? 0 : t.fail(error.message)),
      );
      t.is((await usedOf(storage, owner.id)) - before, made);
    }
  });

  test(`${dialect}: concurrent savepoints run one after the other, and each as a whole`, async (t) => {
    const { knex, storage, owner } = await start(t, dialect);
    await storage.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 2 }, draft());
    const outcomes = await knex.transaction((trx) =>
      Promise.all(
        [1, 2, 3].map(() => trx.transaction((savepoint) => create(storage.within(savepoint), owner.id))),
      ),
    );
    t.deepEqual(
      outcomes.map(({ type }) => type),
      ['created', 'created', 'quota-exceeded'],
    );
    t.is(await usedOf(storage, owner.id), 2);
  });
}

test('sqlite: a host that read before another writer committed gets a transaction-conflict at once, and repeats', async (t) => {
  const { database, storage, owner } = await start(t, 'sqlite');
  const host = database.connect(1);
  const work = (isOvertaken: boolean) =>
    host.transaction(async (trx) => {
      await trx('bailiwick_users').select();
      if (isOvertaken) t.is((await create(storage, owner.id)).type, 'created');
      return create(knexStorage(host).within(trx), owner.id);
    });
  await t.throwsAsync(work(true), { instanceOf: TransactionConflictError });
  t.is(await usedOf(storage, owner.id), 1);
  t.is((await work(false)).type, 'created');
  t.is(await usedOf(storage, owner.id), 2);
});

test('sqlite: a move or a deletion in a transaction that shows an older state is a transaction-conflict', async (t) => {
  const { database, storage, owner } = await start(t, 'sqlite');
  const host = database.connect(1);
  const [from, to] = [await addGroup(storage), await addGroup(storage)];
  const web = await addGroup(storage, { parentId: from.id });
  const deletion = { resources: 'refuse', ifUnchangedSince: null, rowsAtOnceMax: 0 } as const;
  const change = { from: from.id, to: to.id, at: LATER, ifUnchangedSince: null };
  const commands: readonly ((stores: Stores) => Promise<unknown>)[] = [
    ({ groups }) => groups.move(web.id, change, draft()),
    ({ groups }) => groups.delete(web.id, deletion, draft()),
    ({ users }) => users.delete(owner.id, deletion, draft()),
  ];
  for (const command of commands) {
    const work = host.transaction(async (trx) => {
      await trx('bailiwick_users').select();
      for (const { id } of [web, owner]) t.is((await create(storage, id, { demand: {} })).type, 'created');
      return command(knexStorage(host).within(trx));
    });
    await t.throwsAsync(work, { instanceOf: TransactionConflictError });
  }
});

test('sqlite: a command takes the write lock before it reads, so that it waits and decides on the latest state', async (t) => {
  const { database, knex, owner } = await start(t, 'sqlite');
  const host = connect(database.url, { lockTimeoutMs: 10 });
  t.teardown(() => host.destroy());
  const storage = knexStorage(host);
  await storage.ping();
  const answers: unknown[] = [];
  host.on('query-response', (answer) => answers.push(answer));
  await knex.transaction(async (holder) => {
    await holder.raw('DELETE FROM bailiwick_sessions');
    const late = host.transaction((trx) => create(storage.within(trx), owner.id));
    await t.throwsAsync(late, { instanceOf: TransactionConflictError });
  });
  t.deepEqual(answers, []);
});

test('postgres: when two hosts take one email address at the same instant, the second gets a refusal and continues', async (t) => {
  const { knex, storage, owner } = await start(t, 'postgres');
  const email = { email: 'wanted@example.com', emailKey: 'wanted@example.com' };
  const rival = await addUser(storage);
  const first = await knex.transaction();
  t.is((await storage.within(first).users.change(rival.id, { email, at: LATER }, draft())).type, 'changed');
  const second = knex.transaction(async (trx) => {
    const stores = storage.within(trx);
    const outcome = await stores.users.change(owner.id, { email, at: LATER }, draft());
    t.is((await create(stores, owner.id)).type, 'created');
    return outcome;
  });
  await untilBlocked(knex);
  await first.commit();
  t.deepEqual(await second, { type: 'email-taken' });
  t.is(await usedOf(storage, owner.id), 1);
  t.deepEqual(await storage.users.find(owner.id), owner);
});

/**
 * Under REPEATABLE READ a host sees the past. Each case: what is committed after the host's snapshot was
 * taken, and what the host must not be allowed to do on top of it.
 */
interface Overtaking {
  readonly title: string;
  readonly meanwhile: (world: World) => Promise<unknown>;
  readonly after: (world: World, trx: Knex.Transaction) => Promise<unknown>;
}

const OVERTAKINGS: readonly Overtaking[] = [
  {
    title: 'a create after another create',
    meanwhile: ({ storage, owner }) => create(storage, owner.id),
    after: ({ storage, owner }, trx) => create(storage.within(trx), owner.id),
  },
  {
    title: 'a create that would use an outdated default limit',
    meanwhile: ({ storage }) => storage.quotas.setDefaultLimit({ meter: 'resources', limit: 0 }, draft()),
    after: ({ storage, owner }, trx) => create(storage.within(trx), owner.id),
  },
  {
    title: 'a create for an owner who was disabled',
    meanwhile: ({ storage, owner }) =>
      storage.users.change(owner.id, { status: 'disabled', at: LATER }, draft()),
    after: ({ storage, owner }, trx) => create(storage.within(trx), owner.id),
  },
  {
    title: 'a deletion of a user who now has a resource',
    meanwhile: ({ storage, owner }) => create(storage, owner.id),
    after: ({ storage, owner }, trx) =>
      storage.within(trx).users.delete(owner.id, { resources: 'refuse' }, draft()),
  },
  {
    title: 'a deletion of a user who now has a resource that demands nothing',
    meanwhile: ({ storage, owner }) => create(storage, owner.id, { demand: {} }),
    after: ({ storage, owner }, trx) =>
      storage.within(trx).users.delete(owner.id, { resources: 'refuse' }, draft()),
  },
  {
    title: 'a change of password that would miss a new session',
    meanwhile: ({ storage, owner }) => logIn(storage, owner.id),
    after: ({ storage, owner }, trx) => {
      const change = {
        passwordHash: 'new',
        at: LATER,
        expectedVersion: null,
        keepSessionId: null,
        accessKeys: 'keep',
      } as const;
      return storage.within(trx).users.setPassword(owner.id, change, draft());
    },
  },
  {
    title: 'a session for a password that was changed',
    meanwhile: ({ storage, owner }) => {
      const change = {
        passwordHash: 'new',
        at: LATER,
        expectedVersion: null,
        keepSessionId: null,
        accessKeys: 'keep',
      } as const;
      return storage.users.setPassword(owner.id, change, draft());
    },
    after: ({ storage, owner }, trx) => logIn(storage.within(trx), owner.id),
  },
  {
    title: 'a demotion of an administrator who has become the last',
    meanwhile: ({ storage, admins }) =>
      storage.users.change(admins[0]!.id, { role: 'user', at: LATER }, draft()),
    after: ({ storage, admins }, trx) =>
      storage.within(trx).users.change(admins[1]!.id, { role: 'user', at: LATER }, draft()),
  },
  {
    title: 'a second resource under one idempotency key',
    meanwhile: ({ storage, owner }) => create(storage, owner.id, { key: 'key', demand: {} }),
    after: ({ storage, owner }, trx) => create(storage.within(trx), owner.id, { key: 'key', demand: {} }),
  },
];

for (const { title, meanwhile, after } of OVERTAKINGS) {
  test(`postgres: within a snapshot that was overtaken, ${title} is a transaction-conflict`, async (t) => {
    const world = await start(t, 'postgres');
    const { knex, storage } = world;
    const host = knex.transaction(
      async (trx) => {
        await trx.raw('SELECT 1 FROM bailiwick_users');
        await meanwhile(world);
        await after(world, trx);
      },
      { isolationLevel: 'repeatable read' },
    );
    await t.throwsAsync(host, { instanceOf: TransactionConflictError });
    // Repeated, as the error asks for, it is decided on what is committed.
    await knex.transaction((trx) => after(world, trx), { isolationLevel: 'repeatable read' });
    t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
  });
}

type World = Awaited<ReturnType<typeof start>>;

async function start(t: ExecutionContext, dialect: DialectName, options: DatabaseOptions = {}) {
  const database = await createDatabase(dialect, { poolMax: 4, ...options });
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  const owner = await addUser(storage);
  const admins = [await addUser(storage, { role: 'admin' }), await addUser(storage, { role: 'admin' })];
  return { database, knex: database.knex, storage, owner, admins };
}
