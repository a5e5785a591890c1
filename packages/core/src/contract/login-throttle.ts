import assert from 'node:assert/strict';
import type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from '../login/login-throttle.js';
import type { CaseDefinition } from './case-definition.js';
import { CannotBeShown, race, tally, type World } from './world.js';

const HOUR_MS = 60 * 60 * 1000;
const FIVE: AttemptBound = { attemptsMax: 5, windowMs: HOUR_MS };
/** Short enough for a test to wait for its end, since a throttle may have a clock of its own. */
const BRIEF_MS = 1000;

function throttleCase(title: string, run: (throttle: LoginThrottle) => Promise<void>): CaseDefinition {
  return {
    guarantee: 'A8',
    title: `loginThrottle.${title}`,
    run: async ({ storage: { loginThrottle } }: World) => {
      if (loginThrottle === undefined) throw new CannotBeShown('It brings no login throttle of its own.');
      await run(loginThrottle);
    },
  };
}

/** Checks that a login throttle counts exactly, however many attempts race. */
export const loginThrottleCases: readonly CaseDefinition[] = [
  throttleCase('claim: five of twenty racers for a bound of five hold a claim', async (throttle) => {
    const claims = await race(20, () => throttle.claim('key', FIVE));
    assert.deepEqual(tally(claims), { claimed: 5, refused: 15 });
    for (const claim of claims) {
      if (claim.type === 'refused') assert.ok(claim.retryAfterMs > 0 && claim.retryAfterMs <= HOUR_MS);
    }
  }),

  throttleCase('claim: each key has its own count', async (throttle) => {
    await race(5, () => throttle.claim('one', FIVE));
    assert.equal((await throttle.claim('one', FIVE)).type, 'refused');
    assert.equal((await throttle.claim('two', FIVE)).type, 'claimed');
    assert.equal((await throttle.claim('ONE', FIVE)).type, 'claimed');
  }),

  throttleCase(
    'giveBack: a released claim can be claimed again, and refusals have claimed nothing',
    async (throttle) => {
      const claims = await race(12, () => throttle.claim('key', FIVE));
      for (const claim of claims.filter(isClaimed)) await throttle.giveBack([claim]);
      const again = await race(6, () => throttle.claim('key', FIVE));
      assert.deepEqual(tally(again), { claimed: 5, refused: 1 });
    },
  ),

  throttleCase(
    'giveBack: it releases one claim of each of several counts, even when callers race',
    async (throttle) => {
      const keys = ['one', 'two', 'three'];
      const attempts = await race(5, () => Promise.all(keys.map((key) => throttle.claim(key, FIVE))));
      // Each caller names the keys in another order, which deadlocks a storage that locks in the given order.
      await race(4, (index) =>
        throttle.giveBack(attempts[index]?.filter(isClaimed).toSorted(inOrder(index)) ?? []),
      );
      for (const key of keys) {
        const again = await race(6, () => throttle.claim(key, FIVE));
        assert.deepEqual(tally(again), { claimed: 4, refused: 2 });
      }
    },
  ),

  throttleCase('giveBack: a window without claims is over', async (throttle) => {
    const long = { attemptsMax: 1, windowMs: HOUR_MS };
    const first = await throttle.claim('key', long);
    assert.ok(isClaimed(first));
    await throttle.giveBack([first]);
    // Releasing it again, as after a lost answer, adds no credit.
    await throttle.giveBack([first]);
    const short = { attemptsMax: 1, windowMs: HOUR_MS / 2 };
    const claims = await race(3, () => throttle.claim('key', short));
    assert.deepEqual(tally(claims), { claimed: 1, refused: 2 });
    for (const claim of claims) {
      const endsInMs = isClaimed(claim) ? claim.until.getTime() - Date.now() : claim.retryAfterMs;
      assert.ok(
        endsInMs <= short.windowMs,
        'The window goes on that began with an attempt that counts no more.',
      );
    }
  }),

  throttleCase(
    'claim: a window ends, and a claim that is released after it is no credit',
    async (throttle) => {
      const one: AttemptBound = { attemptsMax: 1, windowMs: BRIEF_MS };
      const first = await throttle.claim('key', one);
      assert.equal((await throttle.claim('key', one)).type, 'refused');
      const next = await untilClaimed(() => throttle.claim('key', one));
      assert.ok(isClaimed(first) && next.until > first.until);
      const other = await throttle.claim('other', one);
      assert.ok(isClaimed(other));
      await throttle.giveBack([first, other]);
      assert.equal((await throttle.claim('key', one)).type, 'refused');
      await throttle.giveBack([next]);
      await throttle.giveBack([first]);
      assert.equal((await throttle.claim('key', one)).type, 'claimed');
      assert.equal((await throttle.claim('key', one)).type, 'refused');
      assert.equal((await throttle.claim('other', one)).type, 'claimed');
    },
  ),

  throttleCase('remember: it lasts for its time, and for its key', async (throttle) => {
    assert.equal(await throttle.remembers('key'), false);
    await throttle.remember('key', HOUR_MS);
    await throttle.remember('key', HOUR_MS);
    assert.equal(await throttle.remembers('key'), true);
    assert.equal(await throttle.remembers('other'), false);
  }),

  throttleCase('sweep: it deletes expired windows in steps, and none that still counts', async (throttle) => {
    await race(3, (index) => throttle.claim(`key ${index}`, FIVE));
    await throttle.remember('known', HOUR_MS);
    const now = Date.now();
    assert.equal(await throttle.sweep(new Date(now), 10), 0);
    const later = new Date(now + 2 * HOUR_MS);
    assert.equal(await throttle.sweep(later, 3), 3);
    assert.equal(await throttle.sweep(later, 3), 1);
    assert.equal(await throttle.sweep(later, 3), 0);
    assert.equal(await throttle.remembers('known'), false);
  }),
];

/** One of the permutations of three keys. */
function inOrder(index: number) {
  return (a: ClaimedAttempt, b: ClaimedAttempt) =>
    index % 2 === 0 ? a.key.localeCompare(b.key) : b.key.localeCompare(a.key);
}

function isClaimed(claim: AttemptClaim): claim is ClaimedAttempt {
  return claim.type === 'claimed';
}

async function untilClaimed(attempt: () => Promise<AttemptClaim>): Promise<ClaimedAttempt> {
  for (;;) {
    const claim = await attempt();
    if (isClaimed(claim)) return claim;
    await new Promise((resolve) => setTimeout(resolve, claim.retryAfterMs));
  }
}
