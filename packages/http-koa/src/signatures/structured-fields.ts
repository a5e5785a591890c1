import {
  parseDictionary,
  serializeDictionary,
  type Dictionary,
  type InnerList,
  type Item,
} from 'structured-headers';
import { InvalidSignatureError } from '@bailiwick/core';

/** Reads the members of a dictionary (RFC 9651 section 3.2). @throws `invalid-signature` */
export function parseMembers(text: string): Dictionary {
  try {
    return parseDictionary(text);
  } catch {
    throw new InvalidSignatureError();
  }
}

/**
 * Reads a dictionary with one member in canonical form. That refuses everything that two parsers could read
 * differently: a second signature, a repeated label or parameter (of which the last would win), unusual spaces, and
 * numbers with leading zeros.
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
    // The parser accepts some values that cannot be serialised: a display string, or a number out of range.
    throw new InvalidSignatureError();
  }
}
