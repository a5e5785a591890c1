import type { Logger } from '../logger.js';
import type { Metrics } from './metrics.js';

/** A flood of connections must not become a flood of log lines. */
const WARNING_INTERVAL_MS = 60_000;

/** The limit that a connection exceeded: that of its client, or that of the server. */
export type RefusedBy = 'client' | 'server';

export interface UnreadRequest {
  readonly requestId: string;
  readonly status: number;
  /** The code of Node's parser, e.g. `HPE_INVALID_METHOD`. */
  readonly cause: string;
  readonly clientAddress: string | undefined;
  /** `false` if an earlier request on the connection is still unanswered: then the connection is only closed. */
  readonly isAnswered: boolean;
}

/** Logs and counts requests and connections that are refused before any middleware sees them. */
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
    this.#logger.info(request, 'unreadable request');
  }

  connectionRefused(by: RefusedBy, clientAddress: string | undefined): void {
    this.#metrics?.countRefusedConnection(by);
    this.#refused[by] += 1;
    if (performance.now() - this.#warnedAt < WARNING_INTERVAL_MS) return;
    this.#warnedAt = performance.now();
    this.#logger.warn(
      { by, clientAddress, refusedSoFar: { ...this.#refused } },
      'connections are refused: their limit is reached',
    );
  }
}
