import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from '../http-refusal.js';

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
