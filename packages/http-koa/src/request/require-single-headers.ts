import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';

const SINGLE = ['host', 'authorization'];

/** The fields that a signed request has (RFC 9421 section 4): a credential of its own. */
const SIGNED = ['signature', 'signature-input'];

/**
 * Node takes the first of two `Host` or `Authorization` lines; a proxy in front may have taken the last.
 * Of two credentials nobody can say which was meant.
 *
 * @throws `malformed-request`
 */
export function requireSingleHeaders({ rawHeaders }: IncomingMessage): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const repeated = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated !== undefined) throw new MalformedRequestError(`The header "${repeated}" must be sent once.`);
  if (names.includes('authorization') && SIGNED.some((name) => names.includes(name))) {
    throw new MalformedRequestError('Send one credential: a signature, or the header "authorization".');
  }
}
