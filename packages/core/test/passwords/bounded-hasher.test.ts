import { boundedHasher, type OverloadedError, type PasswordHasher } from '@bailiwick/core';
import test from 'ava';
import { codeOf } from '../support/start-library.js';

/** Makes a hasher whose hashes end when the test says so. */
function heldHasher() {
  const held: (() => void)[] = [];
  const counts = { running: 0, runningMax: 0, begun: 0 };
  const hold = async () => {
    counts.begun += 1;
    counts.running += 1;
    counts.runningMax = Math.max(counts.runningMax, counts.running);
    await new Promise<void>((resolve) => held.push(resolve));
    counts.running -= 1;
  };
  const hasher: PasswordHasher = {
    hash: () => hold().then(() => 'hash'),
    check: () => hold().then(() => 'ok' as const),
    checkNobody: hold,
  };
  /** Ends the hashes one after the other until none is left. */
  async function finish(): Promise<void> {
    for (let next = held.shift(); next !== undefined; next = held.shift()) {
      next();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { hasher, counts, finish };
}

test('boundedHasher: two hashes run at once, others in turn, and those beyond the queue are overloaded', async (t) => {
  const { hasher, counts, finish } = heldHasher();
  const bounded = boundedHasher(hasher, { concurrency: 2, queueMax: 3 });
  const kinds = [
    () => bounded.check('p', 'h'),
    () => bounded.hash('p'),
    () => bounded.checkNobody('p'),
  ] as const;
  const calls = Array.from({ length: 20 }, (_, i) => kinds[i % 3]?.() ?? t.fail());
  const endings = Promise.all(calls.map((call) => codeOf(Promise.resolve(call))));
  await finish();
  const codes = await endings;
  t.deepEqual(codes, [...Array(5).fill('no error'), ...Array(15).fill('overloaded')]);
  t.like(counts, { runningMax: 2, begun: 5, running: 0 });
});

test('boundedHasher: a hash that fails passes its turn on', async (t) => {
  const { hasher, finish } = heldHasher();
  const failing = { ...hasher, hash: () => Promise.reject(new Error('out of memory')) };
  const bounded = boundedHasher(failing, { concurrency: 1, queueMax: 1 });
  const failed = bounded.hash('p');
  const next = bounded.check('p', 'h');
  await t.throwsAsync(failed, { message: 'out of memory' });
  await finish();
  t.is(await next, 'ok');
});

test('boundedHasher: the estimate grows with the queue', async (t) => {
  const { hasher, finish } = heldHasher();
  const estimate = async (queueMax: number) => {
    const bounded = boundedHasher(hasher, { concurrency: 1, queueMax });
    for (let i = 0; i <= queueMax; i += 1) void bounded.hash('p');
    const error = (await bounded.hash('p').catch((refusal: unknown) => refusal)) as OverloadedError;
    return error.retryAfterMs;
  };
  const [short, long] = [await estimate(1), await estimate(9)];
  t.true(short > 0);
  t.is(long, 5 * short);
  await finish();
});

test('boundedHasher: bounds that would allow no hash are refused', (t) => {
  const { hasher } = heldHasher();
  for (const options of [{ concurrency: 0 }, { concurrency: Number.NaN }, { queueMax: -1 }])
    t.throws(() => boundedHasher(hasher, options), { instanceOf: TypeError });
});
