import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { untilBlocked } from './support/blocked.js';
import { addUser, create, draft, usedOf } from './support/fixtures.js';

test('postgres: a new default limit waits for creates that still rely on the old one, and binds every later one', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');

  const change = storage.quotas.setDefaultLimit({ meter: 'resources', limit: 1 }, draft());
  await untilBlocked(knex);
  const late = create(storage, owner.id);
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

test('postgres: a create decides on the limit and the use that it finds after waiting for another one', async (t) => {
  const { knex, storage, owner } = await start(t);
  await storage.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 2 }, draft());
  const host = await knex.transaction();
  const stores = storage.within(host);
  t.is((await create(stores, owner.id)).type, 'created');
  await stores.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 1 }, draft());
  const late = create(storage, owner.id);
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await late, {
    type: 'quota-exceeded',
    quotas: [{ meter: 'resources', limit: 1, used: 1, requested: 1 }],
  });
});

test('postgres: repair counts what a create that it waited for has claimed', async (t) => {
  const { knex, storage, owner } = await start(t);
  t.is((await create(storage, owner.id)).type, 'created');
  await knex('bailiwick_quotas').update({ used: 7 });
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');
  const repair = storage.quotas.repair({ ownerId: owner.id, meter: 'resources' }, draft());
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await repair, { ownerId: owner.id, meter: 'resources', used: 8, actual: 2 });
  t.is(await usedOf(storage, owner.id), 2);
});

test('postgres: a user who is being deleted waits for a create, and is then found to own something', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await create(storage.within(host), owner.id)).type, 'created');
  const deletion = storage.users.delete(owner.id, { resources: 'refuse' }, draft());
  await untilBlocked(knex);
  await host.commit();
  t.deepEqual(await deletion, { type: 'owns-resources', count: 1 });
});

test('postgres: a create waits for a user who is being deleted, and then finds nobody', async (t) => {
  const { knex, storage, owner } = await start(t);
  const host = await knex.transaction();
  t.is((await storage.within(host).users.delete(owner.id, { resources: 'refuse' }, draft())).type, 'deleted');
  const late = create(storage, owner.id);
  await untilBlocked(knex);
  await host.commit();
  t.is((await late).type, 'no-owner');
});

/** A database with connections for everybody in the race. */
async function start(t: ExecutionContext) {
  const database = await createDatabase('postgres', { poolMax: 4 });
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  return { knex: database.knex, storage, owner: await addUser(storage) };
}
