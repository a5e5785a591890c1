import { createHttpTerminator, type HttpTerminator } from 'http-terminator';
import type Koa from 'koa';
import { createServer, type Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerClientError } from './client-error.js';
import type { Config } from './config.js';
import type { Readiness } from './health.js';

/** Node's own defaults are 60 s and 300 s, looked at every 30 s: a slow sender would hold a socket for minutes. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const TIMEOUT_CHECK_INTERVAL_MS = 1_000;

/** Longer than the 60 s for which common load balancers reuse a connection: who closes first must not be us. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Spreads long-lived clients over the processes of a deployment again after one has been replaced. */
const REQUESTS_PER_SOCKET_MAX = 10_000;

/** Each costs a file descriptor and some kilobytes; what comes above is turned away at once. */
const CONNECTIONS_MAX = 10_000;

type Options = Pick<Config, 'host' | 'port' | 'drainMs' | 'graceMs'>;

/** The Koa app on a port, from listening to the last answer. */
export class HttpServer {
  readonly #server: Server;
  readonly #terminator: HttpTerminator;
  readonly #readiness: Readiness;
  readonly #options: Options;

  constructor(app: Koa, readiness: Readiness, options: Options) {
    this.#readiness = readiness;
    this.#options = options;
    const answer = app.callback();
    this.#server = createServer(
      {
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
        // Node would answer without a word; the app refuses it with a problem.
        requireHostHeader: false,
      },
      (request, response) => void answer(request, response),
    );
    this.#server.maxRequestsPerSocket = REQUESTS_PER_SOCKET_MAX;
    this.#server.maxConnections = CONNECTIONS_MAX;
    this.#server.on('clientError', answerClientError);
    // Before it listens: made later, the terminator would not know the connections that are already open.
    this.#terminator = createHttpTerminator({
      server: this.#server,
      gracefulTerminationTimeout: options.graceMs,
    });
  }

  /** Resolves with the URL it serves, once it does. */
  listen(): Promise<string> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject);
        resolve(`http://${isIPv6(host) ? `[${host}]` : host}:${this.#boundPort()}`);
      });
    });
  }

  /** Answers what it has accepted, within the grace period, and nothing more. */
  async stop(): Promise<void> {
    this.#readiness.stop();
    if (!this.#server.listening) return;
    await delay(this.#options.drainMs);
    await this.#terminator.terminate();
  }

  #boundPort(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }
}
