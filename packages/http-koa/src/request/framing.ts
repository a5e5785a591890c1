import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';

/** Guards against requests that a proxy in front may read differently: the end of a body, and repeated headers. */

/**
 * Refuses transfer codings that could be misread. Node decodes the chunks and leaves every other coding of
 * `Transfer-Encoding: gzip, chunked` in the body, which would then be misread. HTTP/1.0 has no transfer codings, so a
 * proxy may have read another body than Node does. Both answers close the connection (RFC 9112 section 6.1), since it
 * is uncertain where the next request begins.
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

/** Far more lines than any client sends, and half as many as Node keeps by default. */
const LINES_MAX = 500;

/**
 * Refuses repeated and too many header lines. Node takes the first of two `Host`, `Authorization` or `Content-Type`
 * lines, but a proxy in front may have taken the last. Of very many lines, Node drops the last ones from `headers`, so
 * thousands of other lines before an `If-Match` would hide it.
 *
 * @throws `malformed-request`
 */
export function requireUnambiguousHeaders({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length > 2 * LINES_MAX) {
    throw new MalformedRequestError(`The request must have at most ${LINES_MAX} header lines.`);
  }
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) throw new MalformedRequestError(`The header "${name}" must be sent once.`);
    seen.add(name);
  }
}
