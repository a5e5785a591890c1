import type { AccessKeyId, UserId } from '../ids.js';
import { isDate, textProblem, type Problem } from '../commands/problems.js';
import { ACCESS_KEY_NAME_LENGTH_MAX } from '../limits.js';

/** A public key that a client registered: requests signed with its private half act as the user. */
export interface AccessKey {
  /** The `keyid` of signatures. */
  readonly id: AccessKeyId;
  readonly userId: UserId;
  /** What the key is for, to its user. Required, not unique. */
  readonly name: string;
  /** Ed25519, SPKI in PEM, in the one form that {@link readPublicKey} gives. */
  readonly publicKey: string;
  readonly createdAt: Date;
  /** From this instant on the key is refused; `null`: it is valid until it is revoked, where the host allows that. */
  readonly expiresAt: Date | null;
  /** Written at most once a minute; `null`: never used. */
  readonly lastUsedAt: Date | null;
}

export function accessKeyNameProblem(value: unknown): Problem {
  return textProblem(value, 1, ACCESS_KEY_NAME_LENGTH_MAX);
}

/** The last instant that both databases and RFC 3339 can write. */
const EXPIRES_AT_MAX = new Date('9999-12-31T23:59:59.999Z');

/** The latest expiry that a key made at `now` may have; `null`: none is too late. */
function latestExpiry(now: Date, ttlMaxMs: number | null): Date | null {
  return ttlMaxMs === null ? null : new Date(Math.min(now.getTime() + ttlMaxMs, EXPIRES_AT_MAX.getTime()));
}

/** What was asked for, or what holds where nothing was: the latest there is. */
export function keyExpiry(asked: Date | null | undefined, now: Date, ttlMaxMs: number | null): Date | null {
  return asked === undefined ? latestExpiry(now, ttlMaxMs) : asked;
}

export function keyExpiryProblem(value: unknown, now: Date, ttlMaxMs: number | null): Problem {
  const latest = latestExpiry(now, ttlMaxMs);
  if (value === null && latest === null) return null;
  // A comparison with an invalid date is false.
  if (isDate(value) && value > now && value <= (latest ?? EXPIRES_AT_MAX)) return null;
  return latest === null
    ? 'must be a time in the future, or null for a key that does not expire.'
    : `must be a time in the future, ${latest.toISOString()} at the latest; left out, the key expires then.`;
}

export function isExpired({ expiresAt }: AccessKey, at: Date): boolean {
  return expiresAt !== null && at >= expiresAt;
}
