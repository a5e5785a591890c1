import type { Logger } from '../logger.js';
import type { Metrics } from './metrics.js';

/** A flood of connections must not become a flood of lines. */
const WARNING_INTERVAL_MS = 60_000;

/** A connection over the bound of its client, or over that of the server. */
export type RefusedBy = 'client' | 'server';

export interface UnreadRequest {
  readonly requestId: string;
  readonly status: number;
  /** Of Node's parser, e.g. `HPE_INVALID_METHOD`. */
  readonly cause: string;
  readonly clientAddress: string | undefined;
  /** Not while its connection is owed the answer to an earlier request: it is only closed then. */
  readonly isAnswered: boolean;
}

/** Logs and counts what is refused before it is a request that middleware could see. */
export class ServerWatch {
  readonly #logger: Logger;
  readonly #metrics: Metrics | null;
  readonly #refused = { client: 0, server: 0 };
  #warnedAt = -Infinity;

  constructor(logger: Logger, metrics: Metrics | null) {
    this.#logger = logger;
    this.#metrics = metrics;
  }

  requestRefused(request: UnreadRequest): void {
    this.#metrics?.countUnread(request.status);
    this.#logger.info(request, 'request that cannot be read');
  }

  connectionRefused(by: RefusedBy, clientAddress: string | undefined): void {
    this.#metrics?.countRefusedConnection(by);
    this.#refused[by] += 1;
    if (performance.now() - this.#warnedAt < WARNING_INTERVAL_MS) return;
    this.#warnedAt = performance.now();
    this.#logger.warn(
      { by, clientAddress, refusedSoFar: { ...this.#refused } },
      'connections are turned away: there are as many as there may be',
    );
  }
}
