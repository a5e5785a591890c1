import { limits, type OwnerId, type ResourceQuery, type Scope, type Storage } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, type DialectName, DIALECTS, recordStatements } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { addGroup, addUser, create, draft, newId, NOW } from './support/fixtures.js';

const EVERYTHING: ResourceQuery = {
  scope: { type: 'all' },
  ownerId: null,
  kind: null,
  olderThanId: null,
  count: 3,
};
/** As many as two steps walk past, and some more. */
const HIDDEN_COUNT = 2 * limits.HIDDEN_ROWS_STEP + 10;
const BATCH_ROWS = 500;

for (const dialect of DIALECTS) {
  test(`${dialect}: a list skips the rest of a large deletion in steps, and returns older resources`, async (t) => {
    const { storage, ids } = await start(t, dialect);
    const [oldest, older, newest] = ids;
    for (const [query, expected] of [
      [EVERYTHING, [newest, older, oldest]],
      [{ ...EVERYTHING, kind: 'resource' }, [newest, older, oldest]],
      [{ ...EVERYTHING, count: 2 }, [newest, older]],
      [{ ...EVERYTHING, olderThanId: newest, count: 1 }, [older]],
      [{ ...EVERYTHING, count: 100 }, [newest, older, oldest]],
    ] as const) {
      const page = await storage.resources.list(query);
      t.deepEqual(
        page.map(({ id }) => id),
        expected,
      );
    }
  });

  test(`${dialect}: the list of a user whose large deletion is under way is empty, in one statement`, async (t) => {
    const { knex, storage, leaving } = await start(t, dialect);
    const { statements } = recordStatements(knex);
    t.deepEqual(await storage.resources.list({ ...EVERYTHING, ownerId: leaving.id }), []);
    t.is(statements.length, 1);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: the list of a member skips the rest of a deleted group in steps, and returns older resources`, async (t) => {
    const database = await createDatabase(dialect, { poolMax: dialect === 'sqlite' ? 1 : 4 });
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    const ann = await addUser(storage);
    const acme = await addGroup(storage);
    const [web, leaving] = [
      await addGroup(storage, { parentId: acme.id }),
      await addGroup(storage, { parentId: acme.id }),
    ];
    await storage.members.set({ groupId: acme.id, userId: ann.id, role: 'viewer', at: NOW }, draft());
    const ids = [await added(storage, acme.id), await added(storage, web.id), await added(storage, ann.id)];
    await addCopies(knex, dialect, await added(storage, leaving.id));
    ids.push(await added(storage, web.id));
    const deletion = { resources: 'delete', ifUnchangedSince: null, rowsAtOnceMax: 1 } as const;
    t.is((await storage.groups.delete(leaving.id, deletion, draft())).type, 'deleting');
    const member = { type: 'member', userId: ann.id, roles: ['viewer'] } as const;
    for (const seen of [member, { ...member, rootIds: [acme.id] }]) {
      const scope: Scope = { type: 'or', scopes: [{ type: 'owner', ownerIds: [ann.id] }, seen] };
      for (const [count, olderThanId] of [
        [2, null],
        [3, null],
        [100, null],
        [2, ids[3]],
      ] as const) {
        const page = await storage.resources.list({
          ...EVERYTHING,
          scope,
          count,
          olderThanId: olderThanId ?? null,
        });
        const expected = ids.toReversed().filter((id) => olderThanId === null || id < (olderThanId ?? ''));
        t.deepEqual(
          page.map(({ id }) => id),
          expected.slice(0, count),
        );
      }
    }
  });
}

/** Two resources of a user who stays, then many of one who is being deleted, then one of the first. */
async function start(t: ExecutionContext, dialect: DialectName) {
  const database = await createDatabase(dialect, { poolMax: dialect === 'sqlite' ? 1 : 4 });
  t.teardown(database.destroy);
  const { knex } = database;
  const storage = knexStorage(knex);
  const [owner, leaving] = [await addUser(storage), await addUser(storage)];
  const ids = [];
  ids.push(await added(storage, owner.id), await added(storage, owner.id));
  await addCopies(knex, dialect, await added(storage, leaving.id));
  ids.push(await added(storage, owner.id));
  const deletion = { resources: 'delete', rowsAtOnceMax: 1 } as const;
  t.is((await storage.users.delete(leaving.id, deletion, draft())).type, 'deleting');
  return { knex, storage, leaving, ids: ids as [(typeof ids)[0], (typeof ids)[0], (typeof ids)[0]] };
}

async function added(storage: Storage<Knex.Transaction>, ownerId: OwnerId): Promise<string> {
  const outcome = await create(storage, ownerId);
  if (outcome.type !== 'created') throw new Error(outcome.type);
  return outcome.resource.id;
}

/** Makes the one resource many. */
async function addCopies(knex: Knex, dialect: DialectName, id: string): Promise<void> {
  const row = await knex('bailiwick_resources').where({ id }).first();
  const copies = Array.from({ length: HIDDEN_COUNT }, () => ({ ...row, id: newId() }));
  await knex.batchInsert('bailiwick_resources', copies, dialect === 'sqlite' ? 50 : BATCH_ROWS);
}
