import { proxyTrust } from '@bailiwick/http-koa';
import { createHttpTerminator, type HttpTerminator } from 'http-terminator';
import type Koa from 'koa';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { answerClientError, answerConnect } from './client-error.js';
import type { Config } from './config.js';
import { ConnectionBounds, connectionsMaxOf } from './connection-bounds.js';
import type { Readiness } from './health.js';
import type { ServerWatch } from './server-watch.js';
import { urlOf } from './url-of.js';

/** Node looks for late requests every 30 s: a slow sender would hold a socket for that much longer. */
const TIMEOUT_CHECK_INTERVAL_MS = 1_000;

/** Spreads long-lived clients over the processes of a deployment again after one has been replaced. */
const REQUESTS_PER_SOCKET_MAX = 10_000;

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

/** The Koa app on a port, from listening to the last answer. */
export class HttpServer {
  readonly #server: Server;
  readonly #terminator: HttpTerminator;
  readonly #readiness: Readiness;
  readonly #options: Options;

  constructor(app: Koa, readiness: Readiness, watch: ServerWatch, options: Options) {
    this.#readiness = readiness;
    this.#options = options;
    const handle = app.callback();
    const answer = (request: IncomingMessage, response: ServerResponse) => {
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
