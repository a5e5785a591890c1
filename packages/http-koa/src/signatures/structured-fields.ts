import {
  parseDictionary,
  serializeDictionary,
  type Dictionary,
  type InnerList,
  type Item,
} from 'structured-headers';
import { InvalidSignatureError } from '@bailiwick/core';

/** The members of a dictionary (RFC 9651 section 3.2). @throws `invalid-signature` */
export function parseMembers(text: string): Dictionary {
  try {
    return parseDictionary(text);
  } catch {
    throw new InvalidSignatureError();
  }
}

/**
 * The one member of a dictionary that is written in the one canonical way. Everything in which two readers
 * could differ is refused with it: a second signature, a label or a parameter that stands twice (the last
 * one would win), odd spaces, numbers with leading zeros.
 *
 * @throws `invalid-signature`
 */
export function parseOnlyMember(text: string): readonly [label: string, member: Item | InnerList] {
  const dictionary = parseMembers(text);
  const [entry] = dictionary;
  if (entry === undefined || dictionary.size > 1 || serialize(dictionary) !== text)
    throw new InvalidSignatureError();
  return entry;
}

function serialize(dictionary: Dictionary): string {
  try {
    return serializeDictionary(dictionary);
  } catch {
    // Parsed, and yet not to be written: a display string, or a number out of range.
    throw new InvalidSignatureError();
  }
}
