import type { Clock } from '../clock.js';
import { PASSWORD_MEMO_COUNT_MAX, PASSWORD_MEMO_TTL_MS } from '../limits.js';

/**
 * Remembers for minutes, in this process, which password was right last for an account at a place, so that
 * a client that sends it with every request does not cost a hash every time. Both are digests under a key
 * that nobody outside this process has; what they are made from says what a match means.
 *
 * Only successes are kept. Any other guess at the same place forgets the entry: it must not tell a guesser
 * whom the throttle refuses by now that a guess was right.
 */
export class PasswordMemo {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { readonly guess: string; readonly expiresAtMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  matches(place: string, guess: string): boolean {
    const entry = this.#entries.get(place);
    if (entry === undefined) return false;
    // Comparing digests under a secret key takes no longer for a guess that is nearly right.
    const matches = entry.guess === guess && this.#clock.now().getTime() < entry.expiresAtMs;
    if (!matches) this.#entries.delete(place);
    return matches;
  }

  add(place: string, guess: string): void {
    this.#entries.delete(place);
    this.#entries.set(place, { guess, expiresAtMs: this.#clock.now().getTime() + PASSWORD_MEMO_TTL_MS });
    if (this.#entries.size <= PASSWORD_MEMO_COUNT_MAX) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
