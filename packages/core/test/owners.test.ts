import { allow, anonymous, createBailiwick, definePolicy, ownerId, platformPolicy } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD, startLibrary } from './support/start-library.js';

const MISSING = '01900000-0000-7000-8000-000000000000';

test('owners: users have their address and groups their name, and those that are not there are left out', async (t) => {
  const { bailiwick, admin, ann } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  const annId = idOf(ann);
  const owners = await bailiwick.owners(admin, [annId.toUpperCase(), acme.id, annId, MISSING, 'garbage']);
  t.deepEqual(
    [...owners.values()],
    [
      { id: annId, type: 'user', name: 'ann@example.com' },
      { id: acme.id, type: 'group', name: 'Acme' },
    ],
  );
  t.is(owners.get(annId)?.name, 'ann@example.com');
  const { items } = await bailiwick.auditEvents.list(admin, { outcome: 'refused' });
  t.deepEqual(items, [], 'as in a list, nothing was refused');
});

test('owners: the policy decides whose names an actor reads (A7)', async (t) => {
  const { bailiwick, storage, admin, ann, bob, clock } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  const all = [idOf(ann), idOf(bob), acme.id];
  t.deepEqual([...(await bailiwick.owners(ann, all)).keys()], [idOf(ann)]);
  t.is((await bailiwick.owners(anonymous, all)).size, 0);
  const curious = createBailiwick({
    storage,
    clock,
    passwordHasher: fastHasher,
    policy: definePolicy(
      platformPolicy,
      allow('all read bob', { actions: ['user:read'], when: ownerId(idOf(bob)) }),
      allow('all read groups', { actions: ['group:read'] }),
    ),
  });
  const { actor } = await curious.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  t.deepEqual([...(await curious.owners(actor, all)).keys()].sort(), all.toSorted());
});

test('owners: anything but a list of at most 200 ids is refused', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  for (const ids of [null, 'x', {}, { length: 1 }, Array(201).fill(MISSING)])
    t.is(await codeOf(bailiwick.owners(admin, ids as never)), 'invalid-request');
  t.is((await bailiwick.owners(admin, [null, 7, {}] as never)).size, 0);
  t.is((await bailiwick.owners(admin, Array(200).fill(MISSING))).size, 0);
});

test('auditEvents.list: an owner’s events are those about them and about what is theirs', async (t) => {
  const { bailiwick, admin, ann, bob } = await startLibrary();
  const owner = idOf(ann);
  await bailiwick.quotas.setLimit(admin, { ownerId: owner, meter: 'databases', limit: 3 });
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(bob), meter: 'databases', limit: 3 });
  await bailiwick.resources.create(ann, { kind: 'note', name: 'mine' });
  const list = async (filter: object) => {
    const { items } = await bailiwick.auditEvents.list(admin, { owner, ...filter });
    return items.map(({ action }) => action);
  };
  t.deepEqual(await list({}), ['resource:create', 'quota:set', 'session:create', 'user:create']);
  t.deepEqual(await list({ actor: idOf(admin) }), ['quota:set']);
  t.deepEqual(await list({ owner: owner.toUpperCase(), action: 'quota:set' }), ['quota:set']);
  for (const unknown of [MISSING, 'nobody']) t.deepEqual(await list({ owner: unknown }), []);
  t.is(await codeOf(bailiwick.auditEvents.list(admin, { owner: '' })), 'invalid-request');
});
