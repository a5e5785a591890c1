import { OverloadedError } from '../errors.js';
import { HASHES_AT_ONCE_MAX, HASH_QUEUE_MAX } from '../limits.js';
import { FairQueue } from './fair-queue.js';
import type { HashShare, PasswordHasher } from './password-hasher.js';

export interface HashQueueOptions {
  /** The number of hashes computed at once; by default 2. */
  readonly concurrency?: number | undefined;
  /** The number of hashes that may wait for their turn; by default 32. */
  readonly queueMax?: number | undefined;
}

/** A hash that waits for its turn. */
interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: OverloadedError) => void;
}

/** The duration of a hash at the recommended cost, used until a hash has been timed. */
const DURATION_GUESS_MS = 500;

/**
 * Lets a few hashes run at once and a bounded number wait, and refuses all others with `overloaded`. A hash takes much
 * memory as well as time, and it runs on the threads that also read files and resolve host names: 32 hashes at once
 * delayed an unrelated read of a file by 13 s.
 *
 * {@link FairQueue} divides the waiting places and turns: clients that fill the queue from one network lose places to
 * clients from other networks.
 *
 * @throws {TypeError} if no hash could ever run within the bounds.
 *
 * @example
 * const passwordHasher = boundedHasher(scryptHasher(), { concurrency: 1 });
 */
export function boundedHasher(hasher: PasswordHasher, options: HashQueueOptions = {}): PasswordHasher {
  const { concurrency = HASHES_AT_ONCE_MAX, queueMax = HASH_QUEUE_MAX } = options;
  // With a concurrency of 0, the first hash would wait for ever.
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
      // The turn passes directly to the next in the queue, so that no later caller can take it first.
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
