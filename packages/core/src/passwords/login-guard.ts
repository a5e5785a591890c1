import { createHmac } from 'node:crypto';
import { TooManyAttemptsError } from '../errors.js';
import type { Settings } from '../kernel.js';
import { LOGIN_KNOWN_ADDRESS_TTL_MS } from '../limits.js';
import type { Stores } from '../storage.js';
import type { AttemptBound, ClaimedAttempt, LoginThrottle } from './login-throttle.js';

/** Whose password is tried, from where. The account is the canonical email address, whether it exists or not. */
export interface LoginPlace {
  readonly account: string;
  readonly network: string;
}

/** A password that may be checked now. It counts as a failure unless one of the two is called. */
export interface AllowedAttempt {
  /** The password was right: nothing of the attempt is counted, and this client is known from now on. */
  succeeded(): Promise<void>;
  /** The password was never checked. */
  withdraw(): Promise<void>;
}

/**
 * Who may have a password checked. Three counts, each claimed before the check and given back when the
 * password was right, so that no number of parallel guesses gets more checks than there are claims:
 *
 * - of a client network, over all accounts: one client does not try one password on everybody;
 * - of an account from a network: the one that people meet who mistype;
 * - of an account from anywhere: many networks together do not guess one password. It does not bind
 *   networks from which the account has logged in lately, so that nobody can lock the owner out.
 *
 * Accounts that do not exist are counted like all others: being refused tells nothing about an address.
 */
export class LoginGuard {
  readonly #throttle: LoginThrottle;
  readonly #stores: Pick<Stores, 'cursorKey'>;
  readonly #settings: Settings;

  constructor(throttle: LoginThrottle, stores: Pick<Stores, 'cursorKey'>, settings: Settings) {
    this.#throttle = throttle;
    this.#stores = stores;
    this.#settings = settings;
  }

  /** @throws {TooManyAttemptsError} */
  async claim({ account, network }: LoginPlace): Promise<AllowedAttempt> {
    const throttle = this.#throttle;
    const key = await this.#keys();
    const knownKey = key('known', account, network);
    const isKnown = await throttle.remembers(knownKey);
    const { perPlace, perNetwork, perAccount } = this.#bounds();
    const claims: ClaimedAttempt[] = [];
    const giveBack = async () => {
      for (const claim of claims) await throttle.giveBack(claim);
    };
    try {
      // The widest first: a flood from one network ends at its first claim.
      for (const [name, bound] of [
        [key('network', network), perNetwork],
        [key('place', account, network), perPlace],
        ...(isKnown ? [] : [[key('account', account), perAccount] as const]),
      ] as const) {
        const claim = await throttle.claim(name, bound);
        if (claim.type === 'refused') throw new TooManyAttemptsError(claim.retryAfterMs);
        claims.push(claim);
      }
    } catch (error) {
      // Nothing will be compared. What cannot be given back now ends with its window.
      await giveBack().catch(() => {});
      throw error;
    }
    return {
      withdraw: giveBack,
      async succeeded() {
        await giveBack();
        await throttle.remember(knownKey, LOGIN_KNOWN_ADDRESS_TTL_MS);
      },
    };
  }

  #bounds(): Record<'perPlace' | 'perNetwork' | 'perAccount', AttemptBound> {
    const { loginWindowMs, loginAccountWindowMs } = this.#settings;
    return {
      perPlace: { attemptsMax: this.#settings.loginAttemptsMax, windowMs: loginWindowMs },
      perNetwork: { attemptsMax: this.#settings.loginAttemptsPerAddressMax, windowMs: loginWindowMs },
      perAccount: { attemptsMax: this.#settings.loginAttemptsPerAccountMax, windowMs: loginAccountWindowMs },
    };
  }

  /**
   * Keyed, because what people type as an address may be anybody's, or a password by mistake: nobody who
   * reads the table can find out by hashing guesses.
   */
  async #keys(): Promise<(...parts: readonly string[]) => string> {
    const secret = await this.#stores.cursorKey();
    return (...parts) =>
      createHmac('sha256', secret)
        .update(`login throttle ${JSON.stringify(parts)}`)
        .digest('base64url');
  }
}
