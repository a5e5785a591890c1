import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';

const SINGLE: ReadonlySet<string> = new Set(['host', 'authorization']);

/** The fields that a signed request has (RFC 9421 section 4): a credential of its own. */
const SIGNED = ['signature', 'signature-input'];

/**
 * Node takes the first of two `Host` or `Authorization` lines; a proxy in front may have taken the last.
 * Of two credentials nobody can say which was meant.
 *
 * @throws `malformed-request`
 */
export function requireSingleHeaders({ rawHeaders }: IncomingMessage): void {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (seen.has(name) && SINGLE.has(name)) {
      throw new MalformedRequestError(`The header "${name}" must be sent once.`);
    }
    seen.add(name);
  }
  if (seen.has('authorization') && SIGNED.some((name) => seen.has(name))) {
    throw new MalformedRequestError('Send one credential: a signature, or the header "authorization".');
  }
}
