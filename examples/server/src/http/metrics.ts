import type { Knex } from 'knex';
import type { Middleware } from 'koa';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { urlOf } from './url-of.js';
import { VARIABLES } from '../config/variables.js';

/** The buckets range from an answer out of memory to one that waited for a lock until its timeout. */
const DURATION_BUCKETS_SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** The port of the metrics is not available, as opposed to that of the API. */
export class MetricsListenError extends Error {}

/** Prometheus needs one connection and sends no bodies; no other client needs a connection for long. */
const LIMITS = { headersTimeout: 5_000, requestTimeout: 5_000 };
const CONNECTIONS_MAX = 32;

const UNKNOWN_HOST = `This host is not known here: see ${VARIABLES.metricsHosts.name}.\n`;

/**
 * Matches IP addresses. A web page can point its own host name to an address of this machine and make a browser here
 * send requests to it (DNS rebinding). Their `Host` is that name, never an address.
 */
function isKnownHost(header: string | undefined, hosts: readonly string[]): boolean {
  const url = `http://${header}`;
  if (header === undefined || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  const bare = hostname.replaceAll(/[[\]]/g, '');
  return isIP(bare) !== 0 || hostname === 'localhost' || hosts.includes(hostname);
}

/** The figures of a pool of tarn, which Knex uses. */
interface Pool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

/**
 * Serves metrics for Prometheus, on a port of its own that is not public. The labels are operations, statuses and
 * problem codes, whose number is limited; they are never paths, users or addresses.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #server: Server;
  readonly #duration: Histogram<'operation' | 'status'>;
  readonly #problems: Counter<'code'>;
  readonly #unread: Counter<'status'>;
  readonly #refusedConnections: Counter<'by'>;

  /** @param hosts The accepted names in a `Host` header, besides IP addresses and `localhost`. */
  constructor(knex: Knex, hosts: readonly string[]) {
    const registers = [this.#registry];
    this.#duration = new Histogram({
      name: 'bailiwick_http_request_duration_seconds',
      help: 'Requests, by what was asked for and how it was answered.',
      labelNames: ['operation', 'status'],
      buckets: DURATION_BUCKETS_SECONDS,
      registers,
    });
    this.#problems = new Counter({
      name: 'bailiwick_http_problems_total',
      help: 'Refusals and failures; quota-exceeded counts the creates that did not fit.',
      labelNames: ['code'],
      registers,
    });
    this.#unread = new Counter({
      name: 'bailiwick_http_unread_requests_total',
      help: 'What the HTTP parser refused, by the status that it was answered with.',
      labelNames: ['status'],
      registers,
    });
    this.#refusedConnections = new Counter({
      name: 'bailiwick_http_refused_connections_total',
      help: 'Connections refused because of the limit for one client, or for the server.',
      labelNames: ['by'],
      registers,
    });
    const pool: Pool = knex.client.pool;
    const connections = new Gauge({
      name: 'bailiwick_pool_connections',
      help: 'Connections to the database, and requests that wait for one.',
      labelNames: ['state'],
      registers,
      collect() {
        connections.set({ state: 'used' }, pool.numUsed());
        connections.set({ state: 'free' }, pool.numFree());
        connections.set({ state: 'awaited' }, pool.numPendingAcquires());
      },
    });
    collectDefaultMetrics({ register: this.#registry });
    this.#server = createServer(LIMITS, (request, response) => {
      if (!isKnownHost(request.headers.host, hosts)) {
        response.writeHead(421, { 'Content-Type': 'text/plain' }).end(UNKNOWN_HOST);
        return;
      }
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      if (!isRead || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      this.#registry.metrics().then(
        (text) => response.writeHead(200, { 'Content-Type': this.#registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    this.#server.maxConnections = CONNECTIONS_MAX;
  }

  countUnread(status: number): void {
    this.#unread.inc({ status });
  }

  countRefusedConnection(by: 'client' | 'server'): void {
    this.#refusedConnections.inc({ by });
  }

  /** Observes every request, from outside of the middleware that makes the answers. */
  middleware(): Middleware {
    return async (ctx, next) => {
      const startedAt = performance.now();
      await next();
      const { operation = 'none', problem } = ctx.state;
      this.#duration.observe({ operation, status: ctx.status }, (performance.now() - startedAt) / 1000);
      if (problem !== undefined) this.#problems.inc({ code: problem ?? 'none' });
    };
  }

  /** Resolves to the URL. @throws {MetricsListenError} */
  async listen(host: string, port: number): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening').catch((cause: unknown) => {
      throw new MetricsListenError('The metrics cannot be served.', { cause });
    });
    return `${urlOf(host, (this.#server.address() as AddressInfo).port)}/metrics`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
