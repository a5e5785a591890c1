import type { Group, GroupId, Stores } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { untilBlocked } from './support/blocked.js';
import { draft, LATER, newId, newResource, NOW } from './support/fixtures.js';

test('postgres: a move locks the groups in the order of their ids, whichever of them it moves', async (t) => {
  const { knex, storage } = await start(t);
  const [first, second] = [await addGroup(storage), await addGroup(storage)];
  for (const [moved, to] of [
    [first, second],
    [second, first],
  ] as const) {
    const host = await knex.transaction();
    await host('bailiwick_groups').where({ id: first.id }).forUpdate();
    const late = move(storage, moved, to.id);
    await untilBlocked(knex);
    // Had the move locked it first, two moves could wait for each other.
    await knex.transaction((other) =>
      other('bailiwick_groups').where({ id: second.id }).forUpdate().noWait(),
    );
    await host.commit();
    t.is((await late).type, 'moved');
    t.is((await move(storage, { ...moved, parentId: to.id }, null)).type, 'moved');
  }
});

test('postgres: a move waits for the groups before it locks a quota', async (t) => {
  const { knex, storage } = await start(t);
  const [acme, other] = [await addGroup(storage), await addGroup(storage)];
  const web = await addGroup(storage, acme.id);
  const inside = await addGroup(storage, other.id);
  const host = await knex.transaction();
  const stores = storage.within(host);
  t.is((await create(stores, web)).type, 'created');
  const late = move(storage, web, other.id);
  await untilBlocked(knex);
  t.is((await create(stores, web)).type, 'created');
  t.is((await create(storage, inside)).type, 'created', 'the quotas of the new path are free');
  await host.commit();
  t.is((await late).type, 'moved');
  const { rows } = await knex.raw('SELECT owner_id AS id, used::int FROM bailiwick_quotas WHERE used > 0');
  const used = new Map(rows.map((row: { id: string; used: number }) => [row.id, row.used]));
  t.deepEqual([used.get(acme.id), used.get(web.id), used.get(other.id)], [undefined, 2, 3]);
});

for (const isolationLevel of ['repeatable read', 'serializable'] as const) {
  test(`postgres: a move within a host’s transaction at ${isolationLevel} is refused, and the transaction goes on`, async (t) => {
    const { knex, storage } = await start(t);
    const [web, other] = [await addGroup(storage), await addGroup(storage)];
    const outcome = await knex.transaction(
      async (host) => {
        await t.throwsAsync(move(storage.within(host), web, other.id), { message: /at READ COMMITTED/ });
        return create(storage.within(host), web);
      },
      { isolationLevel },
    );
    t.is(outcome.type, 'created');
    t.deepEqual(await storage.groups.find(web.id), web);
    const moved = await knex.transaction((host) => move(storage.within(host), web, other.id));
    t.is(moved.type, 'moved');
  });
}

async function addGroup(stores: Stores, parentId: GroupId | null = null): Promise<Group> {
  const id = newId<GroupId>();
  const group: Group = { id, type: 'group', name: id, parentId, createdAt: NOW, updatedAt: NOW };
  await stores.groups.add(group, draft());
  return group;
}

function move(stores: Stores, { id, parentId: from }: Group, to: GroupId | null) {
  const change = { from, to, at: LATER, ifUnchangedSince: null };
  return stores.groups.move(id, change, draft());
}

function create(stores: Stores, { id }: Group) {
  return stores.resources.create(newResource(id), draft());
}

async function start(t: ExecutionContext): Promise<{ knex: Knex; storage: ReturnType<typeof knexStorage> }> {
  const database = await createDatabase('postgres', { poolMax: 4 });
  t.teardown(database.destroy);
  return { knex: database.knex, storage: knexStorage(database.knex) };
}
