import { RUN_LENGTH_MIN, runLength } from '../passwords/guessable.js';
import { SEPARATOR, undressed } from '../passwords/spellings.js';

/** One way to read a password as a sequence of things that a guesser tries. */
export interface Reading {
  /** The base-2 logarithm of the number of guesses that this reading takes. */
  readonly bits: number;
  /** The recognised part, as it is written in the password. */
  readonly parts: readonly string[];
}

/** The sources of readings. */
export interface Guesses {
  /** The bits of each whole secret. */
  readonly secrets: ReadonlyMap<string, number>;
  readonly secretLengthMax: number;
  /** Find facts that are known about the account. */
  readonly context: readonly RegExp[];
}

/** Words of nearly every sentence that carry little information, since their neighbours suggest them. */
const FILLERS: ReadonlySet<string> = new Set(
  'the and for you your our this that is my me it in of to on at we be no not are was has'.split(' '),
);
const FILLER_BITS = 3;

/** A name of the context is among the first guesses. */
const CONTEXT_BITS = 1;
/** A repeated secret costs a guesser next to nothing, however often it is repeated. */
const REPEATED_BITS = 0;
const REPEATED_LENGTH_MIN = 4;
/** The part is written backwards, or with digits for letters. */
const DISGUISED_BITS = 1;
/** Shorter words are often other words when read backwards. */
const BACKWARDS_LENGTH_MIN = 5;
/** The start and the direction of a run; a guesser tries all of its ends first. */
const RUN_BITS = 5;
/** A year within about a hundred years of today. */
const YEAR = /^(?:19|20)\d\d$/;
const YEAR_BITS = 7;
/** A day of those years, in the order of any country. */
const DATE = dates();
const DATE_LENGTH_MAX = '31.12.1999'.length;
const DATE_BITS = Math.log2(366) + YEAR_BITS;
/** The presence and the choice of a separator, of the few that people use. */
const SEPARATOR_BITS = 2;
const IS_SEPARATOR = new RegExp(`^${SEPARATOR}$`, 'u');

/** An upper bound for characters that belong to nothing: a guesser has to try all of them. */
function bitsOf(character: string): number {
  if (/^\d$/.test(character)) return Math.log2(10);
  if (/^[a-z]$/.test(character)) return Math.log2(26);
  return IS_SEPARATOR.test(character) ? SEPARATOR_BITS : 8;
}

function dates(): RegExp {
  const [day, month, year] = ['(?:0[1-9]|[12]\\d|3[01])', '(?:0[1-9]|1[0-2])', '(?:19|20)\\d\\d'];
  const orders = [
    [day, month, year],
    [month, day, year],
    [year, month, day],
  ];
  return new RegExp(`^(?:${orders.map((order) => order.join('[-./]?')).join('|')})$`);
}

interface Step {
  readonly bits: number;
  readonly from: number;
  readonly part: string | null;
}

/**
 * Finds the way to cut a lowercase password into parts that takes the fewest guesses, or `null` if that takes
 * `bitsMax` or more. Readings that already cost so much are not followed to the end of a long password.
 */
export function cheapestReading(password: string, guesses: Guesses, bitsMax: number): Reading | null {
  const characters = Array.from(password);
  const best: Step[] = [{ bits: 0, from: 0, part: null }];
  const offer = (from: number, to: number, bits: number, part: string | null = null): void => {
    const total = (best[from]?.bits ?? Infinity) + bits;
    if (total < (best[to]?.bits ?? bitsMax)) best[to] = { bits: total, from, part };
  };
  const names = namesIn(password, guesses.context);
  for (let start = 0; start < characters.length; start += 1) {
    if (best[start] === undefined) continue;
    offer(start, start + 1, bitsOf(characters[start] ?? ''));
    const run = runLength(characters, start);
    for (let length = RUN_LENGTH_MIN; length <= run; length += 1) offer(start, start + length, RUN_BITS);
    for (const end of names.get(start) ?? []) {
      offer(start, end, CONTEXT_BITS, characters.slice(start, end).join(''));
    }
    for (const { end, bits, part } of secretsFrom(characters, start, guesses)) offer(start, end, bits, part);
  }
  const last = best[characters.length];
  return last === undefined ? null : { bits: last.bits, parts: partsOf(best) };
}

function partsOf(best: readonly Step[]): string[] {
  const parts: string[] = [];
  for (let to = best.length - 1; to > 0; to = best[to]?.from ?? 0) {
    const part = best[to]?.part ?? null;
    if (part !== null) parts.unshift(part);
  }
  return [...new Set(parts)];
}

/** The positions, in characters, where names of the context begin and end. */
function namesIn(password: string, context: readonly RegExp[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const texts = [...new Set([password, undressed(password)])];
  for (const match of texts.flatMap((text) => context.flatMap((name) => [...text.matchAll(name)]))) {
    const start = Array.from(password.slice(0, match.index)).length;
    found.set(start, [...(found.get(start) ?? []), start + Array.from(match[0]).length]);
  }
  return found;
}

interface Found {
  readonly end: number;
  readonly bits: number;
  readonly part: string | null;
}

function* secretsFrom(
  characters: readonly string[],
  start: number,
  { secrets, secretLengthMax }: Guesses,
): Generator<Found> {
  const before = characters.slice(0, start).join('');
  const separators = new Set<string>();
  const beginsWithWord = !IS_SEPARATOR.test(characters[start] ?? '');
  let written = '';
  let plain = '';
  let backwards = '';
  let joined = '';
  for (let end = start + 1; end <= characters.length && joined.length < secretLengthMax; end += 1) {
    const character = characters[end - 1] ?? '';
    const isSeparator = IS_SEPARATOR.test(character);
    if (isSeparator) separators.add(character);
    else joined += character;
    written += character;
    plain += undressed(character);
    backwards = character + backwards;
    const spellings: [string, number][] = [[written, 0]];
    if (plain !== written) spellings.push([plain, DISGUISED_BITS]);
    if (end - start >= BACKWARDS_LENGTH_MIN) spellings.push([backwards, DISGUISED_BITS]);
    if (separators.size > 0 && beginsWithWord && !isSeparator) {
      const separated = separators.size * SEPARATOR_BITS;
      spellings.push([joined, separated], [undressed(joined), separated + DISGUISED_BITS]);
    }
    for (const [spelling, disguise] of spellings) {
      const bits = secrets.get(spelling);
      if (bits === undefined) continue;
      const isRepeated = written.length >= REPEATED_LENGTH_MIN && before.includes(written);
      yield { end, bits: isRepeated ? REPEATED_BITS : bits + disguise, part: written };
    }
    if (FILLERS.has(written)) yield { end, bits: FILLER_BITS, part: null };
    if (YEAR.test(written)) yield { end, bits: YEAR_BITS, part: null };
    if (end - start <= DATE_LENGTH_MAX && DATE.test(written)) yield { end, bits: DATE_BITS, part: null };
  }
}
