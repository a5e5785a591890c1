import { createHmac } from 'node:crypto';
import { OverloadedError, TooManyAttemptsError } from '../errors.js';
import type { Settings } from '../settings.js';
import { LOGIN_KNOWN_ADDRESS_TTL_MS, LOGIN_WAITING_MAX, LOGIN_WAITING_RETRY_MS } from '../limits.js';
import type { Stores } from '../storage.js';
import { ClaimsInFlight } from './claims-in-flight.js';
import { UNKNOWN_NETWORK } from './client-address.js';
import type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from './login-throttle.js';

/** Whose password is tried, from where. The account is the canonical email address, whether it exists or not. */
export interface LoginPlace {
  readonly account: string;
  readonly network: string;
}

/** The first password of every user, and so of accounts that do not exist: they are counted alike. */
const FIRST_PASSWORD_VERSION = 1;

/** A password that may be checked now: it counts as a failure until one of these ends the attempt. */
export interface AllowedAttempt {
  /** The answer to a wrong password, where it is not the usual one: the bound of the account is reached. */
  readonly refusal: TooManyAttemptsError | null;
  /** `false`: a right password is refused as well, and must not even be compared. The work is to be the same. */
  readonly mayBeRight: boolean;
  /** The password was right: nothing of the attempt is counted, and this client is known from now on. */
  succeeded(): Promise<void>;
  /** The password was never checked. */
  withdraw(): Promise<void>;
  failed(): void;
}

/**
 * Who may have a password checked. Three counts, each claimed before the check and given back when the
 * password was right, so that no number of parallel guesses gets more checks than there are claims:
 *
 * - of a client network, over all accounts: one client does not try one password on everybody;
 * - of an account from a network: the one that people meet who mistype;
 * - of an account from anywhere: many networks together do not guess one password. Where the account has logged
 *   in lately, the right password is let in all the same, so that nobody can lock the owner out.
 *
 * An attempt that is still being checked may turn out to be right. So the first two refuse nobody on account of one
 * in this process: they wait for it, and then try again. A crowd behind one address gets in, one after the other.
 *
 * Guesses at a password do not count against the next one: whoever gets a new password from an administrator can log
 * in with it at once, however often they guessed before.
 *
 * Accounts that do not exist are counted like all others, and a wrong password is counted and answered alike wherever
 * the account has logged in: being refused tells nothing about an address.
 */
export class LoginGuard {
  readonly #throttle: LoginThrottle;
  readonly #stores: Pick<Stores, 'cursorKey'>;
  readonly #settings: Settings;
  readonly #inFlight = new ClaimsInFlight();

  constructor(throttle: LoginThrottle, stores: Pick<Stores, 'cursorKey'>, settings: Settings) {
    this.#throttle = throttle;
    this.#stores = stores;
    this.#settings = settings;
  }

  /**
   * Has anybody logged in from this network lately? Not whose login it was, since whoever finds the server busy would
   * learn from who is served where an account logs in.
   */
  async knows(network: string): Promise<boolean> {
    if (network === UNKNOWN_NETWORK) return false;
    return this.#throttle.remembers((await this.#keys())('known network', network));
  }

  /** @throws {TooManyAttemptsError}, and {OverloadedError} when too many wait to know whether they may try */
  async claim(
    { account, network }: LoginPlace,
    passwordVersion = FIRST_PASSWORD_VERSION,
  ): Promise<AllowedAttempt> {
    const throttle = this.#throttle;
    const key = await this.#keys();
    const version = String(passwordVersion);
    const knownKey = key('known', account, network);
    const { perPlace, perNetwork, perAccount } = this.#bounds();
    const claims: ClaimedAttempt[] = [];
    const take = async (name: string, bound: AttemptBound) => {
      const claim = await this.#claim(name, bound);
      if (claim.type === 'refused') throw new TooManyAttemptsError(claim.retryAfterMs);
      claims.push(claim);
    };
    // Without waiting for attempts that are being checked: so many for one account at once are guesses, and an owner
    // whose network is known would have to wait for them.
    const takeOfAccount = async () => {
      const claim = await throttle.claim(key('account', account, version), perAccount);
      if (claim.type === 'refused') return new TooManyAttemptsError(claim.retryAfterMs);
      claims.push(claim);
      return null;
    };
    const end = () => {
      for (const claim of claims) this.#inFlight.end(claim.key);
    };
    const giveBack = async () => {
      try {
        if (claims.length > 0) await throttle.giveBack(claims);
      } finally {
        // Not before: who waits for this would be refused on account of it.
        end();
      }
    };
    const remember = async (name: string) => throttle.remember(name, LOGIN_KNOWN_ADDRESS_TTL_MS);
    // Known by the time it matters; who is refused before does not care.
    const knowing = throttle.remembers(knownKey);
    knowing.catch(() => {});
    try {
      // The widest first: a flood from one network ends at its first claim.
      await take(key('network', network), perNetwork);
      await take(key('place', account, network, version), perPlace);
      const refusal = await takeOfAccount();
      return {
        refusal,
        mayBeRight: refusal === null || (await knowing),
        withdraw: giveBack,
        failed: end,
        async succeeded() {
          await Promise.all([giveBack(), remember(knownKey), remember(key('known network', network))]);
        },
      };
    } catch (error) {
      // Nothing will be compared. What cannot be given back now ends with its window.
      await giveBack().catch(() => {});
      throw error;
    }
  }

  async #claim(key: string, bound: AttemptBound): Promise<AttemptClaim> {
    for (;;) {
      const hadOthers = this.#inFlight.has(key);
      const claim = await this.#throttle.claim(key, bound);
      if (claim.type === 'claimed') this.#inFlight.begin(key);
      // Those who were under way while it was refused may have been right, and are over by now.
      const mayStillFit = hadOthers || this.#inFlight.has(key);
      if (claim.type === 'claimed' || !mayStillFit) return claim;
      if (this.#inFlight.waiting(key) >= LOGIN_WAITING_MAX) throw new OverloadedError(LOGIN_WAITING_RETRY_MS);
      await this.#inFlight.nextEnd(key);
    }
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
