import {
  allow,
  createBailiwick,
  definePolicy,
  limits,
  platformPolicy,
  type Bailiwick,
  type UserActor,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import test from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import { codeOf, idOf, PASSWORD, startLibrary } from '../support/start-library.js';

const ADMIN = { email: 'admin@example.com', password: PASSWORD };

type Library = Awaited<ReturnType<typeof startLibrary>>;
type Attempt = (library: Library, actor: UserActor) => Promise<unknown>;

const NEW = 'quite another long passphrase';

/** Every sensitive command, by an administrator who may run it. */
const SENSITIVE: Readonly<Record<string, Attempt>> = {
  'users.setPassword': ({ bailiwick, ann }, actor) =>
    bailiwick.users.setPassword(actor, idOf(ann), { password: NEW }),
  'users.clearLoginFailures': ({ bailiwick, ann }, actor) =>
    bailiwick.users.clearLoginFailures(actor, idOf(ann)),
  'users.change, the address': ({ bailiwick, ann }, actor) =>
    bailiwick.users.change(actor, idOf(ann), { email: 'new@example.com' }),
  'users.change, the role': ({ bailiwick, ann }, actor) =>
    bailiwick.users.change(actor, idOf(ann), { role: 'admin' }),
  'users.create, an administrator': ({ bailiwick }, actor) =>
    bailiwick.users.create(actor, { email: 'new@example.com', password: NEW, role: 'admin' }),
  'users.create, with an address that a user has taken': async ({ bailiwick, ann }, actor) => {
    const email = 'taken@example.com';
    await bailiwick.users.changeEmail(ann, { currentPassword: PASSWORD, email });
    return bailiwick.users.create(actor, { email, password: NEW });
  },
  'users.delete': ({ bailiwick, bob }, actor) => bailiwick.users.delete(actor, idOf(bob)),
  'accessKeys.register': ({ bailiwick }, actor) =>
    bailiwick.accessKeys.register(actor, { name: 'laptop', publicKey: newPublicKey() }),
};

/** Commands that need no confirmation. */
const ORDINARY: Readonly<Record<string, Attempt>> = {
  'users.create': ({ bailiwick }, actor) =>
    bailiwick.users.create(actor, { email: 'new@example.com', password: NEW }),
  'users.change, the status': ({ bailiwick, ann }, actor) =>
    bailiwick.users.change(actor, idOf(ann), { status: 'disabled' }),
  'quotas.setLimit': ({ bailiwick, ann }, actor) =>
    bailiwick.quotas.setLimit(actor, { ownerId: idOf(ann), meter: 'databases', limit: 1 }),
  'sessions.endAll': ({ bailiwick, ann }, actor) => bailiwick.sessions.endAll(actor, idOf(ann)),
};

for (const [name, attempt] of Object.entries(SENSITIVE)) {
  test(`${name}: it needs the password within the last ten minutes, by login or confirmation`, async (t) => {
    const library = await startLibrary();
    const { bailiwick, clock, system } = library;
    const { token } = await bailiwick.sessions.logIn(ADMIN);
    clock.advance(limits.CONFIRMATION_TTL_MS);
    const late = await bailiwick.authenticate({ bearer: token });
    t.is(await codeOf(attempt(library, late)), 'confirmation-required');
    const [event] = (await bailiwick.auditEvents.list(system, { actor: late.id })).items;
    t.like(event, { outcome: 'refused', reason: 'confirmation-required' });

    await bailiwick.sessions.confirm(late, { password: PASSWORD });
    clock.advance(limits.CONFIRMATION_TTL_MS - 1);
    t.is(await codeOf(attempt(library, await bailiwick.authenticate({ bearer: token }))), 'no error');
  });

  test(`${name}: a request that carries the password needs no confirmation`, async (t) => {
    const library = await startLibrary();
    t.is(await codeOf(attempt(library, await library.bailiwick.authenticate(ADMIN))), 'no error');
  });
}

for (const [name, attempt] of Object.entries(ORDINARY)) {
  test(`${name}: it needs no confirmation`, async (t) => {
    const library = await startLibrary();
    const { token } = await library.bailiwick.sessions.logIn(ADMIN);
    library.clock.advance(limits.CONFIRMATION_TTL_MS);
    t.is(await codeOf(attempt(library, await library.bailiwick.authenticate({ bearer: token }))), 'no error');
  });
}

test('sessions.confirm: it confirms only this session of the user', async (t) => {
  const library = await startLibrary();
  const { bailiwick, clock, system } = library;
  const [first, second] = [await bailiwick.sessions.logIn(ADMIN), await bailiwick.sessions.logIn(ADMIN)];
  clock.advance(limits.CONFIRMATION_TTL_MS);
  await bailiwick.sessions.confirm(first.actor, { password: PASSWORD });
  t.true((await bailiwick.authenticate({ bearer: first.token })).confirmed);
  t.false((await bailiwick.authenticate({ bearer: second.token })).confirmed);
  const { items } = await bailiwick.auditEvents.list(system, { action: 'session:confirm' });
  t.deepEqual(
    items.map(({ outcome, target }) => [outcome, target.id]),
    [['accepted', first.session.id]],
  );
});

test('sessions.confirm: a wrong password confirms nothing, and is recorded', async (t) => {
  const { bailiwick, clock, system } = await startLibrary();
  const { token, actor } = await bailiwick.sessions.logIn(ADMIN);
  clock.advance(limits.CONFIRMATION_TTL_MS);
  t.is(await codeOf(bailiwick.sessions.confirm(actor, { password: 'not this one' })), 'confirmation-failed');
  t.false((await bailiwick.authenticate({ bearer: token })).confirmed);
  const [event] = (await bailiwick.auditEvents.list(system, { action: 'session:confirm' })).items;
  t.like(event, { outcome: 'refused', reason: 'confirmation-failed' });
});

test('sessions.confirm: actors without a session of their own have nothing to confirm', async (t) => {
  const { bailiwick, system } = await startLibrary();
  const basic = await bailiwick.authenticate(ADMIN);
  t.is(await codeOf(bailiwick.sessions.confirm(basic, { password: PASSWORD })), 'not-found');
  t.is(await codeOf(bailiwick.sessions.confirm(system, { password: PASSWORD })), 'authentication-required');
});

test('users.setPassword, users.change: R6 they refuse one’s own password and address; the only other way requires the current password', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const own = idOf(admin);
  const error = await t.throwsAsync(bailiwick.users.setPassword(admin, own, { password: NEW }));
  t.like(error, { code: 'forbidden', decision: { reason: 'own-account' } });
  const change = bailiwick.users.change(admin, own, { email: 'thief@example.com' });
  t.like(await t.throwsAsync(change), { code: 'forbidden', decision: { reason: 'own-account' } });
  // No policy of a host can allow it either.
  const open = await startWith(definePolicy(platformPolicy, allow('everything goes', { actions: 'any' })));
  t.is(
    await codeOf(open.bailiwick.users.setPassword(open.admin, open.admin.id, { password: NEW })),
    'forbidden',
  );
});

test('users.clearLoginFailures: R6 R11 nobody clears their own, or a thief of the session could guess the password without end', async (t) => {
  const { bailiwick, admin, ann } = await startLibrary();
  const clearing = bailiwick.users.clearLoginFailures(admin, idOf(admin));
  t.like(await t.throwsAsync(clearing), { code: 'forbidden', decision: { reason: 'own-account' } });
  t.is(await codeOf(bailiwick.users.clearLoginFailures(ann, idOf(ann))), 'forbidden');
  // No policy of a host can allow it either.
  const open = await startWith(definePolicy(platformPolicy, allow('everything goes', { actions: 'any' })));
  t.is(await codeOf(open.bailiwick.users.clearLoginFailures(open.admin, open.admin.id)), 'forbidden');
});

test('confirmation-required: it is thrown only if confirming would allow the action', async (t) => {
  const { bailiwick, clock, ann, bob } = await startLibrary();
  const { token } = await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  clock.advance(limits.CONFIRMATION_TTL_MS);
  const late = await bailiwick.authenticate({ bearer: token });
  // An ordinary user may do none of these, confirmed or not.
  t.is(await codeOf(bailiwick.users.delete(late, idOf(ann))), 'forbidden');
  t.is(await codeOf(bailiwick.users.delete(late, idOf(bob))), 'not-found');
  t.is(await codeOf(bailiwick.users.setPassword(late, idOf(bob), { password: NEW })), 'not-found');
});

test('confirmationRules: a host that omits them needs no confirmation', async (t) => {
  const rules = platformPolicy.rules.filter(({ reason }) => reason !== 'confirmation-required');
  const { bailiwick, clock, token } = await startWith(definePolicy(...rules));
  clock.advance(limits.CONFIRMATION_TTL_MS);
  const late = await bailiwick.authenticate({ bearer: token });
  const input = { name: 'laptop', publicKey: newPublicKey() };
  t.is(await codeOf(bailiwick.accessKeys.register(late, input)), 'no error');
});

async function startWith(policy: typeof platformPolicy) {
  const clock = manualClock();
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher, clock, policy });
  await bailiwick.users.create(bailiwick.system('test'), { ...ADMIN, role: 'admin' });
  const { actor: admin, token } = await bailiwick.sessions.logIn(ADMIN);
  return { bailiwick: bailiwick as Bailiwick, clock, admin, token };
}

function newPublicKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
