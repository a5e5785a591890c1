import type { Clock } from '../clock.js';

export interface ManualClock extends Clock {
  /** Moves time by `ms`; a negative number moves it back. */
  advance(ms: number): void;
}

/**
 * A clock that stands still until a test moves it.
 *
 * @example
 * const clock = manualClock();
 * const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher, clock });
 * clock.advance(60_000);
 */
export function manualClock(startsAt = new Date('2026-01-01T00:00:00.000Z')): ManualClock {
  let nowMs = startsAt.getTime();
  return {
    now: () => new Date(nowMs),
    advance(ms) {
      nowMs += ms;
    },
  };
}
