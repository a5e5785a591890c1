import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';

/** Two guards against requests that a proxy in front may have read differently: where a body ends, and which header counts. */

/**
 * Node takes the chunks apart and leaves every other coding of `Transfer-Encoding: gzip, chunked` in the body,
 * where it would be read as what it is not. HTTP/1.0 has no transfer codings: whoever passed one on may have read
 * another body than Node does. Both are answered at the end of the connection (RFC 9112 section 6.1), since nobody
 * knows for certain where the next request begins.
 *
 * @throws `malformed-request`
 */
export function requireFraming({ headers, httpVersion }: IncomingMessage): void {
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return;
  if (httpVersion === '1.0') refuse('A request of HTTP/1.0 has no transfer coding.');
  if (coding.toLowerCase() !== 'chunked') refuse('The only transfer coding that is read here is "chunked".');
}

function refuse(detail: string): never {
  throw new HttpRefusal('malformed-request', detail, { Connection: 'close' });
}

const SINGLE: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type']);

/** Far more than any client sends, and half of what Node keeps by default. */
const LINES_MAX = 500;

/**
 * Node takes the first of two `Host`, `Authorization` or `Content-Type` lines; a proxy in front may have taken the
 * last. Of two credentials nobody can say which was meant. Of very many lines Node leaves the last ones out of
 * `headers`: whoever could put thousands of others before an `If-Match` would hide it.
 *
 * @throws `malformed-request`
 */
export function requireUnambiguousHeaders({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length > 2 * LINES_MAX) {
    throw new MalformedRequestError(`At most ${LINES_MAX} header lines are read.`);
  }
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) throw new MalformedRequestError(`The header "${name}" must be sent once.`);
    seen.add(name);
  }
}
