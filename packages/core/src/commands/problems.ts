import { IDEMPOTENCY_KEY_LENGTH_MAX, PAGE_SIZE_MAX } from '../limits.js';

/**
 * What is wrong with a value, as a sentence that says what would be right, or `null`.
 * The same functions check what a library caller passes and what an HTTP client sends.
 */
export type Problem = string | null;

/**
 * What a name cannot hold: the control characters of C0 and C1, line and paragraph separators, and what embeds,
 * overrides or isolates a direction. Whoever shows a name, in a terminal, a log or a table, would have its own text
 * moved, hidden or coloured by somebody else's. Marks of direction and joiners are text: languages need them.
 */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NOT_IN_TEXT = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

/** The text rule as a pattern of JSON Schema. */
export const TEXT_PATTERN = '^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069]*$';

/**
 * Text that is shown to people, and that both databases store unchanged: PostgreSQL has no NUL, and UTF-8 has no
 * lone surrogates.
 */
export function textProblem(value: unknown, lengthMin: number, lengthMax: number): Problem {
  if (typeof value !== 'string') return 'must be a string.';
  if (!value.isWellFormed()) return 'must be well-formed Unicode without lone surrogates.';
  if (NOT_IN_TEXT.test(value))
    return 'must not contain control characters, nor ones that change the direction of text.';
  // `length` counts UTF-16 units and is never below the count of code points: no huge string is spread.
  const tooLong = value.length > lengthMax * 2 || codePoints(value) > lengthMax;
  if (tooLong || codePoints(value) < lengthMin) return `must have ${lengthMin} to ${lengthMax} characters.`;
  return null;
}

/** A date whose methods work: also one of another realm, as test runners have, but no proxy of one. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value as Date);
    return true;
  } catch {
    return false;
  }
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function integerProblem(value: unknown, min: number, max: number): Problem {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return null;
  return `must be an integer from ${min} to ${max}.`;
}

export function booleanProblem(value: unknown): Problem {
  return typeof value === 'boolean' ? null : 'must be true or false.';
}

export function oneOfProblem(value: unknown, allowed: readonly string[]): Problem {
  if (typeof value === 'string' && allowed.includes(value)) return null;
  return `must be ${allowed.map((item) => `"${item}"`).join(' or ')}.`;
}

export function pageSizeProblem(value: unknown): Problem {
  return integerProblem(value, 1, PAGE_SIZE_MAX);
}

export function idempotencyKeyProblem(value: unknown): Problem {
  const readable = typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
  if (readable && value.length <= IDEMPOTENCY_KEY_LENGTH_MAX) return null;
  return `must be 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters.`;
}
