import { createBailiwick, type LastOwnerError } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, startLibrary } from '../support/start-library.js';

const MISSING = '01900000-0000-7000-8000-000000000000';

test('groups.create: the acting user is the first owner, or the user whom somebody with the right names', async (t) => {
  const { bailiwick, system, admin, ann } = await startLibrary();
  const rolesOf = async (id: string) =>
    (await bailiwick.members.list(admin, id)).items.map(({ userId, role }) => [userId, role]);
  const own = await bailiwick.groups.create(admin, { name: 'own' });
  t.deepEqual(await rolesOf(own.id), [[admin.id, 'owner']]);
  const given = await bailiwick.groups.create(admin, { name: 'given', memberId: idOf(ann) });
  t.deepEqual(await rolesOf(given.id), [[ann.id, 'owner']]);
  const below = await bailiwick.groups.create(admin, { name: 'x', parentId: own.id, memberId: idOf(ann) });
  t.deepEqual(await rolesOf(below.id), [[ann.id, 'owner']]);
  const ofJob = await bailiwick.groups.create(system, { name: 'of a job' });
  t.deepEqual(await rolesOf(ofJob.id), []);
  for (const memberId of [MISSING, 'garbage'])
    t.is(await codeOf(bailiwick.groups.create(admin, { name: 'x', memberId })), 'not-found');
  const { items } = await bailiwick.auditEvents.list(admin, { action: 'group:create', target: given.id });
  t.like(items[0]?.details, { memberId: ann.id });
});

test('members: a member is set, listed with address and role, changed, and removed', async (t) => {
  const { bailiwick, admin, ann, clock } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  const at = clock.now();
  const member = await bailiwick.members.set(admin, acme.id, idOf(ann), { role: 'viewer' });
  t.deepEqual(member, {
    groupId: acme.id,
    userId: ann.id,
    email: 'ann@example.com',
    role: 'viewer',
    createdAt: at,
    updatedAt: at,
  });
  clock.advance(1000);
  const changed = await bailiwick.members.set(admin, acme.id, idOf(ann), { role: 'member' });
  t.deepEqual(changed, { ...member, role: 'member', updatedAt: clock.now() });
  const first = await bailiwick.members.list(admin, acme.id, { pageSize: 1 });
  t.deepEqual(
    first.items.map(({ email, role }) => [email, role]),
    [['admin@example.com', 'owner']],
  );
  const second = await bailiwick.members.list(admin, acme.id, { cursor: first.nextCursor ?? '' });
  t.deepEqual(second, { items: [changed], nextCursor: null });
  const { items } = await bailiwick.members.ofUser(admin, idOf(ann));
  t.deepEqual(items, [{ ...changed, group: acme }]);
  await bailiwick.members.remove(admin, acme.id, idOf(ann));
  t.is(await codeOf(bailiwick.members.remove(admin, acme.id, idOf(ann))), 'not-found');
  t.deepEqual((await bailiwick.members.ofUser(admin, idOf(ann))).items, []);
  const events = (await bailiwick.auditEvents.list(admin, { target: idOf(ann) })).items;
  t.deepEqual(
    events.filter(({ target }) => target.type === 'member').map((event) => [event.action, event.outcome]),
    [
      ['member:remove', 'refused'],
      ['member:remove', 'accepted'],
      ['member:set', 'accepted'],
      ['member:set', 'accepted'],
    ],
  );
});

test('members: unknown groups, users and roles are refused, and the roles of the host are known', async (t) => {
  const { bailiwick, admin, ann } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  const { members } = bailiwick;
  for (const id of [MISSING, 'garbage']) {
    t.is(await codeOf(members.list(admin, id)), 'not-found');
    t.is(await codeOf(members.ofUser(admin, id)), 'not-found');
    t.is(await codeOf(members.set(admin, id, idOf(ann), { role: 'owner' })), 'not-found');
    t.is(await codeOf(members.set(admin, acme.id, id, { role: 'owner' })), 'not-found');
    t.is(await codeOf(members.remove(admin, acme.id, id)), 'not-found');
  }
  // Only what is no id at all gets an advice: a missing user is refused as one whom the actor may not see.
  const message = 'There is no such user. Name the user by id.';
  const byEmail = 'ann@example.com';
  await t.throwsAsync(members.set(admin, acme.id, byEmail, { role: 'owner' }), { message });
  await t.throwsAsync(bailiwick.groups.create(admin, { name: 'x', memberId: byEmail }), { message });
  await t.throwsAsync(members.set(admin, acme.id, MISSING, { role: 'owner' }), {
    message: 'There is no such user.',
  });
  t.is(await codeOf(members.set(ann, acme.id, byEmail, { role: 'owner' })), 'not-found');
  await t.throwsAsync(members.set(ann, acme.id, byEmail, { role: 'owner' }), {
    message: 'There is no such group.',
  });
  const auditor = { role: 'auditor' as never };
  t.is(await codeOf(members.set(admin, acme.id, idOf(ann), auditor)), 'invalid-request');
  const storage = memoryStorage();
  const host = createBailiwick({ storage, passwordHasher: fastHasher, memberRoles: ['auditor'] });
  t.deepEqual(host.platform.memberRoles, ['owner', 'member', 'viewer', 'auditor']);
  const job = host.system('test');
  const user = await host.users.create(job, {
    email: 'ann@example.com',
    password: 'nine herons on the weir',
  });
  const group = await host.groups.create(job, { name: 'Acme' });
  t.is((await host.members.set(job, group.id, user.id, { role: 'auditor' })).role, 'auditor');
  // @ts-expect-error The role is not declared.
  t.is(await codeOf(host.members.set(job, group.id, user.id, { role: 'auditer' })), 'invalid-request');
});

test('members: without the right, a group and its members answer as if they were missing', async (t) => {
  const { bailiwick, admin, ann, bob } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  for (const id of [acme.id, MISSING]) {
    t.is(await codeOf(bailiwick.members.list(bob, id)), 'not-found');
    t.is(await codeOf(bailiwick.members.set(bob, id, idOf(bob), { role: 'owner' })), 'not-found');
    t.is(await codeOf(bailiwick.members.remove(bob, id, idOf(ann))), 'not-found');
    t.is(await codeOf(bailiwick.members.remove(bob, id, idOf(bob))), 'not-found');
  }
  t.is(await codeOf(bailiwick.members.ofUser(bob, idOf(ann))), 'not-found');
  t.deepEqual((await bailiwick.members.ofUser(bob, idOf(bob))).items, []);
});

test('members.remove, users.delete, users.change: the last active owner of a group stays, and the refusal names it', async (t) => {
  const { bailiwick, admin, ann, bob } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme', memberId: idOf(ann) });
  const refusals = [
    bailiwick.members.remove(admin, acme.id, idOf(ann)),
    bailiwick.members.set(admin, acme.id, idOf(ann), { role: 'member' }),
    bailiwick.users.change(admin, idOf(ann), { status: 'disabled' }),
    bailiwick.users.delete(admin, idOf(ann)),
  ];
  for (const refusal of refusals) {
    const error = await t.throwsAsync<LastOwnerError>(refusal, { code: 'last-owner' });
    t.deepEqual(error?.groups, [{ id: acme.id, name: 'Acme' }]);
    t.is(error?.message, 'This is the last active owner of "Acme": make another member an owner first.');
  }
  await bailiwick.members.set(admin, acme.id, idOf(bob), { role: 'owner' });
  await t.notThrowsAsync(bailiwick.users.delete(admin, idOf(ann)));
});
