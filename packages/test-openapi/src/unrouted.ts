import assert from 'node:assert/strict';
import type { Exchange } from './exchange.js';

/**
 * What is answered before any route is found, and so to no operation: the document describes operations,
 * and OpenAPI has no place for these. Each one with its reason.
 */
const UNROUTED: ReadonlyMap<number, string> = new Map([
  [400, 'what came is not HTTP, or has no Host: Node’s parser refuses it'],
  [408, 'the request did not arrive in time: a limit of the HTTP server'],
  [417, 'an expectation that no HTTP server of ours can meet'],
  [431, 'the header fields are too large for Node’s parser'],
  [501, 'a method, or a transfer coding, that nothing here knows'],
]);

/** A page of another origin asks its browser's question of a host with CORS: that host answers, and no route. */
export function isPreflight({ method, status, headers }: Exchange): boolean {
  return method === 'OPTIONS' && status === 204 && headers.get('access-control-allow-methods') !== null;
}

/**
 * Is this one of them? Without a word, as Node answers where a host has not seen to it; or with a problem of
 * no code.
 *
 * @throws {AssertionError} a problem of no code that has other members than such a problem.
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
