import type { Problem } from '../commands/problems.js';
import { contextPatterns, SEPARATOR, undressed, type PasswordContext } from './spellings.js';

/** Adjacent keys, along rows and columns, of the usual keyboards for Latin letters. */
const KEYS = [
  '1234567890 qwertyuiop asdfghjkl zxcvbnm',
  'qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn',
  '1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol',
  // This is the row of digits with the shift key held down, in three countries.
  '!@#$%^&*() !"£$%^&*() !"§$%&/()=',
].flatMap((keys) => keys.split(' '));

/** Shorter runs are parts of ordinary words. */
export const RUN_LENGTH_MIN = 3;
/** Stands for a removed word, since passwords cannot contain NUL. */
const TAKEN_OUT = '\0';
/** Adjacent removed words, with at most one separator around each, count as one thing to guess. */
const TAKEN_OUT_TOGETHER = new RegExp(`${SEPARATOR}?(?:${TAKEN_OUT}${SEPARATOR}?)+`, 'gu');

/**
 * Refuses a password that is mostly predictable. Names and words of the context, repetitions, sequences and walks along
 * a keyboard count as one character each; the result must be half as long as the shortest password.
 */
export function guessableProblem(password: string, context: PasswordContext, lengthMin: number): Problem {
  if (unpredictableLengthIn(password, context) >= lengthMin / 2) return null;
  return 'must not be easy to guess: this is mostly a repetition, a sequence, or words of the email address or the service.';
}

/** Refuses a new address if the user's current password mostly consists of it. */
export function addressInPasswordProblem(
  password: string,
  context: PasswordContext,
  lengthMin: number,
): Problem {
  const left = unpredictableLengthIn(password, context);
  const withoutAddress = unpredictableLengthIn(password, { ...context, email: null });
  if (left >= lengthMin / 2 || left === withoutAddress) return null;
  return 'must not make up most of your password: change the password first.';
}

function unpredictableLengthIn(password: string, context: PasswordContext): number {
  const unit = repeatedUnit(password.toLowerCase());
  const patterns = contextPatterns(context);
  const lengths = [unit, undressed(unit)].map((text) => unpredictableLength(withoutContext(text, patterns)));
  return Math.min(...lengths);
}

/** Replaces everything that the patterns find by one character. */
export function withoutContext(text: string, patterns: readonly RegExp[]): string {
  return patterns
    .reduce((rest, pattern) => rest.replaceAll(pattern, TAKEN_OUT), text)
    .replaceAll(TAKEN_OUT_TOGETHER, TAKEN_OUT);
}

/** Returns the unit that a text repeats from its beginning to its end (`abc` of `abcabcab`), or the text itself. */
function repeatedUnit(text: string): string {
  const characters = Array.from(text);
  for (let length = 1; length * 2 <= characters.length; length += 1) {
    if (characters.every((character, index) => character === characters[index % length])) {
      return characters.slice(0, length).join('');
    }
  }
  return text;
}

/** Counts the characters of a text, with each run as one. */
export function unpredictableLength(text: string): number {
  const characters = Array.from(text);
  let length = 0;
  for (let start = 0; start < characters.length;) {
    const run = runLength(characters, start);
    const isRun = run >= RUN_LENGTH_MIN;
    length += 1;
    start += isRun ? run : 1;
  }
  return length;
}

/** Counts the characters from `start` on that continue in the same way as the first two. */
export function runLength(characters: readonly string[], start: number): number {
  const longest = STEPS.map((isStep) => {
    let end = start + 1;
    while (end < characters.length && isStep(characters[end - 1] ?? '', characters[end] ?? '')) end += 1;
    return end - start;
  });
  return Math.max(...longest);
}

type IsStep = (from: string, to: string) => boolean;

const STEPS: readonly IsStep[] = [
  (from, to) => from === to,
  (from, to) => to.codePointAt(0) === (from.codePointAt(0) ?? 0) + 1,
  (from, to) => to.codePointAt(0) === (from.codePointAt(0) ?? 0) - 1,
  (from, to) => KEYS.some((keys) => keys.includes(from + to)),
  (from, to) => KEYS.some((keys) => keys.includes(to + from)),
];
