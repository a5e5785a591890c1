// When is work that lost against another transaction run again?
import { StorageUnavailableError } from '@bailiwick/core';
import { setTimeout } from 'node:timers/promises';
import { isBusy, isConflict, translateError } from './translate-error.js';

/** How often work that conflicts with another transaction is retried. In READ COMMITTED one retry was always enough. */
const RETRIES_MAX = 5;
/** The longest pause before the first retry; it doubles each time. */
const RETRY_PAUSE_MS = 20;

/**
 * Work that found SQLite busy is not retried later than this: it has waited for the lock until its timeout, and used up
 * its caller's patience. PostgreSQL reports a conflict at once, and a deadlock after its `deadlock_timeout`, which is a
 * second.
 */
const BUSY_WINDOW_MS = 1000;

/** Retries work that conflicts, a bounded number of times and at random intervals, so that rivals drift apart. */
export async function retry<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isConflict(error)) throw translateError(error);
      const isLate = isBusy(error) && performance.now() - startedAt > BUSY_WINDOW_MS;
      if (isLate || attempt === RETRIES_MAX) throw new StorageUnavailableError({ cause: error });
    }
    await setTimeout(Math.random() * RETRY_PAUSE_MS * 2 ** attempt);
  }
}
