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

/** Node looks for late requests every 30 s: a slow sender would hold a socket for that much longer. */
const TIMEOUT_CHECK_INTERVAL_MS = 1_000;

/** Spreads long-lived clients over the processes of a deployment again after one has been replaced. */
const REQUESTS_PER_SOCKET_MAX = 10_000;

/**
 * How long connections stay open after the signal, or after the last request that came since. A proxy may send the
 * next request just when an idle connection is closed, and will not repeat it if it was a POST. While it still sends,
 * each answer takes one of its idle connections away; once it has none left, it is refused, and asks another server.
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
  /** How long no request must have come before idle connections are closed; one second when left out. */
  readonly lingerMs?: number;
}

/** The Koa app on a port, from listening to the last answer. */
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
      // Who does not take an answer would keep its connection for ever: Node only bounds what arrives.
      response.once('prefinish', () => response.setTimeout(options.requestTimeoutMs));
      void handle(request, response);
    };
    this.#server = createServer(
      {
        headersTimeout: options.headersTimeoutMs,
        requestTimeout: options.requestTimeoutMs,
        connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_INTERVAL_MS, options.headersTimeoutMs),
        keepAliveTimeout: options.keepAliveTimeoutMs,
        // Node would answer without a word; the app refuses it with a problem.
        requireHostHeader: false,
      },
      answer,
    );
    this.#server.maxRequestsPerSocket = REQUESTS_PER_SOCKET_MAX;
    const report = watch.requestRefused.bind(watch);
    this.#server.on('clientError', (error, socket) => answerClientError(error, socket, report));
    // Node would refuse these by itself too, and without a word: the app has the words.
    this.#server.on('checkExpectation', answer);
    this.#server.on('connect', (request, socket) => answerConnect(request, socket, report));
    this.#boundConnections(watch);
  }

  /** Resolves with the URL it serves, once it does. */
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
   * What comes above a bound is closed at once, without a word: each that was answered would hold a descriptor for as
   * long as its client likes to send a request.
   */
  #boundConnections(watch: ServerWatch): void {
    const { connectionsMax, connectionsPerClientMax, trustedProxies, poolMax } = this.#options;
    const max = connectionsMax ?? connectionsMaxOf(poolMax);
    // Half of them at most: one client never keeps all others out.
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
   * Answers the requests that arrive on connections it has accepted, within the grace period, and accepts no other
   * connection: a proxy that is refused asks another server, also for a POST; one that is cut off does not. From the
   * signal on, each answer ends its connection, so that a proxy has none left to send the next request on.
   */
  async stop({ lingerMs = IDLE_LINGER_MS }: StopOptions = {}): Promise<void> {
    const { drainMs, graceMs } = this.#options;
    const stoppedAt = performance.now();
    this.#readiness.stop();
    if (!this.#server.listening) return;
    for (const response of this.#underWay) endConnectionWith(response);
    await delay(drainMs);
    // Right after the loop has accepted all connections that wait: closing the listener would reset those.
    await turn();
    const closed = once(this.#server, 'close');
    // The method of `http.Server` would close the idle connections too.
    NetServer.prototype.close.call(this.#server);
    const cut = new AbortController();
    const grace = delay(graceMs, undefined, { signal: cut.signal }).catch(() => {});
    await Promise.race([this.#lastAnswer(stoppedAt, lingerMs), grace]);
    cut.abort();
    this.#server.closeAllConnections();
    await closed;
    // Ends what it has set up to look for late requests.
    this.#server.close();
  }

  /** Resolves when no request is under way, and none has come for `lingerMs`. */
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

/** Not by the header: Koa takes all headers away from an answer that fails. */
function endConnectionWith(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
