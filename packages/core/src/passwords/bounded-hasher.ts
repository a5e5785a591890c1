import { OverloadedError } from '../errors.js';
import { HASHES_AT_ONCE_MAX, HASH_QUEUE_MAX } from '../limits.js';
import type { PasswordHasher } from './password-hasher.js';

export interface HashQueueOptions {
  /** Hashes computed at once. */
  readonly concurrency?: number | undefined;
  /** Hashes that may wait for their turn. */
  readonly queueMax?: number | undefined;
}

/** Until a hash has been timed: what the recommended cost takes. */
const DURATION_GUESS_MS = 500;

/**
 * Lets few hashes run at once and a bounded number wait; everything above is `overloaded` at once. A hash
 * takes as much memory as time, and the threads it runs on are the ones that files and host names are
 * looked up with: 32 at once kept an unrelated read of a file waiting for 13 s.
 *
 * Queue libraries bound how many run, not how many wait, which is half of it here; and this entry of the
 * library imports none.
 *
 * @throws {TypeError} bounds within which nothing could be hashed.
 */
export function boundedHasher(hasher: PasswordHasher, options: HashQueueOptions = {}): PasswordHasher {
  const { concurrency = HASHES_AT_ONCE_MAX, queueMax = HASH_QUEUE_MAX } = options;
  // With none at once, the first would wait for ever.
  if (!(concurrency >= 1 && queueMax >= 0)) {
    throw new TypeError('concurrency must be 1 or more, and queueMax 0 or more.');
  }
  const waiting: (() => void)[] = [];
  let running = 0;
  let durationMs = DURATION_GUESS_MS;

  function requireRoom(): void {
    if (running < concurrency || waiting.length < queueMax) return;
    throw new OverloadedError((durationMs * (waiting.length + 1)) / concurrency);
  }

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    requireRoom();
    if (running < concurrency) running += 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      durationMs = performance.now() - startedAt;
      const begin = waiting.shift();
      // The turn is handed over: nobody who comes later can take it first.
      if (begin === undefined) running -= 1;
      else begin();
    }
  }

  return {
    requireRoom,
    hash: (password) => inTurn(() => hasher.hash(password)),
    check: (password, hash) => inTurn(() => hasher.check(password, hash)),
    checkNobody: (password) => inTurn(() => hasher.checkNobody(password)),
  };
}
