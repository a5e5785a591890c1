import { emailKey } from '../users/user.js';

/** Shorter words are parts of ordinary words, so they count only as separate words. */
const WORD_LENGTH_MIN = 3;

/** From this length on, a word is recognised with separators between its letters: `b-a-i-l-i-w-i-c-k`. */
const SPELT_WORD_LENGTH_MIN = 8;

/** The characters that people put between words. Characters beyond ASCII are as unpredictable as letters. */
export const SEPARATOR = '[\\s!-/:-@[-`{-~]';

/** The substitutes for letters in passwords that must have digits and symbols. */
const LETTER_OF: Readonly<Record<string, string>> = {
  '@': 'a',
  4: 'a',
  3: 'e',
  1: 'i',
  '!': 'i',
  0: 'o',
  $: 's',
  5: 's',
  7: 't',
};

/** Replaces the substitutes by their letters, e.g. `p4$$w0rd` by `password`. */
export function undressed(text: string): string {
  return Array.from(text, (character) => LETTER_OF[character] ?? character).join('');
}

/** The names that a password must not consist of. */
export interface PasswordContext {
  /** The name of the service, whose words a guesser tries first. */
  readonly serviceName: string;
  /** The email address of the user; `null` if it is not known. */
  readonly email: string | null;
}

/**
 * Returns patterns that find the context in a lowercase password, with names before their words, so that a word never
 * splits a longer match. The separators of a name may be changed, left out, or written as words.
 */
export function contextPatterns(context: PasswordContext): RegExp[] {
  const names = namesOf(context).map((name) => name.normalize('NFKC').toLowerCase());
  const words = names.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u));
  const written = [...names, ...words].flatMap((name) => [name, undressed(name)]);
  return [...new Set(written)]
    .filter((name) => lettersOf(name).length > 0)
    .toSorted((a, b) => lettersOf(b).length - lettersOf(a).length)
    .map((name) => new RegExp(patternOf(name), 'gu'));
}

/** Returns the service, the address as given and in canonical form, and the parts on both sides of the `@`. */
function namesOf({ serviceName, email }: PasswordContext): string[] {
  if (email === null) return [serviceName];
  const addresses = [email, emailKey(email) ?? email];
  const untagged = addresses.map((address) => address.replace(/\+[^@]*@/, '@'));
  return [serviceName, ...[...addresses, ...untagged].flatMap((address) => [address, ...address.split('@')])];
}

function lettersOf(name: string): string[] {
  return Array.from(name.replaceAll(/[^\p{L}\p{N}]/gu, ''));
}

function patternOf(name: string): string {
  const letters = lettersOf(name);
  const between = letters.length < SPELT_WORD_LENGTH_MIN ? '' : `${SEPARATOR}*`;
  const pieces = Array.from(name.matchAll(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu), ([piece]) =>
    /[\p{L}\p{N}]/u.test(piece) ? Array.from(piece).join(between) : separatorPattern(piece),
  );
  const pattern = pieces.join('');
  return letters.length < WORD_LENGTH_MIN ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern;
}

function separatorPattern(separator: string): string {
  const word = separator === '@' ? 'at' : separator === '.' ? 'dot' : null;
  const plain = `${SEPARATOR}*`;
  return word === null ? plain : `(?:${plain}${word}${plain}|${plain})`;
}
