import {
  createBailiwick,
  limits,
  OverloadedError,
  refusedAccount,
  StorageUnavailableError,
  type Bailiwick,
  type Fault,
  type LoginThrottle,
  type PasswordHasher,
  type Settings,
  type TooManyAttemptsError,
} from '@bailiwick/core';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import test from 'ava';
import { inspect } from 'node:util';
import { codeOf, PASSWORD } from '../support/start-library.js';

const ANN = { email: 'ann@example.com', password: PASSWORD };
const EVE = { email: 'eve@example.com', password: PASSWORD };
const CORRUPT = { email: 'corrupt@example.com', password: PASSWORD };
const HOME = { clientAddress: '192.0.2.1' };
const CAFE = { clientAddress: '198.51.100.7' };
const WRONG = 'wrong but long enough';

type Command = (password: string) => Promise<unknown>;

/**
 * Starts with Ann, a disabled Eve and a user with an unreadable hash, on a clock that stands still; it counts hashes.
 */
async function start(settings: Partial<Settings> = {}) {
  const clock = manualClock();
  const storage = memoryStorage();
  const counts = { hashes: 0 };
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    counts.hashes += 1;
    // Like a real hash, this gives other work a turn.
    await new Promise((resolve) => setImmediate(resolve));
    return work;
  };
  const passwordHasher: PasswordHasher = {
    hash: (password) => fastHasher.hash(password),
    check: (password, hash) => counted(fastHasher.check(password, hash)),
    checkNobody: (password) => counted(fastHasher.checkNobody(password)),
  };
  const faults: Fault[] = [];
  const bailiwick = createBailiwick({
    storage,
    passwordHasher,
    clock,
    roles: ['support'],
    settings,
    loginThrottle: memoryLoginThrottle({ clock }),
    onFault: (fault) => faults.push(fault),
  });
  const system = bailiwick.system('test');
  const ann = await bailiwick.users.create(system, ANN);
  const eve = await bailiwick.users.create(system, EVE);
  await bailiwick.users.change(system, eve.id, { status: 'disabled' });
  const corrupt = await bailiwick.users.create(system, CORRUPT);
  await storage.users.rehash(corrupt.id, 1, 'truncated');
  const logIn = (password: string, client = HOME) =>
    codeOf(bailiwick.sessions.logIn({ email: ANN.email, password }, client));
  const basic = (password: string, client = HOME) =>
    codeOf(bailiwick.authenticate({ email: ANN.email, password }, client));
  return { bailiwick, storage, clock, counts, faults, system, ann, corrupt, logIn, basic };
}

test('logIn: R10 R8 an unknown email, a wrong password, a disabled user and a corrupt hash get the same answer for the same work', async (t) => {
  const { bailiwick, counts, faults, corrupt } = await start();
  for (const attempt of [
    { email: 'nobody@example.com', password: PASSWORD },
    { email: 'not an address', password: PASSWORD },
    { email: ANN.email, password: WRONG },
    EVE,
    CORRUPT,
  ]) {
    for (let round = 1; round <= limits.LOGIN_ATTEMPTS_MAX + 1; round += 1) {
      counts.hashes = 0;
      const allowed = round <= limits.LOGIN_ATTEMPTS_MAX;
      const error = await t.throwsAsync(bailiwick.sessions.logIn(attempt, HOME));
      t.like(error, { code: allowed ? 'invalid-credentials' : 'too-many-attempts' }, attempt.email);
      t.is(counts.hashes, allowed ? 1 : 0, attempt.email);
    }
  }
  t.deepEqual(
    faults,
    Array.from({ length: limits.LOGIN_ATTEMPTS_MAX }, () => ({
      type: 'unreadable-password-hash',
      userId: corrupt.id,
    })),
  );
});

test('logIn: R10 R12 equal concurrent guesses share one hash and one claim, whether or not the account exists', async (t) => {
  const { bailiwick, counts } = await start();
  for (const email of [ANN.email, EVE.email, CORRUPT.email, 'nobody@example.com']) {
    counts.hashes = 0;
    const guess = () => codeOf(bailiwick.sessions.logIn({ email, password: WRONG }, HOME));
    t.deepEqual(
      new Set(await Promise.all(Array.from({ length: 50 }, guess))),
      new Set(['invalid-credentials']),
    );
    t.is(counts.hashes, 1, email);
  }
});

/** Prepares every command that checks a password. New ones must be added here. */
const WAYS: Readonly<Record<string, (bailiwick: Bailiwick) => Promise<Command>>> = {
  'sessions.logIn':
    async ({ sessions }) =>
    (password) =>
      sessions.logIn({ email: ANN.email, password }, HOME),
  'authenticate, Basic': async (bailiwick) => (password) =>
    bailiwick.authenticate({ email: ANN.email, password }, HOME),
  'users.changePassword': async ({ sessions, users }) => {
    const { actor } = await sessions.logIn(ANN, CAFE);
    const newPassword = 'another long passphrase';
    return (currentPassword) => users.changePassword(actor, { currentPassword, newPassword }, HOME);
  },
  'users.changeEmail': async ({ sessions, users }) => {
    const { actor } = await sessions.logIn(ANN, CAFE);
    return (currentPassword) => users.changeEmail(actor, { currentPassword, email: 'new@example.com' }, HOME);
  },
  'sessions.confirm': async ({ sessions }) => {
    const { actor } = await sessions.logIn(ANN, CAFE);
    return (password) => sessions.confirm(actor, { password }, HOME);
  },
};

/** Returns the error code for a wrong password, which differs if the request has another, valid credential. */
const wrongCode = (way: string) =>
  /^users|confirm$/.test(way) ? 'confirmation-failed' : 'invalid-credentials';

for (const [way, prepare] of Object.entries(WAYS)) {
  test(`${way}: R11 R12 R6 five wrong passwords are compared, whether they come one by one or fifty at once`, async (t) => {
    for (const atOnce of [false, true]) {
      const { bailiwick, counts } = await start();
      const command = await prepare(bailiwick);
      counts.hashes = 0;
      const codes: string[] = [];
      const guess = async (i: number) => codes.push(await codeOf(command(`${WRONG} ${i}`)));
      const all = Array.from({ length: 50 }, (_, i) => i);
      if (atOnce) await Promise.all(all.map(guess));
      else for (const i of all) await guess(i);
      t.is(codes.filter((code) => code === wrongCode(way)).length, limits.LOGIN_ATTEMPTS_MAX);
      t.is(codes.filter((code) => code === 'too-many-attempts').length, 50 - limits.LOGIN_ATTEMPTS_MAX);
      t.is(counts.hashes, limits.LOGIN_ATTEMPTS_MAX);
      t.is(await codeOf(command(PASSWORD)), 'too-many-attempts', 'the right one is not compared either');
    }
  });

  // To a command of an actor, it is the token that is refused, as at the next request: there is no work to be equal to.
  const refusal =
    wrongCode(way) === 'confirmation-failed'
      ? ({ code: 'invalid-token', hashes: 0 } as const)
      : ({ code: wrongCode(way), hashes: 1 } as const);
  const cost = refusal.hashes === 1 ? 'at the cost of the whole work' : 'before any password is checked';
  test(`${way}: R11 a user who has been disabled meanwhile is refused, ${cost}`, async (t) => {
    const { bailiwick, system, ann, counts } = await start();
    const command = await prepare(bailiwick);
    await bailiwick.users.change(system, ann.id, { status: 'disabled' });
    counts.hashes = 0;
    t.is(await codeOf(command(PASSWORD)), refusal.code);
    t.is(counts.hashes, refusal.hashes);
  });
}

test('logIn: R12 the victim of guesses can log in from elsewhere, and from the same network after the window', async (t) => {
  const { clock, logIn } = await start();
  for (let i = 0; i < 10; i += 1) await logIn(`${WRONG} ${i}`, CAFE);
  t.is(await logIn(PASSWORD, HOME), 'no error');
  t.is(await logIn(PASSWORD, CAFE), 'too-many-attempts');
  clock.advance(limits.LOGIN_WINDOW_MS - 1);
  t.is(await logIn(PASSWORD, CAFE), 'too-many-attempts');
  clock.advance(1);
  t.is(await logIn(PASSWORD, CAFE), 'no error');
});

test('logIn: R12 a refusal says how long to wait, and reveals nothing about the account', async (t) => {
  const { bailiwick, clock } = await start();
  const refusal = async (email: string) => {
    for (let i = 0; i < 5; i += 1)
      await codeOf(bailiwick.sessions.logIn({ email, password: `${WRONG} ${i}` }, HOME));
    clock.advance(60_000);
    return t.throwsAsync(bailiwick.sessions.logIn({ email, password: PASSWORD }, HOME));
  };
  const retryAfterMs = limits.LOGIN_WINDOW_MS - 60_000;
  const known = await refusal(ANN.email);
  t.like(known, { code: 'too-many-attempts', retryAfterMs });
  t.like(await refusal('nobody@example.com'), { message: known?.message, retryAfterMs });
});

test('logIn: R80 refused logins of an account are one audit event an hour for each reason, with a count, and so are those of unknown addresses', async (t) => {
  const { bailiwick, system, clock, ann } = await start();
  clock.advance(limits.REFUSED_LOGINS_WINDOW_MS - (clock.now().getTime() % limits.REFUSED_LOGINS_WINDOW_MS));
  const events = async (target?: string) => {
    const { items } = await bailiwick.auditEvents.list(system, { target, action: 'session:create' });
    return items.map(({ actor, target: { id }, outcome, reason, count, details, requestId, at }) => ({
      actor: actor.type,
      id,
      outcome,
      reason,
      count,
      // This is the origin of the first refusal.
      from: [details['clientAddress'], details['userAgent'], requestId],
      at: at.getTime(),
    }));
  };
  const at = clock.now().getTime();
  const refusals = (id: string | null, reason: string, count: number, later = 0) => {
    const from = [HOME.clientAddress, 'curl/8.5.0', 'request-1'];
    return { actor: 'anonymous', id, outcome: 'refused', reason, count, from, at: at + later };
  };
  const client = { ...HOME, userAgent: 'curl/8.5.0', requestId: 'request-1' };
  const guess = (email: string, i: number) =>
    codeOf(bailiwick.sessions.logIn({ email, password: `${WRONG} ${i}` }, client));
  for (let i = 0; i < 7; i += 1) await guess(ANN.email, i);
  await codeOf(bailiwick.authenticate({ ...ANN, password: WRONG }, CAFE));
  for (let i = 0; i < 3; i += 1) await guess(`nobody${i}@example.com`, i);
  const ofAnn = (await events(ann.id)).toSorted((a, b) => a.reason.localeCompare(b.reason));
  t.deepEqual(ofAnn, [refusals(ann.id, 'invalid-credentials', 6), refusals(ann.id, 'too-many-attempts', 2)]);
  t.deepEqual(
    (await events()).filter(({ id }) => id === null),
    [refusals(null, 'invalid-credentials', 3)],
  );
  t.is(await codeOf(bailiwick.sessions.logIn(ANN, CAFE)), 'no error');

  clock.advance(limits.REFUSED_LOGINS_WINDOW_MS - 1);
  await guess(ANN.email, 100);
  clock.advance(1);
  await guess(ANN.email, 101);
  const later = (await events(ann.id)).filter(({ reason }) => reason === 'invalid-credentials');
  t.deepEqual(later, [
    refusals(ann.id, 'invalid-credentials', 1, limits.REFUSED_LOGINS_WINDOW_MS),
    refusals(ann.id, 'invalid-credentials', 7),
  ]);
});

test('logIn: R10 a refused login makes the same calls of storage for every account', async (t) => {
  const { storage, clock } = await start();
  const calls: string[] = [];
  const listened = <Store extends object>(name: string, store: Store): Store =>
    new Proxy(store, {
      get(target, method) {
        const member: unknown = Reflect.get(target, method, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          calls.push(`${name}.${String(method)}`);
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  const { users, auditEvents, sessions } = storage;
  const bailiwick = createBailiwick({
    storage: {
      ...storage,
      users: listened('users', users),
      auditEvents: listened('auditEvents', auditEvents),
      sessions: listened('sessions', sessions),
    },
    clock,
    passwordHasher: fastHasher,
    loginThrottle: listened('throttle', memoryLoginThrottle({ clock })),
  });
  const callsOf = async (account: typeof ANN, client: typeof HOME) => {
    calls.length = 0;
    await codeOf(bailiwick.sessions.logIn(account, client));
    return [...calls];
  };
  const wrong = { ...ANN, password: WRONG };
  const nobody = await callsOf({ ...wrong, email: 'nobody@example.com' }, HOME);
  t.true(nobody.includes('auditEvents.append') && nobody.includes('throttle.claim'));
  for (const account of [wrong, EVE, CORRUPT, { ...EVE, password: WRONG }])
    t.deepEqual(await callsOf(account, HOME), nobody, account.email);
});

test('refusedAccount: R80 R10 it returns the account of an error, which no serialised form of the error reveals', async (t) => {
  const { bailiwick, ann } = await start({ loginAttemptsMax: 1 });
  const refusal = (email: string) =>
    bailiwick.sessions.logIn({ email, password: WRONG }, HOME).catch((error: unknown) => error);
  const refusals = [await refusal(ANN.email), await refusal(ANN.email)];
  for (const error of refusals) {
    t.is(refusedAccount(error), ann.id);
    t.false(inspect(error, { depth: null, showHidden: true, getters: true }).includes(ann.id));
    t.false(JSON.stringify(structuredClone(error)).includes(ann.id));
  }
  t.is(refusedAccount(await refusal('nobody@example.com')), null);
  t.is(refusedAccount(new Error('another')), null);
  t.is(refusedAccount(undefined), null);
});

test('logIn: R12 right passwords do not count, however many come at once or one by one', async (t) => {
  const { bailiwick, counts, clock, logIn } = await start();
  counts.hashes = 0;
  const codes = await Promise.all(Array.from({ length: 50 }, () => logIn(PASSWORD)));
  t.deepEqual(new Set(codes), new Set(['no error']));
  t.is(counts.hashes, 1);
  for (let i = 0; i < 20; i += 1) {
    clock.advance(limits.PASSWORD_MEMO_TTL_MS);
    t.is(await codeOf(bailiwick.sessions.logIn(ANN, HOME)), 'no error');
  }
  t.is(counts.hashes, 21);
});

test('logIn: R12 a crowd behind one address gets in, although it is larger than the bound', async (t) => {
  const { bailiwick, system, counts } = await start({ loginAttemptsPerAddressMax: 3 });
  const crowd = Array.from({ length: 20 }, (_, index) => ({
    email: `user${index}@example.com`,
    password: PASSWORD,
  }));
  for (const user of crowd) await bailiwick.users.create(system, user);
  const logIns = crowd.map((user) => codeOf(bailiwick.sessions.logIn(user, HOME)));
  t.deepEqual(new Set(await Promise.all(logIns)), new Set(['no error']));

  counts.hashes = 0;
  const guesses = crowd.map(({ email }) =>
    codeOf(bailiwick.sessions.logIn({ email, password: WRONG }, HOME)),
  );
  const refused = (await Promise.all(guesses)).filter((code) => code === 'too-many-attempts');
  t.is(refused.length, crowd.length - 3);
  t.is(counts.hashes, 3);
});

test('logIn: R12 one client is bounded over all accounts, and one account over all clients, but never where its owner logs in', async (t) => {
  const { bailiwick, logIn } = await start();
  for (let i = 0; i < limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX; i += 1)
    await codeOf(bailiwick.sessions.logIn({ email: `user${i}@example.com`, password: WRONG }, CAFE));
  t.is(await logIn(PASSWORD, CAFE), 'too-many-attempts');

  t.is(await logIn(PASSWORD, HOME), 'no error');
  for (let i = 0; i < limits.LOGIN_ATTEMPTS_PER_ACCOUNT_MAX; i += 1)
    t.is(await logIn(WRONG, { clientAddress: `203.0.113.${i}` }), 'invalid-credentials');
  t.is(await logIn(WRONG, { clientAddress: '203.0.113.200' }), 'too-many-attempts');
  t.is(
    await logIn(PASSWORD, { clientAddress: '203.0.113.201' }),
    'too-many-attempts',
    'the owner from a new place',
  );
  t.is(await logIn(`${PASSWORD}!`, HOME), 'too-many-attempts', 'a wrong password, as at any other place');
  t.is(await logIn(PASSWORD, HOME), 'no error', 'but the right one gets in where its owner logs in');
});

test('logIn: R10 R12 where an account logs in, nobody can tell from answers, counts or work, however much it is guessed', async (t) => {
  const office = { clientAddress: '192.0.2.99' };
  /** Returns what a guesser in the office's network sees of an address after `spent` attempts from elsewhere. */
  async function probe(email: string, spent: number, prepare: (bailiwick: Bailiwick) => Promise<unknown>) {
    const { bailiwick, counts, clock } = await start();
    await prepare(bailiwick);
    clock.advance(limits.PASSWORD_MEMO_TTL_MS);
    const guesses: unknown[] = [];
    const guess = async (client: { readonly clientAddress: string }, password = WRONG) => {
      counts.hashes = 0;
      const error = await bailiwick.sessions.logIn({ email, password }, client).catch((e: unknown) => e);
      const { code, retryAfterMs, message } = error as TooManyAttemptsError;
      guesses.push({ code, retryAfterMs, message, hashes: counts.hashes });
    };
    for (let i = 0; i < spent; i += 1)
      await guess({ clientAddress: `2001:db8:0:${(i % 25).toString(16)}::1` });
    for (let i = 0; i < limits.LOGIN_ATTEMPTS_MAX + 1; i += 1) await guess(office, `${WRONG} ${i}`);
    await guess({ clientAddress: '2001:db8:0:99::1' });
    return guesses;
  }
  const max = limits.LOGIN_ATTEMPTS_PER_ACCOUNT_MAX;
  for (const spent of [0, max - 5, max - 1, max]) {
    const [here, elsewhere, nobody] = [
      await probe(ANN.email, spent, ({ sessions }) => sessions.logIn(ANN, office)),
      await probe(ANN.email, spent, ({ sessions }) => sessions.logIn(ANN, HOME)),
      await probe('nobody@example.com', spent, async () => {}),
    ];
    t.deepEqual(here, nobody);
    t.deepEqual(elsewhere, nobody);
    t.like(nobody?.at(-1), {
      code: spent < max - 5 ? 'invalid-credentials' : 'too-many-attempts',
      hashes: 1,
    });
  }
});

test('logIn: R12 at a new place, a right password of a guessed account is not compared, and counts like a wrong one', async (t) => {
  const { clock, storage } = await start();
  const state = { compared: 0, work: 0 };
  const bailiwick = createBailiwick({
    storage,
    clock,
    loginThrottle: memoryLoginThrottle({ clock }),
    settings: { loginAttemptsPerAccountMax: 1 },
    passwordHasher: {
      ...fastHasher,
      async check(...args) {
        state.compared += 1;
        return fastHasher.check(...args);
      },
      async checkNobody() {
        state.work += 1;
      },
    },
  });
  const logIn = (password: string, client: typeof HOME) =>
    codeOf(bailiwick.sessions.logIn({ email: ANN.email, password }, client));
  t.is(await logIn(WRONG, CAFE), 'invalid-credentials');
  Object.assign(state, { compared: 0, work: 0 });
  for (let i = 0; i <= limits.LOGIN_ATTEMPTS_MAX; i += 1)
    t.is(await logIn(PASSWORD, HOME), 'too-many-attempts');
  t.deepEqual(state, { compared: 0, work: limits.LOGIN_ATTEMPTS_MAX });
});

test('logIn: R58 clients without an address are one client', async (t) => {
  const { bailiwick, logIn } = await start();
  for (let i = 0; i < 5; i += 1)
    await codeOf(bailiwick.sessions.logIn({ ...ANN, password: `${WRONG} ${i}` }));
  t.is(await codeOf(bailiwick.sessions.logIn(ANN)), 'too-many-attempts');
  t.is(await codeOf(bailiwick.sessions.logIn(ANN, { clientAddress: 'localhost' })), 'too-many-attempts');
  t.is(await logIn(PASSWORD), 'no error');
});

test('authenticate: R22 a right password is not hashed again for five minutes; status, role and hash are always read', async (t) => {
  const { bailiwick, clock, counts, system, ann, basic } = await start();
  counts.hashes = 0;
  for (let i = 0; i < 10; i += 1) t.is(await basic(PASSWORD), 'no error');
  t.is(counts.hashes, 1);
  clock.advance(limits.PASSWORD_MEMO_TTL_MS - 1);
  await basic(PASSWORD);
  t.is(counts.hashes, 1);
  clock.advance(1);
  await basic(PASSWORD);
  t.is(counts.hashes, 2);

  await bailiwick.users.change(system, ann.id, { role: 'support' });
  t.is((await bailiwick.authenticate(ANN, HOME)).role, 'support');
  await bailiwick.users.change(system, ann.id, { status: 'disabled' });
  t.is(counts.hashes, 2);
  t.is(await basic(PASSWORD), 'invalid-credentials');
  t.is(counts.hashes, 3, 'a disabled user costs the whole work');
  await bailiwick.users.change(system, ann.id, { status: 'active' });
  await bailiwick.users.setPassword(system, ann.id, { password: 'another long passphrase' });
  t.is(await basic(PASSWORD), 'invalid-credentials');
  t.is(await basic('another long passphrase'), 'no error');
  t.is(counts.hashes, 5);
});

test('authenticate: R12 remembered passwords are no way around the throttle', async (t) => {
  const { counts, basic } = await start();
  await basic(PASSWORD, HOME);
  for (let i = 0; i < 5; i += 1) await basic(`${WRONG} ${i}`, CAFE);
  t.is(await basic(PASSWORD, CAFE), 'too-many-attempts', 'right, but from a place that has guessed');
  counts.hashes = 0;
  t.is(await basic(PASSWORD, HOME), 'no error');
  t.is(counts.hashes, 0, 'and its own place does not notice');
  for (let i = 0; i < 5; i += 1) await basic(`${WRONG} ${i}`, HOME);
  t.is(await basic(PASSWORD, HOME), 'too-many-attempts', 'a guess at the same place forgets what was right');
});

test('authenticate: the memory for right passwords is bounded, and forgets the oldest', async (t) => {
  const { counts, basic } = await start();
  const client = (i: number) => ({ clientAddress: `10.0.${i >> 8}.${i & 255}` });
  for (let i = 0; i <= limits.PASSWORD_MEMO_COUNT_MAX; i += 1) await basic(PASSWORD, client(i));
  counts.hashes = 0;
  await basic(PASSWORD, client(1));
  t.is(counts.hashes, 0);
  await basic(PASSWORD, client(0));
  t.is(counts.hashes, 1);
});

test('logIn: R7 a hash with weaker parameters is replaced, and the new one is remembered too', async (t) => {
  const { bailiwick, storage, ann } = await start();
  const counts = { checks: 0 };
  const growing: PasswordHasher = {
    ...fastHasher,
    hash: async (password) => `stronger:${password.length}`,
    async check(_password, hash) {
      counts.checks += 1;
      return hash.startsWith('stronger:') ? 'ok' : 'ok-needs-rehash';
    },
  };
  const upgraded = createBailiwick({ storage, passwordHasher: growing });
  await upgraded.authenticate(ANN);
  t.is((await storage.users.findWithPassword({ id: ann.id }))?.passwordHash, `stronger:${PASSWORD.length}`);
  await upgraded.authenticate(ANN);
  t.is(counts.checks, 1);
  t.truthy(bailiwick);
});

test('logIn: R12 an attempt whose password was never compared does not count', async (t) => {
  const { storage, clock } = await start();
  const state = { full: true };
  const passwordHasher: PasswordHasher = {
    ...fastHasher,
    async check(password, hash) {
      if (state.full) throw new Error('out of memory');
      return fastHasher.check(password, hash);
    },
  };
  const bailiwick = createBailiwick({
    storage,
    passwordHasher,
    clock,
    loginThrottle: memoryLoginThrottle({ clock }),
  });
  for (let i = 0; i < 10; i += 1)
    await t.throwsAsync(bailiwick.authenticate(ANN, HOME), { message: 'out of memory' });
  state.full = false;
  t.is(await codeOf(bailiwick.authenticate(ANN, HOME)), 'no error');
});

test('logIn: a login without room in the hash queue claims nothing, and a remembered password needs no room', async (t) => {
  const { storage, clock } = await start();
  const throttle = memoryLoginThrottle({ clock });
  const state = { claims: 0, hasRoom: true };
  const bailiwick = createBailiwick({
    storage,
    clock,
    passwordHasher: {
      ...fastHasher,
      requireRoom() {
        if (!state.hasRoom) throw new OverloadedError(1000);
      },
    },
    loginThrottle: {
      ...throttle,
      claim(...attempt) {
        state.claims += 1;
        return throttle.claim(...attempt);
      },
    },
  });
  await bailiwick.authenticate(ANN, HOME);
  const { claims } = state;
  t.true(claims > 0);
  state.hasRoom = false;
  t.is(await codeOf(bailiwick.authenticate(ANN, CAFE)), 'overloaded');
  t.is(await codeOf(bailiwick.authenticate(ANN, HOME)), 'no error');
  t.is(state.claims, claims);
});

test('logIn: R12 a refused login holds up no other login, even if the release of its claims throws', async (t) => {
  const { storage, clock } = await start();
  const throttle = memoryLoginThrottle({ clock });
  const bailiwick = createBailiwick({
    storage,
    clock,
    passwordHasher: fastHasher,
    settings: { loginAttemptsMax: 1, loginAttemptsPerAddressMax: 3 },
    loginThrottle: {
      ...throttle,
      giveBack() {
        throw new Error('no promise');
      },
    },
  });
  const guess = (email: string) => codeOf(bailiwick.sessions.logIn({ email, password: WRONG }, HOME));
  t.is(await guess(ANN.email), 'invalid-credentials');
  t.is(await guess(ANN.email), 'too-many-attempts');
  t.is(await guess(EVE.email), 'invalid-credentials');
  const waiting = new Promise((resolve) => setImmediate(resolve, 'still waiting'));
  t.is(await Promise.race([guess(CORRUPT.email), waiting]), 'too-many-attempts');
});

/** Starts on the same storage and clock, with some methods of the login throttle replaced. */
function guarded(
  { storage, clock }: Awaited<ReturnType<typeof start>>,
  settings: Partial<Settings>,
  mutate: (throttle: LoginThrottle) => Partial<LoginThrottle>,
) {
  const throttle = memoryLoginThrottle({ clock });
  const loginThrottle = { ...throttle, ...mutate(throttle) };
  return createBailiwick({ storage, clock, passwordHasher: fastHasher, settings, loginThrottle });
}

test('logIn: a claim that an outage leaves behind ends with its window, and the login succeeds', async (t) => {
  const base = await start();
  const state = { isDown: true };
  const bailiwick = guarded(base, { loginAttemptsMax: 1, loginWindowMs: 60_000 }, (throttle) => ({
    async giveBack(claims) {
      if (state.isDown) throw new StorageUnavailableError();
      await throttle.giveBack(claims);
    },
  }));
  const { actor } = await bailiwick.sessions.logIn(ANN, HOME);
  t.is((await bailiwick.sessions.list(actor)).length, 1);
  state.isDown = false;
  // The right password is remembered, so only another guess can show that the attempt still counts.
  t.is(await codeOf(bailiwick.sessions.logIn({ ...ANN, password: WRONG }, HOME)), 'too-many-attempts');
  base.clock.advance(60_001);
  t.is(await codeOf(bailiwick.sessions.logIn(ANN, HOME)), 'no error');
});

test('logIn: R12 a crowd behind one address waits for released claims, even if networks cannot be remembered', async (t) => {
  const base = await start();
  const bailiwick = guarded(base, { loginAttemptsPerAddressMax: 1 }, (throttle) => ({
    async giveBack(claims) {
      await new Promise((resolve) => setImmediate(resolve));
      await throttle.giveBack(claims);
    },
    // This throws before it returns a promise.
    remember() {
      throw new StorageUnavailableError();
    },
  }));
  const crowd = [1, 2, 3].map((index) => ({ email: `${index}@example.com`, password: PASSWORD }));
  for (const user of crowd) await base.bailiwick.users.create(base.bailiwick.system('test'), user);
  const codes = await Promise.all(crowd.map((user) => codeOf(bailiwick.sessions.logIn(user, HOME))));
  t.deepEqual(codes, ['no error', 'no error', 'no error']);
});

test('logIn: a broken throttle is reported, and no login waits for it forever', async (t) => {
  const base = await start();
  const bailiwick = guarded(base, { loginAttemptsMax: 1 }, () => ({
    async remember() {
      throw new TypeError('broken');
    },
  }));
  const guess = () => bailiwick.sessions.logIn(ANN, HOME);
  const outcomes = await Promise.allSettled([
    guess(),
    bailiwick.authenticate({ ...ANN, password: WRONG }, HOME),
  ]);
  t.is(outcomes[0].status === 'rejected' && outcomes[0].reason.message, 'broken');
  t.is(outcomes[1].status === 'rejected' && outcomes[1].reason.code, 'invalid-credentials');
});

test('within: passwords are not checked within a host’s transaction, and everything else works', async (t) => {
  const { bailiwick, storage } = await start();
  const { token } = await bailiwick.sessions.logIn(ANN, HOME);
  await storage.hostTransaction(async (trx) => {
    const inside = bailiwick.within(trx);
    const actor = await inside.authenticate({ bearer: token });
    await t.throwsAsync(inside.sessions.logIn(ANN), { message: /before it begins/ });
    await t.throwsAsync(inside.authenticate(ANN), { message: /before it begins/ });
    const change = { currentPassword: PASSWORD, newPassword: 'another long passphrase' };
    await t.throwsAsync(inside.users.changePassword(actor, change), { message: /before it begins/ });
  });
});

test('createBailiwick: bounds that would allow no login, or every guess, are refused', (t) => {
  const parts = { storage: memoryStorage(), passwordHasher: fastHasher };
  for (const settings of [{ loginAttemptsMax: 0 }, { loginWindowMs: 0 }, { loginAccountWindowMs: Infinity }])
    t.throws(() => createBailiwick({ ...parts, settings }), { instanceOf: TypeError });
});

test('users.changeEmail: R6 each refusal is counted once, whether or not the password was compared', async (t) => {
  const { bailiwick, system } = await start();
  const { actor } = await bailiwick.sessions.logIn(ANN, CAFE);
  for (let i = 0; i <= limits.LOGIN_ATTEMPTS_MAX; i += 1) {
    const input = { currentPassword: `${WRONG} ${i}`, email: 'new@example.com' };
    await codeOf(bailiwick.users.changeEmail(actor, input, HOME));
  }
  const { items } = await bailiwick.auditEvents.list(system, { action: 'user:change-email' });
  t.deepEqual(
    items.map(({ outcome, reason, count }) => `${outcome} ${reason} ${count}`),
    ['refused too-many-attempts 1', 'refused confirmation-failed 5'],
  );
});

test('users.changeEmail: R22 a password that is replaced during its check changes nothing', async (t) => {
  const { bailiwick, system, ann } = await start();
  const { actor } = await bailiwick.sessions.logIn(ANN, CAFE);
  const input = { currentPassword: PASSWORD, email: 'thief@example.com' };
  const change = codeOf(bailiwick.users.changeEmail(actor, input, HOME));
  await bailiwick.users.setPassword(system, ann.id, { password: 'quite another passphrase' });
  t.is(await change, 'invalid-token');
  t.is((await bailiwick.users.get(system, ann.id)).email, ANN.email);
});

test('login: guesses at a password do not count against the next one, whatever network they come from', async (t) => {
  const { bailiwick, ann } = await start({ loginAttemptsPerAccountMax: 7 });
  const logIn = (password: string, from: { clientAddress: string }) =>
    codeOf(bailiwick.sessions.logIn({ ...ANN, password }, from));
  for (let i = 0; i < 6; i += 1) await logIn(WRONG, HOME);
  for (let i = 0; i < 6; i += 1) await logIn(WRONG, CAFE);
  t.is(await logIn(PASSWORD, HOME), 'too-many-attempts');
  t.is(await logIn(PASSWORD, { clientAddress: '203.0.113.9' }), 'too-many-attempts');
  const password = 'nine walruses on a tandem';
  await bailiwick.users.setPassword(bailiwick.system('help desk'), ann.id, { password });
  t.is(await logIn(password, HOME), 'no error');
  // Guesses at the new password are bounded like those at the old one.
  for (let i = 0; i < 5; i += 1) t.is(await logIn(WRONG, CAFE), 'invalid-credentials');
  t.is(await logIn(password, CAFE), 'too-many-attempts');
});

test('users.clearLoginFailures: the password logs in again at once, from everywhere, and nothing else has changed', async (t) => {
  const { bailiwick, system, ann } = await start({ loginAttemptsPerAccountMax: 7 });
  const logIn = (password: string, from: { clientAddress: string }) =>
    codeOf(bailiwick.sessions.logIn({ ...ANN, password }, from));
  const { token } = await bailiwick.sessions.logIn(ANN, CAFE);
  const before = await bailiwick.users.get(system, ann.id);
  // Twice, since one clearing must not be spent for as long as the counts of the first one last.
  for (const round of ['first', 'second']) {
    for (let i = 0; i < 6; i += 1) await logIn(WRONG, HOME);
    for (let i = 0; i < 6; i += 1) await logIn(WRONG, CAFE);
    for (const from of [HOME, CAFE, { clientAddress: '203.0.113.9' }])
      if (round === 'first' || from === HOME) t.is(await logIn(PASSWORD, from), 'too-many-attempts', round);
    await bailiwick.users.clearLoginFailures(system, ann.id);
    t.is(await logIn(PASSWORD, HOME), 'no error', round);
  }
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'no error');
  t.deepEqual(await bailiwick.users.get(system, ann.id), before);
  const { items } = await bailiwick.auditEvents.list(system, { action: 'user:clear-login-failures' });
  t.deepEqual(
    items.map(({ target, outcome }) => [target.id, outcome]),
    [
      [ann.id, 'accepted'],
      [ann.id, 'accepted'],
    ],
  );
  // Guesses are bounded as before, and so are those of a client at all accounts.
  for (let i = 0; i < 5; i += 1) t.is(await logIn(WRONG, CAFE), 'invalid-credentials');
  t.is(await logIn(PASSWORD, CAFE), 'too-many-attempts');
});

test('users.clearLoginFailures: the count of a client over all accounts stays', async (t) => {
  const { bailiwick, system, ann } = await start({ loginAttemptsPerAddressMax: 5 });
  const logIn = () => codeOf(bailiwick.sessions.logIn(ANN, HOME));
  for (let i = 0; i < 5; i += 1)
    await codeOf(bailiwick.sessions.logIn({ email: `${i}@example.com`, password: WRONG }, HOME));
  await bailiwick.users.clearLoginFailures(system, ann.id);
  t.is(await logIn(), 'too-many-attempts');
});

test('users.clearLoginFailures: a disabled user stays disabled, and an absent one is not found', async (t) => {
  const { bailiwick, system, ann } = await start();
  await bailiwick.users.change(system, ann.id, { status: 'disabled' });
  await bailiwick.users.clearLoginFailures(system, ann.id);
  t.is(await codeOf(bailiwick.sessions.logIn(ANN, HOME)), 'invalid-credentials');
  await bailiwick.users.delete(system, ann.id);
  t.is(await codeOf(bailiwick.users.clearLoginFailures(system, ann.id)), 'not-found');
});

test('login: a missing or invalid client address is reported to the host once', async (t) => {
  for (const clientAddress of [undefined, '', '192.0.2.1:443', 'unix:']) {
    const { bailiwick, faults, logIn, basic } = await start();
    t.is(await logIn(PASSWORD, HOME), 'no error');
    t.deepEqual(faults, []);
    const client = clientAddress === undefined ? {} : { clientAddress };
    t.is(
      await codeOf(bailiwick.sessions.logIn({ email: ANN.email, password: WRONG }, client)),
      'invalid-credentials',
    );
    t.is(await codeOf(bailiwick.authenticate({ email: ANN.email, password: PASSWORD }, client)), 'no error');
    t.is(await basic(WRONG), 'invalid-credentials');
    t.deepEqual(faults, [{ type: 'client-address-missing' }], String(clientAddress));
  }
});
