import { generateKeyPairSync, sign } from 'node:crypto';
import { anonymousFrom, createBailiwick, definePolicy, allow, limits, platformPolicy } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD, startLibrary } from '../support/start-library.js';

const ANN = { email: 'ann@example.com', password: PASSWORD };
const CLIENT = { clientAddress: '192.0.2.1', userAgent: 'curl/8.5.0', requestId: 'request-1' };

/** Returns ids that a client could make up, all different and of nothing that exists. */
const madeUp = (i: number) => `01900000-0000-7000-8000-${String(i).padStart(12, '0')}`;

test('auditEvents.list: equal refusals of one actor within a minute are one event with their count', async (t) => {
  const { bailiwick, clock, system, ann, bob } = await startLibrary();
  const refuse = async (count: number) => {
    for (let i = 0; i < count; i += 1) t.is(await codeOf(bailiwick.users.list(ann)), 'forbidden');
  };
  const listed = async () =>
    (await bailiwick.auditEvents.list(system, { action: 'user:list' })).items.map(({ actor, count }) => [
      actor.type === 'user' && actor.id,
      count,
    ]);
  await refuse(3);
  clock.advance(limits.REFUSAL_WINDOW_MS - 1);
  await refuse(2);
  t.deepEqual(await listed(), [[idOf(ann), 5]]);

  // The next minute begins, and another user is refused in it.
  clock.advance(1);
  await refuse(1);
  t.is(await codeOf(bailiwick.users.list(bob)), 'forbidden');
  t.deepEqual(await listed(), [
    [idOf(bob), 1],
    [idOf(ann), 1],
    [idOf(ann), 5],
  ]);
});

test('auditEvents.list: refusals of invented ids leave one event, whatever the client requests', async (t) => {
  const { bailiwick, system, ann } = await startLibrary();
  const { users, resources, sessions, accessKeys, quotas } = bailiwick;
  const commands: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'user:read': (id) => users.get(ann, id),
    'user:update': (id) => users.change(ann, id, { role: 'admin' }),
    'user:set-password': (id) => users.setPassword(ann, id, { password: 'a long enough passphrase' }),
    'user:clear-login-failures': (id) => users.clearLoginFailures(ann, id),
    'user:delete': (id) => users.delete(ann, id),
    'resource:read': (id) => resources.get(ann, id),
    'resource:create': (id) => resources.create(ann, { kind: 'note', name: id, ownerId: id }),
    'resource:update': (id) => resources.rename(ann, id, { name: id }),
    'resource:delete': (id) => resources.delete(ann, id),
    'session:revoke': (id) => sessions.end(ann, id),
    'access-key:revoke': (id) => accessKeys.revoke(ann, id),
    'access-key:read': (id) => accessKeys.list(ann, { userId: id }),
    'quota:read': (id) => quotas.list(ann, id),
    'quota:set': (id) => quotas.setLimit(ann, { ownerId: id, meter: 'databases', limit: 1 }),
  };
  for (const [action, command] of Object.entries(commands)) {
    for (let i = 0; i < 5; i += 1) t.not(await codeOf(command(madeUp(i))), 'no error', action);
    const { items } = await bailiwick.auditEvents.list(system, { action });
    t.deepEqual(
      items.map(({ outcome, count }) => [outcome, count]),
      [['refused', 5]],
      action,
    );
  }
  for (let i = 0; i < 5; i += 1) await codeOf(sessions.endAll(ann, madeUp(i)));
  const { items } = await bailiwick.auditEvents.list(system, { action: 'session:revoke' });
  t.deepEqual(
    items.map(({ count }) => count),
    [5, 5],
  );
});

test('auditEvents.list: a refusal names an existing target, and each target has an event', async (t) => {
  const { bailiwick, system, ann, bob, admin } = await startLibrary();
  for (const target of [bob, admin, bob]) await codeOf(bailiwick.users.get(ann, idOf(target)));
  const { items } = await bailiwick.auditEvents.list(system, { action: 'user:read' });
  t.deepEqual(
    items.map(({ target, count }) => [target.id, count]),
    [
      [idOf(admin), 1],
      [idOf(bob), 2],
    ],
  );
});

test('auditEvents.list: creates that exceed a quota are one event, with the figures of the first', async (t) => {
  const { bailiwick, system, ann } = await startLibrary();
  await bailiwick.quotas.setLimit(system, { ownerId: idOf(ann), meter: 'databases', limit: 0 });
  const create = (name: string) => bailiwick.resources.create(ann, { kind: 'database', name });
  for (const name of ['a', 'b', 'c']) t.is(await codeOf(create(name)), 'quota-exceeded');
  const { items } = await bailiwick.auditEvents.list(system, { action: 'resource:create' });
  t.deepEqual(
    items.map(({ count, reason, details }) => [count, reason, details['name']]),
    [[3, 'quota-exceeded', 'a']],
  );
});

test('within: refusals in a host’s transaction are separate events, which roll back with it', async (t) => {
  const { bailiwick, storage, system, ann } = await startLibrary();
  const refuse = (inside: Pick<typeof bailiwick, 'users'>) => codeOf(inside.users.list(ann));
  await refuse(bailiwick);
  await storage.hostTransaction(async (transaction) => {
    const inside = bailiwick.within(transaction);
    t.deepEqual([await refuse(inside), await refuse(inside)], ['forbidden', 'forbidden']);
  });
  const rollback = new Error('rolled back on purpose');
  const rolledBack = storage.hostTransaction(async (transaction) => {
    await refuse(bailiwick.within(transaction));
    throw rollback;
  });
  await t.throwsAsync(rolledBack, { is: rollback });
  await refuse(bailiwick);
  const { items } = await bailiwick.auditEvents.list(system, { action: 'user:list' });
  t.deepEqual(
    items.map(({ count }) => count),
    [1, 1, 2],
  );
});

test('auditEvents.list: every event of an actor names the request, whatever the credential', async (t) => {
  const { bailiwick, clock, system } = await startLibrary();
  const { actor, token } = await bailiwick.sessions.logIn(ANN, CLIENT);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const { id: keyId } = await bailiwick.accessKeys.register(actor, { name: 'laptop', publicKey: pem });
  const base = Buffer.from('what was asked for');
  const at = { createdAt: clock.now(), expiresAt: new Date(clock.now().getTime() + 60_000) };
  const signature = {
    keyId,
    nonce: 'a-nonce-of-one-use',
    ...at,
    base,
    signature: sign(null, base, privateKey),
  };
  const actors = [
    actor,
    await bailiwick.authenticate({ bearer: token }, CLIENT),
    await bailiwick.authenticate(ANN, CLIENT),
    await bailiwick.authenticate({ signature }, CLIENT),
  ];
  for (const one of actors) {
    const { id } = await bailiwick.resources.create(one, { kind: 'note', name: 'a' });
    await bailiwick.resources.delete(one, id);
    await codeOf(bailiwick.users.list(one));
  }
  // The authority of each actor has changed since, so the actors are loaded again.
  await bailiwick.users.change(system, idOf(actor), { role: 'support' });
  for (const one of actors) await bailiwick.resources.create(one, { kind: 'note', name: 'b' });

  const { items } = await bailiwick.auditEvents.list(system, { actor: idOf(actor), pageSize: 100 });
  const events = items.slice(0, -1);
  t.is(events.length, 4 * 3 + 4 + 2 - 1 /* logged in by a session twice: one refusal for both */);
  t.deepEqual([...new Set(events.map(({ requestId }) => requestId))], ['request-1']);
});

test('auditEvents.list: commands that a policy allows to anyone are recorded with the request too', async (t) => {
  const policy = definePolicy(platformPolicy, allow('anybody joins', { actions: ['user:create'] }));
  const parts = { storage: memoryStorage(), passwordHasher: fastHasher, clock: manualClock() };
  const bailiwick = createBailiwick({ ...parts, policy });
  await bailiwick.users.create(anonymousFrom(CLIENT), ANN);
  const [event] = (await bailiwick.auditEvents.list(bailiwick.system('test'))).items;
  t.like(event, { action: 'user:create', actor: { type: 'anonymous' }, requestId: 'request-1' });
});
