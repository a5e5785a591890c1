import { codePoints, type Problem } from '../commands/problems.js';
import { PASSWORD_LENGTH_MAX } from '../limits.js';
import { guessableProblem } from './guessable.js';
import type { PasswordContext } from './spellings.js';

/** What a host refuses as too common: what would be right, as a sentence, or `null`. `password` arrives normalised. */
export type PasswordBlocklist = (password: string, context: PasswordContext) => Problem;

/** What holds where a password is set. */
export interface PasswordRules extends PasswordContext {
  readonly lengthMin: number;
  readonly blocklist: PasswordBlocklist | null;
}

/** What is wrong with a password that somebody wants to set, whichever way it is set. */
export function newPasswordProblem(value: unknown, rules: PasswordRules): Problem {
  const problem = passwordProblem(value, rules.lengthMin);
  if (problem !== null || typeof value !== 'string') return problem;
  const password = normalisePassword(value);
  return guessableProblem(password, rules, rules.lengthMin) ?? rules.blocklist?.(password, rules) ?? null;
}

/**
 * Does `value` have the form of a password? Length counts Unicode code points (NIST SP 800-63B-4,
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
