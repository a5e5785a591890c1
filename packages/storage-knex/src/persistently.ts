import { StorageUnavailableError } from '@bailiwick/core';
import { setTimeout } from 'node:timers/promises';
import { isConflict, translateError } from './translate-error.js';

/** How often work that conflicts with another transaction is repeated: in READ COMMITTED once was always enough. */
const RETRIES_MAX = 5;
/** The longest pause before the first repeat; it doubles each time. */
const RETRY_PAUSE_MS = 20;

/**
 * No repeat begins later than this: what has conflicted by waiting for a lock until its timeout, as SQLite
 * does, has used up its caller's patience.
 */
const RETRY_WINDOW_MS = 1000;

/** Repeats what conflicts, a bounded number of times and at random intervals, so that rivals drift apart. */
export async function persistently<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isConflict(error)) throw translateError(error);
      const isLate = performance.now() - startedAt > RETRY_WINDOW_MS;
      if (isLate || attempt === RETRIES_MAX) throw new StorageUnavailableError({ cause: error });
    }
    await setTimeout(Math.random() * RETRY_PAUSE_MS * 2 ** attempt);
  }
}
