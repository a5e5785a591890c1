/** So many attempts within a window that begins with the first of them that counts. */
export interface AttemptBound {
  readonly attemptsMax: number;
  readonly windowMs: number;
}

/** An attempt that counts until it is given back, or its window ends at `until`. */
export interface ClaimedAttempt {
  readonly type: 'claimed';
  readonly key: string;
  readonly bound: AttemptBound;
  readonly until: Date;
}

export type AttemptClaim = ClaimedAttempt | { readonly type: 'refused'; readonly retryAfterMs: number };

/**
 * The port behind the bounds on guessing passwords. Which keys there are and how much each allows is the
 * library's business; an adapter counts. Keys are opaque, at most 100 visible ASCII characters, and hold
 * nothing that tells whose they are.
 *
 * An adapter MUST count in one place for all processes that serve one storage, and MUST throw
 * `StorageUnavailableError` when it cannot: an attempt that was not counted is not allowed. Its windows
 * MAY run by a clock of its own.
 */
export interface LoginThrottle {
  /**
   * Counts one attempt. However many callers race, at most `bound.attemptsMax` hold a claim on one key
   * within one window; a refused claim leaves nothing behind (A8). An adapter MUST NOT read first and
   * write then.
   */
  claim(key: string, bound: AttemptBound): Promise<AttemptClaim>;

  /**
   * Takes one attempt or more, no two of one key, out of their counts; those whose windows are over it passes over. A
   * window in which nothing counts any more is over: when the next one ends MUST NOT tell that a password was right.
   */
  giveBack(claims: readonly ClaimedAttempt[]): Promise<void>;

  /** Lets {@link remembers} answer yes for `ttlMs` from now. */
  remember(key: string, ttlMs: number): Promise<void>;

  remembers(key: string): Promise<boolean>;

  /** Deletes what has counted for nothing since `before`, `countMax` entries at most; how many it deleted. */
  sweep(before: Date, countMax: number): Promise<number>;
}
