import { createHmac } from 'node:crypto';
import { OverloadedError, TooManyAttemptsError } from '../errors.js';
import type { Settings } from '../settings.js';
import { LOGIN_KNOWN_ADDRESS_TTL_MS, LOGIN_WAITING_MAX, LOGIN_WAITING_RETRY_MS } from '../limits.js';
import type { Stores } from '../storage.js';
import { ClaimsInFlight } from './claims-in-flight.js';
import { UNKNOWN_NETWORK } from './client-address.js';
import type { LoginAttempt } from './login-attempt.js';
import type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from './login-throttle.js';

/** The version of every user's first password, also used to count attempts on accounts that do not exist. */
const FIRST_PASSWORD_VERSION = 1;

/** The claims of an attempt whose password may be checked now, which counts as a failure until a method ends it. */
export interface LoginClaim {
  /** The answer to a wrong password if the account has reached its bound; `null` for the usual answer. */
  readonly refusal: TooManyAttemptsError | null;
  /** If `false`, a right password is refused too. It must not be compared, but the work must be the same. */
  readonly mayBeRight: boolean;
  /** Ends an attempt with the right password: it does not count, and the account knows its network from now on. */
  succeeded(): Promise<void>;
  /** Ends an attempt whose password was never checked: it does not count. */
  withdraw(): Promise<void>;
  failed(): void;
}

/**
 * Decides which attempts may have their password checked. There are three counts. Each is claimed before the check and
 * released if the password was right, so that parallel guesses never get more checks than there are claims:
 *
 * - attempts from a client network on all accounts, so that one client cannot try one password on every account;
 * - attempts on an account from a network, which stop people who mistype;
 * - attempts on an account from anywhere, so that many networks cannot guess one password together. The right password
 *   is still accepted from networks with a recent login to the account, so that attackers cannot lock the owner out.
 *
 * An attempt that is still being checked may turn out to be right. So the first two counts never refuse an attempt
 * because of a running one in this process, but wait for that one and try again. A crowd behind one address gets in,
 * one after the other.
 *
 * Guesses at a password do not count against the next one: users with a new password from an administrator can log in
 * at once, however often they guessed before.
 *
 * Accounts that do not exist are counted like all others, and wrong passwords are counted and answered in the same way
 * whether or not the network is known to the account. So a refusal reveals nothing about an address.
 */
export class LoginGuard {
  readonly #throttle: LoginThrottle;
  readonly #stores: Pick<Stores, 'secretKey'>;
  readonly #settings: Settings;
  readonly #inFlight = new ClaimsInFlight();

  constructor(throttle: LoginThrottle, stores: Pick<Stores, 'secretKey'>, settings: Settings) {
    this.#throttle = throttle;
    this.#stores = stores;
    this.#settings = settings;
  }

  /**
   * Has there been a recent login from this network, to any account? If the answer depended on the account, an observer
   * of a busy server could learn from where an account logs in.
   */
  async knows(network: string): Promise<boolean> {
    if (network === UNKNOWN_NETWORK) return false;
    return this.#throttle.remembers((await this.#keys())('known network', network));
  }

  /** Claims an attempt. @throws {TooManyAttemptsError}, and {OverloadedError} if too many callers wait for a claim */
  async claim({ account, network, found }: LoginAttempt): Promise<LoginClaim> {
    const throttle = this.#throttle;
    const key = await this.#keys();
    const version = String(found?.passwordVersion ?? FIRST_PASSWORD_VERSION);
    const knownKey = key('known', account, network);
    const { perAccountInNetwork, perNetwork, perAccount } = this.#bounds();
    const claims: ClaimedAttempt[] = [];
    const take = async (name: string, bound: AttemptBound) => {
      const claim = await this.#claim(name, bound);
      if (claim.type === 'refused') throw new TooManyAttemptsError(claim.retryAfterMs);
      claims.push(claim);
    };
    // This claim does not wait for running attempts: so many at once on one account are guesses, and an owner in a
    // known network would have to wait for them.
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
        // This comes after the release: otherwise the claim would still count against the callers that it wakes.
        end();
      }
    };
    const remember = async (name: string) => throttle.remember(name, LOGIN_KNOWN_ADDRESS_TTL_MS);
    // The answer is awaited only below; attempts that are refused before do not need it.
    const knowing = throttle.remembers(knownKey);
    knowing.catch(() => {});
    try {
      // The widest bound comes first, so that a flood from one network ends at its first claim.
      await take(key('network', network), perNetwork);
      await take(key('account in network', account, network, version), perAccountInNetwork);
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
      // Nothing will be compared. Claims that cannot be released now end with their window.
      await giveBack().catch(() => {});
      throw error;
    }
  }

  async #claim(key: string, bound: AttemptBound): Promise<AttemptClaim> {
    for (;;) {
      const hadOthers = this.#inFlight.has(key);
      const claim = await this.#throttle.claim(key, bound);
      if (claim.type === 'claimed') this.#inFlight.begin(key);
      // Attempts that ran while this claim was refused may have been right, and may have ended by now.
      const mayStillFit = hadOthers || this.#inFlight.has(key);
      if (claim.type === 'claimed' || !mayStillFit) return claim;
      if (this.#inFlight.waiting(key) >= LOGIN_WAITING_MAX) throw new OverloadedError(LOGIN_WAITING_RETRY_MS);
      await this.#inFlight.nextEnd(key);
    }
  }

  #bounds(): Record<'perAccountInNetwork' | 'perNetwork' | 'perAccount', AttemptBound> {
    const { loginWindowMs, loginAccountWindowMs } = this.#settings;
    return {
      perAccountInNetwork: { attemptsMax: this.#settings.loginAttemptsMax, windowMs: loginWindowMs },
      perNetwork: { attemptsMax: this.#settings.loginAttemptsPerAddressMax, windowMs: loginWindowMs },
      perAccount: { attemptsMax: this.#settings.loginAttemptsPerAccountMax, windowMs: loginAccountWindowMs },
    };
  }

  /**
   * Returns a function that hashes the parts of a key with a secret. People may type other people's addresses, or a
   * password by mistake, so readers of the table must not be able to find them by hashing guesses.
   */
  async #keys(): Promise<(...parts: readonly string[]) => string> {
    const secret = await this.#stores.secretKey();
    return (...parts) =>
      createHmac('sha256', secret)
        .update(`login throttle ${JSON.stringify(parts)}`)
        .digest('base64url');
  }
}
