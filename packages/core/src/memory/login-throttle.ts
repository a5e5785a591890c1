import { systemClock, type Clock } from '../clock.js';
import type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from '../login/login-throttle.js';

interface Entry {
  readonly count: number;
  readonly untilMs: number;
}

/** Some 20 MB. If a guesser uses more networks than this, the oldest are forgotten first. */
const ENTRIES_MAX = 100_000;

/**
 * A login throttle in the memory of this process: the reference model, for tests and for hosts that run as one
 * process. It forgets everything when the process ends.
 *
 * @example
 * const bailiwick = createBailiwick({
 *   storage: memoryStorage(),
 *   passwordHasher: fastHasher,
 *   loginThrottle: memoryLoginThrottle(),
 * });
 */
export function memoryLoginThrottle(
  options: {
    /** Tells when a count ends; by default the clock of the system. */
    readonly clock?: Clock;
  } = {},
): LoginThrottle {
  const { clock = systemClock } = options;
  const entries = new Map<string, Entry>();
  const nowMs = () => clock.now().getTime();
  const live = (key: string): Entry | null => {
    const entry = entries.get(key);
    return entry !== undefined && nowMs() < entry.untilMs ? entry : null;
  };

  function put(key: string, entry: Entry): void {
    entries.set(key, entry);
    if (entries.size <= ENTRIES_MAX) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  }

  return {
    async claim(key: string, bound: AttemptBound): Promise<AttemptClaim> {
      const { count, untilMs } = live(key) ?? { count: 0, untilMs: nowMs() + bound.windowMs };
      if (count >= bound.attemptsMax) return { type: 'refused', retryAfterMs: untilMs - nowMs() };
      if (count === 0) entries.delete(key);
      put(key, { count: count + 1, untilMs });
      return { type: 'claimed', key, bound, until: new Date(untilMs) };
    },
    async giveBack(claims: readonly ClaimedAttempt[]): Promise<void> {
      for (const { key, until } of claims) {
        const entry = live(key);
        if (entry?.untilMs !== until.getTime()) continue;
        if (entry.count > 1) entries.set(key, { ...entry, count: entry.count - 1 });
        else entries.delete(key);
      }
    },
    async remember(key: string, ttlMs: number): Promise<void> {
      put(key, { count: 1, untilMs: nowMs() + ttlMs });
    },
    async remembers(key: string): Promise<boolean> {
      return live(key) !== null;
    },
    async sweep(before: Date, countMax: number): Promise<number> {
      const over = [...entries].filter(([, { untilMs }]) => untilMs < before.getTime()).slice(0, countMax);
      for (const [key] of over) entries.delete(key);
      return over.length;
    },
  };
}
