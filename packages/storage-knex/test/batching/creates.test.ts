import { StorageUnavailableError, type CreateResource, type Stores, type User } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, type DialectName, DIALECTS, recordStatements } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { untilBlocked } from '../support/blocked.js';
import { addUser, create, draft, newId, newResource, usedOf } from '../support/fixtures.js';

for (const dialect of DIALECTS) {
  test(`${dialect}: a batch of creates is one statement, and each has its resource and its event`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const users = await addUsers(storage, 5, 10);
    const { statements } = recordStatements(knex);

    const commands = [...users, ...users].map(({ id }) => newResource(id));
    const outcomes = await createAll(storage, commands);
    t.is(statements.length, 1);
    t.deepEqual(
      outcomes,
      commands.map(({ resource }) => ({ type: 'created', resource })),
    );
    for (const { resource } of commands) t.deepEqual(await storage.resources.find(resource.id), resource);
    const events = await knex('bailiwick_audit_events')
      .where({ action: 'resource:create' })
      .orderBy('target_id');
    t.deepEqual(
      events.map((event) => [event.target_id, event.target_owner_id, event.outcome, event.reason]),
      // Their ids are in the order of the commands.
      commands.map(({ resource: { id, ownerId } }) => [id, ownerId, 'accepted', 'test']),
    );
    t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
  });

  test(`${dialect}: exactly as many creates of a batch are accepted as fit, and the others get the reason`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const ann = await addUser(storage, { limits: { resources: 3 } });
    const bob = await addUser(storage, { limits: { resources: null } });
    const commands = [...Array(6).fill(ann), ...Array(4).fill(bob)].map(({ id }: User) => newResource(id));

    const outcomes = await createAll(storage, commands);
    t.deepEqual(
      outcomes.map(({ type }) => type),
      [...Array(3).fill('created'), ...Array(3).fill('quota-exceeded'), ...Array(4).fill('created')],
    );
    t.deepEqual(outcomes[5], {
      type: 'quota-exceeded',
      quotas: [{ meter: 'resources', limit: 3, used: 3, requested: 1 }],
    });
    t.is(await usedOf(storage, ann.id), 3);
    t.is(await usedOf(storage, bob.id), 4);
    const events = await knex('bailiwick_audit_events').where({ action: 'resource:create' });
    t.is(events.filter(({ outcome }) => outcome === 'accepted').length, 7);
    t.is(events.filter(({ outcome }) => outcome === 'refused').length, 3);
  });

  test(`${dialect}: creates that exceed a quota are refused in the same statement, each with its own figures`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const full = await addUser(storage, { limits: { resources: 0 } });
    const [ann, bob] = await addUsers(storage, 2, 5);
    const { statements } = recordStatements(knex);
    const demands = [
      [full, 1],
      [ann, 6],
      [bob, 5],
      [full, 2],
    ] as const;
    const outcomes = await createAll(
      storage,
      demands.map(([user, amount]) => newResource(user.id, { demand: { resources: amount } })),
    );
    t.is(statements.length, 1);
    t.deepEqual(
      outcomes.map((outcome) => (outcome.type === 'quota-exceeded' ? outcome.quotas : outcome.type)),
      [
        [{ meter: 'resources', limit: 0, used: 0, requested: 1 }],
        [{ meter: 'resources', limit: 5, used: 0, requested: 6 }],
        'created',
        [{ meter: 'resources', limit: 0, used: 0, requested: 2 }],
      ],
    );
    const used = [full, ann, bob].map(({ id }) => usedOf(storage, id));
    t.deepEqual(await Promise.all(used), [0, 0, 5]);
  });

  test(`${dialect}: a create whose event has an id that is taken is an error, and leaves nothing`, async (t) => {
    const { storage } = await start(t, dialect);
    const [ann, bob] = await addUsers(storage, 2, 1);
    const audit = draft();
    t.is((await storage.resources.create(newResource(ann.id), audit)).type, 'created');
    // It fits, and it does not.
    for (const { id } of [bob, ann]) {
      const command = newResource(id);
      await t.throwsAsync(storage.resources.create(command, audit));
      t.is(await storage.resources.find(command.resource.id), null);
    }
    t.deepEqual([await usedOf(storage, ann.id), await usedOf(storage, bob.id)], [1, 0]);
  });

  test(`${dialect}: a create that fits is accepted beside one that does not`, async (t) => {
    const { storage } = await start(t, dialect);
    const ann = await addUser(storage, { limits: { resources: 5 } });
    const outcomes = await createAll(
      storage,
      [2, 7, 3].map((amount) => newResource(ann.id, { demand: { resources: amount } })),
    );
    t.deepEqual(
      outcomes.map(({ type }) => type),
      ['created', 'quota-exceeded', 'created'],
    );
    t.is(await usedOf(storage, ann.id), 5);
  });

  test(`${dialect}: a default limit binds a batch of creates`, async (t) => {
    const { storage } = await start(t, dialect);
    const [ann, bob] = [await addUser(storage), await addUser(storage)];
    // From now on both have used the meter.
    await createAll(storage, [newResource(ann.id), newResource(bob.id)]);
    await storage.quotas.setDefaultLimit({ meter: 'resources', limit: 3 }, draft());
    const commands = [ann, ann, ann, bob].map(({ id }) => newResource(id));
    const outcomes = await createAll(storage, commands);
    t.deepEqual(
      outcomes.map(({ type }) => type),
      ['created', 'created', 'quota-exceeded', 'created'],
    );
  });

  test(`${dialect}: each create of a batch is decided as if it were alone`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const [ann, bob, disabled] = await addUsers(storage, 3, 10);
    await knex('bailiwick_users').where({ id: disabled.id }).update({ status: 'disabled' });
    const taken = newResource(ann.id);
    await createAll(storage, [taken]);
    const keyed = newResource(ann.id, { key: 'key' });
    await createAll(storage, [keyed]);
    const twice = newResource(bob.id);
    const ofMany = newResource(bob.id, { demand: { resources: 1, seats: 2 } });

    const outcomes = await createAll(storage, [
      newResource(bob.id),
      newResource(disabled.id),
      newResource(newId()),
      taken,
      { ...newResource(ann.id), idempotency: keyed.idempotency },
      twice,
      { ...twice, demand: { resources: 4 } },
      ofMany,
      newResource(bob.id, { demand: {} }),
      newResource(ann.id),
    ]);
    t.deepEqual(
      outcomes.map(({ type }) => type),
      [
        'created',
        'owner-disabled',
        'no-owner',
        'id-taken',
        'repeated',
        'created',
        'id-taken',
        'created',
        'created',
        'created',
      ],
    );
    t.is(await usedOf(storage, ann.id), 3);
    t.is(await usedOf(storage, bob.id), 3);
    t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
  });

  test(`${dialect}: a row that the schema refuses fails its own create, and no other`, async (t) => {
    const { storage } = await start(t, dialect);
    const [ann, bob] = await addUsers(storage, 2, 10);
    const good = newResource(ann.id);
    const bad = newResource(bob.id);
    const nameless: CreateResource = { ...bad, resource: { ...bad.resource, name: '' } };
    const [first, second] = await Promise.allSettled(
      [good, nameless].map((command) => storage.resources.create(command, draft('resource:create'))),
    );
    t.deepEqual(first, { status: 'fulfilled', value: { type: 'created', resource: good.resource } });
    t.is(second?.status, 'rejected');
    t.is(await usedOf(storage, bob.id), 0);
  });

  test(`${dialect}: if the outcome of the commit is unknown, the whole batch fails, and nothing is sent again`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const users = await addUsers(storage, 3, 10);
    const { client } = knex;
    const send = client.query.bind(client);
    let statements = 0;
    client.query = async (connection: unknown, query: { sql: string }) => {
      const answer = await send(connection, query);
      statements += 1;
      if (statements === 1) throw Object.assign(new Error('write EUNHEARDOF'), { code: 'EUNHEARDOF' });
      return answer;
    };
    const answers = await Promise.allSettled(users.map(({ id }) => create(storage, id)));
    t.deepEqual(
      answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'created')),
      ['EUNHEARDOF', 'EUNHEARDOF', 'EUNHEARDOF'],
    );
    t.is(statements, 1);
    t.deepEqual(await Promise.all(users.map(({ id }) => usedOf(storage, id))), [1, 1, 1]);
  });

  test(`${dialect}: if the database is gone, the whole batch is storage-unavailable`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const users = await addUsers(storage, 3, 10);
    await createAll(storage, [newResource(users[0].id)]);
    await knex.destroy();
    const answers = await Promise.allSettled(users.map(({ id }) => create(storage, id)));
    for (const answer of answers) {
      t.true(answer.status === 'rejected' && answer.reason instanceof StorageUnavailableError);
    }
  });
}

test('postgres: no create waits for another owner’s quota, even in one batch', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const [ann, bob, eve] = await addUsers(storage, 3, 10);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), ann.id)).type, 'created');
  // A user who is being deleted, for example.
  await host.raw('SELECT 1 FROM bailiwick_users WHERE id = ? FOR UPDATE', [eve.id]);

  const late = [ann, eve].map(({ id }) => create(storage, id));
  t.is((await create(storage, bob.id)).type, 'created');
  await untilBlocked(knex, 2);
  t.is((await create(storage, bob.id)).type, 'created');
  t.is((await Promise.all([create(storage, bob.id), create(storage, bob.id)])).length, 2);
  await host.commit();
  t.deepEqual(
    (await Promise.all(late)).map(({ type }) => type),
    ['created', 'created'],
  );
  t.is(await usedOf(storage, ann.id), 2);
});

test('postgres: a batch of one owner waits for a quota that another process has locked', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const ann = await addUser(storage, { limits: { resources: 3 } });
  // As long as it takes this test to look.
  await knex.raw(`ALTER FUNCTION bailiwick_create_resources_on_paths_v1 SET lock_timeout = '30s'`);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), ann.id)).type, 'created');
  const { statements } = recordStatements(knex);

  const late = createAll(
    storage,
    [ann, ann].map(({ id }) => newResource(id)),
  );
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(
    (await late).map(({ type }) => type),
    ['created', 'created'],
  );
  t.is(statements.filter(({ sql }) => sql.includes('bailiwick_create_resource')).length, 1);
  t.is(await usedOf(storage, ann.id), 3);
});

test('postgres: no create waits for an id that another transaction is inserting, even in one batch', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const [ann, bob, eve] = await addUsers(storage, 3, 10);
  await createAll(storage, [newResource(bob.id), newResource(eve.id)]);
  const host = await knex.transaction();
  const held = newResource(ann.id);
  await storage.within(host).resources.create(held, draft());

  const same = newResource(bob.id);
  const late = createAll(storage, [{ ...same, resource: { ...same.resource, id: held.resource.id } }]);
  t.is((await create(storage, eve.id)).type, 'created');
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await late, [{ type: 'id-taken' }]);
  t.is(await usedOf(storage, bob.id), 1);
});

test('postgres: an id in capitals is the same id as in small letters, and is created once', async (t) => {
  const { storage } = await start(t, 'postgres');
  const [ann, bob] = await addUsers(storage, 2, 10);
  await createAll(storage, [newResource(ann.id), newResource(bob.id)]);
  const small = newResource(ann.id);
  const id = small.resource.id.toUpperCase() as typeof small.resource.id;
  const capital = { ...small, resource: { ...small.resource, id } };
  const outcomes = await createAll(storage, [capital, small, newResource(bob.id)]);
  t.deepEqual(outcomes.map(({ type }) => type).toSorted(), ['created', 'created', 'id-taken']);
  t.is(await usedOf(storage, ann.id), 2);
  t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
});

test('postgres: a create under the owner’s own limit does not wait for a change of the default, even in one batch', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const ann = await addUser(storage);
  const bob = await addUser(storage, { limits: { resources: 10 } });
  await createAll(storage, [newResource(ann.id)]);
  const host = await knex.transaction();
  await storage.within(host).quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, draft());

  const late = create(storage, ann.id);
  t.is((await create(storage, bob.id)).type, 'created');
  await untilBlocked(knex);
  await host.commit();
  t.is((await late).type, 'quota-exceeded');
});

test('postgres: a default limit does not change while a batch of creates relies on it', async (t) => {
  const { knex, storage } = await start(t, 'postgres');
  const [ann, bob] = [await addUser(storage), await addUser(storage)];
  await createAll(storage, [newResource(ann.id), newResource(bob.id)]);
  // The last thing that the statement does waits for this, as long as it takes: its locks are held meanwhile.
  await knex.raw('ALTER FUNCTION bailiwick_create_resources_on_paths_v1 RESET lock_timeout');
  const host = await knex.transaction();
  await host.raw('LOCK TABLE bailiwick_audit_events IN SHARE MODE');
  const creates = createAll(storage, [newResource(ann.id), newResource(bob.id)]);
  await untilBlocked(knex);
  const change = knex.transaction((trx) =>
    storage.within(trx).quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, draft()),
  );
  await untilBlocked(knex, 2);
  await host.commit();
  t.deepEqual(
    (await creates).map(({ type }) => type),
    ['created', 'created'],
  );
  await change;
});

for (const dialect of DIALECTS) {
  test(`${dialect}: while a batch is running, later creates gather and become one batch`, async (t) => {
    const { knex, storage } = await start(t, dialect);
    const [ann] = await addUsers(storage, 1, 100);
    await createAll(storage, [newResource(ann.id)]);
    const { statements } = recordStatements(knex);
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => createEach(storage, ann, 3)));
    t.deepEqual(new Set(outcomes.flat()), new Set(['created']));
    t.is(await usedOf(storage, ann.id), 91);
    t.true(statements.length < 30, `${statements.length} statements for 90 creates`);
  });
}

/** One after the other, as a client does that waits for its answer. */
async function createEach(storage: Stores, { id }: User, count: number): Promise<string[]> {
  const types: string[] = [];
  for (let made = 0; made < count; made += 1) types.push((await create(storage, id)).type);
  return types;
}

function createAll(storage: Stores, commands: readonly CreateResource[]) {
  return Promise.all(
    commands.map((command) => {
      const { id, ownerId } = command.resource;
      const audit = { ...draft('resource:create'), target: { type: 'resource' as const, id, ownerId } };
      return storage.resources.create(command, audit);
    }),
  );
}

async function addUsers(storage: Stores, count: number, limit: number): Promise<[User, User, User]> {
  const users: User[] = [];
  for (let added = 0; added < count; added += 1)
    users.push(await addUser(storage, { limits: { resources: limit } }));
  return users as [User, User, User];
}

async function start(
  t: ExecutionContext,
  dialect: DialectName,
): Promise<{ knex: Knex; storage: ReturnType<typeof knexStorage> }> {
  const database = await createDatabase(dialect, { poolMax: 6 });
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  await storage.ping();
  return { knex: database.knex, storage };
}
