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
  async verify(attempt: PasswordAttempt): Promise<UserWithPassword> {
    const { account, found } = attempt;
    const place: LoginPlace = { account, network: clientNetwork(attempt.clientAddress) };
    const password = normalisePassword(attempt.password);
    const placeDigest = this.#digest(place.account, place.network);
    const guess = this.#guessDigest(place, found, password);
    // The status is looked at last in all other cases, so that a disabled user costs the same work.
    if (found !== null && isActive(found) && this.#memo.matches(placeDigest, guess)) return found;
    const isRight = await this.#share(guess, async () => {
      const check = await this.#check(place, found, password);
      if (check === 'no' || found === null || !isActive(found)) return check !== 'no';
      this.#memo.add(placeDigest, guess);
      if (check === 'ok-needs-rehash') {
        const passwordHash = await this.#rehash(found, password);
        if (passwordHash !== null)
          this.#memo.add(placeDigest, this.#guessDigest(place, { ...found, passwordHash }, password));
      }
      return true;
    });
    if (!isRight || found === null || !isActive(found)) throw new InvalidCredentialsError();
    return found;
  }

  /** Whoever makes the same guess at the same place while it is being judged gets the same answer. */
  #share(guess: string, judge: () => Promise<boolean>): Promise<boolean> {
    const running = this.#running.get(guess);
    if (running !== undefined) return running;
    const judging = judge().finally(() => this.#running.delete(guess));
    this.#running.set(guess, judging);
    return judging;
  }

  /** Claims first: what the throttle refuses is never compared. */
  async #check(
    place: LoginPlace,
    found: UserWithPassword | null,
    password: string,
  ): Promise<Exclude<PasswordCheck, 'unreadable'>> {
    const { guard, onFault } = this.#parts;
    const claimed = (await guard?.claim(place)) ?? UNCOUNTED;
    const check = await this.#compare(found, password).catch(async (error: unknown) => {
      // Nothing was learnt. If this fails as well, the claim ends with its window.
      await claimed.withdraw().catch(() => {});
      throw error;
    });
    if (check === 'unreadable') {
      if (found !== null) onFault({ type: 'unreadable-password-hash', userId: found.user.id });
      return 'no';
    }
    if (check !== 'no' && found !== null && isActive(found)) await claimed.succeeded();
    return check;
  }

  async #compare(found: UserWithPassword | null, password: string): Promise<PasswordCheck> {
    const { hasher } = this.#parts;
    if (found !== null) return hasher.check(password, found.passwordHash);
    await hasher.checkNobody(password);
    return 'no';
  }

  /** Stores a stronger hash of a password that was right; `null` while the queue is full: there will be a next time. */
  async #rehash({ user, passwordVersion }: UserWithPassword, password: string): Promise<string | null> {
    const { hasher, users } = this.#parts;
    try {
      const passwordHash = await hasher.hash(password);
      await users.rehash(user.id, passwordVersion, passwordHash);
      return passwordHash;
    } catch (error) {
      if (error instanceof OverloadedError) return null;
      throw error;
    }
  }

  /** The account is in it, so that equal passwords of two accounts never meet, and the hash, so that a new one is unknown. */
  #guessDigest(place: LoginPlace, found: UserWithPassword | null, password: string): string {
    return this.#digest(place.account, place.network, found?.passwordHash ?? '', password);
  }

  #digest(...parts: readonly string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}

const UNCOUNTED: AllowedAttempt = { succeeded: async () => {}, withdraw: async () => {} };

function isActive({ user }: UserWithPassword): boolean {
  return user.status === 'active';
}
