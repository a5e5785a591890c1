import type { CreateResource, GroupId, Stores } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { untilBlocked } from './support/blocked.js';
import {
  addGroup,
  addUser,
  create,
  draft,
  LATER,
  logIn,
  newId,
  newResource,
  NOW,
  usedOf,
} from './support/fixtures.js';

// The waiting command runs within a host's transaction, where the library repeats nothing that failed.

test('postgres: a new default limit waits for creates that still rely on the old one, and binds every later one', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');

  const change = knex.transaction((trx) =>
    storage.within(trx).quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, draft()),
  );
  await untilBlocked(knex);
  const late = knex.transaction((trx) => create(storage.within(trx), owner.id));
  await untilBlocked(knex, 2);
  await host.commit();
  await change;
  t.is((await late).type, 'quota-exceeded');
});

test('postgres: a new default limit does not wait for creates that are bound by a limit of the owner’s own', async (t) => {
  const { knex, storage, owner } = await start(t);
  await storage.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 5 }, draft());
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');
  await storage.quotas.setDefaultLimit({ meter: 'resources', limit: 0 }, draft());
  await host.commit();
  t.is((await create(storage, owner.id)).type, 'created');
});

test('postgres: a create decides on the limit and the usage that it finds after waiting for another one', async (t) => {
  const { knex, storage, owner } = await start(t);
  await storage.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 2 }, draft());
  const host = await knex.transaction();
  const stores = storage.within(host);
  t.is((await create(stores, owner.id)).type, 'created');
  await stores.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 1 }, draft());
  const late = knex.transaction((trx) => create(storage.within(trx), owner.id));
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await late, {
    type: 'quota-exceeded',
    quotas: [{ meter: 'resources', limit: 1, used: 1, requested: 1 }],
  });
});

test('postgres: a create of several meters claims a new one before a used one', async (t) => {
  const { knex, storage, owner } = await start(t);
  const createOf = (stores: Stores, ...meters: string[]) => {
    const demand = Object.fromEntries(meters.map((meter) => [meter, 1]));
    return stores.resources.create(newResource(owner.id, { demand }), draft());
  };
  t.is((await createOf(storage, 'b')).type, 'created');
  const host = await knex.transaction();
  t.is((await createOf(storage.within(host), 'a')).type, 'created');
  const late = knex.transaction((trx) => createOf(storage.within(trx), 'a', 'b'));
  await untilBlocked(knex);
  // In the order of the meters, as it is documented: had the other one locked "b", neither could go on.
  t.is((await createOf(storage.within(host), 'b')).type, 'created');
  await host.commit();
  t.is((await late).type, 'created');
});

test('postgres: repair counts the claim of a create that it waited for', async (t) => {
  const { knex, storage, owner } = await start(t);
  t.is((await create(storage, owner.id)).type, 'created');
  await knex('bailiwick_quotas').update({ used: 7 });
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');
  const repair = knex.transaction((trx) =>
    storage.within(trx).quotas.repair({ ownerId: owner.id, meter: 'resources' }, draft()),
  );
  await untilBlocked(knex);
  await host.commit();
  const difference = { ownerId: owner.id, meter: 'resources', used: 8, actual: 2 };
  t.deepEqual(await repair, { type: 'repaired', difference });
  t.is(await usedOf(storage, owner.id), 2);
});

test('postgres: creates wait while a quota is recounted', async (t) => {
  const { knex, storage, owner } = await start(t);
  t.is((await create(storage, owner.id)).type, 'created');
  const host = await knex.transaction();
  const key = { ownerId: owner.id, meter: 'resources' };
  t.deepEqual(await storage.within(host).quotas.repair(key, draft()), { type: 'true' });
  const late = create(storage, owner.id);
  const first = await Promise.race([untilBlocked(knex).then(() => 'waiting'), late.then(({ type }) => type)]);
  t.is(first, 'waiting');
  await host.commit();
  t.is((await late).type, 'created');
});

test('postgres: a deletion of a user waits for a create, and then finds that the user owns something', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');
  const deletion = knex.transaction((trx) =>
    storage.within(trx).users.delete(owner.id, { resources: 'refuse' }, draft()),
  );
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await deletion, { type: 'owns-resources', count: 1 });
});

test('postgres: a create waits for the deletion of its owner, and then finds no user', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await storage.within(host).users.delete(owner.id, { resources: 'refuse' }, draft())).type, 'deleted');
  const late = knex.transaction((trx) => create(storage.within(trx), owner.id));
  await untilBlocked(knex);
  await host.commit();
  t.is((await late).type, 'no-owner');
});

test('postgres: a login waits for a change of password, and then knows that it was checked against the old one', async (t) => {
  const { knex, storage, owner } = await start(t);
  const change = {
    passwordHash: 'new',
    at: LATER,
    expectedVersion: null,
    keepSessionId: null,
    accessKeys: 'keep',
  } as const;
  const host = await knex.transaction();
  t.is((await storage.within(host).users.setPassword(owner.id, change, draft())).type, 'changed');
  const login = knex.transaction((trx) => logIn(storage.within(trx), owner.id));
  await untilBlocked(knex);
  await host.commit();
  t.is((await login).type, 'refused');
});

test('postgres: a change of password waits for a login, and ends the session that it adds', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await logIn(storage.within(host), owner.id)).type, 'added');
  const change = {
    passwordHash: 'new',
    at: LATER,
    expectedVersion: null,
    keepSessionId: null,
    accessKeys: 'keep',
  } as const;
  const changing = knex.transaction((trx) =>
    storage.within(trx).users.setPassword(owner.id, change, draft()),
  );
  await untilBlocked(knex);
  await host.commit();
  t.is((await changing).type, 'changed');
  t.deepEqual(await storage.sessions.listLive(owner.id, NOW, 10), []);
});

test('postgres: when two administrators demote each other, the second waits and then finds itself the last', async (t) => {
  const { knex, storage } = await start(t);
  const [ann, bob] = [await addUser(storage, { role: 'admin' }), await addUser(storage, { role: 'admin' })];
  const host = await knex.transaction();
  t.is(
    (await storage.within(host).users.change(bob.id, { role: 'user', at: LATER }, draft())).type,
    'changed',
  );
  const late = knex.transaction((trx) =>
    storage.within(trx).users.change(ann.id, { role: 'user', at: LATER }, draft()),
  );
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await late, { type: 'last-admin' });
});

test('postgres: neither a deletion nor a change of a user who is no administrator keeps an administrator waiting', async (t) => {
  const { knex, storage, owner } = await start(t);
  const [ann, bob] = [await addUser(storage, { role: 'admin' }), await addUser(storage, { role: 'admin' })];
  const host = await knex.transaction();
  const { users } = storage.within(host);
  t.is((await users.change(owner.id, { status: 'disabled', at: LATER }, draft())).type, 'changed');
  t.is((await users.delete(owner.id, { resources: 'delete' }, draft())).type, 'deleted');
  // If one of them waited, its lock timeout would end it with an error.
  t.is((await logIn(storage, ann.id)).type, 'added');
  t.is((await storage.users.change(bob.id, { role: 'user', at: LATER }, draft())).type, 'changed');
  await host.commit();
});

test('postgres: a user who becomes the only administrator while their deletion waits is not deleted', async (t) => {
  const { knex, storage, owner } = await start(t);
  const ann = await addUser(storage, { role: 'admin' });
  const host = await knex.transaction();
  const { users } = storage.within(host);
  t.is((await users.change(owner.id, { role: 'admin', at: LATER }, draft())).type, 'changed');
  t.is((await users.change(ann.id, { role: 'user', at: LATER }, draft())).type, 'changed');
  const late = storage.users.delete(owner.id, { resources: 'delete' }, draft());
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await late, { type: 'last-admin' });
});

test('postgres: a user who becomes one of two administrators while their deletion waits can be deleted', async (t) => {
  const { knex, storage, owner } = await start(t);
  await addUser(storage, { role: 'admin' });
  const host = await knex.transaction();
  const { users } = storage.within(host);
  t.is((await users.change(owner.id, { role: 'admin', at: LATER }, draft())).type, 'changed');
  const late = storage.users.delete(owner.id, { resources: 'delete' }, draft());
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await late, { type: 'deleted' });
});

test('postgres: a step of a deletion that another caller is running is skipped, without waiting', async (t) => {
  const { knex, storage, owner } = await start(t);
  for (let index = 0; index < 3; index += 1) t.is((await create(storage, owner.id)).type, 'created');
  const deletion = { resources: 'delete', rowsAtOnceMax: 1 } as const;
  t.is((await storage.users.delete(owner.id, deletion, draft())).type, 'deleting');
  const step = (stores: Stores) =>
    stores.users.continueDeletion(owner.id, { olderThanId: null, rowsMax: 2 }, draft());
  const host = await knex.transaction();
  t.is((await step(storage.within(host))).type, 'continued');
  t.deepEqual(await step(storage), { type: 'none' });
  await host.rollback();
  t.like(await step(storage), { type: 'continued', count: 2 });
  t.is((await step(storage)).type, 'deleted');
});

test('postgres: a deletion that begins waits for a host that deletes the resources one by one, and does not deadlock', async (t) => {
  const { knex, storage, owner } = await start(t);
  const [first, second] = [newResource(owner.id), newResource(owner.id)];
  for (const command of [first, second]) await storage.resources.create(command, draft());
  const host = await knex.transaction();
  const { resources } = storage.within(host);
  t.is((await resources.delete(second.resource.id, owner.id, draft())).type, 'deleted');
  const late = storage.users.delete(owner.id, { resources: 'delete', rowsAtOnceMax: 0 }, draft());
  await untilBlocked(knex);
  t.is((await resources.delete(first.resource.id, owner.id, draft())).type, 'deleted');
  await host.commit();
  t.deepEqual(await late, { type: 'deleted' });
});

test('postgres: a deletion waits at the quota, before it touches the resource, and does not deadlock', async (t) => {
  const { knex, storage, owner } = await start(t);
  const [first, second] = [newResource(owner.id), newResource(owner.id)];
  for (const command of [first, second]) await storage.resources.create(command, draft());
  const remove = (stores: Stores, command: CreateResource) =>
    stores.resources.delete(command.resource.id, owner.id, draft());

  const host = await knex.transaction();
  t.is((await remove(storage.within(host), second)).type, 'deleted');
  const late = knex.transaction((trx) => remove(storage.within(trx), first));
  await untilBlocked(knex);
  t.is((await remove(storage.within(host), first)).type, 'deleted');
  await host.commit();
  t.deepEqual(await late, { type: 'absent' });
});

test('postgres: a deletion of a user waits for a host that deletes their resources one by one, and does not deadlock', async (t) => {
  const { knex, storage, owner } = await start(t);
  const [first, second] = [newResource(owner.id), newResource(owner.id)];
  for (const command of [first, second]) await storage.resources.create(command, draft());
  const host = await knex.transaction();
  const { resources } = storage.within(host);
  t.is((await resources.delete(second.resource.id, owner.id, draft())).type, 'deleted');
  const late = knex.transaction((trx) =>
    storage.within(trx).users.delete(owner.id, { resources: 'delete' }, draft()),
  );
  await untilBlocked(knex);
  t.is((await resources.delete(first.resource.id, owner.id, draft())).type, 'deleted');
  await host.commit();
  t.deepEqual(await late, { type: 'deleted' });
});

test('postgres: a group waits for its first owner before it locks anything else, so that a new password cannot deadlock', async (t) => {
  const { knex, storage, owner } = await start(t);
  const acme = await addGroup(storage, { limits: { members: 5 } });
  const project = { ...acme, id: newId<GroupId>(), parentId: acme.id };
  const host = await knex.transaction();
  await host('bailiwick_users').where({ id: owner.id }).forNoKeyUpdate();
  const options = { firstOwner: owner.id, memberDemand: { members: 1 } };
  const late = knex.transaction((trx) => storage.within(trx).groups.add(project, draft(), options));
  await untilBlocked(knex);
  await host('bailiwick_groups').where({ id: acme.id }).forUpdate().noWait();
  await host('bailiwick_quotas').where({ owner_id: acme.id }).forUpdate().noWait();
  const change = { passwordHash: 'other', at: LATER, expectedVersion: null, keepSessionId: null };
  const changed = storage
    .within(host)
    .users.setPassword(owner.id, { ...change, accessKeys: 'keep' }, draft());
  t.is((await changed).type, 'changed');
  await host.commit();
  t.is((await late).type, 'added');
});

/** A database with connections for everybody in the race. */
async function start(t: ExecutionContext) {
  const database = await createDatabase('postgres', { poolMax: 4 });
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  return { knex: database.knex, storage, owner: await addUser(storage) };
}
