import test from 'ava';
import { codeOf, idOf, startLibrary } from '../support/start-library.js';

test('quotas.list: it has every declared meter, for users themselves and for administrators', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const unlimited = { limit: null, used: 0, over: 0, source: 'default' } as const;
  const expected = [
    { meter: 'databases', ...unlimited },
    { meter: 'storageGiB', ...unlimited },
  ];
  t.deepEqual(await bailiwick.quotas.list(ann, idOf(ann)), expected);
  t.deepEqual(await bailiwick.quotas.list(admin, idOf(ann)), expected);
  t.is(await codeOf(bailiwick.quotas.list(bob, idOf(ann))), 'not-found');
});

test('quotas.setLimit: a limit is an integer from 0 to 2^53 − 1, or null (R44)', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  const set = (limit: unknown) =>
    codeOf(
      bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'databases', limit: limit as number }),
    );
  for (const limit of [0, 1, 2 ** 31, Number.MAX_SAFE_INTEGER, null]) t.is(await set(limit), 'no error');
  for (const limit of [-1, 5.5, 2 ** 53, Infinity, NaN, '5', undefined, true, {}])
    t.is(await set(limit), 'invalid-request');
});

test('quotas.setLimit: users cannot set limits, not even their own, and unknown owners and meters are not found', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const set = (actor: typeof ann, ownerId: string, meter = 'databases') =>
    codeOf(bailiwick.quotas.setLimit(actor, { ownerId, meter: meter as 'databases', limit: 1 }));
  t.is(await set(ann, idOf(ann)), 'forbidden');
  t.is(await set(bob, idOf(ann)), 'not-found');
  t.is(await set(admin, '01900000-0000-7000-8000-000000000000'), 'not-found');
  t.is(await set(admin, idOf(ann), 'constructor'), 'not-found');
});

test('quotas: a default limit applies at once to all users without their own, and null overrides it', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(bob), meter: 'databases', limit: null });
  await bailiwick.quotas.setDefaultLimit(admin, { meter: 'databases', limit: 0 });
  const create = (actor: typeof ann) =>
    codeOf(bailiwick.resources.create(actor, { kind: 'database', name: 'x' }));
  t.is(await create(ann), 'quota-exceeded');
  t.is(await create(bob), 'no error');
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'databases', limit: 1 });
  t.is(await create(ann), 'no error');
  await bailiwick.quotas.clearLimit(admin, { ownerId: idOf(ann), meter: 'databases' });
  t.like((await bailiwick.quotas.list(ann, idOf(ann)))[0], { limit: 0, used: 1, over: 1, source: 'default' });
  t.is((await bailiwick.users.list(admin, { over: true })).items[0]?.id, ann.id);
  t.deepEqual(await bailiwick.quotas.listDefaultLimits(admin), [
    { ownerType: 'user', meter: 'databases', limit: 0 },
    { ownerType: 'user', meter: 'storageGiB', limit: null },
  ]);
  t.is(await codeOf(bailiwick.quotas.setDefaultLimit(ann, { meter: 'databases', limit: 9 })), 'forbidden');
});

test('quotas: a default limit of a type of groups holds for these groups, and a preview knows it', async (t) => {
  const { bailiwick, ann, admin, system } = await startLibrary();
  const group = await bailiwick.groups.create(admin, { name: 'Acme' });
  const set = { ownerType: 'group', meter: 'databases', limit: 1 } as const;
  t.deepEqual(await bailiwick.quotas.setDefaultLimit(admin, set), set);
  const input = { ownerId: group.id, kind: 'database', name: 'x' } as const;
  await bailiwick.resources.create(system, input);
  t.is(await codeOf(bailiwick.resources.preview(system, input)), 'quota-exceeded');
  t.is(await codeOf(bailiwick.resources.create(system, input)), 'quota-exceeded');
  t.is(await codeOf(bailiwick.resources.create(ann, { kind: 'database', name: 'x' })), 'no error');
  t.deepEqual(await bailiwick.quotas.listDefaultLimits(admin), [
    { ownerType: 'user', meter: 'databases', limit: null },
    { ownerType: 'user', meter: 'storageGiB', limit: null },
    set,
  ]);
  const [event] = (await bailiwick.auditEvents.list(admin, { action: 'default-limit:set' })).items;
  t.like(event?.details, { ownerType: 'group', limit: 1 });
  const unknown = bailiwick.quotas.setDefaultLimit(admin, { ...set, ownerType: 'team' });
  t.is(await codeOf(unknown), 'invalid-request');
});

test('quotas.verify: it finds no difference if all counts are correct, and not every actor may run it', async (t) => {
  const { bailiwick, ann, system } = await startLibrary();
  await bailiwick.resources.create(ann, { kind: 'database', name: 'x' });
  const steps = [];
  for await (const step of bailiwick.quotas.verify(system)) steps.push(step);
  t.deepEqual(steps, [{ ownersChecked: 3, differences: [], misplaced: [], nextOwnerId: null }]);
  t.is(await codeOf(bailiwick.quotas.verify(ann).next()), 'forbidden');
});

test('auditEvents.list: it has accepted commands and refusals of authenticated actors, without secrets', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const { id } = await bailiwick.resources.create(ann, { kind: 'note', name: 'n' });
  await codeOf(bailiwick.resources.delete(bob, id));
  await codeOf(bailiwick.users.list(bob));
  await codeOf(bailiwick.resources.get(ann, 'garbage'));
  const { items } = await bailiwick.auditEvents.list(admin, { pageSize: 4 });
  t.deepEqual(
    items.map(({ action, outcome, reason }) => [action, outcome, reason]),
    [
      ['resource:read', 'refused', 'not-found'],
      ['user:list', 'refused', 'not-admin'],
      ['resource:delete', 'refused', 'not-owner'],
      ['resource:create', 'accepted', 'owners manage their resources'],
    ],
  );
  const all = JSON.stringify(await bailiwick.auditEvents.list(admin, { pageSize: 100 }));
  t.notRegex(all, /battery staple|not-secure|hash/i);
  t.deepEqual(
    (await bailiwick.auditEvents.list(admin, { target: id })).items.map(({ action }) => action),
    ['resource:delete', 'resource:create'],
  );
  t.is(await codeOf(bailiwick.auditEvents.list(ann)), 'forbidden');
});

test('quotas.get: it returns one of the listed quotas; a foreign owner and an unknown meter are not found', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'storageGiB', limit: 9 });
  const get = (actor: typeof ann, meter: string) =>
    bailiwick.quotas.get(actor, { ownerId: idOf(ann), meter: meter as 'databases' });
  for (const actor of [ann, admin]) {
    const all = await bailiwick.quotas.list(actor, idOf(ann));
    for (const quota of all) t.deepEqual(await get(actor, quota.meter), quota);
  }
  t.is(await codeOf(get(bob, 'databases')), 'not-found');
  t.is(await codeOf(get(ann, 'constructor')), 'not-found');
});
