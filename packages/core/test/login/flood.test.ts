import { boundedHasher, createBailiwick, type Actor, type PasswordHasher } from '@bailiwick/core';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from '../support/start-library.js';

const CONCURRENCY = 2;
const QUEUE_MAX = 32;
/** The number of concurrent guesses: more than the queue holds. */
const GUESSERS = 50;
const PEOPLE = 10;

interface Client {
  readonly clientAddress?: string;
}

const regular = (i: number) => ({ email: `regular${i}@example.com`, password: PASSWORD });
const newcomer = (i: number) => ({ email: `newcomer${i}@example.com`, password: PASSWORD });
const home = (i: number): Client => ({ clientAddress: `203.0.${i}.1` });

/** Starts with ten people who have logged in before, ten who have not, and a hasher whose hashes end one by one. */
async function start() {
  const storage = memoryStorage();
  const loginThrottle = memoryLoginThrottle();
  const held: (() => void)[] = [];
  const hold = async <T>(work: Promise<T>): Promise<T> => {
    await new Promise<void>((resolve) => held.push(resolve));
    return work;
  };
  const hasher: PasswordHasher = {
    hash: (password) => hold(fastHasher.hash(password)),
    check: (password, hash) => hold(fastHasher.check(password, hash)),
    checkNobody: (password) => hold(fastHasher.checkNobody(password)),
  };
  const before = createBailiwick({ storage, loginThrottle, passwordHasher: fastHasher });
  const system = before.system('test');
  for (let i = 0; i < PEOPLE; i += 1) {
    await before.users.create(system, regular(i));
    await before.users.create(system, newcomer(i));
    await before.sessions.logIn(regular(i), home(i));
  }
  // This is another process, which remembers no right password.
  const passwordHasher = boundedHasher(hasher, { concurrency: CONCURRENCY, queueMax: QUEUE_MAX });
  const bailiwick = createBailiwick({ storage, loginThrottle, passwordHasher });
  const { sessions } = bailiwick;
  const logIn = (account: { readonly email: string; readonly password: string }, client: Client) =>
    codeOf(sessions.logIn(account, client));
  async function administrator(name: string): Promise<Actor> {
    const account = { email: `${name}@example.com`, password: PASSWORD };
    await before.users.create(system, { ...account, role: 'admin' });
    return before.authenticate(account);
  }
  return { bailiwick, logIn, held, administrator };
}

/** Waits until all other work is waiting for a hash. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

interface Flood {
  readonly from: (i: number) => Client;
  readonly at?: (i: number) => string;
}

/**
 * Logs in one person after the other during a flood: a hash ends, its caller gets an answer, an answered guesser tries
 * again, and so on. Returns how many people got in, and how many hashes the slowest of them waited for.
 */
async function floodWhile(
  { logIn, held }: Awaited<ReturnType<typeof start>>,
  { from, at = (i) => `invented${i}@example.com` }: Flood,
  person: (i: number) => Promise<string>,
) {
  const state = { isOver: false, guesses: 0 };
  const again: (() => void)[] = [];
  const guesser = async () => {
    while (!state.isOver) {
      const i = (state.guesses += 1);
      await logIn({ email: at(i), password: `a wrong guess, number ${i}` }, from(i));
      await new Promise<void>((resolve) => again.push(resolve));
    }
  };
  /** Ends one hash, and lets all guessers with an answer try again. */
  const goOn = async () => {
    held.shift()?.();
    await settle();
    for (const comeAgain of again.splice(0)) comeAgain();
    await settle();
  };
  const guessers = Array.from({ length: GUESSERS }, guesser);
  await settle();
  let [hasGotIn, waitedMax] = [0, 0];
  for (let i = 0; i < PEOPLE; i += 1) {
    const answer = { code: '' };
    void person(i).then((code) => (answer.code = code));
    let waited = 0;
    for (await settle(); answer.code === ''; await goOn()) waited += 1;
    if (answer.code !== 'no error') continue;
    hasGotIn += 1;
    waitedMax = Math.max(waitedMax, waited);
  }
  state.isOver = true;
  const over = { is: false };
  const ended = Promise.all(guessers).then(() => (over.is = true));
  while (!over.is) await goOn();
  await ended;
  return { hasGotIn, waitedMax };
}

const ipv6 = (site: number, i: number): Client => ({
  clientAddress: `2001:db8:${site.toString(16)}:${(i & 0xffff).toString(16)}::1`,
});

const FLOODS: Readonly<Record<string, Flood>> = {
  'one IPv6 /56': { from: (i) => ipv6(0, i % 256) },
  'one IPv6 /48': { from: (i) => ipv6(0, i) },
  'one IPv4 /24': { from: (i) => ({ clientAddress: `198.51.100.${i % 256}` }) },
  'sixteen IPv6 /48': { from: (i) => ipv6(i % 16, i) },
  'another IPv4 /24 for each guess': { from: (i) => ({ clientAddress: `100.${i & 255}.${i >> 8}.1` }) },
  'an IPv4 /24 and an IPv6 /48': {
    from: (i) => (i % 2 === 0 ? ipv6(0, i) : { clientAddress: `198.51.100.${i % 256}` }),
  },
  'one IPv6 /48, at those who log in': { from: (i) => ipv6(0, i), at: (i) => regular(i % PEOPLE).email },
  'nobody knows where': { from: () => ({}) },
};

for (const [name, flood] of Object.entries(FLOODS)) {
  test(`logIn: R12 a flood from ${name} does not keep users out of networks with earlier logins`, async (t) => {
    const world = await start();
    const { hasGotIn, waitedMax } = await floodWhile(world, flood, (i) => world.logIn(regular(i), home(i)));
    t.is(hasGotIn, PEOPLE);
    t.true(waitedMax <= 2 * CONCURRENCY, `${waitedMax} hashes`);
  });
}

for (const [name, flood] of Object.entries(FLOODS).filter(([title]) => !title.startsWith('another'))) {
  test(`logIn: R12 a flood from ${name} does not keep users out of their own networks`, async (t) => {
    const world = await start();
    const somewhere = (i: number): Client => ({ clientAddress: `192.0.2.${i}` });
    const { hasGotIn } = await floodWhile(world, flood, (i) => world.logIn(newcomer(i), somewhere(i)));
    t.is(hasGotIn, PEOPLE);
  });
}

test('logIn: R12 a user who has logged in from a network of the flood shares the places of such networks', async (t) => {
  const world = await start();
  const { hasGotIn } = await floodWhile(
    world,
    { from: (i) => ({ clientAddress: `203.0.${i % PEOPLE}.${2 + (i % 250)}` }) },
    (i) => world.logIn(regular(i), home(i)),
  );
  t.is(hasGotIn, PEOPLE);
});

test('logIn: R12 an attempt that loses its place in the queue is not counted', async (t) => {
  const { logIn, held } = await start();
  const guess = (network: number, i: number) =>
    logIn({ ...newcomer(0), password: `a wrong guess, number ${i}` }, ipv6(0, network));
  const release = async <T>(answers: readonly Promise<T>[]) => {
    for (await settle(); held.length > 0; await settle()) held.shift()?.();
    return Promise.all(answers);
  };
  const guesses = Array.from({ length: CONCURRENCY + QUEUE_MAX }, (_, i) => guess(i, i));
  await settle();
  const people = Array.from({ length: PEOPLE }, (_, i) => logIn(regular(i), home(i)));
  await settle();
  const codes = await release(guesses);
  t.deepEqual(new Set(await Promise.all(people)), new Set(['no error']));
  t.is(codes.filter((code) => code === 'overloaded').length, PEOPLE);
  for (const [code, allowed] of [
    ['overloaded', 5],
    ['invalid-credentials', 4],
  ] as const) {
    const network = codes.indexOf(code);
    const more = await release(Array.from({ length: 5 }, (_, i) => guess(network, 100 + i)));
    t.is(more.filter((one) => one === 'invalid-credentials').length, allowed, code);
  }
});

test('users.setPassword: R12 a user who sets passwords all the time delays neither other users nor logins', async (t) => {
  const { bailiwick, logIn, held, administrator } = await start();
  const [busy, quiet] = [await administrator('busy'), await administrator('quiet')];
  const { items } = await bailiwick.users.list(busy);
  const others = items.filter(({ email }) => email.startsWith('newcomer'));
  const set = (actor: Actor, i: number) =>
    codeOf(bailiwick.users.setPassword(actor, others[i]?.id ?? '', { password: PASSWORD }));
  const all = Array.from({ length: 2 * QUEUE_MAX }, (_, i) => set(busy, i % others.length));
  await settle();
  const quick = [
    set(quiet, 0),
    codeOf(bailiwick.users.create(quiet, { ...newcomer(0), email: 'another@example.com' })),
    logIn(regular(0), home(0)),
  ];
  await settle();
  for (let i = 0; i < 4 * CONCURRENCY; i += 1) {
    held.shift()?.();
    await settle();
  }
  const codes = await Promise.all(quick.map((one) => Promise.race([one, Promise.resolve('still waiting')])));
  t.deepEqual(codes, ['no error', 'no error', 'no error']);
  for (; held.length > 0; await settle()) held.shift()?.();
  t.true((await Promise.all(all)).includes('overloaded'));
});
