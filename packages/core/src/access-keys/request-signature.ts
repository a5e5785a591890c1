import { verify } from 'node:crypto';
import { isDate } from '../commands/problems.js';
import {
  SIGNATURE_CLOCK_SKEW_MS,
  SIGNATURE_NONCE_LENGTH_MAX,
  SIGNATURE_NONCE_LENGTH_MIN,
  SIGNATURE_TTL_MAX_MS,
} from '../limits.js';

/**
 * A signature on a request, without the request: what was signed is bytes here, whatever protocol they
 * come from. Whoever makes it answers for `base`: that it stands for the whole request, and for the
 * other members too.
 */
export interface RequestSignature {
  /** The id of an access key. */
  readonly keyId: string;
  /** 16 to 64 visible ASCII characters, never used before with this key. */
  readonly nonce: string;
  readonly createdAt: Date;
  /** At most five minutes after `createdAt`. */
  readonly expiresAt: Date;
  /** The bytes that were signed. */
  readonly base: Uint8Array;
  /** Ed25519 (RFC 8032), 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * Is this the time for the signature? A signer's clock may be ahead by half a minute; one that is behind
 * has its own choice of `expiresAt`. An invalid date compares as false with everything.
 */
export function isTimely({ createdAt, expiresAt }: RequestSignature, now: Date): boolean {
  const [created, expires, at] = [createdAt.getTime(), expiresAt.getTime(), now.getTime()];
  return (
    created <= at + SIGNATURE_CLOCK_SKEW_MS &&
    created < expires &&
    expires <= created + SIGNATURE_TTL_MAX_MS &&
    at < expires
  );
}

/** Is it a signature at all? Its members may come from anywhere. */
export function isReadable({ nonce, createdAt, expiresAt, base, signature }: RequestSignature): boolean {
  return (
    typeof nonce === 'string' &&
    isDate(createdAt) &&
    isDate(expiresAt) &&
    base instanceof Uint8Array &&
    signature instanceof Uint8Array
  );
}

export function isNonceShaped(nonce: string): boolean {
  const { length } = nonce;
  if (length < SIGNATURE_NONCE_LENGTH_MIN || length > SIGNATURE_NONCE_LENGTH_MAX) return false;
  return /^[\x21-\x7e]+$/.test(nonce);
}

/**
 * Until when a nonce is remembered: longer than its signature holds, so that a process whose clock is
 * ahead does not sweep away what another one would still accept.
 */
export function nonceExpiresAt({ expiresAt }: RequestSignature): Date {
  return new Date(expiresAt.getTime() + SIGNATURE_CLOCK_SKEW_MS);
}

export function isSignedBy({ base, signature }: RequestSignature, publicKey: string): boolean {
  return verify(null, base, publicKey, signature);
}
