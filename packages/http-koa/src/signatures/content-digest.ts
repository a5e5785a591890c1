import { createHash } from 'node:crypto';
import { InvalidSignatureError } from '@bailiwick/core';
import { parseMembers } from './structured-fields.js';

/** The algorithms of RFC 9530 that are secure, by their names there and in Node.js. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
]);

/**
 * Reads a `Content-Digest` and gives the check of a body against it. Every digest must fit; one of an
 * algorithm that is broken or unknown is refused, since it would be a promise that nobody keeps.
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
