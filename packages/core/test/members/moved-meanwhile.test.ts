import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { actorId, all, allow, definePolicy, not, ownerId, platformPolicy } from '@bailiwick/core/policy';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from '../support/start-library.js';

type Scene = Awaited<ReturnType<typeof start>>;

type Command = (scene: Scene) => Promise<() => Promise<unknown>>;

/** Each command that Ann may do as an owner of the organisation, with the method of the store that carries it out. */
const COMMANDS: Readonly<Record<string, readonly [store: string, method: string, command: Command]>> = {
  'resources.create': [
    'resources',
    'create',
    async ({ bailiwick, ann, project }) =>
      () =>
        bailiwick.resources.create(ann, { name: 'n', ownerId: project.id }),
  ],
  'resources.rename': [
    'resources',
    'rename',
    async ({ bailiwick, ann, project }) => {
      const { id } = await bailiwick.resources.create(ann, { name: 'n', ownerId: project.id });
      return () => bailiwick.resources.rename(ann, id, { name: 'renamed' });
    },
  ],
  'resources.delete': [
    'resources',
    'delete',
    async ({ bailiwick, ann, project }) => {
      const { id } = await bailiwick.resources.create(ann, { name: 'n', ownerId: project.id });
      return () => bailiwick.resources.delete(ann, id);
    },
  ],
  'resources.transfer, from the project': [
    'resources',
    'transfer',
    async ({ bailiwick, ann, project }) => {
      const { id } = await bailiwick.resources.create(ann, { name: 'n', ownerId: project.id });
      return () => bailiwick.resources.transfer(ann, id, { ownerId: ann.id });
    },
  ],
  'resources.transfer, to the project': [
    'resources',
    'transfer',
    async ({ bailiwick, ann, project }) => {
      const { id } = await bailiwick.resources.create(ann, { name: 'n' });
      return () => bailiwick.resources.transfer(ann, id, { ownerId: project.id });
    },
  ],
  'groups.create': [
    'groups',
    'add',
    async ({ bailiwick, ann, project }) =>
      () =>
        bailiwick.groups.create(ann, { name: 'n', parentId: project.id }),
  ],
  'groups.rename': [
    'groups',
    'rename',
    async ({ bailiwick, ann, project }) =>
      () =>
        bailiwick.groups.rename(ann, project.id, { name: 'renamed' }),
  ],
  'groups.move, into the project': [
    'groups',
    'move',
    async ({ bailiwick, ann, project }) => {
      const { id } = await bailiwick.groups.create(ann, { name: 'n', parentId: project.parentId ?? '' });
      return () => bailiwick.groups.move(ann, id, { parentId: project.id });
    },
  ],
  'groups.move, of the project': [
    'groups',
    'move',
    async ({ bailiwick, ann, project }) => {
      const { id } = await bailiwick.groups.create(ann, { name: 'n', parentId: project.parentId ?? '' });
      return () => bailiwick.groups.move(ann, project.id, { parentId: id });
    },
  ],
  'groups.delete': [
    'groups',
    'delete',
    async ({ bailiwick, ann, project }) =>
      () =>
        bailiwick.groups.delete(ann, project.id),
  ],
  'members.set': [
    'members',
    'set',
    async ({ bailiwick, ann, bob, project }) =>
      () =>
        bailiwick.members.set(ann, project.id, bob.id, { role: 'viewer' }),
  ],
  'members.remove': [
    'members',
    'remove',
    async ({ bailiwick, ann, bob, project }) => {
      await bailiwick.members.set(ann, project.id, bob.id, { role: 'viewer' });
      return () => bailiwick.members.remove(ann, project.id, bob.id);
    },
  ],
  'quotas.setLimit': [
    'quotas',
    'setLimit',
    async ({ bailiwick, ann, project }) =>
      () =>
        bailiwick.quotas.setLimit(ann, { ownerId: project.id, meter: 'resources', limit: 1 }),
  ],
  'quotas.clearLimit': [
    'quotas',
    'clearLimit',
    async ({ bailiwick, ann, project }) =>
      () =>
        bailiwick.quotas.clearLimit(ann, { ownerId: project.id, meter: 'resources' }),
  ],
};

for (const [name, [store, method, prepare]] of Object.entries(COMMANDS)) {
  test(`${name}: when the project leaves the organisation meanwhile, it is refused as a new request is`, async (t) => {
    const scene = await start();
    const { bailiwick, ann, project, elsewhere, system, before } = scene;
    const run = await prepare(scene);
    before(store, method, () => bailiwick.groups.move(system, project.id, { parentId: elsewhere.id }));
    t.is(await codeOf(run()), 'not-found');
    const { items } = await bailiwick.auditEvents.list(system, { actor: ann.id, outcome: 'refused' });
    t.is(items.length, 1);
    t.is((await bailiwick.groups.get(system, project.id)).parentId, elsewhere.id);
    t.is(await codeOf(run()), 'not-found');
  });

  test(`${name}: when the project has left and come back meanwhile, it is carried out`, async (t) => {
    const scene = await start();
    const { bailiwick, project, organisation, elsewhere, system, before } = scene;
    const run = await prepare(scene);
    before(store, method, async () => {
      await bailiwick.groups.move(system, project.id, { parentId: elsewhere.id });
      await bailiwick.groups.move(system, project.id, { parentId: organisation.id });
    });
    t.is(await codeOf(run()), 'no error');
  });

  test(`${name}: when the organisation moves meanwhile, it is decided again and carried out`, async (t) => {
    const scene = await start();
    const { bailiwick, organisation, elsewhere, system, before } = scene;
    const run = await prepare(scene);
    before(store, method, () => bailiwick.groups.move(system, organisation.id, { parentId: elsewhere.id }));
    t.is(await codeOf(run()), 'no error');
  });

  test(`${name}: when the organisation takes the role away meanwhile, it is refused as a new request is`, async (t) => {
    const scene = await start();
    const { bailiwick, ann, bob, organisation, system, before } = scene;
    const run = await prepare(scene);
    await bailiwick.members.set(system, organisation.id, bob.id, { role: 'owner' });
    before(store, method, () => bailiwick.members.set(system, organisation.id, ann.id, { role: 'viewer' }));
    t.is(await codeOf(run()), 'forbidden');
    t.is(await codeOf(run()), 'forbidden');
    await bailiwick.members.set(system, organisation.id, ann.id, { role: 'owner' });
    t.is(await codeOf(run()), 'no error');
  });
}

test('members.set: an owner who changes the role of a user without a pause stops no command elsewhere', async (t) => {
  const { bailiwick, bob, system, elsewhere, before } = await start();
  const own = await bailiwick.groups.create(system, { name: 'own', memberId: bob.id });
  let role: 'viewer' | 'member' = 'viewer';
  const changeAgain = async () => {
    before('resources', 'create', changeAgain);
    role = role === 'viewer' ? 'member' : 'viewer';
    await bailiwick.members.set(system, elsewhere.id, bob.id, { role });
  };
  await changeAgain();
  const actor = await bailiwick.renew(bob);
  const create = (input: { ownerId?: string }) =>
    codeOf(bailiwick.resources.create(actor, { name: 'n', ...input }));
  t.is(await create({}), 'no error');
  t.is(await create({ ownerId: own.id }), 'no error');
});

test('quotas.setLimit, groups.move: what a rule allows where a group lies is decided again once it has moved', async (t) => {
  const {
    bailiwick,
    storage,
    bob: { id },
    system,
    organisation,
    project,
    elsewhere,
    before,
  } = await start();
  const rule = allow('bob sees to what lies in the organisation', {
    actions: ['quota:set', 'group:move', 'group:create', 'group:read'],
    when: all(actorId(id), not(ownerId(elsewhere.id))),
  });
  const policy = definePolicy(rule);
  const withRule = createBailiwick({ storage, passwordHasher: fastHasher, policy });
  const { actor } = await withRule.sessions.logIn({ email: 'bob@example.com', password: PASSWORD });
  const setLimit = () =>
    withRule.quotas.setLimit(actor, { ownerId: project.id, meter: 'resources', limit: 1 });
  const takeAway = () => bailiwick.groups.move(system, project.id, { parentId: elsewhere.id });
  const bringBack = () => bailiwick.groups.move(system, project.id, { parentId: organisation.id });
  before('quotas', 'setLimit', takeAway);
  t.is(await codeOf(setLimit()), 'forbidden');
  await bringBack();
  t.is(await codeOf(setLimit()), 'no error');
  // Between the decision and the look at the path, too.
  before('members', 'rolesOf', takeAway);
  t.is(await codeOf(setLimit()), 'forbidden');
  await bringBack();
  const move = () => withRule.groups.move(actor, project.id, { parentId: null });
  before('groups', 'move', takeAway);
  t.is(await codeOf(move()), 'forbidden');
  await bringBack();
  t.is(await codeOf(move()), 'no error');
});

test('users.delete: with a transfer, the path of a receiving group is compared', async (t) => {
  const { bailiwick, ann, bob, project, elsewhere, system, before } = await start();
  const { id } = await bailiwick.resources.create(bob, { name: 'n' });
  await bailiwick.users.change(system, ann.id, { role: 'clerk' });
  const clerk = await bailiwick.renew(ann);
  before('users', 'delete', () => bailiwick.groups.move(system, project.id, { parentId: elsewhere.id }));
  const deletion = () => bailiwick.users.delete(clerk, bob.id, { resources: 'transfer', to: project.id });
  t.is(await codeOf(deletion()), 'not-found');
  t.is((await bailiwick.resources.get(system, id)).ownerId, bob.id);
  await bailiwick.groups.move(system, project.id, { parentId: project.parentId });
  t.is(await codeOf(deletion()), 'no error');
  t.is((await bailiwick.resources.get(system, id)).ownerId, project.id);
});

/** Ann owns an organisation with a project in it. `before` lets something happen before a store is called the first time. */
async function start() {
  const pending = new Map<string, () => Promise<unknown>>();
  const storage = memoryStorage();
  const interrupted = Object.fromEntries(
    (['users', 'groups', 'members', 'resources', 'quotas'] as const).map((name) => [
      name,
      new Proxy(storage[name], {
        get(target, method) {
          const original: unknown = Reflect.get(target, method);
          if (typeof original !== 'function') return original;
          return async (...args: unknown[]) => {
            const key = `${name}.${String(method)}`;
            const act = pending.get(key);
            pending.delete(key);
            await act?.();
            return Reflect.apply(original, target, args) as unknown;
          };
        },
      }),
    ]),
  );
  const bailiwick = createBailiwick({
    storage: { ...storage, ...interrupted },
    passwordHasher: fastHasher,
    roles: ['clerk'],
    policy: definePolicy(
      platformPolicy,
      allow('clerks delete users', { role: 'clerk', actions: ['user:delete', 'user:read'] }),
      allow('clerks transfer what users own', { role: 'clerk', actions: ['resource:transfer'] }),
    ),
  });
  const system = bailiwick.system('test');
  async function join(name: string) {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, credentials);
    return (await bailiwick.sessions.logIn(credentials)).actor;
  }
  const [ann, bob] = [await join('ann'), await join('bob')];
  const organisation = await bailiwick.groups.create(system, { name: 'Acme', memberId: ann.id });
  const elsewhere = await bailiwick.groups.create(system, { name: 'Umbrella' });
  const project = await bailiwick.groups.create(system, { name: 'web', parentId: organisation.id });
  const before = (store: string, method: string, act: () => Promise<unknown>) =>
    void pending.set(`${store}.${method}`, act);
  const renewed = await bailiwick.renew(ann);
  return {
    bailiwick,
    storage: { ...storage, ...interrupted },
    ann: renewed,
    bob,
    system,
    organisation,
    project,
    elsewhere,
    before,
  };
}
