import { allow, anonymous, createBailiwick, definePolicy, owner, platformPolicy } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD } from './support/kernel.js';

test('authorize: a host’s own action is decided, explained and audited like the library’s own', async (t) => {
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    kinds: { database: { databases: 1 } },
    roles: ['dba'],
    actions: ['database:restart'],
    policy: definePolicy(
      platformPolicy,
      allow('operators restart', {
        role: 'dba',
        kind: 'database',
        actions: ['database:restart', 'resource:read'],
      }),
    ),
  });
  const system = bailiwick.system('test');
  const join = async (name: string, role: 'user' | 'dba') => {
    const input = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, { ...input, role });
    return (await bailiwick.sessions.logIn(input)).actor;
  };
  const [ann, bob, dan] = [await join('ann', 'user'), await join('bob', 'user'), await join('dan', 'dba')];
  const orders = await bailiwick.resources.create(ann, { name: 'orders' });
  const restart = (actor: typeof ann | typeof anonymous) =>
    codeOf(bailiwick.authorize(actor, 'database:restart', orders));
  t.is(await restart(dan), 'no error');
  t.is(await restart(ann), 'forbidden', 'the owner may see it, and may not do this');
  t.is(await restart(bob), 'not-found', 'who may not see it learns nothing');
  t.is(await restart(anonymous), 'authentication-required');
  const { items } = await bailiwick.auditEvents.list(system, { action: 'database:restart' });
  t.deepEqual(
    items.map(({ actor, reason, target }) => [actor.type === 'user' && actor.id, reason, target.id]),
    [
      [idOf(bob), 'not-dba', orders.id],
      [idOf(ann), 'not-dba', orders.id],
    ],
  );
});

test('auditEvents.list: who may read some events gets those, and who may read none is refused', async (t) => {
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    roles: ['auditee'],
    policy: definePolicy(
      platformPolicy,
      allow('auditees read what concerns them', {
        role: 'auditee',
        actions: ['audit-event:read'],
        when: owner,
      }),
    ),
  });
  const system = bailiwick.system('test');
  const input = { email: 'ann@example.com', password: PASSWORD };
  const { id } = await bailiwick.users.create(system, { ...input, role: 'auditee' });
  await bailiwick.users.create(system, { email: 'bob@example.com', password: PASSWORD });
  const { actor } = await bailiwick.sessions.logIn(input);
  const { items } = await bailiwick.auditEvents.list(actor);
  t.deepEqual(
    items.map(({ action, target }) => [action, target.ownerId]),
    [
      ['session:create', id],
      ['user:create', id],
    ],
  );
  t.is((await bailiwick.auditEvents.list(actor, { target: id.toUpperCase() })).items.length, 1);
  t.is(await codeOf(bailiwick.auditEvents.list(anonymous)), 'authentication-required');
  t.is(await codeOf(bailiwick.auditEvents.list(actor, { action: 'a\0b' })), 'invalid-request');
});
