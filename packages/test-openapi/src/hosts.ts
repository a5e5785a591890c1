import { readFileSync } from 'node:fs';
import { documented } from './documented.js';
import type { Exchange } from './exchange.js';
import type { Document } from './schemas-of.js';
import type { WatchedExchange } from './watch-connections.js';

export type RequireDocumented = (exchange: Exchange) => void;

/** The committed document, which describes every host without a document of its own. */
const COMMITTED = new URL('../../http-koa/openapi.json', import.meta.url);

const CHECKS = new Map<number, () => RequireDocumented>();

/**
 * Compares the answers of the server on this port with another document than the committed one from now on, for a
 * host with kinds of its own or another prefix.
 */
export function describeHost(port: number, check: () => RequireDocumented): void {
  CHECKS.set(port, check);
}

/** @throws {AssertionError} if the exchange differs from the document of its host. */
export function requireDocumented({ port, ...exchange }: WatchedExchange): void {
  const check = port === undefined ? undefined : CHECKS.get(port);
  (check ?? committed)()(exchange);
}

let ofCommitted: RequireDocumented | null = null;

function committed(): RequireDocumented {
  ofCommitted ??= documented(JSON.parse(readFileSync(COMMITTED, 'utf8')) as Document);
  return ofCommitted;
}
