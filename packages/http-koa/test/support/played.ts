import { createHash } from 'node:crypto';
import type { Random } from '@bailiwick/core';
import { manualClock } from '@bailiwick/core/testing';

/** A clock and randomness that are the same in each run. */
export function played() {
  const clock = manualClock(new Date('2026-03-02T09:30:00.000Z'));
  return { clock, random: playedRandom() };
}

function playedRandom(): Random {
  let calls = 0;
  return {
    bytes(length) {
      calls += 1;
      return createHash('shake256', { outputLength: length }).update(`${calls}`).digest();
    },
  };
}
