import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from './support/start-library.js';

/** Starts a host that once declared disks, their meter and operators, and the same host without them. */
async function withoutDisks() {
  const storage = memoryStorage();
  const before = createBailiwick({
    storage,
    passwordHasher: fastHasher,
    kinds: { note: { notes: 1 }, disk: { gib: 5 } },
    roles: ['operator'],
  });
  const job = before.system('test');
  const { id } = await before.users.create(job, {
    email: 'ann@example.com',
    password: PASSWORD,
    role: 'operator',
  });
  await before.quotas.setDefaultLimit(job, { meter: 'gib', limit: 10 });
  const disk = await before.resources.create(job, { ownerId: id, kind: 'disk', name: 'disk' });
  await before.quotas.setLimit(job, { ownerId: id, meter: 'gib', limit: 3 });
  // A host in JavaScript can still pass names that are no longer declared.
  const now = createBailiwick({ storage, passwordHasher: fastHasher, kinds: { note: { notes: 1 } } });
  return { now, quotas: now.quotas as typeof before.quotas, job, id, disk };
}

test('resources.list, users.list: resources of a removed kind and users of a removed role can be found', async (t) => {
  const { now, job, id, disk } = await withoutDisks();
  const listed = await now.resources.list(job, { kind: 'disk' as never });
  t.deepEqual(
    listed.items.map((item) => item.id),
    [disk.id],
  );
  const users = await now.users.list(job, { role: 'operator' as never });
  t.deepEqual(
    users.items.map((user) => user.id),
    [id],
  );
  t.is(await codeOf(now.resources.list(job, { kind: 'Disk!' as never })), 'invalid-request');
  t.is(await codeOf(now.users.list(job, { role: 'a\0' as never })), 'invalid-request');
});

test('quotas: the limits of a removed meter can be cleared, and no new ones set', async (t) => {
  const { quotas, job, id } = await withoutDisks();
  const gib = { ownerId: id, meter: 'gib' } as const;
  t.is(await codeOf(quotas.setLimit(job, { ...gib, limit: 5 })), 'not-found');
  t.is(await codeOf(quotas.setDefaultLimit(job, { meter: 'gib', limit: 5 })), 'not-found');
  t.like(await quotas.clearLimit(job, gib), { limit: 10, source: 'default', used: 5 });
  t.like(await quotas.setLimit(job, { ...gib, limit: null }), { limit: null, source: 'user' });
  t.deepEqual(await quotas.setDefaultLimit(job, { meter: 'gib', limit: null }), {
    ownerType: 'user',
    meter: 'gib',
    limit: null,
  });
  for (const meter of ['never', 'Gib!', '__proto__'] as never[]) {
    t.is(await codeOf(quotas.clearLimit(job, { ownerId: id, meter })), 'not-found');
    t.is(await codeOf(quotas.setDefaultLimit(job, { meter, limit: null })), 'not-found');
  }
});

test('quotas.setDefaultLimit: the default limit of a removed type of groups can be lifted, and none set', async (t) => {
  const storage = memoryStorage();
  const groups = { team: {}, office: {} };
  const before = createBailiwick({ storage, passwordHasher: fastHasher, groups });
  const job = before.system('test');
  const { id: ownerId } = await before.groups.create(job, { type: 'office', name: 'Berlin' });
  await before.quotas.setDefaultLimit(job, { ownerType: 'office', meter: 'resources', limit: 0 });
  const now = createBailiwick({ storage, passwordHasher: fastHasher, groups: { team: {} } });
  const create = () => now.resources.create(job, { ownerId, name: 'desk' });
  t.is(await codeOf(create()), 'quota-exceeded');
  const office = { ownerType: 'office', meter: 'resources' } as const;
  t.is(await codeOf(now.quotas.setDefaultLimit(job, { ...office, limit: 1 })), 'invalid-request');
  t.deepEqual(await now.quotas.setDefaultLimit(job, { ...office, limit: null }), { ...office, limit: null });
  t.is(await codeOf(create()), 'no error');
  const never = { ...office, ownerType: 'shop', limit: null };
  t.is(await codeOf(now.quotas.setDefaultLimit(job, never)), 'invalid-request');
});
