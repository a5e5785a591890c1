import type { Problem } from '../commands/problems.js';
import { PUBLIC_KEY_LENGTH_MAX } from '../limits.js';

const PEM = /^-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END PUBLIC KEY-----$/;

/** RFC 8410 section 4: every SPKI of Ed25519 begins with these bytes, and the 32 bytes of the key follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/**
 * The points of small order on Curve25519, by their y coordinate in hexadecimal, little-endian and without the sign:
 * 0, 1, the two of order 8, p − 1, and p and p + 1, which are 0 and 1 again. OpenSSL accepts them as keys, and anyone
 * can make signatures that verify with them without a private key: with 1, one signature fits all messages.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

/**
 * Validates a public key. The problem never quotes the value, because a user may have sent the private key.
 *
 * @example
 * console.log(publicKeyProblem('-----BEGIN PRIVATE KEY-----')); // says what would be right
 */
export function publicKeyProblem(value: unknown): Problem {
  if (typeof value !== 'string') return 'must be a string.';
  // This comes first: OpenSSL would derive the public key, and the user would never learn what they have given away.
  if (value.includes('PRIVATE KEY')) {
    return 'must be the public key, but this is a private one. It was not stored, but it has been exposed: make a new pair.';
  }
  return readPublicKey(value) === null
    ? 'must be an Ed25519 public key: SPKI in PEM, "-----BEGIN PUBLIC KEY-----…".'
    : null;
}

/** Returns the key in its canonical form, or `null` if `pem` is not a usable Ed25519 public key in PEM. */
export function readPublicKey(pem: string): string | null {
  if (pem.length > PUBLIC_KEY_LENGTH_MAX) return null;
  const spki = Buffer.from(PEM.exec(pem.trim())?.[1] ?? '', 'base64');
  if (spki.length !== SPKI_PREFIX.length + KEY_BYTES) return null;
  if (!spki.subarray(0, SPKI_PREFIX.length).equals(SPKI_PREFIX)) return null;
  if (isSmallOrder(spki.subarray(SPKI_PREFIX.length))) return null;
  return `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`;
}

function isSmallOrder(key: Buffer): boolean {
  const y = Buffer.from(key);
  y[KEY_BYTES - 1] = (y[KEY_BYTES - 1] ?? 0) & 0x7f;
  return SMALL_ORDER.has(y.toString('hex'));
}
