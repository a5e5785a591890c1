import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';

/**
 * Node takes the chunks apart and leaves every other coding of `Transfer-Encoding: gzip, chunked` in the body,
 * where it would be read as what it is not (RFC 9112 section 6.1).
 *
 * @throws `malformed-request`
 */
export function requireKnownCoding({ headers }: IncomingMessage): void {
  const coding = headers['transfer-encoding'] ?? 'chunked';
  if (coding.toLowerCase() === 'chunked') return;
  throw new MalformedRequestError('The only transfer coding that is read here is "chunked".');
}
