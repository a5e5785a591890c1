import { createHash } from 'node:crypto';
import { createBailiwick, limits, type PasswordHasher } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD, startLibrary } from '../support/start-library.js';

const ANN = { email: 'ann@example.com', password: PASSWORD };

test('sessions.logIn: an unknown email, a wrong password and a disabled user get one answer for one hash (A2, R10)', async (t) => {
  let hashes = 0;
  const counting: PasswordHasher = {
    hash: (password) => fastHasher.hash(password),
    check: (password, hash) => fastHasher.check(password, hash).finally(() => (hashes += 1)),
    checkNobody: (password) => fastHasher.checkNobody(password).finally(() => (hashes += 1)),
  };
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: counting });
  const system = bailiwick.system('test');
  await bailiwick.users.create(system, ANN);
  const eve = await bailiwick.users.create(system, { email: 'eve@example.com', password: PASSWORD });
  await bailiwick.users.change(system, eve.id, { status: 'disabled' });
  const attempts = [
    { email: 'nobody@example.com', password: PASSWORD },
    { email: 'not an address', password: PASSWORD },
    { email: ANN.email, password: 'wrong but long enough' },
    { email: eve.email, password: PASSWORD },
  ];
  for (const attempt of attempts) {
    hashes = 0;
    const error = await t.throwsAsync(bailiwick.sessions.logIn(attempt));
    t.like(error, {
      code: 'invalid-credentials',
      message: 'The email address or the password is wrong, or the user is disabled.',
    });
    t.is(hashes, 1, attempt.email);
  }
});

test('sessions.logIn: the password may be composed or decomposed (R5)', async (t) => {
  const { bailiwick, system } = await startLibrary();
  await bailiwick.users.create(system, {
    email: 'nfc@example.com',
    password: 'caf\u00e9 au lait, s’il vous plaît',
  });
  const password = 'cafe\u0301 au lait, s’il vous pla\u0069\u0302t';
  t.is(await codeOf(bailiwick.sessions.logIn({ email: 'nfc@example.com', password })), 'no error');
});

test('sessions.logIn: no stored data contains the token or the password (A6, R20)', async (t) => {
  const { bailiwick, storage } = await startLibrary();
  const { token, session } = await bailiwick.sessions.logIn(ANN);
  t.regex(token, /^[A-Za-z0-9_-]{43}$/);
  const hash = createHash('sha256').update(token).digest('base64url');
  t.deepEqual((await storage.sessions.findByTokenHash(hash))?.session, session);
  t.is(await storage.sessions.findByTokenHash(token), null);
});

test('sessions.logIn: R21 each login makes a new token and ends no other session', async (t) => {
  const { bailiwick } = await startLibrary();
  const [first, second] = [await bailiwick.sessions.logIn(ANN), await bailiwick.sessions.logIn(ANN)];
  t.not(first.token, second.token);
  t.is(await codeOf(bailiwick.authenticate({ bearer: first.token })), 'no error');
  t.is(await codeOf(bailiwick.authenticate({ bearer: second.token })), 'no error');
});

test('authenticate: a token that is cut, extended, in another case or with spaces is refused (R25)', async (t) => {
  const { bailiwick } = await startLibrary();
  const { token } = await bailiwick.sessions.logIn(ANN);
  const swapped = Array.from(token, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(
    '',
  );
  for (const wrong of ['', token.slice(1), `${token}A`, ` ${token}`, `${token}\n`, swapped, `${token}\0`]) {
    t.is(await codeOf(bailiwick.authenticate({ bearer: wrong })), 'invalid-token', JSON.stringify(wrong));
  }
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'no error');
});

test('authenticate: an idle session ends on the millisecond, and use prolongs it (R23)', async (t) => {
  const { bailiwick, clock } = await startLibrary();
  const { token } = await bailiwick.sessions.logIn(ANN);
  clock.advance(limits.SESSION_IDLE_TTL_MS - 1);
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'no error');
  clock.advance(limits.SESSION_IDLE_TTL_MS - 1);
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'no error');
  clock.advance(limits.SESSION_IDLE_TTL_MS);
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'invalid-token');
});

test('authenticate: no use prolongs a session beyond its absolute end (R23)', async (t) => {
  const { bailiwick, clock } = await startLibrary();
  const { token, session } = await bailiwick.sessions.logIn(ANN);
  const end = session.absoluteExpiresAt.getTime();
  while (clock.now().getTime() + limits.SESSION_IDLE_TTL_MS < end) {
    clock.advance(limits.SESSION_IDLE_TTL_MS - 1);
    await bailiwick.authenticate({ bearer: token });
  }
  clock.advance(end - clock.now().getTime() - 1);
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'no error');
  clock.advance(1);
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'invalid-token');
});

test('authenticate: a session that is used within a short idle limit does not end (R23)', async (t) => {
  for (const [idleSeconds, everySeconds] of [
    [60, 1],
    [60, 58],
    [90, 45],
    [300, 294],
  ] as const) {
    const clock = manualClock();
    const settings = { sessionIdleTtlMs: idleSeconds * 1000 };
    const bailiwick = createBailiwick({
      storage: memoryStorage(),
      passwordHasher: fastHasher,
      clock,
      settings,
    });
    await bailiwick.users.create(bailiwick.system('test'), ANN);
    const { token } = await bailiwick.sessions.logIn(ANN);
    for (let seconds = 0; seconds < 1000; seconds += everySeconds) {
      clock.advance(everySeconds * 1000);
      const outcome = await codeOf(bailiwick.authenticate({ bearer: token }));
      t.is(outcome, 'no error', `${seconds} of every ${everySeconds}`);
    }
    clock.advance(settings.sessionIdleTtlMs);
    t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'invalid-token');
  }
});

test('authenticate: a session ends early by less than a sixtieth of its idle limit, and never late (R23)', async (t) => {
  const clock = manualClock();
  const settings = { sessionIdleTtlMs: 60_000 };
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    clock,
    settings,
  });
  await bailiwick.users.create(bailiwick.system('test'), ANN);
  for (const [idleMs, outcome] of [
    [59_000, 'no error'],
    [60_000, 'invalid-token'],
  ] as const) {
    const { token } = await bailiwick.sessions.logIn(ANN);
    // The first use is recorded, and the second comes just too early to be.
    for (const sinceMs of [1000, 999]) {
      clock.advance(sinceMs);
      await bailiwick.authenticate({ bearer: token });
    }
    clock.advance(idleMs);
    t.is(await codeOf(bailiwick.authenticate({ bearer: token })), outcome);
  }
});

test('authenticate: a use is written at most once a minute', async (t) => {
  const { bailiwick, clock } = await startLibrary();
  const { token, actor } = await bailiwick.sessions.logIn(ANN);
  const lastUse = async () => (await bailiwick.sessions.list(actor))[0]?.lastUsedAt.getTime() ?? 0;
  const start = await lastUse();
  clock.advance(limits.SESSION_TOUCH_INTERVAL_MS - 1);
  await bailiwick.authenticate({ bearer: token });
  t.is(await lastUse(), start);
  clock.advance(1);
  await bailiwick.authenticate({ bearer: token });
  t.is(await lastUse(), start + limits.SESSION_TOUCH_INTERVAL_MS);
});

test('sessions.end: a foreign session is not found, the user’s own ends, and endAll ends the rest (R24)', async (t) => {
  const { bailiwick, ann, bob } = await startLibrary();
  const { session } = await bailiwick.sessions.logIn(ANN);
  t.is(await codeOf(bailiwick.sessions.end(bob, session.id)), 'not-found');
  t.is((await bailiwick.sessions.list(ann)).length, 2);
  await bailiwick.sessions.end(ann, session.id);
  t.is(await codeOf(bailiwick.sessions.end(ann, session.id)), 'not-found');
  await bailiwick.sessions.endCurrent(ann);
  t.deepEqual(await bailiwick.sessions.list(ann), []);
  const again = await bailiwick.sessions.logIn(ANN);
  await bailiwick.sessions.endAll(again.actor);
  t.deepEqual(await bailiwick.sessions.list(ann), []);
});

test('sessions.list, sessions.end: R24 an administrator sees and ends the sessions of any user, and users only their own', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const userId = idOf(ann);
  const missing = '01900000-0000-7000-8000-000000000000';
  const [session] = await bailiwick.sessions.list(admin, { userId });
  t.is(session?.userId as string, userId);
  for (const id of [userId, missing]) {
    t.is(await codeOf(bailiwick.sessions.list(bob, { userId: id })), 'not-found');
    t.is(await codeOf(bailiwick.sessions.end(bob, session?.id ?? '', id)), 'not-found');
  }
  t.is(await codeOf(bailiwick.sessions.list(admin, { userId: missing })), 'not-found');
  t.is(await codeOf(bailiwick.sessions.end(admin, session?.id ?? '', idOf(bob))), 'not-found');
  await bailiwick.sessions.end(admin, session?.id ?? '', userId);
  t.deepEqual(await bailiwick.sessions.list(admin, { userId }), []);
  t.is((await bailiwick.sessions.list(bob)).length, 1);
});

test('sessions.endAll: R24 an administrator ends the sessions of any user, and users only their own', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  t.is(await codeOf(bailiwick.sessions.endAll(bob, idOf(ann))), 'not-found');
  await bailiwick.sessions.endAll(admin, idOf(ann));
  t.deepEqual(await bailiwick.sessions.list(ann), []);
  t.is((await bailiwick.sessions.list(bob)).length, 1);
});

test('sessions: all of a user may end at once, each by itself', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const credentials = { email: 'ann@example.com', password: PASSWORD };
  const others = await Promise.all(
    Array.from({ length: limits.SESSIONS_PER_USER_MAX - 1 }, () => bailiwick.sessions.logIn(credentials)),
  );
  const actors = [ann, ...others.map(({ actor }) => actor)];
  await t.notThrowsAsync(Promise.all(actors.map((actor) => bailiwick.sessions.endCurrent(actor))));
  const { actor } = await bailiwick.sessions.logIn(credentials);
  t.is((await bailiwick.sessions.list(actor)).length, 1);
});
