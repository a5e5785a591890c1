import type { Clock } from '../clock.js';
import { PASSWORD_MEMO_COUNT_MAX, PASSWORD_MEMO_TTL_MS } from '../limits.js';

/**
 * Remembers in this process, for some minutes, the last right password of an account and network, so that a client that
 * sends it with every request does not cost a hash every time. Both are stored as digests with a key that never leaves
 * this process; the caller decides what the digests cover.
 *
 * Only right passwords are kept. Any other guess for the same account and network deletes the entry, which could
 * otherwise reveal a right guess to a client that the throttle already refuses.
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
    // The time to compare digests with a secret key does not depend on how close the guess is.
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
