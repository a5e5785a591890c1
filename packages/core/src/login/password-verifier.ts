import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.js';
import { InvalidCredentialsError, OverloadedError } from '../errors.js';
import type { OnFault } from '../fault.js';
import { PROCESS_KEY_BYTES } from '../limits.js';
import { passOverOutage } from '../commands/ignore-outage.js';
import type { Random } from '../random.js';
import type { UserStore, UserWithPassword } from '../users/user-store.js';
import { clientNetwork, networksAround } from './client-address.js';
import type { AllowedAttempt, LoginGuard, LoginPlace } from './login-guard.js';
import { normalisePassword } from '../passwords/password.js';
import {
  shareOfUser,
  type HashShare,
  type PasswordCheck,
  type PasswordHasher,
} from '../passwords/password-hasher.js';
import { PasswordMemo } from './password-memo.js';
import { noteAccount } from './refused-account.js';

/** A password that could have been set, for an account that may exist. */
export interface PasswordAttempt {
  /** The canonical email address, or whatever was given in its place. */
  readonly account: string;
  /** The user as committed when the request began: status, role and hash are never remembered. */
  readonly found: UserWithPassword | null;
  readonly password: string;
  readonly clientAddress: string | undefined;
}

/** A password that was right. */
export interface Verified {
  readonly found: UserWithPassword;
  /**
   * Resolves when the attempt is not counted any more. Whoever opens a session meanwhile does not wait for it; the
   * command is over when both are.
   */
  readonly settled: Promise<void>;
}

interface Judgement {
  readonly isRight: boolean;
  readonly settled: Promise<void>;
}

/** An attempt in canonical form: what is compared, and counted. */
interface Guess extends Pick<PasswordAttempt, 'found' | 'password'> {
  readonly place: LoginPlace;
}

interface VerifierParts {
  readonly hasher: PasswordHasher;
  /** `null`: nobody counts attempts. */
  readonly guard: LoginGuard | null;
  readonly users: Pick<UserStore, 'rehash'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onFault: OnFault;
}

/**
 * The one place where a password is compared, for every way in: log in, Basic, and the commands that ask
 * for the current password. It lives as long as its `createBailiwick`.
 *
 * Every attempt that fails costs exactly one hash and one claim on the throttle, whether the address is
 * unknown, the password wrong, the user disabled or the stored hash corrupt (A2). Equal attempts that
 * overlap share one of each; one that was right a moment ago costs none.
 */
export class PasswordVerifier {
  readonly #parts: VerifierParts;
  readonly #key: Uint8Array;
  readonly #memo: PasswordMemo;
  readonly #running = new Map<string, Promise<Judgement>>();

  constructor(parts: VerifierParts) {
    this.#parts = parts;
    this.#key = parts.random.bytes(PROCESS_KEY_BYTES);
    this.#memo = new PasswordMemo(parts.clock);
  }

  /** @throws `invalid-credentials`, `too-many-attempts`, `overloaded` */
  async verify({ account, found, password, clientAddress }: PasswordAttempt): Promise<Verified> {
    const place = { account, network: clientNetwork(clientAddress) };
    const guess: Guess = { place, found, password: normalisePassword(password) };
    const [placeDigest, digest] = [this.#digest(account, place.network), this.#guessDigest(guess)];
    // In all other cases the status is looked at last, so that a disabled user costs the same work.
    if (isActive(found) && this.#memo.matches(placeDigest, digest)) return { found, settled: SETTLED };
    try {
      const { isRight, settled } = await this.#share(digest, () => this.#judge(guess, placeDigest));
      if (!isRight || !isActive(found)) throw new InvalidCredentialsError();
      return { found, settled };
    } catch (error) {
      if (found !== null) noteAccount(error, found.user.id);
      throw error;
    }
  }

  /** Whoever makes the same guess at the same place while it is being judged gets the same answer. */
  #share(digest: string, judge: () => Promise<Judgement>): Promise<Judgement> {
    const running = this.#running.get(digest);
    if (running !== undefined) return running;
    const judging = judge();
    this.#running.set(digest, judging);
    const end = () => this.#running.delete(digest);
    void judging.then(({ settled }) => settled).then(end, end);
    return judging;
  }

  /** Is the password right? Claims first: what the throttle refuses is never compared. */
  async #judge(guess: Guess, placeDigest: string): Promise<Judgement> {
    const { guard, hasher, onFault } = this.#parts;
    const { place } = guess;
    const isKnown = (await guard?.knows(place.network)) ?? false;
    const share: HashShare = [isKnown ? 'known networks' : 'new networks', ...networksAround(place.network)];
    // In a flood, most are refused here: they cost no claim on the throttle that would be given back at once.
    hasher.requireRoom?.(share);
    const claimed = (await guard?.claim(place, guess.found?.passwordVersion)) ?? UNCOUNTED;
    // Whoever is refused in any case waits as long as for a check, so that the time does not tell who is not.
    const found = claimed.mayBeRight ? guess.found : null;
    const check = await this.#compare(guess.password, found, share).catch(async (error: unknown) => {
      // Nothing was learnt. If this fails as well, the claim ends with its window.
      await claimed.withdraw().catch(() => {});
      throw error;
    });
    const isRight = check === 'ok' || check === 'ok-needs-rehash';
    // To whom it is no use, it counts like a wrong one.
    if (isRight && isActive(found)) {
      return { isRight, settled: this.#settle(claimed, { ...guess, found }, check, placeDigest) };
    }
    claimed.failed();
    if (check === 'unreadable' && found !== null) {
      onFault({ type: 'unreadable-password-hash', userId: found.user.id });
    }
    if (claimed.refusal !== null) throw claimed.refusal;
    return { isRight, settled: SETTLED };
  }

  /** What follows from a right password. What an outage prevents, the end of a window or the next login makes good. */
  async #settle(
    claimed: AllowedAttempt,
    guess: Guess & { readonly found: UserWithPassword },
    check: PasswordCheck,
    placeDigest: string,
  ): Promise<void> {
    const { found, password } = guess;
    await claimed.succeeded().catch(passOverOutage);
    const passwordHash =
      check === 'ok-needs-rehash' ? await this.#rehash(found, password) : found.passwordHash;
    this.#memo.add(placeDigest, this.#guessDigest({ ...guess, found: { ...found, passwordHash } }));
  }

  async #compare(password: string, found: UserWithPassword | null, share: HashShare): Promise<PasswordCheck> {
    const { hasher } = this.#parts;
    if (found !== null) return hasher.check(password, found.passwordHash, share);
    await hasher.checkNobody(password, share);
    return 'no';
  }

  /** Stores a stronger hash of a password that was right, unless the queue is full: there will be a next time. */
  async #rehash(
    { user, passwordHash, passwordVersion }: UserWithPassword,
    password: string,
  ): Promise<string> {
    const { hasher, users } = this.#parts;
    try {
      const stronger = await hasher.hash(password, shareOfUser(user.id));
      await users.rehash(user.id, passwordVersion, stronger);
      return stronger;
    } catch (error) {
      if (!(error instanceof OverloadedError)) passOverOutage(error);
      return passwordHash;
    }
  }

  /** The account is in it, so that equal passwords of two accounts never meet, and the hash, so that a new one is unknown. */
  #guessDigest({ place, found, password }: Guess): string {
    return this.#digest(place.account, place.network, found?.passwordHash ?? '', password);
  }

  #digest(...parts: readonly string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}

const SETTLED = Promise.resolve();

const UNCOUNTED: AllowedAttempt = {
  refusal: null,
  mayBeRight: true,
  succeeded: async () => {},
  withdraw: async () => {},
  failed: () => {},
};

function isActive(found: UserWithPassword | null): found is UserWithPassword {
  return found?.user.status === 'active';
}
