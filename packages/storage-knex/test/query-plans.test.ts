import type { Stores } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { addGroup, addUser, ANY_EVENT, ANY_GROUP, create } from './support/fixtures.js';
import { hotQueries } from './support/hot-queries.js';
import { fillDatabase, idOf, type Size } from './support/large-database.js';
import { plansOf } from './support/query-plan.js';

const SIZE: Size = {
  owners: 1_000,
  resourcesEach: 10,
  resourcesOfOne: 5_000,
  projects: 100,
  sessions: 5_000,
  auditEvents: 10_000,
};

for (const dialect of DIALECTS) {
  test(`${dialect}: no hot query reads a whole table or sorts, and each is one statement`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    await fillDatabase(database.knex, SIZE);
    for (const query of hotQueries(SIZE)) {
      const plans = await plansOf(database.knex, query);
      t.is(plans.length, 1, query.title);
      t.true((plans[0]?.steps.length ?? 0) > 0, query.title);
      t.deepEqual(
        plans.flatMap(({ slow }) => slow),
        [],
        `${query.title}: ${plans[0]?.steps.join(', ')}`,
      );
    }
  });
}

/** Everybody has a large share of all rows, and the newest half is one owner's. */
const FEW: Size = {
  owners: 6,
  resourcesEach: 1_000,
  resourcesOfOne: 6_000,
  projects: 6,
  sessions: 5_000,
  auditEvents: 10_000,
};

for (const [whose, size] of Object.entries({ 'among many': SIZE, 'of few, long ago': FEW })) {
  test(`postgres: a page costs the same for any number of rows and any owner (${whose})`, async (t) => {
    const database = await createDatabase('postgres');
    t.teardown(database.destroy);
    await fillDatabase(database.knex, size);
    const isPage = ({ title }: { title: string }) =>
      title.endsWith(' page') && !/(?:over|near) a limit/.test(title);
    for (const query of hotQueries(size).filter(isPage)) {
      const [plan] = await plansOf(database.knex, query);
      const most = query.mergedMax === undefined ? 21 : 3 * query.mergedMax;
      // PostgreSQL reads a table of six users without an index: once for the owner, and once for the owners of the rows.
      t.true((plan?.cost?.rows ?? Infinity) <= most + 2 * 7, `${query.title}: ${plan?.cost?.rows} rows`);
    }
  });
}

test('postgres: a page of one actor and one action uses the index of the rarer of the two', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const { knex } = database;
  await fillDatabase(knex, FEW);
  const events = () => knex('bailiwick_audit_events');
  const old = idOf.auditEvent(200);
  // Half of everything is the robot's, and what the robot used to do was long ago.
  await events().whereRaw(`('x' || right(id::text, 8))::bit(32)::int % 2 = 0`).update({ actor_id: 'robot' });
  await events().where('id', '<=', old).update({ action: 'retired' });
  await knex.raw('VACUUM ANALYZE bailiwick_audit_events');
  const filters = { ...ANY_EVENT, actorId: 'robot', action: 'retired' };
  const page = { scope: { type: 'all' }, olderThanId: null, count: 21 } as const;
  const [plan] = await plansOf(knex, {
    title: 'by actor and action',
    ask: ({ auditEvents }) => auditEvents.list({ ...filters, ...page }),
  });
  t.deepEqual(plan?.slow, []);
  t.true((plan?.cost?.rows ?? Infinity) <= 42, `${plan?.steps.join(', ')}: ${plan?.cost?.rows} rows`);
});

test('postgres: a claim touches no index (a heap-only tuple update)', async (t) => {
  const database = await createDatabase('postgres', { poolMax: 1 });
  t.teardown(database.destroy);
  const { knex } = database;
  const storage = knexStorage(knex);
  const owner = await addUser(storage, { limits: { resources: 1000 } });
  for (let count = 0; count < 50; count += 1) await create(storage, owner.id);
  await knex.raw('SELECT pg_stat_force_next_flush()');
  const { rows } = await knex.raw(
    `SELECT n_tup_upd::int AS updates, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'bailiwick_quotas'`,
  );
  t.deepEqual(rows, [{ updates: 50, hot: 50 }]);
});

test('postgres: a member of two thousand groups that lie in one reads a few rows for each', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const { knex } = database;
  const storage = knexStorage(knex);
  const { id: userId } = await addUser(storage);
  const { id: parentId } = await addGroup(storage);
  const count = 2_000;
  await knex.raw(
    `CREATE TEMPORARY VIEW made AS SELECT n::text::uuid AS id FROM (SELECT md5(n::text) FROM generate_series(1, ${count}) n) m (n)`,
  );
  await knex.raw('INSERT INTO bailiwick_owners SELECT id FROM made');
  await knex.raw(
    `INSERT INTO bailiwick_groups (id, type, name, parent_id, path, created_at, updated_at)
     SELECT id, 'group', 'x', :parentId::uuid, ARRAY[id, :parentId::uuid], now(), now() FROM made`,
    { parentId },
  );
  await knex.raw(
    `INSERT INTO bailiwick_members (group_id, user_id, role, created_at, updated_at)
     SELECT id, :userId::uuid, 'member', now(), now() FROM made`,
    { userId },
  );
  await knex.raw('ANALYZE');
  const scope = {
    type: 'or',
    scopes: [
      { type: 'owner', ownerIds: [userId] },
      { type: 'member', userId, roles: ['member'] },
    ],
  } as const;
  const page = { olderThanId: null, count: 21 } as const;
  const lists: Record<string, (storage: Stores) => Promise<unknown>> = {
    resources: ({ resources }) => resources.list({ scope, ownerId: null, kind: null, ...page }),
    'resources of one kind': ({ resources }) =>
      resources.list({ scope, ownerId: null, kind: 'resource', ...page }),
    groups: ({ groups }) => groups.list({ scope, ...ANY_GROUP, ...page }),
  };
  for (const [title, ask] of Object.entries(lists)) {
    const plans = await plansOf(knex, { title, ask });
    const rows = plans.reduce((sum, { cost }) => sum + (cost?.rows ?? Infinity), 0);
    t.true(rows <= 10 * count, `${title}: ${rows} rows`);
  }
});
