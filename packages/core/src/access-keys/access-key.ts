import type { AccessKeyId, UserId } from '../ids.js';
import { isDate, textProblem, TIME_MAX, type Problem } from '../commands/problems.js';
import { ACCESS_KEY_NAME_LENGTH_MAX } from '../limits.js';

/** A public key that a user has registered: requests that are signed with its private key act as the user. */
export interface AccessKey {
  /** The `keyid` of signatures. */
  readonly id: AccessKeyId;
  readonly userId: UserId;
  /** The user's own name for the key. Required, not unique. */
  readonly name: string;
  /** An Ed25519 key as SPKI in PEM, in the canonical form that {@link readPublicKey} returns. */
  readonly publicKey: string;
  readonly createdAt: Date;
  /** The key is refused from this instant on. `null`, if the host allows it: the key is valid until it is revoked. */
  readonly expiresAt: Date | null;
  /** The last use, written at most once a minute; `null` if the key was never used. */
  readonly lastUsedAt: Date | null;
}

/**
 * @example
 * console.log(accessKeyNameProblem('')); // says what would be right; `null` if nothing is wrong
 */
export function accessKeyNameProblem(value: unknown): Problem {
  return textProblem(value, 1, ACCESS_KEY_NAME_LENGTH_MAX);
}

/** Returns the latest expiry of a key that is made at `now`, or `null` if there is no maximum. */
function latestExpiry(now: Date, ttlMaxMs: number | null): Date | null {
  return ttlMaxMs === null ? null : new Date(Math.min(now.getTime() + ttlMaxMs, TIME_MAX.getTime()));
}

/** Returns the requested expiry or, if the caller left it out, the latest one allowed. */
export function keyExpiry(asked: Date | null | undefined, now: Date, ttlMaxMs: number | null): Date | null {
  return asked === undefined ? latestExpiry(now, ttlMaxMs) : asked;
}

/**
 * @example
 * console.log(keyExpiryProblem(new Date('2030-01-01'), new Date(), null)); // null
 */
export function keyExpiryProblem(value: unknown, now: Date, ttlMaxMs: number | null): Problem {
  const latest = latestExpiry(now, ttlMaxMs);
  if (value === null && latest === null) return null;
  // A comparison with an invalid date is false.
  if (isDate(value) && value > now && value <= (latest ?? TIME_MAX)) return null;
  return latest === null
    ? 'must be a time in the future, or null for a key that does not expire.'
    : `must be a time in the future, ${latest.toISOString()} at the latest; left out, the key expires then.`;
}

export function isExpired({ expiresAt }: AccessKey, at: Date): boolean {
  return expiresAt !== null && at >= expiresAt;
}
