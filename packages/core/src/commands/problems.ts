import { IDEMPOTENCY_KEY_LENGTH_MAX, PAGE_SIZE_MAX } from '../limits.js';

/**
 * The problem with a value, as a sentence that says what would be right, or `null` if there is none. The same functions
 * check the values of library callers and of HTTP clients.
 */
export type Problem = string | null;

/**
 * The characters that a name cannot hold: the control characters of C0 and C1, line and paragraph separators, and the
 * controls that embed, override or isolate a text direction. In a terminal, a log or a table, they would move, hide or
 * colour the text around the name. Direction marks and joiners are allowed, because some languages need them.
 */
// oxlint-disable-next-line no-control-regex -- the pattern looks for control characters
const NOT_IN_TEXT = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

/** The text rule as a pattern of JSON Schema. */
export const TEXT_PATTERN = '^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069]*$';

/**
 * Validates a text that is shown to people and that both databases must store unchanged: PostgreSQL has no NUL, and
 * UTF-8 has no lone surrogates.
 */
export function textProblem(value: unknown, lengthMin: number, lengthMax: number): Problem {
  if (typeof value !== 'string') return 'must be a string.';
  if (!value.isWellFormed()) return 'must be well-formed Unicode without lone surrogates.';
  if (NOT_IN_TEXT.test(value))
    return 'must not contain control characters, nor ones that change the direction of text.';
  // `length` counts UTF-16 units, at most two for each code point, so the code points of a huge text are never counted.
  const tooLong = value.length > lengthMax * 2 || codePoints(value) > lengthMax;
  if (tooLong || codePoints(value) < lengthMin) return `must have ${lengthMin} to ${lengthMax} characters.`;
  return null;
}

/** Is the value a date whose methods work? Dates of another realm are (test runners have them), proxies are not. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value as Date);
    return true;
  } catch {
    return false;
  }
}

/** The last instant that both databases and RFC 3339 can represent. */
export const TIME_MAX = new Date('9999-12-31T23:59:59.999Z');

export function timeProblem(value: unknown): Problem {
  // A comparison with an invalid date is false.
  return isDate(value) && value <= TIME_MAX
    ? null
    : `must be a time, ${TIME_MAX.toISOString()} at the latest.`;
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * Says what is wrong with an integer that must lie between two bounds, or `null`.
 *
 * @example
 * assert.equal(integerProblem(80, 50, 100), null);
 */
export function integerProblem(value: unknown, min: number, max: number): Problem {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return null;
  return `must be an integer from ${min} to ${max}.`;
}

export function booleanProblem(value: unknown): Problem {
  return typeof value === 'boolean' ? null : 'must be true or false.';
}

/**
 * @example
 * console.log(oneOfProblem('gone', ['active', 'disabled'])); // lists what is possible
 */
export function oneOfProblem(value: unknown, allowed: readonly string[]): Problem {
  if (typeof value === 'string' && allowed.includes(value)) return null;
  return `must be ${either(allowed)}.`;
}

/** Quotes the names, of which any will do. */
export function either(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}

/**
 * @example
 * console.log(pageSizeProblem(1000)); // says what would be right
 */
export function pageSizeProblem(value: unknown): Problem {
  return integerProblem(value, 1, PAGE_SIZE_MAX);
}

/**
 * @example
 * console.log(idempotencyKeyProblem('order 17')); // `null` if nothing is wrong
 */
export function idempotencyKeyProblem(value: unknown): Problem {
  const readable = typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
  if (readable && value.length <= IDEMPOTENCY_KEY_LENGTH_MAX) return null;
  return `must be 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters.`;
}
