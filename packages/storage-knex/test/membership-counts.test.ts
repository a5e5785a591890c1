import { limits, type Group, type Storage, type User, type UserId } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { addGroup, addUser, draft, newId, NOW } from './support/fixtures.js';

const ROWS_AT_A_TIME = 500;

for (const name of DIALECTS) {
  test(`${name}: racers for the last membership of a user get one, by founding a group or by joining one`, async (t) => {
    const { storage, join } = await start(t, name);
    const user = await addUser(storage);
    const groups = await Promise.all([1, 2, 3].map(() => addGroup(storage)));
    const [web, shop, spare] = groups.map(({ id }) => id);
    await join(many(limits.MEMBERSHIPS_MAX - 1).map(() => ({ userId: user.id, group: newGroup() })));
    const found = () => storage.groups.add(newGroup(), draft(), { firstOwner: user.id });
    const enter = (groupId = web) => storage.members.set(membership(groupId, user.id), draft());
    const outcomes = await Promise.all([found(), enter(web), found(), enter(shop), found()]);
    t.deepEqual(countOf(outcomes), { done: 1, 'too-many': 4 });
    t.is((await enter(spare)).type, 'too-many');
    t.is((await storage.members.set(membership(spare, (await addUser(storage)).id), draft())).type, 'set');
  });

  test(`${name}: racers for the last place in a group get one, and members still change roles`, async (t) => {
    const { storage, join } = await start(t, name);
    const group = await addGroup(storage);
    await join(many(limits.MEMBERS_MAX - 1).map(() => ({ userId: newId<UserId>(), group })));
    const [first, ...others] = await Promise.all(many(5).map(() => addUser(storage)));
    const enter = ({ id }: User, role?: string) =>
      storage.members.set(membership(group.id, id, role), draft());
    const racers = [first, ...others].filter((user) => user !== undefined);
    const outcomes = await Promise.all(racers.map((user) => enter(user)));
    t.deepEqual(countOf(outcomes), { done: 1, 'too-many': 4 });
    const winner = racers[outcomes.findIndex(({ type }) => type === 'set')];
    t.is(winner && (await enter(winner, 'viewer')).type, 'set');
  });
}

type Joins = readonly { readonly userId: UserId; readonly group: Group }[];

async function start(
  t: ExecutionContext,
  name: DialectName,
): Promise<{ storage: Storage<never>; join: (joins: Joins) => Promise<void> }> {
  const database = await createDatabase(name);
  t.teardown(database.destroy);
  return { storage: knexStorage(database.knex), join: (joins) => joinAtOnce(database.knex, name, joins) };
}

/** Adds the groups and users that are missing too. */
async function joinAtOnce(knex: Knex, dialect: DialectName, joins: Joins): Promise<void> {
  const path = (id: string) => (dialect === 'postgres' ? [id] : JSON.stringify([id]));
  const times = { created_at: NOW, updated_at: NOW };
  const users = new Set(joins.map(({ userId }) => userId));
  const groups = new Map(joins.map(({ group }) => [group.id, group]));
  await add(
    'owners',
    [...users, ...groups.keys()].map((id) => ({ id })),
  );
  await add(
    'users',
    [...users].map((id) => ({
      id,
      email: id,
      email_key: id,
      password_hash: 'hash',
      password_version: 1,
      role: 'user',
      status: 'active',
      ...times,
    })),
  );
  await add(
    'groups',
    [...groups.values()].map(({ id, type, name, parentId }) => ({
      id,
      type,
      name,
      parent_id: parentId,
      path: path(id),
      ...times,
    })),
  );
  await add(
    'members',
    joins.map(({ userId, group }) => ({ group_id: group.id, user_id: userId, role: 'member', ...times })),
  );

  async function add(table: string, rows: readonly object[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_AT_A_TIME)
      await knex(`bailiwick_${table}`)
        .insert(rows.slice(from, from + ROWS_AT_A_TIME))
        .onConflict()
        .ignore();
  }
}

function newGroup(): Group {
  return { id: newId(), type: 'group', name: 'Acme', parentId: null, createdAt: NOW, updatedAt: NOW };
}

function membership(groupId: Group['id'] | undefined, userId: UserId, role = 'member') {
  return { groupId: groupId ?? newId(), userId, role, at: NOW };
}

function many(count: number): readonly undefined[] {
  return Array.from<undefined>({ length: count });
}

function countOf(outcomes: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of outcomes) {
    const key = type === 'too-many' ? type : 'done';
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
