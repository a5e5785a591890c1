import { verify } from 'node:crypto';
import { isDate } from '../commands/problems.js';
import {
  SIGNATURE_CLOCK_SKEW_MS,
  SIGNATURE_NONCE_LENGTH_MAX,
  SIGNATURE_NONCE_LENGTH_MIN,
  SIGNATURE_TTL_MAX_MS,
} from '../limits.js';

/**
 * A signature on a request, independent of the protocol: the signed request is just bytes here. The caller that makes
 * this object is responsible for `base`, which must cover the whole request and the other members.
 */
export interface RequestSignature {
  /** The id of an access key. */
  readonly keyId: string;
  /** 16 to 64 visible ASCII characters that were never used with this key before. */
  readonly nonce: string;
  readonly createdAt: Date;
  /** At most five minutes after `createdAt`. */
  readonly expiresAt: Date;
  /** The signed bytes. */
  readonly base: Uint8Array;
  /** Ed25519 (RFC 8032), 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * Is the signature valid at this time? A signer's clock may be ahead by half a minute; a signer whose clock is behind
 * can choose a later `expiresAt`. Every comparison with an invalid date is false.
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

/** Do the members have the right types? They come from outside and may be anything. */
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
 * Returns until when to remember a nonce: longer than its signature is valid, so that a process whose clock is ahead
 * does not sweep a nonce that another process would still accept.
 */
export function nonceExpiresAt({ expiresAt }: RequestSignature): Date {
  return new Date(expiresAt.getTime() + SIGNATURE_CLOCK_SKEW_MS);
}

export function isSignedBy({ base, signature }: RequestSignature, publicKey: string): boolean {
  return verify(null, base, publicKey, signature);
}
