import type { Clock } from '../clock.js';
import { PASSWORD_MEMO_COUNT_MAX, PASSWORD_MEMO_TTL_MS } from '../limits.js';

/**
 * Remembers in this process, for some minutes, the last right password of an account and network, so that a client that
 * sends it with every request does not cost a hash every time. Both are stored as digests with a key that never leaves
 * this process; the caller decides what the digests cover.
 *
 * Only right passwords are kept. Any other attempt on the same account and network deletes the entry, which could
 * otherwise reveal a right password to a client that the throttle already refuses.
 */
export class PasswordMemo {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { readonly attempt: string; readonly expiresAtMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  matches(origin: string, attempt: string): boolean {
    const entry = this.#entries.get(origin);
    if (entry === undefined) return false;
    // The time to compare digests with a secret key does not depend on how close the attempt is.
    const matches = entry.attempt === attempt && this.#clock.now().getTime() < entry.expiresAtMs;
    if (!matches) this.#entries.delete(origin);
    return matches;
  }

  add(origin: string, attempt: string): void {
    this.#entries.delete(origin);
    this.#entries.set(origin, { attempt, expiresAtMs: this.#clock.now().getTime() + PASSWORD_MEMO_TTL_MS });
    if (this.#entries.size <= PASSWORD_MEMO_COUNT_MAX) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
