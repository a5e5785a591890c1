import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.js';
import { InvalidCredentialsError, OverloadedError } from '../errors.js';
import type { OnFault } from '../fault.js';
import { PROCESS_KEY_BYTES } from '../limits.js';
import type { Random } from '../random.js';
import type { UserStore, UserWithPassword } from '../users/user-store.js';
import { clientNetwork } from './client-address.js';
import type { AllowedAttempt, LoginGuard, LoginPlace } from './login-guard.js';
import { normalisePassword } from './password.js';
import type { PasswordCheck, PasswordHasher } from './password-hasher.js';
import { PasswordMemo } from './password-memo.js';

/** A password that could have been set, for an account that may exist. */
export interface PasswordAttempt {
  /** The canonical email address, or whatever was given in its place. */
  readonly account: string;
  /** The user as committed when the request began: status, role and hash are never remembered. */
  readonly found: UserWithPassword | null;
  readonly password: string;
  readonly clientAddress: string | undefined;
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
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(parts: VerifierParts) {
    this.#parts = parts;
    this.#key = parts.random.bytes(PROCESS_KEY_BYTES);
    this.#memo = new PasswordMemo(parts.clock);
  }

  /** @throws `invalid-credentials`, `too-many-attempts`, `overloaded` */
  async verify({ account, found, password, clientAddress }: PasswordAttempt): Promise<UserWithPassword> {
    const place = { account, network: clientNetwork(clientAddress) };
    const guess: Guess = { place, found, password: normalisePassword(password) };
    const [placeDigest, digest] = [this.#digest(account, place.network), this.#guessDigest(guess)];
    // In all other cases the status is looked at last, so that a disabled user costs the same work.
    if (isActive(found) && this.#memo.matches(placeDigest, digest)) return found;
    const isRight = await this.#share(digest, () => this.#judge(guess, placeDigest));
    if (!isRight || !isActive(found)) throw new InvalidCredentialsError();
    return found;
  }

  /** Whoever makes the same guess at the same place while it is being judged gets the same answer. */
  #share(digest: string, judge: () => Promise<boolean>): Promise<boolean> {
    const running = this.#running.get(digest);
    if (running !== undefined) return running;
    const judging = judge().finally(() => this.#running.delete(digest));
    this.#running.set(digest, judging);
    return judging;
  }

  /** Is the password right? Claims first: what the throttle refuses is never compared. */
  async #judge(guess: Guess, placeDigest: string): Promise<boolean> {
    // In a flood, most are refused here: they cost no claim on the throttle that would be given back at once.
    this.#parts.hasher.requireRoom?.();
    const claimed = (await this.#parts.guard?.claim(guess.place)) ?? UNCOUNTED;
    try {
      return await this.#judgeClaimed(guess, placeDigest, claimed);
    } finally {
      claimed.end();
    }
  }

  async #judgeClaimed(guess: Guess, placeDigest: string, claimed: AllowedAttempt): Promise<boolean> {
    const { onFault } = this.#parts;
    const { found } = guess;
    const check = await this.#compare(guess).catch(async (error: unknown) => {
      // Nothing was learnt. If this fails as well, the claim ends with its window.
      await claimed.withdraw().catch(() => {});
      throw error;
    });
    if (check === 'unreadable' && found !== null) {
      onFault({ type: 'unreadable-password-hash', userId: found.user.id });
    }
    if (check === 'no' || check === 'unreadable') return false;
    // To whom it is no use, it counts like a wrong one.
    if (!isActive(found)) return true;
    await claimed.succeeded();
    const passwordHash = check === 'ok' ? found.passwordHash : await this.#rehash(found, guess.password);
    this.#memo.add(placeDigest, this.#guessDigest({ ...guess, found: { ...found, passwordHash } }));
    return true;
  }

  async #compare({ found, password }: Guess): Promise<PasswordCheck> {
    const { hasher } = this.#parts;
    if (found !== null) return hasher.check(password, found.passwordHash);
    await hasher.checkNobody(password);
    return 'no';
  }

  /** Stores a stronger hash of a password that was right, unless the queue is full: there will be a next time. */
  async #rehash(
    { user, passwordHash, passwordVersion }: UserWithPassword,
    password: string,
  ): Promise<string> {
    const { hasher, users } = this.#parts;
    try {
      const stronger = await hasher.hash(password);
      await users.rehash(user.id, passwordVersion, stronger);
      return stronger;
    } catch (error) {
      if (error instanceof OverloadedError) return passwordHash;
      throw error;
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

const UNCOUNTED: AllowedAttempt = { succeeded: async () => {}, withdraw: async () => {}, end: () => {} };

function isActive(found: UserWithPassword | null): found is UserWithPassword {
  return found?.user.status === 'active';
}
