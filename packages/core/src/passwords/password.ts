import { codePoints, type Problem } from '../input.js';
import { PASSWORD_LENGTH_MAX } from '../limits.js';

/**
 * Is `value` a password that may be *set*? Length counts Unicode code points (NIST SP 800-63B-4,
 * section 3.1.1.2) after normalisation, since that is what is hashed; composition is free. It is
 * checked before hashing, so that nobody buys work with a long string.
 */
export function passwordProblem(value: unknown, lengthMin: number): Problem {
  if (typeof value !== 'string') return 'must be a string.';
  if (!value.isWellFormed()) return 'must be well-formed Unicode without lone surrogates.';
  if (value.includes('\0')) return 'must not contain the NUL character.';
  if (value.length > PASSWORD_LENGTH_MAX * 2 || codePoints(normalisePassword(value)) > PASSWORD_LENGTH_MAX) {
    return `must have at most ${PASSWORD_LENGTH_MAX} characters.`;
  }
  if (codePoints(normalisePassword(value)) < lengthMin) return `must have at least ${lengthMin} characters.`;
  return null;
}

/** Can `value` be *checked* at all? What could never have been set is not worth a hash. */
export function isCheckablePassword(value: string): boolean {
  return passwordProblem(value, 1) === null;
}

/**
 * NFKC, once, before every hash and every check: the same password typed on a machine that composes
 * accents and on one that decomposes them is the same password (NIST SP 800-63B-4, section 3.1.1.2).
 */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}
