import { dictionary } from '@zxcvbn-ts/language-common';
import type { Problem } from '../commands/problems.js';
import { COMMON_PASSWORD_GUESSES_MIN } from '../limits.js';
import { unpredictableLength, withoutContext } from '../passwords/guessable.js';
import type { PasswordBlocklist } from '../passwords/password.js';
import { contextPatterns, SEPARATOR, undressed } from '../passwords/spellings.js';
import { cheapestReading, type Guesses } from './cheapest-reading.js';
import { FAMOUS_PHRASES } from './famous-phrases.js';

/** Shorter words occur in everything. */
const PADDED_LENGTH_MIN = 4;
/** The rank that a famous phrase would have in the list: beside the hundred most common passwords. */
const FAMOUS_BITS = Math.log2(100);
const BITS_MIN = Math.log2(COMMON_PASSWORD_GUESSES_MIN);

/** `p-a-s-s` and `ppaassss`: a separator between all characters, or each character twice. */
const SPELT = new RegExp(`^(?:[^\\s]${SEPARATOR})+[^\\s]?$`, 'u');
const DOUBLED = /^(?:(.)\1)+$/su;

/**
 * Refuses passwords that a guesser finds early because they are made of those that leaked most often: the 49
 * thousand that `@zxcvbn-ts/language-common` lists, famous phrases, and the words of the context.
 *
 * It refuses one of them with as much padding as it has letters (a run of digits counts as one), and any sequence of
 * them that takes fewer than {@link COMMON_PASSWORD_GUESSES_MIN} guesses. Four words of one's own choice take more,
 * whatever they happen to contain.
 *
 * Measured: loading takes some 100 ms and keeps 5 MB of heap; a look-up takes a millisecond or two, which is little
 * beside the hash that follows, and 70 ms for the worst password of 1024 characters.
 *
 * @example
 * const bailiwick = createBailiwick({
 *   storage,
 *   passwordHasher: scryptHasher(),
 *   passwordBlocklist: commonPasswordBlocklist(),
 * });
 */
export function commonPasswordBlocklist(): PasswordBlocklist {
  const secrets = commonSecrets();
  const secretLengthMax = Math.max(...Array.from(secrets.keys(), (secret) => secret.length));
  return (password, context) => {
    const guesses = { secrets, secretLengthMax, context: contextPatterns(context) };
    for (const spelling of spellingsOf(password.toLowerCase())) {
      const parts = padded(spelling, guesses) ?? combined(spelling, guesses);
      if (parts !== null) return problem(parts);
    }
    return null;
  };
}

/** Those at the beginning of the list leaked most often, so a guesser tries them first. */
function commonSecrets(): Map<string, number> {
  const secrets = new Map(FAMOUS_PHRASES.map((phrase) => [phrase.replaceAll(' ', ''), FAMOUS_BITS]));
  dictionary['passwords-common'].forEach((password, index) => secrets.set(password, Math.log2(index + 2)));
  return secrets;
}

function problem(parts: readonly string[]): Problem {
  const found = parts.map((part) => `"${part}"`).join(', ');
  return `must not be made of what guessers try first: ${found}.`;
}

function spellingsOf(password: string): string[] {
  return [
    password,
    ...(SPELT.test(password) ? [password.replaceAll(/(.)./gsu, '$1')] : []),
    ...(DOUBLED.test(password) ? [password.replaceAll(/(.)\1/gsu, '$1')] : []),
  ];
}

function combined(password: string, guesses: Guesses): readonly string[] | null {
  const reading = cheapestReading(password, guesses, BITS_MIN);
  return reading === null || reading.parts.length === 0 ? null : reading.parts;
}

/** One secret with padding of non-letters that is shorter than the secret. */
function padded(password: string, { secrets, secretLengthMax, context }: Guesses): readonly string[] | null {
  const text = withoutContext(password, context);
  const first = text.search(/\p{L}/u);
  const last = text.search(/\p{L}[^\p{L}]*$/u);
  if (first < 0 || last - first >= secretLengthMax) return null;
  for (let start = first; start >= 0 && last - start < secretLengthMax; start -= 1) {
    for (let end = last + 1; end <= text.length && end - start <= secretLengthMax; end += 1) {
      const secret = text.slice(start, end);
      if (secret.length < PADDED_LENGTH_MIN) continue;
      if (!secrets.has(secret) && !secrets.has(undressed(secret))) continue;
      const padding = unpredictableLength(text.slice(0, start)) + unpredictableLength(text.slice(end));
      if (padding <= secret.length) return [secret];
    }
  }
  return null;
}
