import { limits } from '@bailiwick/core';
import test from 'ava';
import { codeOf, idOf, startLibrary } from '../support/start-library.js';

test('overview: it shows who is over a limit and who is near one, with their quotas, and whether there are more', async (t) => {
  const { bailiwick, ann, bob, admin, join } = await startLibrary();
  const using = async (actor: typeof ann, limit: number) => {
    for (let count = 0; count < 4; count += 1)
      await bailiwick.resources.create(actor, { kind: 'database', name: 'd' });
    await bailiwick.quotas.setLimit(admin, { ownerId: idOf(actor), meter: 'databases', limit });
  };
  await using(ann, 3);
  await using(bob, 5);
  await using(await join('far'), 6);
  const { over, near } = await bailiwick.overview(admin);
  t.deepEqual([over.items.map(({ id }) => id as string), over.more], [[idOf(ann)], false]);
  t.deepEqual([near.items.map(({ id }) => id as string), near.more], [[idOf(bob)], false]);
  t.deepEqual(over.items[0]?.quotas, await bailiwick.quotas.list(admin, idOf(ann)));
  for (let count = 0; count < limits.OVERVIEW_ITEMS_MAX; count += 1) await using(await join(`n${count}`), 4);
  const later = await bailiwick.overview(admin);
  t.deepEqual([later.near.items.length, later.near.more], [limits.OVERVIEW_ITEMS_MAX, true]);
  t.false(later.near.items.some(({ id }) => (id as string) === idOf(bob)));
});

test('overview: it shows which groups are over a limit and near one, with their quotas', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const using = async (limit: number) => {
    const group = await bailiwick.groups.create(admin, { name: `at most ${limit}` });
    for (let count = 0; count < 4; count += 1)
      await bailiwick.resources.create(admin, { ownerId: group.id, kind: 'database', name: 'd' });
    await bailiwick.quotas.setLimit(admin, { ownerId: group.id, meter: 'databases', limit });
    return group;
  };
  const [over, near] = [await using(3), await using(5)];
  await using(6);
  const { groupsOver, groupsNear } = await bailiwick.overview(admin);
  t.deepEqual(groupsOver, {
    items: [{ ...over, quotas: await bailiwick.quotas.list(admin, over.id) }],
    more: false,
  });
  t.deepEqual([groupsNear.items.map(({ id }) => id), groupsNear.more], [[near.id], false]);
  const ids = async (options: object) =>
    (await bailiwick.groups.list(admin, options)).items.map(({ id }) => id);
  t.deepEqual(await ids({ over: true }), [over.id]);
  t.deepEqual(await ids({ near: 80 }), [near.id, over.id]);
  for (const options of [{ near: 49 }, { near: 101 }, { near: 80.5 }, { over: 'yes' }])
    t.is(await codeOf(bailiwick.groups.list(admin, options as object)), 'invalid-request');
});

test('overview: refusals of the last day are counted by reason and action, and the latest of very many', async (t) => {
  const { bailiwick, ann, bob, admin, clock } = await startLibrary();
  await codeOf(bailiwick.users.list(ann));
  clock.advance(limits.OVERVIEW_REFUSALS_MS + 1);
  for (const actor of [ann, ann, bob]) await codeOf(bailiwick.users.list(actor));
  await codeOf(bailiwick.resources.get(ann, idOf(bob)));
  const { refusals, events } = await bailiwick.overview(admin);
  t.deepEqual(refusals.items, [
    { reason: 'not-admin', action: 'user:list', count: 3 },
    { reason: 'not-found', action: 'resource:read', count: 1 },
  ]);
  t.is(refusals.since.getTime(), clock.now().getTime() - limits.OVERVIEW_REFUSALS_MS);
  t.is(refusals.ofLatest, null);
  t.like(events[0], { action: 'resource:read', outcome: 'refused' });
  for (let count = 0; count < limits.OVERVIEW_REFUSALS_MAX; count += 1) {
    clock.advance(limits.REFUSAL_WINDOW_MS / 1000);
    await codeOf(
      bailiwick.authorize(ann, 'resource:read', { ownerId: idOf(bob), kind: 'note', id: `${count}` }),
    );
  }
  const later = (await bailiwick.overview(admin)).refusals;
  t.is(later.ofLatest, limits.OVERVIEW_REFUSALS_MAX);
  t.is(
    later.items.reduce((sum, { count }) => sum + count, 0),
    limits.OVERVIEW_REFUSALS_MAX,
  );
});

test('overview: it shows the end of the last verification, and only to those who may list users and events', async (t) => {
  const { bailiwick, ann, admin, system } = await startLibrary();
  t.is((await bailiwick.overview(admin)).lastVerification, null);
  for await (const _step of bailiwick.quotas.verify(system)) void _step;
  const { lastVerification } = await bailiwick.overview(admin);
  t.like(lastVerification, { action: 'quota:verify', actor: system, details: { differences: 0 } });
  t.is(await codeOf(bailiwick.overview(ann)), 'forbidden');
});
