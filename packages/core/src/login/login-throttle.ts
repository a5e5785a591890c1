/** The maximum number of attempts within a window, which begins with the first attempt that counts. */
export interface AttemptBound {
  readonly attemptsMax: number;
  readonly windowMs: number;
}

/** An attempt that counts until it is released or its window ends at `until`. */
export interface ClaimedAttempt {
  readonly type: 'claimed';
  readonly key: string;
  readonly bound: AttemptBound;
  readonly until: Date;
}

export type AttemptClaim = ClaimedAttempt | { readonly type: 'refused'; readonly retryAfterMs: number };

/**
 * The port behind the bounds on guessing passwords. The library chooses the keys and their bounds; an adapter only
 * counts. Keys are opaque, have at most 100 visible ASCII characters, and do not reveal whose they are.
 *
 * An adapter MUST share its counts among all processes that serve one storage, and MUST throw `StorageUnavailableError`
 * if it cannot count: an attempt that was not counted is not allowed. Its windows MAY follow a clock of its own.
 */
export interface LoginThrottle {
  /**
   * Counts one attempt. However many callers race, at most `bound.attemptsMax` hold a claim on one key within one
   * window; a refused claim leaves nothing behind (A8). An adapter MUST NOT read first and then write.
   */
  claim(key: string, bound: AttemptBound): Promise<AttemptClaim>;

  /**
   * Releases one or more attempts, no two of them with one key, so that they no longer count. Attempts whose windows
   * have ended are skipped. When no attempt counts any more, the window ends too: the end of the next window MUST NOT
   * reveal that a password was right.
   */
  giveBack(claims: readonly ClaimedAttempt[]): Promise<void>;

  /** Makes {@link remembers} return `true` for `ttlMs` from now. */
  remember(key: string, ttlMs: number): Promise<void>;

  remembers(key: string): Promise<boolean>;

  /** Deletes at most `countMax` entries that have had no effect since `before`, and returns their number. */
  sweep(before: Date, countMax: number): Promise<number>;
}
