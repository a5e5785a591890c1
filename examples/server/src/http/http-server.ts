import { proxyTrust } from '@bailiwick/http-koa';
import type Koa from 'koa';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { answerClientError, answerConnect } from './client-error.js';
import type { Config } from '../config/config.js';
import { ConnectionBounds, connectionsMaxOf } from './connection-bounds.js';
import type { Readiness } from './health.js';
import type { ServerWatch } from './server-watch.js';
import { urlOf } from './url-of.js';

/** By default, Node checks for late requests every 30 s, so a slow sender could hold a socket for that much longer. */
const TIMEOUT_CHECK_INTERVAL_MS = 1_000;

/** Redistributes long-lived clients over the processes of a deployment after one has been replaced. */
const REQUESTS_PER_SOCKET_MAX = 10_000;

/**
 * The time that connections stay open after the signal, or after the last request since then. A proxy may send the next
 * request at the moment when an idle connection is closed, and does not retry a POST. While it still sends requests,
 * each answer closes one of its connections; when it has none left, it is refused and uses another server.
 */
const IDLE_LINGER_MS = 1_000;

type Options = Pick<
  Config,
  | 'host'
  | 'port'
  | 'drainMs'
  | 'graceMs'
  | 'headersTimeoutMs'
  | 'requestTimeoutMs'
  | 'keepAliveTimeoutMs'
  | 'connectionsMax'
  | 'connectionsPerClientMax'
  | 'trustedProxies'
  | 'poolMax'
>;

export interface StopOptions {
  /** The time without a request after which idle connections are closed; by default one second. */
  readonly lingerMs?: number;
}

/** Serves the Koa app on a port, from listening to the last answer. */
export class HttpServer {
  readonly #server: Server;
  readonly #readiness: Readiness;
  readonly #options: Options;
  readonly #underWay = new Set<ServerResponse>();
  #lastRequestAt = performance.now();

  constructor(app: Koa, readiness: Readiness, watch: ServerWatch, options: Options) {
    this.#readiness = readiness;
    this.#options = options;
    const handle = app.callback();
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      this.#lastRequestAt = performance.now();
      this.#underWay.add(response);
      response.once('close', () => this.#underWay.delete(response));
      if (readiness.stopping) endConnectionWith(response);
      // A client that never reads its answer would keep the connection forever: Node limits only reading requests.
      response.once('prefinish', () => response.setTimeout(options.requestTimeoutMs));
      void handle(request, response);
    };
    this.#server = createServer(
      {
        headersTimeout: options.headersTimeoutMs,
        requestTimeout: options.requestTimeoutMs,
        connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_INTERVAL_MS, options.headersTimeoutMs),
        keepAliveTimeout: options.keepAliveTimeoutMs,
        // Node would send an empty answer; the app refuses it with a problem.
        requireHostHeader: false,
      },
      answer,
    );
    this.#server.maxRequestsPerSocket = REQUESTS_PER_SOCKET_MAX;
    const report = watch.requestRefused.bind(watch);
    this.#server.on('clientError', (error, socket) => answerClientError(error, socket, report));
    // Node would refuse these with an empty answer; the app answers with a problem.
    this.#server.on('checkExpectation', answer);
    this.#server.on('connect', (request, socket) => answerConnect(request, socket, report));
    this.#boundConnections(watch);
  }

  /** Resolves to the URL when the server listens. */
  listen(): Promise<string> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject);
        resolve(urlOf(host, this.#boundPort()));
      });
    });
  }

  /**
   * Closes connections above a limit at once and without an answer. To answer, it would have to hold a descriptor until
   * the client has sent a request.
   */
  #boundConnections(watch: ServerWatch): void {
    const { connectionsMax, connectionsPerClientMax, trustedProxies, poolMax } = this.#options;
    const max = connectionsMax ?? connectionsMaxOf(poolMax);
    // At most half of them, so that one client never keeps out all others.
    const perClientMax = Math.min(connectionsPerClientMax, Math.ceil(max / 2));
    const bounds = new ConnectionBounds(perClientMax, proxyTrust(trustedProxies));
    this.#server.maxConnections = max;
    this.#server.on('drop', (dropped) => watch.connectionRefused('server', dropped?.remoteAddress));
    this.#server.prependListener('connection', (socket) => {
      if (bounds.admit(socket)) return;
      watch.connectionRefused('client', socket.remoteAddress);
      socket.destroy();
    });
  }

  /**
   * Stops accepting connections, and answers the requests on existing ones within the grace period. A proxy that is
   * refused uses another server, also for a POST, but one that is cut off does not. From the signal on, each answer
   * closes its connection, so that a proxy has none left for its next request.
   */
  async stop({ lingerMs = IDLE_LINGER_MS }: StopOptions = {}): Promise<void> {
    const { drainMs, graceMs } = this.#options;
    const stoppedAt = performance.now();
    this.#readiness.stop();
    if (!this.#server.listening) return;
    for (const response of this.#underWay) endConnectionWith(response);
    await delay(drainMs);
    // This runs after the event loop has accepted all waiting connections, which closing the listener would reset.
    await turn();
    const closed = once(this.#server, 'close');
    // The method of `http.Server` would also close the idle connections.
    NetServer.prototype.close.call(this.#server);
    const cut = new AbortController();
    const grace = delay(graceMs, undefined, { signal: cut.signal }).catch(() => {});
    await Promise.race([this.#lastAnswer(stoppedAt, lingerMs), grace]);
    cut.abort();
    this.#server.closeAllConnections();
    await closed;
    // Stops its timer that checks for late requests.
    this.#server.close();
  }

  /** Resolves when no request is in flight, and none has arrived for `lingerMs`. */
  async #lastAnswer(stoppedAt: number, lingerMs: number): Promise<void> {
    for (;;) {
      await Promise.all([...this.#underWay].map((response) => once(response, 'close')));
      const quietMs = performance.now() - Math.max(stoppedAt, this.#lastRequestAt);
      if (this.#underWay.size === 0 && quietMs >= lingerMs) return;
      await delay(Math.max(0, lingerMs - quietMs));
      // On a busy machine a request can have arrived that the loop has not read yet.
      await turn();
    }
  }

  #boundPort(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }
}

/** Does not use the header, because Koa removes all headers from the answer of an error. */
function endConnectionWith(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
