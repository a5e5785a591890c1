import { allow, anonymous, createBailiwick, definePolicy, platformPolicy } from '@bailiwick/core';
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
