import { dictionary } from '@zxcvbn-ts/language-common';
import { repeatedUnit } from '../passwords/guessable.js';
import type { PasswordBlocklist } from '../passwords/password.js';

/** Two words that are common passwords each make a password that is no better. Shorter ones are in everything. */
const WORD_LENGTH_MIN = 4;

const PROBLEM =
  'must not be made of a common password: alone, repeated, joined to another, or with digits around it.';

/** How letters are written in passwords that must have digits and symbols. */
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

/**
 * Refuses passwords made of one of the 49 thousand that leaked most often, as listed by
 * `@zxcvbn-ts/language-common`. Few of those have 15 characters: with that minimum it is for what people
 * stretch them to, `passwordpassword` and `password1234567`; with a lower one, for themselves.
 *
 * Measured: loading it takes some 70 ms, and it stays with 5 MB of heap; a look-up takes a quarter of a
 * millisecond, which is nothing beside the hash that follows.
 */
export function commonPasswordBlocklist(): PasswordBlocklist {
  const common = new Set(dictionary['passwords-common']);
  return (password) => (isMadeOf(common, password.toLowerCase()) ? PROBLEM : null);
}

function isMadeOf(common: ReadonlySet<string>, password: string): boolean {
  const undressed = Array.from(password, (character) => LETTER_OF[character] ?? character).join('');
  const written = [password, undressed];
  return written.flatMap(coresOf).some((core) => {
    // What is padded with more than it has itself is no common password any more.
    if (core.length < WORD_LENGTH_MIN || core.length * 2 < password.length) {
      return repeatedUnit(password) === core && common.has(core);
    }
    return common.has(core) || common.has(repeatedUnit(core)) || isJoined(common, core);
  });
}

/** The text, what it repeats, without what stands around it, and its letters alone. */
function coresOf(text: string): string[] {
  const bare = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [text, repeatedUnit(text), bare, text.replaceAll(/[^\p{L}]/gu, '')];
}

function isJoined(common: ReadonlySet<string>, text: string): boolean {
  for (let cut = WORD_LENGTH_MIN; cut <= text.length - WORD_LENGTH_MIN; cut += 1) {
    if (common.has(text.slice(0, cut)) && common.has(text.slice(cut))) return true;
  }
  return false;
}
