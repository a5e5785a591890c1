import type { IncomingMessage } from 'node:http';
import { MalformedRequestError } from '@bailiwick/core';

const SINGLE = ['host', 'authorization'];

/**
 * Node takes the first of two `Host` or `Authorization` lines; a proxy in front may have taken the last.
 * Of two credentials nobody can say which was meant.
 *
 * @throws `malformed-request`
 */
export function requireSingleHeaders({ rawHeaders }: IncomingMessage): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const repeated = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated === undefined) return;
  throw new MalformedRequestError(`The header "${repeated}" must be sent once.`);
}
