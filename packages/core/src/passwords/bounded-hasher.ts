import { OverloadedError } from '../errors.js';
import { HASHES_AT_ONCE_MAX, HASH_QUEUE_MAX } from '../limits.js';
import { FairQueue } from './fair-queue.js';
import type { HashShare, PasswordHasher } from './password-hasher.js';

export interface HashQueueOptions {
  /** Hashes computed at once. */
  readonly concurrency?: number | undefined;
  /** Hashes that may wait for their turn. */
  readonly queueMax?: number | undefined;
}

/** A hash that waits for its turn. */
interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: OverloadedError) => void;
}

/** Until a hash has been timed: what the recommended cost takes. */
const DURATION_GUESS_MS = 500;

/**
 * Lets few hashes run at once and a bounded number wait; everything above is `overloaded` at once. A hash
 * takes as much memory as time, and the threads it runs on are the ones that files and host names are
 * looked up with: 32 at once kept an unrelated read of a file waiting for 13 s.
 *
 * Places and turns are shared by {@link FairQueue}: whoever fills the queue from one network loses a place in it to
 * whoever comes from another.
 *
 * @throws {TypeError} bounds within which nothing could be hashed.
 */
export function boundedHasher(hasher: PasswordHasher, options: HashQueueOptions = {}): PasswordHasher {
  const { concurrency = HASHES_AT_ONCE_MAX, queueMax = HASH_QUEUE_MAX } = options;
  // With none at once, the first would wait for ever.
  if (!(concurrency >= 1 && queueMax >= 0)) {
    throw new TypeError('concurrency must be 1 or more, and queueMax 0 or more.');
  }
  const queue = new FairQueue<Waiting>(queueMax);
  let running = 0;
  let durationMs = DURATION_GUESS_MS;

  const overloaded = () => new OverloadedError((durationMs * (queue.size + 1)) / concurrency);

  function requireRoom(share: HashShare = []): void {
    if (running >= concurrency && !queue.hasRoom(share)) throw overloaded();
  }

  async function inTurn<T>(work: () => Promise<T>, share: HashShare = []): Promise<T> {
    requireRoom(share);
    if (running < concurrency) running += 1;
    else
      await new Promise<void>((begin, refuse) => queue.add(share, { begin, refuse })?.refuse(overloaded()));
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      durationMs = performance.now() - startedAt;
      const next = queue.next();
      // The turn is handed over: nobody who comes later can take it first.
      if (next === undefined) running -= 1;
      else next.begin();
    }
  }

  return {
    requireRoom,
    hash: (password, share) => inTurn(() => hasher.hash(password), share),
    check: (password, hash, share) => inTurn(() => hasher.check(password, hash), share),
    checkNobody: (password, share) => inTurn(() => hasher.checkNobody(password), share),
  };
}
