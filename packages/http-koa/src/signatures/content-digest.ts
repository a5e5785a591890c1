import { createHash } from 'node:crypto';
import { InvalidSignatureError } from '@bailiwick/core';
import { parseMembers } from './structured-fields.js';

/** The secure algorithms of RFC 9530, with their names in Node.js. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
]);

/**
 * Reads a `Content-Digest` and returns a function that checks a body. Every digest must match. A digest with a broken
 * or unknown algorithm is refused, since it would not be checked.
 *
 * @throws `invalid-signature`
 */
export function contentDigest(header: string): (bytes: Uint8Array) => void {
  const digests = [...parseMembers(header)].map(([name, [value]]) => {
    const algorithm = ALGORITHMS.get(name);
    if (algorithm === undefined || !(value instanceof ArrayBuffer)) throw new InvalidSignatureError();
    return { algorithm, expected: Buffer.from(value) };
  });
  if (digests.length === 0) throw new InvalidSignatureError();
  return (bytes) => {
    const fits = digests.every(({ algorithm, expected }) =>
      createHash(algorithm).update(bytes).digest().equals(expected),
    );
    if (!fits) throw new InvalidSignatureError();
  };
}
