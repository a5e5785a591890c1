import {
  allow,
  anonymous,
  createBailiwick,
  definePolicy,
  equals,
  forbid,
  kind,
  not,
  ofActor,
  ofTarget,
  owner,
  platformPolicy,
  withAttributes,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { actors, fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD } from '../support/start-library.js';

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

test('decide: decisions and advice use the host’s declarations of actions and attributes', (t) => {
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    kinds: { database: { databases: 1 }, vault: { vaults: 1 } },
    actions: {
      'database:restart': { kinds: ['database'], attributes: ['tier', 'region'] },
      'database:move': { kinds: ['database'], attributes: ['tier', 'region'] },
    },
    attributes: { tier: 'number', region: 'string' },
    policy: definePolicy(
      allow('tier', { actions: ['database:restart'], when: equals(ofActor('tier'), ofTarget('tier')) }),
      allow('move', { actions: ['database:move'] }),
      forbid('not out of the region', {
        actions: ['database:move'],
        when: not(equals(ofActor('region'), ofTarget('region'))),
      }),
      allow('all to do with vaults', { actions: 'any', when: kind('vault') }),
    ),
  });
  const target = (attributes: object) => ({
    ownerId: null,
    kind: 'database' as const,
    attributes: attributes as never,
  });
  const decide = (action: 'database:restart' | 'database:move', given: object, attributes: object) =>
    bailiwick.decide(withAttributes(actors.system('job'), given as never), action, target(attributes));
  t.true(decide('database:restart', { tier: 1 }, { tier: 1 }).allowed);
  for (const tier of ['1', true, null, undefined, Number.NaN, [1], new Date(1), 1n, { valueOf: () => 1 }]) {
    t.is(
      decide('database:restart', { tier }, { tier }).reason,
      'other-attributes',
      'both are of another type',
    );
    t.false(decide('database:restart', { tier: 1 }, { tier }).allowed);
  }
  t.true(decide('database:move', { region: 'eu' }, { region: 'eu' }).allowed);
  for (const region of [5, false, null]) {
    t.is(decide('database:move', { region }, { region }).rule, 'not out of the region');
  }
  const nobody = bailiwick.decide(actors.system('job'), 'database:restart', target({ tier: 1 }));
  t.is(nobody.reason, 'other-attributes', 'a vault is never restarted');
});

test('can: it decides on each target of a page, in order', async (t) => {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  const system = bailiwick.system('test');
  const join = async (name: string) => {
    const input = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(system, input);
    return (await bailiwick.sessions.logIn(input)).actor;
  };
  const [ann, bob] = [await join('ann'), await join('bob')];
  for (const actor of [ann, bob, ann]) await bailiwick.resources.create(actor, { name: 'thing' });
  const { items } = await bailiwick.resources.list(system);
  t.deepEqual(await bailiwick.can(ann, 'resource:delete', items), [true, false, true]);
  t.deepEqual(await bailiwick.can(anonymous, 'resource:delete', items), [false, false, false]);
  t.deepEqual(await bailiwick.can(ann, 'resource:delete', []), []);
  for (const given of [null, items[0], [items[0], null], Array(1)])
    t.is(
      (await t.throwsAsync(() => bailiwick.can(ann, 'resource:delete', given as never)))?.name,
      'InvalidRequestError',
    );
  t.is(
    (await t.throwsAsync(() => bailiwick.can({ ...ann }, 'resource:delete', [])))?.name,
    'AuthenticationRequiredError',
  );
});

test('auditEvents.list: an actor gets the events that it may read, and is refused if there are none', async (t) => {
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
