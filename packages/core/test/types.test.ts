import {
  allow,
  createBailiwick,
  definePolicy,
  equals,
  ofActor,
  ofTarget,
  platformPolicy,
  type Actor,
} from '@bailiwick/core';
import { memoryStorage, type MemoryTransaction } from '@bailiwick/core/memory';
import { actors, fastHasher } from '@bailiwick/core/testing';
import test from 'ava';

const ports = { storage: memoryStorage(), passwordHasher: fastHasher };

/** Never called: the compiler is the test. Each `@ts-expect-error` fails the build once its line compiles. */
export async function misspelt(transaction: MemoryTransaction): Promise<void> {
  const bailiwick = createBailiwick({
    ...ports,
    kinds: { database: { databases: 1, storageGiB: 20 }, note: {} },
    roles: ['support'],
    actions: ['database:restart'],
    policy: definePolicy(
      platformPolicy,
      allow('support reads', { role: 'support', actions: ['resource:read'] }),
      allow('support restarts', { role: 'support', kind: 'database', actions: ['database:restart'] }),
    ),
  });
  const actor: Actor = actors.user();
  await bailiwick.resources.create(actor, { kind: 'database', name: 'x' });
  // @ts-expect-error -- no such kind
  await bailiwick.resources.create(actor, { kind: 'databse', name: 'x' });
  // @ts-expect-error -- no such kind
  await bailiwick.resources.list(actor, { kind: 'databse' });
  // @ts-expect-error -- no such meter
  await bailiwick.quotas.setLimit(actor, { ownerId: 'x', meter: 'database', limit: 1 });
  // @ts-expect-error -- no such meter
  await bailiwick.users.create(actor, { email: 'x', password: 'x', limits: { database: 1 } });
  // @ts-expect-error -- no such role
  await bailiwick.users.create(actor, { email: 'x', password: 'x', role: 'supprt' });
  bailiwick.decide(actor, 'database:restart', { ownerId: null, kind: 'database' });
  // @ts-expect-error -- no such action
  bailiwick.decide(actor, 'database:restrat', { ownerId: null, kind: 'database' });
  await bailiwick.within(transaction).resources.list(actor);
  // @ts-expect-error -- not a transaction of this storage
  bailiwick.within({ commit: true });
  // @ts-expect-error -- an actor cannot be made up
  await bailiwick.resources.list({ type: 'system', name: 'root' });
  // @ts-expect-error -- commands within a transaction have no transactions of their own
  bailiwick.within(transaction).within(transaction);

  const misspeltRole = definePolicy(
    platformPolicy,
    allow('x', { role: 'supprt', actions: ['resource:read'] }),
  );
  // @ts-expect-error -- a policy names declared roles only
  createBailiwick({ ...ports, roles: ['support'], policy: misspeltRole });
  const misspeltAction = definePolicy(platformPolicy, allow('x', { actions: ['resource:raed'] }));
  // @ts-expect-error -- a policy names declared actions only
  createBailiwick({ ...ports, policy: misspeltAction });
  const misspeltAttribute = definePolicy(
    platformPolicy,
    allow('x', { actions: ['a:b'], when: equals(ofActor('regoin'), ofTarget('region')) }),
  );
  createBailiwick({
    ...ports,
    actions: ['a:b'],
    attributes: ['region', 'regoin'],
    policy: misspeltAttribute,
  });
  // @ts-expect-error -- a policy compares declared attributes only
  createBailiwick({ ...ports, actions: ['a:b'], attributes: ['region'], policy: misspeltAttribute });
  const misspeltKind = definePolicy(
    platformPolicy,
    allow('x', { kind: 'databse', actions: ['resource:read'] }),
  );
  // @ts-expect-error -- a policy names declared kinds only
  createBailiwick({ ...ports, kinds: { database: {} }, policy: misspeltKind });
}

test('createBailiwick: what is inferred from the options is checked by the compiler', (t) => {
  t.is(typeof misspelt, 'function');
});
