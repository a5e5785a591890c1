import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, recordStatements } from '@bailiwick/test-databases';
import test from 'ava';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Batcher } from '../../dist/batching/batcher.js';
import { addGroup, addUser, create, draft, logIn, newId } from '../support/fixtures.js';

for (const dialect of DIALECTS) {
  test(`${dialect}: concurrent queries for sessions are one statement, and each caller gets its own`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const users = await Promise.all(Array.from({ length: 5 }, () => addUser(storage)));
    const logIns = await Promise.all(users.map(({ id }) => logIn(storage, id)));
    const hashes = logIns.map(({ tokenHash }) => tokenHash);
    const { statements } = recordStatements(database.knex);

    const asked = [...hashes, 'nobody', hashes[0] ?? ''];
    const found = await Promise.all(asked.map((hash) => storage.sessions.findByTokenHash(hash)));
    t.is(statements.length, 1);
    t.deepEqual(
      found.map((each) => each?.user.id ?? null),
      [...users.map(({ id }) => id), null, users[0]?.id ?? null],
    );
  });

  test(`${dialect}: a session that has ended is not found by later look-ups, alone or in a batch`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const ann = await addUser(storage);
    const { tokenHash: hash } = await logIn(storage, ann.id);
    const before = storage.sessions.findByTokenHash(hash);
    t.is((await before)?.user.id, ann.id);
    await storage.sessions.endAll(ann.id, draft());
    const after = await Promise.all([hash, hash].map((each) => storage.sessions.findByTokenHash(each)));
    t.deepEqual(after, [null, null]);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: concurrent queries for groups and for roles in them are batched, and each caller gets its own`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const [ann, bob] = [await addUser(storage), await addUser(storage)];
    const root = await addGroup(storage);
    const project = await addGroup(storage, { parentId: root.id });
    for (const [{ id: userId }, group, role] of [
      [ann, root, 'owner'],
      [bob, project, 'viewer'],
    ] as const)
      await storage.members.set({ groupId: group.id, userId, role, at: group.createdAt }, draft());
    const { statements } = recordStatements(database.knex);

    const ids = [project.id, root.id, newId<typeof root.id>(), 'garbage' as typeof root.id, project.id];
    t.deepEqual(await Promise.all(ids.map((id) => storage.groups.find(id))), [
      project,
      root,
      null,
      null,
      project,
    ]);
    t.is(statements.length, 1);

    const inProject = { path: [project.id, root.id] };
    const inRoot = { path: [root.id] };
    const found = await Promise.all([
      storage.members.rolesOf(ann.id, [project.id, root.id]),
      storage.members.rolesOf(bob.id, [root.id, project.id, ann.id]),
      storage.members.rolesOf(bob.id, ['garbage']),
      storage.members.rolesOf(ann.id, []),
    ]);
    t.deepEqual(
      found.map((roles) => Object.fromEntries(roles)),
      [
        { [project.id]: { ...inProject, roles: ['owner'] }, [root.id]: { ...inRoot, roles: ['owner'] } },
        { [root.id]: { ...inRoot, roles: [] }, [project.id]: { ...inProject, roles: ['viewer'] } },
        {},
        {},
      ],
    );
    t.is(statements.length, 2);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: concurrent queries for resources and first pages are batched, and each caller gets its own`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const users = await Promise.all(Array.from({ length: 3 }, () => addUser(storage)));
    const owned = await Promise.all(
      users.map(async ({ id }, index) => {
        const made = [];
        for (let count = 0; count <= index; count += 1) {
          const outcome = await create(storage, id);
          if (outcome.type === 'created') made.push(outcome.resource);
        }
        return made.toReversed();
      }),
    );
    const all = owned.flat();
    const [last] = all;
    if (last === undefined) throw new Error('Nothing was created.');
    // One of them has changed since, and the others have not.
    const renamed = { ...last, name: 'renamed', updatedAt: new Date(last.updatedAt.getTime() + 1000) };
    const change = { ownerId: last.ownerId, name: 'renamed', at: renamed.updatedAt, ifUnchangedSince: null };
    await storage.resources.rename(last.id, change, draft());
    const asIs = owned.map((each) => each.map((resource) => (resource === last ? renamed : resource)));
    const { statements } = recordStatements(database.knex);

    const ids = [...all.map(({ id }) => id), newId<typeof last.id>(), last.id];
    t.deepEqual(await Promise.all(ids.map((id) => storage.resources.find(id))), [
      ...asIs.flat(),
      null,
      renamed,
    ]);
    t.is(statements.length, 1);

    const pages = [...users, ...users].map(({ id }, index) =>
      storage.resources.list({
        scope: { type: 'owner', ownerIds: [id] },
        ownerId: index < 3 ? null : id,
        kind: null,
        olderThanId: null,
        count: index < 3 ? 10 : 2,
      }),
    );
    t.deepEqual(await Promise.all(pages), [...asIs, ...asIs.map((each) => each.slice(0, 2))]);
    t.is(statements.length, 2);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: text that cannot be an id is not found, and does not fail the batch`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const outcome = await create(storage, (await addUser(storage)).id);
    if (outcome.type !== 'created') throw new Error('Nothing was created.');
    const { resource } = outcome;
    const asked = ['nonsense' as typeof resource.id, resource.id];
    t.deepEqual(await Promise.all(asked.map((id) => storage.resources.find(id))), [null, resource]);
  });
}

test('batcher: items gather while a batch is running, but do not wait for it forever', async (t) => {
  const sent: number[][] = [];
  const ends: (() => void)[] = [];
  const batcher = new Batcher(
    async (asked: readonly number[]) => {
      sent.push([...asked]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return asked.map((each) => each * 2);
    },
    { gatherMs: 50 },
  );
  const first = batcher.add(1);
  await setImmediate();
  await setImmediate();
  const second = [batcher.add(2), batcher.add(3)];
  await setTimeout(5);
  t.deepEqual(sent, [[1]]);
  const third = batcher.add(4);
  ends[0]?.();
  t.is(await first, 2);
  while (sent.length < 2) await setImmediate();
  t.deepEqual(sent, [[1], [2, 3, 4]]);

  // The second batch has no result yet.
  const fourth = batcher.add(5);
  while (sent.length < 3) await setTimeout(1);
  t.deepEqual(sent.at(-1), [5]);
  ends[2]?.();
  t.is(await fourth, 10);
  ends[1]?.();
  t.deepEqual(await Promise.all([...second, third]), [4, 6, 8]);
});

test('a batch is bounded, and if it fails, all its callers fail and no others', async (t) => {
  const sizes: number[] = [];
  const batcher = new Batcher(async (asked: readonly number[]) => {
    sizes.push(asked.length);
    if (sizes.length === 1) throw new Error('out of order');
    return asked;
  });
  const answers = await Promise.allSettled(Array.from({ length: 250 }, (_, index) => batcher.add(index)));
  t.deepEqual(sizes, [100, 100, 50]);
  t.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null)),
    [...Array(100).fill(null), ...Array.from({ length: 150 }, (_, index) => index + 100)],
  );
});
