import { createBailiwick, QuotaExceededError, type UserActor } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from '../support/start-library.js';

const GROUPS = {
  organisation: {},
  project: { in: ['organisation'], demand: { projects: 1 } },
} as const;

const storageOf = (storage = memoryStorage()) => ({ storage, passwordHasher: fastHasher });

async function start(limits: { readonly projects?: number; readonly seats?: number } = {}) {
  const ports = storageOf();
  const bailiwick = createBailiwick({ ...ports, groups: GROUPS, memberDemand: { seats: 1 } });
  const system = bailiwick.system('test');
  async function join(name: string) {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, credentials);
    return (await bailiwick.sessions.logIn(credentials)).actor;
  }
  const [ann, bob] = [await join('ann'), await join('bob')];
  const acme = await bailiwick.groups.create(system, {
    type: 'organisation',
    name: 'Acme',
    memberId: ann.id,
  });
  for (const meter of ['projects', 'seats'] as const) {
    const limit = limits[meter];
    if (limit !== undefined) await bailiwick.quotas.setLimit(system, { ownerId: acme.id, meter, limit });
  }
  const used = async (ownerId: string) =>
    Object.fromEntries(
      (await bailiwick.quotas.list(system, ownerId)).map(({ meter, used }) => [meter, used]),
    );
  const addProject = (actor: UserActor<'user' | 'admin'>) =>
    bailiwick.groups.create(actor, { type: 'project', name: 'web', parentId: acme.id });
  return { ports, bailiwick, system, ann, bob, acme, used, addProject };
}

test('groups.create: a project takes what its type demands from the organisation, and its first owner a seat', async (t) => {
  const { bailiwick, system, ann, acme, used, addProject } = await start({ projects: 1 });
  const web = await addProject(ann);
  t.deepEqual(await used(acme.id), { projects: 1, resources: 0, seats: 2 });
  t.deepEqual(await used(web.id), { projects: 0, resources: 0, seats: 1 });
  const error = await t.throwsAsync(addProject(ann), { instanceOf: QuotaExceededError });
  const owner = { id: acme.id, type: 'organisation', name: 'Acme' };
  const ofAcme = error?.quotas.filter((one) => typeof one.owner === 'object' && one.owner.id === acme.id);
  t.deepEqual(ofAcme, [
    { meter: 'projects', owner, limit: 1, used: 1, requested: 1 },
    { meter: 'seats', owner, limit: null, used: 2, requested: 1 },
  ]);
  t.is((await bailiwick.groups.list(system)).items.length, 2);
  await bailiwick.groups.delete(ann, web.id);
  t.deepEqual(await used(acme.id), { projects: 0, resources: 0, seats: 1 });
  t.is(await codeOf(addProject(ann)), 'no error');
});

test('members.set: the last seat goes to one, and is free again when they leave or are deleted', async (t) => {
  const { bailiwick, system, ann, bob, acme, used } = await start({ seats: 2 });
  const set = (id: string, role: 'viewer' | 'member') => bailiwick.members.set(ann, acme.id, id, { role });
  const { id: carl } = await bailiwick.users.create(system, {
    email: 'carl@example.com',
    password: PASSWORD,
  });
  t.is(await codeOf(set(bob.id, 'viewer')), 'no error');
  t.is(await codeOf(set(bob.id, 'member')), 'no error');
  t.is(await codeOf(set(carl, 'viewer')), 'quota-exceeded');
  t.is((await used(acme.id)).seats, 2);
  const { items } = await bailiwick.auditEvents.list(system, {
    action: 'member:set',
    reason: 'quota-exceeded',
  });
  t.is(items.length, 1);
  await bailiwick.members.remove(bob, acme.id, bob.id);
  t.is(await codeOf(set(carl, 'viewer')), 'no error');
  await bailiwick.users.delete(system, carl);
  t.is((await used(acme.id)).seats, 1);
  t.is(await codeOf(set(bob.id, 'viewer')), 'no error');
});

test('groups.create: the limit of an organisation that the actor may not see is "above"', async (t) => {
  const ports = storageOf();
  const bailiwick = createBailiwick({
    ...ports,
    groups: { ...GROUPS, team: { in: ['project'], demand: { teams: 1 } } },
  });
  const system = bailiwick.system('test');
  const credentials = { email: 'ann@example.com', password: PASSWORD };
  await bailiwick.users.create(system, credentials);
  const { actor: ann } = await bailiwick.sessions.logIn(credentials);
  const acme = await bailiwick.groups.create(system, { type: 'organisation', name: 'Acme' });
  const project = { type: 'project', name: 'web', parentId: acme.id, memberId: ann.id } as const;
  const web = await bailiwick.groups.create(system, project);
  await bailiwick.quotas.setLimit(system, { ownerId: acme.id, meter: 'teams', limit: 0 });
  const again = await bailiwick.renew(ann);
  const team = bailiwick.groups.create(again, { type: 'team', name: 'x', parentId: web.id });
  const error = await t.throwsAsync(team, { instanceOf: QuotaExceededError });
  t.deepEqual(error?.quotas, [
    {
      meter: 'teams',
      owner: { id: web.id, type: 'project', name: 'web' },
      limit: null,
      used: 0,
      requested: 1,
    },
    { meter: 'teams', owner: 'above', requested: 1 },
  ]);
});

test('groups, members: a host that declares other demands later releases what was taken', async (t) => {
  const { ports, ann, bob, acme, addProject, used, bailiwick } = await start();
  const web = await addProject(ann);
  await bailiwick.members.set(ann, acme.id, bob.id, { role: 'viewer' });
  const later = createBailiwick({
    ...ports,
    groups: { organisation: {}, project: { in: ['organisation'], demand: { projects: 5 } } },
    memberDemand: { seats: 3, projects: 1 },
  });
  const actor = await later.renew(ann);
  await later.members.set(actor, acme.id, bob.id, { role: 'member' });
  await later.members.remove(actor, acme.id, bob.id);
  await later.groups.delete(actor, web.id);
  t.deepEqual(await used(acme.id), { projects: 0, resources: 0, seats: 1 });
});

test('createBailiwick: the demands of groups and members are checked, and their meters declared', (t) => {
  const { platform } = createBailiwick({ ...storageOf(), groups: GROUPS, memberDemand: { seats: 1 } });
  t.deepEqual(platform.meters, ['projects', 'resources', 'seats']);
  t.deepEqual(platform.memberDemand, { seats: 1 });
  t.deepEqual(platform.groupDemands.get('project'), { projects: 1 });
  const wrong: readonly (readonly [object, RegExp])[] = [
    [
      { groups: { project: { demand: { projects: 0 } } } },
      /demand of "project" projects: must be an integer/,
    ],
    [{ groups: { project: { demand: 1 } } }, /demand of "project"/],
    [{ groups: { project: { demands: {} } } }, /demands/],
    [{ memberDemand: { seats: 1.5 } }, /option memberDemand seats: must be an integer/],
    [{ memberDemand: undefined }, /option memberDemand is undefined/],
    [{ memberDemand: 1 }, /option memberDemand is not an object/],
  ];
  for (const [options, message] of wrong)
    t.throws(() => createBailiwick({ ...storageOf(), ...options }), { message });
});

test('groups.create: a refusal names the new group where its own limit, the default of its type, leaves no room', async (t) => {
  const { bailiwick, system, ann, acme, addProject } = await start();
  const limit = { ownerType: 'project', meter: 'seats', limit: 0 } as const;
  await bailiwick.quotas.setDefaultLimit(system, limit);
  const error = await t.throwsAsync(addProject(ann), { instanceOf: QuotaExceededError });
  const levels = error?.quotas.filter(({ meter }) => meter === 'seats').map(({ owner }) => owner);
  t.like(levels, [{ type: 'project', name: 'web' }, { id: acme.id }]);
});
