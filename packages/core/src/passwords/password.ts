import { codePoints, type Problem } from '../commands/problems.js';
import { PASSWORD_LENGTH_MAX } from '../limits.js';
import { guessableProblem } from './guessable.js';
import type { PasswordContext } from './spellings.js';

/** Refuses passwords that are too common: returns what would be right, or `null`. `password` is already normalised. */
export type PasswordBlocklist = (password: string, context: PasswordContext) => Problem;

/** The rules for new passwords. */
export interface PasswordRules extends PasswordContext {
  readonly lengthMin: number;
  readonly blocklist: PasswordBlocklist | null;
}

/**
 * Validates a new password, for every command that sets one.
 *
 * @example
 * const rules = { lengthMin: 15, blocklist: null, serviceName: 'example', email: 'ann@example.com' };
 * console.log(newPasswordProblem('123456', rules)); // says what would be right
 */
export function newPasswordProblem(value: unknown, rules: PasswordRules): Problem {
  const problem = passwordProblem(value, rules.lengthMin);
  if (problem !== null || typeof value !== 'string') return problem;
  const password = normalisePassword(value);
  return guessableProblem(password, rules, rules.lengthMin) ?? rules.blocklist?.(password, rules) ?? null;
}

/**
 * Validates the form of a password. Its length is the number of Unicode code points (NIST SP 800-63B-4, section
 * 3.1.1.2) after normalisation, since the normalised text is hashed; its composition is free. The check comes before
 * hashing, so that a long string cannot cause much work.
 *
 * @example
 * console.log(passwordProblem('short', 15)); // says what would be right
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

/** Is the value worth a hash? A password that could never have been set is not. */
export function isCheckablePassword(value: string): boolean {
  return passwordProblem(value, 1) === null;
}

/**
 * Normalises to NFKC, once, before every hash and check, so that a password is the same whether a machine composes
 * accents or decomposes them (NIST SP 800-63B-4, section 3.1.1.2).
 */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}
