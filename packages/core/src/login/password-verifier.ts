import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.js';
import { InvalidCredentialsError, OverloadedError } from '../errors.js';
import type { OnFault } from '../fault.js';
import { PROCESS_KEY_BYTES } from '../limits.js';
import { ignoreOutage } from '../commands/ignore-outage.js';
import type { Random } from '../random.js';
import type { UserStore, UserWithPassword } from '../users/user-store.js';
import { clientNetwork, networksAround, UNKNOWN_NETWORK } from './client-address.js';
import type { LoginAttempt } from './login-attempt.js';
import type { LoginClaim, LoginGuard } from './login-guard.js';
import { normalisePassword } from '../passwords/password.js';
import {
  shareOfUser,
  type HashShare,
  type PasswordCheck,
  type PasswordHasher,
} from '../passwords/password-hasher.js';
import { PasswordMemo } from './password-memo.js';
import { noteAccount } from './refused-account.js';

/** An attempt whose password is right. */
export interface AcceptedAttempt {
  readonly found: UserWithPassword;
  /** Resolves when the attempt no longer counts. A login adds its session meanwhile, and ends when both are done. */
  readonly settled: Promise<void>;
}

/** The answer to an attempt, shared by all equal attempts that run at the same time. */
interface Verdict {
  readonly isRight: boolean;
  /** Resolves when the attempt no longer counts. */
  readonly settled: Promise<void>;
}

interface VerifierParts {
  readonly hasher: PasswordHasher;
  /** The guard; `null` if attempts are not counted. */
  readonly guard: LoginGuard | null;
  readonly users: Pick<UserStore, 'rehash'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onFault: OnFault;
}

/**
 * Compares all passwords: for logins, Basic authentication, and commands that ask for the current password. There is
 * one verifier for each `createBailiwick`.
 *
 * Every failed attempt costs exactly one hash and one claim on the throttle, whether the address is unknown, the
 * password is wrong, the user is disabled or the stored hash is corrupt (A2). Equal concurrent attempts share one of
 * each; a password that was right a moment ago costs none.
 */
export class PasswordVerifier {
  readonly #parts: VerifierParts;
  readonly #key: Uint8Array;
  readonly #memo: PasswordMemo;
  readonly #running = new Map<string, Promise<Verdict>>();
  #hasReportedAddress = false;

  constructor(parts: VerifierParts) {
    this.#parts = parts;
    this.#key = parts.random.bytes(PROCESS_KEY_BYTES);
    this.#memo = new PasswordMemo(parts.clock);
  }

  /** @throws `invalid-credentials`, `too-many-attempts`, `overloaded` */
  async verify({
    account,
    found,
    password,
    clientAddress,
  }: Omit<LoginAttempt, 'network'> & {
    readonly clientAddress: string | undefined;
  }): Promise<AcceptedAttempt> {
    const network = clientNetwork(clientAddress);
    const attempt: LoginAttempt = { account, network, found, password: normalisePassword(password) };
    const [originDigest, digest] = [this.#digest(account, network), this.#attemptDigest(attempt)];
    // In all other cases the status is checked last, so that a disabled user costs the same work.
    if (isActive(found) && this.#memo.matches(originDigest, digest)) return { found, settled: SETTLED };
    try {
      const { isRight, settled } = await this.#share(digest, () => this.#judge(attempt, originDigest));
      if (!isRight || !isActive(found)) throw new InvalidCredentialsError();
      return { found, settled };
    } catch (error) {
      if (found !== null) noteAccount(error, found.user.id);
      throw error;
    }
  }

  /** Shares one verdict among all equal attempts that arrive before it is reached. */
  #share(digest: string, judge: () => Promise<Verdict>): Promise<Verdict> {
    const running = this.#running.get(digest);
    if (running !== undefined) return running;
    const judging = judge();
    this.#running.set(digest, judging);
    const end = () => this.#running.delete(digest);
    void judging.then(({ settled }) => settled).then(end, end);
    return judging;
  }

  /** Is the password right? An attempt is claimed first: if the throttle refuses it, its password is never compared. */
  async #judge(attempt: LoginAttempt, originDigest: string): Promise<Verdict> {
    const { guard, hasher, onFault } = this.#parts;
    const { network } = attempt;
    if (guard !== null && network === UNKNOWN_NETWORK) this.#reportAddress();
    const isKnown = (await guard?.knows(network)) ?? false;
    const share: HashShare = [isKnown ? 'known networks' : 'new networks', ...networksAround(network)];
    // In a flood, most attempts are refused here, without a claim on the throttle that would be released at once.
    hasher.requireRoom?.(share);
    const claim = (await guard?.claim(attempt)) ?? UNCOUNTED;
    // An attempt that is refused in any case takes as long as a check, so that the time reveals nothing.
    const found = claim.mayBeRight ? attempt.found : null;
    const check = await this.#compare(attempt.password, found, share).catch(async (error: unknown) => {
      // The attempt has learnt nothing. If this fails too, the claim ends with its window.
      await claim.withdraw().catch(() => {});
      throw error;
    });
    const isRight = check === 'ok' || check === 'ok-needs-rehash';
    // The right password of a disabled user counts like a wrong one.
    if (isRight && isActive(found)) {
      return { isRight, settled: this.#settle(claim, { ...attempt, found }, check, originDigest) };
    }
    claim.failed();
    if (check === 'unreadable' && found !== null) {
      onFault({ type: 'unreadable-password-hash', userId: found.user.id });
    }
    if (claim.refusal !== null) throw claim.refusal;
    return { isRight, settled: SETTLED };
  }

  #reportAddress(): void {
    if (this.#hasReportedAddress) return;
    this.#hasReportedAddress = true;
    this.#parts.onFault({ type: 'client-address-missing' });
  }

  /** Ends an attempt with the right password. The window or the next login makes up for what an outage prevents. */
  async #settle(
    claim: LoginClaim,
    attempt: LoginAttempt & { readonly found: UserWithPassword },
    check: PasswordCheck,
    originDigest: string,
  ): Promise<void> {
    const { found, password } = attempt;
    await claim.succeeded().catch(ignoreOutage);
    const passwordHash =
      check === 'ok-needs-rehash' ? await this.#rehash(found, password) : found.passwordHash;
    this.#memo.add(originDigest, this.#attemptDigest({ ...attempt, found: { ...found, passwordHash } }));
  }

  async #compare(password: string, found: UserWithPassword | null, share: HashShare): Promise<PasswordCheck> {
    const { hasher } = this.#parts;
    if (found !== null) return hasher.check(password, found.passwordHash, share);
    await hasher.checkNobody(password, share);
    return 'no';
  }

  /** Stores a stronger hash of a right password, unless the queue is full: the next login tries again. */
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
      if (!(error instanceof OverloadedError)) ignoreOutage(error);
      return passwordHash;
    }
  }

  /** Covers the account, so that equal passwords of two accounts differ, and the hash, so that a new password does. */
  #attemptDigest({ account, network, found, password }: LoginAttempt): string {
    return this.#digest(account, network, found?.passwordHash ?? '', password);
  }

  #digest(...parts: readonly string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}

const SETTLED = Promise.resolve();

const UNCOUNTED: LoginClaim = {
  refusal: null,
  mayBeRight: true,
  succeeded: async () => {},
  withdraw: async () => {},
  failed: () => {},
};

function isActive(found: UserWithPassword | null): found is UserWithPassword {
  return found?.user.status === 'active';
}
