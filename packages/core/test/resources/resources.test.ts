import { anonymous, limits, type QuotaExceededError } from '@bailiwick/core';
import test from 'ava';
import { codeOf, idOf, startLibrary } from '../support/start-library.js';

const DATABASE = { kind: 'database', name: 'orders' } as const;

test('resources.create: the owner is charged, even if an administrator acts (Q7)', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'databases', limit: 1 });
  const resource = await bailiwick.resources.create(admin, { ...DATABASE, ownerId: idOf(ann) });
  t.is(resource.ownerId, ann.id);
  const error = await t.throwsAsync<QuotaExceededError>(
    bailiwick.resources.create(admin, { ...DATABASE, ownerId: idOf(ann) }),
  );
  t.deepEqual(error?.quotas, [
    { meter: 'databases', limit: 1, used: 1, requested: 1 },
    { meter: 'storageGiB', limit: null, used: 20, requested: 20 },
  ]);
  t.is(
    error?.message,
    'The quota does not allow it (databases: 1 of 1 used, 1 more requested): delete something first, or ask for a higher limit.',
  );
});

test('resources.create: a foreign owner is not found, exactly like a missing owner (A1)', async (t) => {
  const { bailiwick, ann, bob } = await startLibrary();
  const messages = [];
  for (const ownerId of [idOf(bob), '01900000-0000-7000-8000-000000000000', 'garbage']) {
    const error = await t.throwsAsync(bailiwick.resources.create(ann, { ...DATABASE, ownerId }));
    messages.push(error?.message);
  }
  t.is(new Set(messages).size, 1);
  t.is(await codeOf(bailiwick.resources.create(anonymous, DATABASE)), 'authentication-required');
});

test('resources.create: bad names, kinds, ids and keys are refused by pointer', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const names = ['', 'x'.repeat(256), 'a\0b', '\ud800', 7 as unknown as string];
  for (const name of names)
    t.is(await codeOf(bailiwick.resources.create(ann, { ...DATABASE, name })), 'invalid-request');
  t.is(await codeOf(bailiwick.resources.create(ann, { ...DATABASE, name: '😀'.repeat(255) })), 'no error');
  const unknownKind = { name: 'x', kind: 'toString' as 'note' };
  t.is(await codeOf(bailiwick.resources.create(ann, unknownKind)), 'invalid-request');
  t.is(
    await codeOf(bailiwick.resources.create(ann, { name: 'no kind, and there are two' })),
    'invalid-request',
  );
  t.is(await codeOf(bailiwick.resources.create(ann, { ...DATABASE, id: 'x' })), 'invalid-request');
  t.is(
    await codeOf(bailiwick.resources.create(ann, { ...DATABASE, idempotencyKey: 'a b' })),
    'invalid-request',
  );
});

test('resources.create: a system actor must name the owner', async (t) => {
  const { bailiwick, system, ann } = await startLibrary();
  const error = await t.throwsAsync(bailiwick.resources.create(system, DATABASE));
  t.like(error, {
    code: 'invalid-request',
    message: '/ownerId: must be given: a system actor owns nothing itself.',
  });
  t.is((await bailiwick.resources.create(system, { ...DATABASE, ownerId: idOf(ann) })).ownerId, ann.id);
});

test('resources.create: an id that the host chooses is kept, and cannot be used again', async (t) => {
  const { bailiwick, ann, bob } = await startLibrary();
  const id = '01900000-0000-7000-8000-0000000000aa';
  t.is<string, string>((await bailiwick.resources.create(ann, { ...DATABASE, id: id.toUpperCase() })).id, id);
  t.is(await codeOf(bailiwick.resources.create(bob, { ...DATABASE, id })), 'invalid-request');
});

test('resources.create: a repeated key returns the first result, and another payload is refused (I3)', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const first = await bailiwick.resources.create(ann, { ...DATABASE, idempotencyKey: 'k' });
  t.deepEqual(await bailiwick.resources.create(ann, { ...DATABASE, idempotencyKey: 'k' }), first);
  const other = { kind: 'database', name: 'other', idempotencyKey: 'k' } as const;
  t.is(await codeOf(bailiwick.resources.create(ann, other)), 'idempotency-key-reused');
  t.is((await bailiwick.resources.list(ann)).items.length, 1);
});

test('resources.create: a key belongs to the actor and the owner (I3)', async (t) => {
  const { bailiwick, ann, admin, system } = await startLibrary();
  const input = { ...DATABASE, ownerId: idOf(ann), idempotencyKey: 'provision' };
  const { id } = await bailiwick.resources.create(ann, input);
  await bailiwick.resources.delete(ann, id);
  const byAdmin = await bailiwick.resources.create(admin, input);
  t.not(byAdmin.id, id);
  t.deepEqual(await bailiwick.resources.get(ann, byAdmin.id), byAdmin);
  const events = await bailiwick.auditEvents.list(admin, { target: byAdmin.id });
  t.deepEqual(
    events.items.map(({ actor, action, outcome }) => [actor, action, outcome]),
    [[{ type: 'user', id: admin.id, credential: 'session' }, 'resource:create', 'accepted']],
  );
  t.not((await bailiwick.resources.create(system, input)).id, byAdmin.id);
  t.deepEqual(await bailiwick.resources.create(admin, input), byAdmin);
  // The same actor creates this for another owner.
  const own = await bailiwick.resources.create(admin, { ...DATABASE, idempotencyKey: 'provision' });
  t.is(own.ownerId, admin.id);
});

test('resources.create: a repeat may write its id in upper case (I3)', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const input = { ...DATABASE, id: '01900000-0000-7000-8000-0000000000aa', idempotencyKey: 'k' };
  const first = await bailiwick.resources.create(ann, input);
  t.deepEqual(await bailiwick.resources.create(ann, { ...input, id: input.id.toUpperCase() }), first);
  t.is(await codeOf(bailiwick.resources.create(ann, { ...input, id: undefined })), 'idempotency-key-reused');
});

test('resources.preview: it refuses what a create would refuse, and writes nothing', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const ownerId = ann.id;
  t.deepEqual(await bailiwick.resources.preview(ann, DATABASE), { ownerId, kind: 'database' });
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'storageGiB', limit: 19 });
  const error = await t.throwsAsync(bailiwick.resources.preview(ann, DATABASE));
  t.like(error, { code: 'quota-exceeded' });
  t.is(await codeOf(bailiwick.resources.preview(bob, { ...DATABASE, ownerId: idOf(ann) })), 'not-found');
  await bailiwick.users.change(admin, idOf(bob), { status: 'disabled' });
  t.is(await codeOf(bailiwick.resources.preview(admin, { ...DATABASE, ownerId: idOf(bob) })), 'forbidden');
  t.deepEqual((await bailiwick.resources.list(admin)).items, []);
});

test('resources.preview: for an owner who is being deleted, it says what a create says', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  for (let index = 0; index <= limits.DELETE_AT_ONCE_ROWS_MAX; index += 1)
    await bailiwick.resources.create(ann, { kind: 'note', name: `${index}` });
  const ownerId = idOf(ann);
  t.is((await bailiwick.users.delete(admin, ownerId, { resources: 'delete' }))?.status, 'deleting');
  for (const ownerSort of [undefined, 'user'] as const) {
    const input = { ...DATABASE, ownerId, ownerSort };
    const message = ownerSort === undefined ? 'There is no such owner.' : 'There is no such user.';
    await t.throwsAsync(bailiwick.resources.create(admin, input), { message });
    await t.throwsAsync(bailiwick.resources.preview(admin, input), { message });
  }
});

test('resources: a foreign resource is not found, for every command (A1)', async (t) => {
  const { bailiwick, ann, bob } = await startLibrary();
  const { id } = await bailiwick.resources.create(ann, DATABASE);
  for (const target of [id, '01900000-0000-7000-8000-000000000000', 'garbage']) {
    t.is(await codeOf(bailiwick.resources.get(bob, target)), 'not-found');
    t.is(await codeOf(bailiwick.resources.rename(bob, target, { name: 'x' })), 'not-found');
    t.is(await codeOf(bailiwick.resources.delete(bob, target)), 'not-found');
    t.is(await codeOf(bailiwick.resources.get(anonymous, target)), 'authentication-required');
  }
  t.deepEqual((await bailiwick.resources.list(bob, { ownerId: idOf(ann) })).items, []);
  t.is((await bailiwick.resources.get(ann, id)).name, 'orders');
});

test('resources.rename: a change since the caller read the resource is not overwritten', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const read = await bailiwick.resources.create(ann, DATABASE);
  await bailiwick.resources.rename(ann, read.id, { name: 'first', ifUnchangedSince: read });
  const second = bailiwick.resources.rename(ann, read.id, { name: 'second', ifUnchangedSince: read });
  t.is(await codeOf(second), 'precondition-failed');
  t.is((await bailiwick.resources.get(ann, read.id)).name, 'first');
});

test('resources.delete: it releases what the create took, and only for the named owner', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const { id } = await bailiwick.resources.create(ann, DATABASE);
  t.is(await codeOf(bailiwick.resources.delete(admin, id, { ownerId: idOf(bob) })), 'not-found');
  await bailiwick.resources.delete(admin, id, { ownerId: idOf(ann) });
  t.true((await bailiwick.quotas.list(ann, idOf(ann))).every(({ used }) => used === 0));
});

test('resources.transfer: it asks at both ends, and a foreign receiver is like a missing one (A1)', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const { resources, quotas } = bailiwick;
  const orders = await resources.create(ann, DATABASE);
  const messages = [];
  for (const ownerId of [idOf(bob), '01900000-0000-7000-8000-000000000000', 'garbage']) {
    const error = await t.throwsAsync(resources.transfer(ann, orders.id, { ownerId }));
    messages.push(error?.message);
  }
  t.is(new Set(messages).size, 1, 'ann may give it away, but may not create for others');
  t.is(await codeOf(resources.transfer(bob, orders.id, { ownerId: idOf(bob) })), 'not-found');
  const ownerId = idOf(bob);
  await quotas.setLimit(admin, { ownerId, meter: 'databases', limit: 0 });
  t.is(await codeOf(resources.transfer(admin, orders.id, { ownerId })), 'quota-exceeded');
  await quotas.clearLimit(admin, { ownerId, meter: 'databases' });
  const stale = { ownerId, ifUnchangedSince: { ...orders, name: 'another' } };
  t.is(await codeOf(resources.transfer(admin, orders.id, stale)), 'precondition-failed');
  const current = { ownerId, ifUnchangedSince: ({ name }: { name: string }) => name === 'orders' };
  t.is((await resources.transfer(admin, orders.id, current)).ownerId, bob.id);
  t.is(await codeOf(resources.get(ann, orders.id)), 'not-found');
  t.is((await resources.get(bob, orders.id)).id, orders.id);
  const { items } = await bailiwick.auditEvents.list(admin, { action: 'resource:transfer' });
  t.deepEqual(items[0]?.details, { from: ann.id, to: bob.id });
});

test('resources.list: a user sees their own, an administrator everything, newest first', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const first = await bailiwick.resources.create(ann, DATABASE);
  const second = await bailiwick.resources.create(bob, { kind: 'note', name: 'n' });
  t.deepEqual((await bailiwick.resources.list(ann)).items, [first]);
  t.deepEqual((await bailiwick.resources.list(admin)).items, [second, first]);
  t.deepEqual((await bailiwick.resources.list(admin, { kind: 'note' })).items, [second]);
  t.is(await codeOf(bailiwick.resources.list(anonymous)), 'authentication-required');
  t.is(await codeOf(bailiwick.resources.list(ann, { pageSize: 101 })), 'invalid-request');
});

test('within: a create and its claim commit or roll back with the host’s transaction (I6)', async (t) => {
  const { bailiwick, storage, ann, admin } = await startLibrary();
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'databases', limit: 1 });
  const failure = new Error('the host changed its mind');
  const host = storage.hostTransaction(async (transaction) => {
    await bailiwick.within(transaction).resources.create(ann, DATABASE);
    throw failure;
  });
  t.is(await t.throwsAsync(host), failure);
  t.deepEqual((await bailiwick.resources.list(ann)).items, []);
  await bailiwick.resources.create(ann, DATABASE);
});

test('idempotency keys: the same request in another spelling is a repeat of it', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  const id = '01900000-0000-7000-8000-00000000abcd';
  const first = await bailiwick.resources.create(ann, { ...DATABASE, id, idempotencyKey: 'k' });
  const inCapitals = { ...DATABASE, id: id.toUpperCase(), idempotencyKey: 'k' };
  t.deepEqual(await bailiwick.resources.create(ann, inCapitals), first);

  const user = { email: 'new@example.com', password: 'correct horse battery staple', idempotencyKey: 'u' };
  const made = await bailiwick.users.create(admin, user);
  t.deepEqual(await bailiwick.users.create(admin, { ...user, role: 'user', limits: {} }), made);
});

test('resources.findMany: it returns readable resources in the requested order; a foreign one is like a missing one (A1)', async (t) => {
  const { bailiwick, ann, bob, admin, system } = await startLibrary();
  const make = (actor: typeof ann, name: string) => bailiwick.resources.create(actor, { ...DATABASE, name });
  const [first, foreign, last] = [
    await make(ann, 'first'),
    await make(bob, 'foreign'),
    await make(ann, 'last'),
  ];
  const missing = '01900000-0000-7000-8000-000000000000';
  const asked = [last.id, foreign.id, missing, 'garbage', first.id.toUpperCase(), last.id];
  t.deepEqual(await bailiwick.resources.findMany(ann, asked), [last, null, null, null, first, last]);
  t.deepEqual(await bailiwick.resources.findMany(admin, asked), [last, foreign, null, null, first, last]);
  t.deepEqual(await bailiwick.resources.findMany(bob, [first.id, last.id]), [null, null]);
  t.deepEqual(await bailiwick.resources.findMany(ann, []), []);
  t.is(await codeOf(bailiwick.resources.findMany(anonymous, [first.id])), 'authentication-required');
  const { items } = await bailiwick.auditEvents.list(system, { action: 'resource:read' });
  t.deepEqual(items, [], 'as in a list, nothing was refused');
});

test('resources.findMany: anything but a list of ids is refused, and other texts find nothing', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const find = (ids: unknown) => bailiwick.resources.findMany(ann, ids as string[]);
  for (const ids of [null, 'x', {}, { length: 1 }, Array(101).fill('x')])
    t.is(await codeOf(find(ids)), 'invalid-request');
  t.deepEqual(await find([null, 7, {}, 'a\0b', ['x'], Symbol('x')]), Array(6).fill(null));
  t.deepEqual(await find(Array(2)), [null, null]);
  t.is(await codeOf(bailiwick.resources.findMany({ ...ann }, [])), 'authentication-required');
});
