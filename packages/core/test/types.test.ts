import 'reflect-metadata';
import {
  allow,
  createBailiwick,
  definePolicy,
  equals,
  ofActor,
  ofTarget,
  platformPolicy,
  type Actor,
  type Storage,
} from '@bailiwick/core';
import { memoryStorage, type MemoryTransaction } from '@bailiwick/core/memory';
import { actors, fastHasher } from '@bailiwick/core/testing';
import { registerBailiwick, tokens } from '@bailiwick/core/tsyringe';
import test from 'ava';
import { container, type InjectionToken } from 'tsyringe';

const ports = { storage: memoryStorage(), passwordHasher: fastHasher };

/** Never called: the compiler is the test. Each `@ts-expect-error` fails the build once its line compiles. */
export async function misspelt(transaction: MemoryTransaction): Promise<void> {
  const bailiwick = createBailiwick({
    ...ports,
    kinds: { database: { databases: 1, storageGiB: 20 }, note: {} },
    groups: { organisation: {}, project: { in: ['organisation'] } },
    roles: ['support'],
    memberRoles: ['auditor'],
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
  await bailiwick.groups.create(actor, { name: 'x', type: 'project' });
  // @ts-expect-error -- no such type of groups
  await bailiwick.groups.create(actor, { name: 'x', type: 'projcet' });
  // @ts-expect-error -- no such type of groups
  await bailiwick.groups.list(actor, { type: 'projcet' });
  // @ts-expect-error -- a group lies in declared types only
  createBailiwick({ ...ports, groups: { organisation: {}, project: { in: ['organsation'] } } });
  await bailiwick.members.set(actor, 'x', 'x', { role: 'auditor' });
  // @ts-expect-error -- no such role of members
  await bailiwick.members.set(actor, 'x', 'x', { role: 'auditr' });
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

  const metered = createBailiwick({
    ...ports,
    groups: { organisation: {}, project: { in: ['organisation'], demand: { projects: 1 } } },
    memberDemand: { seats: 1 },
  });
  for (const meter of ['resources', 'projects', 'seats'] as const)
    await metered.quotas.setLimit(actor, { ownerId: 'x', meter, limit: 1 });
  // @ts-expect-error -- no such meter
  await metered.quotas.setLimit(actor, { ownerId: 'x', meter: 'members', limit: 1 });

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

test('createBailiwick: the compiler checks the types that it infers from the options', (t) => {
  t.is(typeof misspelt, 'function');
});

/** Like the above, this checks that results are as typed as inputs. */
export async function outputs(): Promise<void> {
  const bailiwick = createBailiwick({
    ...ports,
    kinds: { database: { databases: 1 }, note: { notes: 1 } },
    roles: ['support'],
  });
  const actor: Actor = actors.user();
  const kinds: 'database' | 'note' = (await bailiwick.resources.get(actor, 'x')).kind;
  const [listed] = (await bailiwick.resources.list(actor)).items;
  const [quota] = await bailiwick.quotas.list(actor, 'x');
  const [byDefault] = await bailiwick.quotas.listDefaultLimits(actor);
  const meters: 'databases' | 'notes' | undefined = quota?.meter ?? byDefault?.meter;
  const user = await bailiwick.users.get(actor, 'x');
  const login = await bailiwick.sessions.logIn({ email: 'x', password: 'x' });
  const authenticated = await bailiwick.authenticate({ bearer: 'x' });
  for (const role of [user.role, login.user.role, login.actor.role, authenticated.role]) {
    const declared: 'user' | 'admin' | 'support' = role;
    // A role that was read can be sent back.
    await bailiwick.users.change(actor, 'x', { role: declared });
  }
  // @ts-expect-error -- there is no such kind
  if (kinds === 'databse' || listed?.kind === 'notes') return;
  // @ts-expect-error -- there is no such meter
  if (meters === 'database') return;
  // @ts-expect-error -- there is no such role
  await bailiwick.users.list(actor, { role: 'suport' });
  // @ts-expect-error -- there is no such kind
  bailiwick.decide(actor, 'resource:read', { ownerId: null, kind: 'databse' });
  // @ts-expect-error -- there is no such kind
  await bailiwick.authorize(actor, 'resource:read', { ownerId: null, kind: 'databse' });
}

/** Like the above, this checks that a container resolves the host's declarations. */
export async function resolved(trx: MemoryTransaction): Promise<void> {
  const child = container.createChildContainer();
  const storage = tokens.storage as InjectionToken<Storage<MemoryTransaction>>;
  const token = registerBailiwick(child, {
    storage,
    kinds: { database: { databases: 1 } },
    roles: ['support'],
    groups: { organisation: {} },
    memberRoles: ['auditor'],
    actions: ['database:restart'],
  });
  const bailiwick = child.resolve(token);
  const actor: Actor = actors.user();
  await bailiwick.within(trx).resources.create(actor, { kind: 'database', name: 'x' });
  // @ts-expect-error -- no such kind
  await bailiwick.resources.create(actor, { kind: 'databse', name: 'x' });
  // @ts-expect-error -- no such meter
  await bailiwick.quotas.setLimit(actor, { ownerId: 'x', meter: 'database', limit: 1 });
  // @ts-expect-error -- no such role
  await bailiwick.users.create(actor, { email: 'x', password: 'x', role: 'supprt' });
  await bailiwick.members.set(actor, 'x', 'x', { role: 'auditor' });
  // @ts-expect-error -- no such type of groups
  await bailiwick.groups.create(actor, { name: 'x', type: 'project' });
  // @ts-expect-error -- no such action
  bailiwick.decide(actor, 'database:restrat', { ownerId: null });
  // @ts-expect-error -- not a transaction of this storage
  bailiwick.within({ commit: true });
  const untyped = child.resolve(registerBailiwick(child));
  await untyped.resources.create(actor, { kind: 'resource', name: 'x' });
  // @ts-expect-error -- the storage was not named, so that its transactions are not known
  untyped.within(trx);
}
