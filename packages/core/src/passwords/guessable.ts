import type { Problem } from '../input.js';

/** What a password must not be made of, beside what everybody uses. */
export interface PasswordContext {
  /** The service that the password is for; its words are the first that a guesser tries. */
  readonly serviceName: string;
  /** Whose password it is; `null` when that is not known. */
  readonly email: string | null;
}

/** Keys that lie side by side, along rows and columns, of the usual keyboards for Latin letters. */
const KEYS = [
  '1234567890 qwertyuiop asdfghjkl zxcvbnm',
  'qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn',
  '1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol',
].flatMap((keys) => keys.split(' '));

/** Shorter ones are parts of ordinary words. */
const RUN_LENGTH_MIN = 3;
const WORD_LENGTH_MIN = 3;
/** Passwords have none: it stands for a word that was taken out. */
const TAKEN_OUT = '\0';

/**
 * Refuses a password that is mostly predictable. Repetitions, sequences, walks along a keyboard and words
 * of the context count as one character each; what is left must be half as long as the shortest password.
 */
export function guessableProblem(password: string, context: PasswordContext, lengthMin: number): Problem {
  const unit = repeatedUnit(password.toLowerCase());
  const rest = wordsOf(context).reduce((text, word) => text.replaceAll(word, TAKEN_OUT), unit);
  if (unpredictableLength(Array.from(rest)) >= lengthMin / 2) return null;
  return 'must not be easy to guess: this is mostly a repetition, a sequence, or words of the email address or the service.';
}

/** `abc` of `abcabcab`: what a text repeats from its beginning to its end, or the text itself. */
export function repeatedUnit(text: string): string {
  const characters = Array.from(text);
  for (let length = 1; length * 2 <= characters.length; length += 1) {
    if (characters.every((character, index) => character === characters[index % length])) {
      return characters.slice(0, length).join('');
    }
  }
  return text;
}

/** Longest first, so that no word is cut by a shorter one within it. */
function wordsOf({ serviceName, email }: PasswordContext): string[] {
  const words = [
    serviceName,
    ...serviceName.split(/[^\p{L}\p{N}]+/u),
    ...(email ?? '').split(/[^\p{L}\p{N}]+/u),
  ];
  return words
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= WORD_LENGTH_MIN)
    .toSorted((a, b) => b.length - a.length);
}

function unpredictableLength(characters: readonly string[]): number {
  let length = 0;
  for (let start = 0; start < characters.length;) {
    const run = runLength(characters, start);
    const isRun = run >= RUN_LENGTH_MIN;
    length += 1;
    start += isRun ? run : 1;
  }
  return length;
}

/** How many characters from `start` on go on in the way that the first two begin. */
function runLength(characters: readonly string[], start: number): number {
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
