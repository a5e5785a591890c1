import { allow, createBailiwick, definePolicy, platformPolicy, type UserActor } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { belongingTo, member } from '@bailiwick/core/policy';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from '../support/start-library.js';

/** The clerks of a group see it without its quotas, and its owners read what is recorded about it. */
const POLICY = definePolicy(
  platformPolicy,
  allow('owners read the audit of their groups', { when: member('owner'), actions: ['audit-event:read'] }),
  allow('clerks see groups', { when: member('clerk'), actions: ['group:read', 'resource:create'] }),
  allow('billing sets limits', { when: member('billing'), actions: ['quota:set'] }),
  allow('the desk lists users', { role: 'desk', actions: ['user:list', 'user:read'] }),
);

/** A project in an organisation that its owner does not see. */
async function start() {
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    policy: POLICY,
    roles: ['desk'],
    memberRoles: ['clerk', 'billing'],
  });
  const system = bailiwick.system('test');
  async function join(name: string, role: 'user' | 'admin' | 'desk' = 'user'): Promise<UserActor> {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, { ...credentials, role });
    return (await bailiwick.sessions.logIn(credentials)).actor;
  }
  const acme = await bailiwick.groups.create(system, { name: 'Acme' });
  const web = await bailiwick.groups.create(system, { name: 'Web', parentId: acme.id });
  const [bob, admin] = [await join('bob'), await join('admin', 'admin')];
  await bailiwick.members.set(system, web.id, bob.id, { role: 'owner' });
  return { bailiwick, system, join, acme, web, bob, admin };
}

test('auditEvents.list: a refusal because of a quota names only the levels that the reader may see', async (t) => {
  const { bailiwick, system, acme, web, bob, admin } = await start();
  await bailiwick.quotas.setLimit(system, { ownerId: acme.id, meter: 'resources', limit: 0 });
  const input = { ownerId: web.id, kind: 'resource', name: 'logs' } as const;
  t.is(await codeOf(bailiwick.resources.create(bob, input)), 'quota-exceeded');
  const quotasFor = async (actor: UserActor) =>
    (await bailiwick.auditEvents.list(actor, { reason: 'quota-exceeded' })).items[0]?.details['quotas'];
  const ofWeb = { meter: 'resources', limit: null, used: 0, requested: 1 };
  const owner = { id: web.id, type: 'group', name: 'Web' };
  t.deepEqual(await quotasFor(bob), [
    { ...ofWeb, owner },
    { meter: 'resources', owner: 'above', requested: 1 },
  ]);
  t.deepEqual(await quotasFor(admin), [
    { ...ofWeb, owner },
    { ...ofWeb, limit: 0, owner: { id: acme.id, type: 'group', name: 'Acme' } },
  ]);
});

test('lists by how full quotas are have only those whose quotas the actor may read', async (t) => {
  const { bailiwick, system, join, web, bob, admin } = await start();
  const [clerk, desk] = [await join('clerk'), await join('desk', 'desk')];
  await bailiwick.members.set(system, web.id, clerk.id, { role: 'clerk' });
  for (const ownerId of [web.id, bob.id]) {
    await bailiwick.quotas.setLimit(system, { ownerId, meter: 'resources', limit: 1 });
    await bailiwick.resources.create(system, { ownerId, kind: 'resource', name: 'logs' });
    await bailiwick.quotas.setLimit(system, { ownerId, meter: 'resources', limit: 0 });
  }
  const groupsOf = async (actor: UserActor, fullness: object) =>
    (await bailiwick.groups.list(actor, fullness)).items.map(({ name }) => name);
  t.deepEqual(await groupsOf(clerk, {}), ['Web']);
  const emailsOf = async (actor: UserActor, fullness: object) =>
    (await bailiwick.users.list(actor, fullness)).items.map(({ email }) => email);
  t.true((await emailsOf(desk, {})).includes('bob@example.com'));
  for (const fullness of [{ over: true }, { near: 50 }]) {
    t.deepEqual(await groupsOf(clerk, fullness), []);
    t.deepEqual(await groupsOf(bob, fullness), ['Web']);
    t.deepEqual(await emailsOf(desk, fullness), []);
    t.deepEqual(await emailsOf(admin, fullness), ['bob@example.com']);
  }
});

test('can and authorize answer about a group as the command on it does', async (t) => {
  const { bailiwick, system, join, acme, web, bob, admin } = await start();
  const [billing, viewer, stranger] = [await join('billing'), await join('viewer'), await join('stranger')];
  await bailiwick.members.set(system, web.id, billing.id, { role: 'billing' });
  await bailiwick.members.set(system, web.id, viewer.id, { role: 'viewer' });
  const above = await join('above');
  await bailiwick.members.set(system, acme.id, above.id, { role: 'billing' });
  const targets = [acme, web].map(({ id }) => belongingTo(id));
  t.deepEqual(await bailiwick.can(billing, 'quota:set', targets), [false, false]);
  t.deepEqual(await bailiwick.can(above, 'quota:set', targets), [false, true]);
  t.deepEqual(await bailiwick.can(bob, 'group:move', targets), [false, false]);
  t.deepEqual(await bailiwick.can(admin, 'group:move', targets), [true, true]);
  t.deepEqual(await bailiwick.can(bob, 'member:set', targets), [false, true]);
  const commands = {
    'quota:set': (actor: UserActor) =>
      bailiwick.quotas.setLimit(actor, { ownerId: web.id, ownerSort: 'group', meter: 'resources', limit: 1 }),
    'group:update': (actor: UserActor) => bailiwick.groups.rename(actor, web.id, { name: 'Web' }),
  };
  for (const actor of [billing, above, viewer, stranger, bob, admin])
    for (const action of ['quota:set', 'group:update'] as const) {
      const asked = bailiwick.authorize(actor, action, belongingTo(web.id));
      const [answer, outcome] = [await messageOf(asked), await messageOf(commands[action](actor))];
      t.is(answer, outcome, `${action} ${actor.id}`);
    }
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'allowed',
    (error: Error) => error.message,
  );
}
