import { createBailiwick } from '@bailiwick/core';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import test from 'ava';
import crypto from 'node:crypto';
import { codeOf, PASSWORD } from '../support/start-library.js';

interface Work {
  /** The sum of N·r·p, to which the time of scrypt is proportional. */
  readonly cost: number;
  /** The largest N·r, to which the memory of scrypt is proportional. */
  readonly memory: number;
}

// This records all calls of the process, so the tests of this file run one after the other.
const calls: { readonly N: number; readonly r: number; readonly p: number }[] = [];
const { scrypt } = crypto;
// This must come before scrypt-kdf is loaded, which takes the function at that time.
Object.assign(crypto, {
  scrypt(...args: [crypto.BinaryLike, crypto.BinaryLike, number, crypto.ScryptOptions, never]) {
    const { N = 0, r = 0, p = 0 } = args[3];
    calls.push({ N, r, p });
    scrypt(...args);
  },
});
const { scryptHasher } = await import('@bailiwick/core/scrypt');

const TODAY = { logN: 12, r: 8, p: 1 };
const WRONG = 'wrong but long enough';

async function workOf(work: () => Promise<unknown>): Promise<Work> {
  calls.length = 0;
  await work();
  return {
    cost: calls.reduce((sum, { N, r, p }) => sum + N * r * p, 0),
    memory: Math.max(0, ...calls.map(({ N, r }) => N * r)),
  };
}

const ONE_HASH: Work = { cost: 2 ** TODAY.logN * TODAY.r * TODAY.p, memory: 2 ** TODAY.logN * TODAY.r };

async function start() {
  const storage = memoryStorage();
  const passwordHasher = scryptHasher(TODAY);
  const bailiwick = createBailiwick({ storage, passwordHasher, loginThrottle: memoryLoginThrottle() });
  const system = bailiwick.system('test');
  const create = (email: string) => bailiwick.users.create(system, { email, password: PASSWORD });
  /** Adds a user with the stored hash `hash`. */
  async function addUser(email: string, hash: string): Promise<void> {
    await storage.users.rehash((await create(email)).id, 1, hash);
  }
  async function disable(email: string): Promise<void> {
    const found = await storage.users.findWithPassword({ emailKey: email });
    await bailiwick.users.change(system, found?.user.id ?? '', { status: 'disabled' });
  }
  const logIn = (email: string, password: string) => codeOf(bailiwick.sessions.logIn({ email, password }));
  return { logIn, addUser, disable, storage };
}

/** Returns all kinds of hashes of {@link PASSWORD} that an account can have, by name. */
async function hashStates(): Promise<ReadonlyMap<string, string>> {
  const of = (options: object) => scryptHasher({ ...TODAY, ...options }).hash(PASSWORD);
  const current = await of({});
  const flipped = (index: number) => {
    const bytes = Buffer.from(current, 'base64');
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    return bytes.toString('base64');
  };
  return new Map([
    ['current', current],
    ['of a lower N', await of({ logN: 9 })],
    ['of the least N', await of({ logN: 1 })],
    ['of a lower r', await of({ r: 4 })],
    ['of an r that does not divide', await of({ logN: 10, r: 3 })],
    ['of another N and p at the same cost', await of({ logN: 11, p: 2 })],
    ['empty', ''],
    ['foreign', '$2b$10$abcdefghijklmnopqrstuv'],
    ['cut off', current.slice(0, 100)],
    ['corrupt in its magic', flipped(0)],
    ['corrupt in its cost', flipped(7)],
    ['corrupt in its salt', flipped(20)],
    ['corrupt in its checksum', flipped(50)],
    ['corrupt in its key', flipped(95)],
  ]);
}

test.serial(
  'logIn: R10 a refusal does the work of one present hash, whatever is stored for the account',
  async (t) => {
    const { logIn, addUser, disable } = await start();
    t.deepEqual(await workOf(() => logIn('nobody@example.com', WRONG)), ONE_HASH, 'nobody, first of all');
    t.deepEqual(await workOf(() => logIn('no address', WRONG)), ONE_HASH, 'no address');
    let index = 0;
    for (const [state, hash] of await hashStates()) {
      const email = `user${(index += 1)}@example.com`;
      await addUser(email, hash);
      for (const [kind, password] of Object.entries({ wrong: WRONG, right: PASSWORD })) {
        if (kind === 'right') await disable(email);
        const codes: string[] = [];
        const work = await workOf(async () => codes.push(await logIn(email, password)));
        t.deepEqual(codes, ['invalid-credentials'], `${state}, ${kind}`);
        t.is(work.cost, ONE_HASH.cost, `${state}, ${kind}`);
        t.true(work.memory <= ONE_HASH.memory, `${state}, ${kind}`);
      }
    }
  },
);

test.serial(
  'logIn: R7 a right password with a hash of an older cost does the work of two hashes, once',
  async (t) => {
    const { logIn, addUser, storage } = await start();
    await addUser('ann@example.com', (await hashStates()).get('of a lower N') ?? '');
    const { cost } = await workOf(async () => t.is(await logIn('ann@example.com', PASSWORD), 'no error'));
    t.is(cost, 2 * ONE_HASH.cost);
    const found = await storage.users.findWithPassword({ emailKey: 'ann@example.com' });
    t.is(await scryptHasher(TODAY).check(PASSWORD, found?.passwordHash ?? ''), 'ok');
  },
);

test.serial(
  'logIn: R7 a hash of a higher cost than the present one is kept, and checked at its own cost',
  async (t) => {
    const { logIn, addUser, storage } = await start();
    const stronger = await scryptHasher({ ...TODAY, logN: 13 }).hash(PASSWORD);
    await addUser('ann@example.com', stronger);
    t.is((await workOf(() => logIn('ann@example.com', WRONG))).cost, 2 * ONE_HASH.cost);
    t.is(await logIn('ann@example.com', PASSWORD), 'no error');
    const found = await storage.users.findWithPassword({ emailKey: 'ann@example.com' });
    t.is(found?.passwordHash, stronger);
  },
);
