import assert from 'node:assert/strict';
import type { Exchange } from './exchange.js';

/**
 * The statuses of answers that are sent before a route is found, each with its reason. They belong to no operation,
 * so an OpenAPI document has no place for them.
 */
const UNROUTED: ReadonlyMap<number, string> = new Map([
  [400, 'the bytes are not HTTP, or have no Host: Node’s parser refuses them'],
  [408, 'the request did not arrive in time: a limit of the HTTP server'],
  [417, 'an expectation that our HTTP server cannot meet'],
  [431, 'the header fields are too large for Node’s parser'],
  [501, 'a method or a transfer coding that the server does not know'],
]);

/** Is this a preflight request, which a host with CORS answers without a route? */
export function isPreflight({ method, status, headers }: Exchange): boolean {
  return method === 'OPTIONS' && status === 204 && headers.get('access-control-allow-methods') !== null;
}

/**
 * Was this answer sent without a route? Such an answer is either empty, as Node answers by default, or a problem
 * without a code.
 *
 * @throws {AssertionError} if a problem without a code has unexpected members.
 */
export function isUnrouted({ status, headers, text }: Exchange, at: string): boolean {
  if (!UNROUTED.has(status)) return false;
  if (text === '') return headers.get('connection') === 'close' && headers.get('content-type') === null;
  if (headers.get('content-type') !== 'application/problem+json') return false;
  const problem = JSON.parse(text) as Record<string, unknown>;
  if (problem['type'] !== 'about:blank') return false;
  assert.deepEqual(Object.keys(problem).toSorted(), ['detail', 'status', 'title', 'type'], at);
  assert.equal(problem['status'], status, at);
  assert.equal(headers.get('cache-control'), 'no-store', at);
  return true;
}
