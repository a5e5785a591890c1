import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';

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
