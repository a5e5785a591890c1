import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';

const SINGLE: ReadonlySet<string> = new Set(['host', 'authorization']);

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
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) throw new MalformedRequestError(`The header "${name}" must be sent once.`);
    seen.add(name);
  }
}
