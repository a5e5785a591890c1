import { createHmac } from 'node:crypto';
import type { UserId } from '../ids.js';
import { ADDRESS_QUESTIONS_MAX, ADDRESS_QUESTIONS_WINDOW_MS } from '../limits.js';
import type { AttemptClaim, ClaimedAttempt, LoginThrottle } from '../login/login-throttle.js';
import type { Stores } from '../storage.js';

const BOUND = { attemptsMax: ADDRESS_QUESTIONS_MAX, windowMs: ADDRESS_QUESTIONS_WINDOW_MS };

/**
 * Bounds how often a user may find out, by trying to take an address, whether it has an account. The claim comes before
 * the answer is known, so that parallel requests never get more answers than there are claims.
 */
export class AddressQuestions {
  readonly #throttle: LoginThrottle;
  readonly #stores: Pick<Stores, 'secretKey'>;

  constructor(throttle: LoginThrottle, stores: Pick<Stores, 'secretKey'>) {
    this.#throttle = throttle;
    this.#stores = stores;
  }

  async claim(userId: UserId): Promise<AttemptClaim> {
    const secret = await this.#stores.secretKey();
    const key = createHmac('sha256', secret).update(`address questions ${userId}`).digest('base64url');
    return this.#throttle.claim(key, BOUND);
  }

  async giveBack(claim: ClaimedAttempt): Promise<void> {
    await this.#throttle.giveBack([claim]);
  }
}
