import type { Knex } from 'knex';
import type { Middleware } from 'koa';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { urlOf } from './url-of.js';
import { VARIABLES } from '../config/variables.js';

/** From an answer out of memory to one that waited for a lock until its timeout. */
const DURATION_BUCKETS_SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** The port of the metrics cannot be had, as opposed to the one of the API. */
export class MetricsListenError extends Error {}

/** Prometheus needs one connection and sends no bodies; nobody else has to be here for long. */
const LIMITS = { headersTimeout: 5_000, requestTimeout: 5_000 };
const CONNECTIONS_MAX = 32;

const UNKNOWN_HOST = `This host is not known here: see ${VARIABLES.metricsHosts.name}.\n`;

/**
 * A page of another site can make a browser on this machine ask for its own host name, after it has made that name
 * an address of this machine (DNS rebinding). Its `Host` is that name, never an address.
 */
function isKnownHost(header: string | undefined, hosts: readonly string[]): boolean {
  const url = `http://${header}`;
  if (header === undefined || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  const bare = hostname.replaceAll(/[[\]]/g, '');
  return isIP(bare) !== 0 || hostname === 'localhost' || hosts.includes(hostname);
}

/** As much of a pool as tarn, which Knex uses, tells. */
interface Pool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

/**
 * What Prometheus may ask, on a port of its own that is not for the public. The labels are operations,
 * statuses and problem codes, of which there are so many and no more: never a path, a user or an address.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #server: Server;
  readonly #duration: Histogram<'operation' | 'status'>;
  readonly #problems: Counter<'code'>;
  readonly #unread: Counter<'status'>;
  readonly #refusedConnections: Counter<'by'>;

  /** @param hosts The names in a `Host` header that are answered, beside IP addresses and `localhost`. */
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
      help: 'Connections that were turned away: over the bound of one client, or of the server.',
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
      if (request.method !== 'GET' || request.url !== '/metrics') {
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

  /** Observes every request; it stands outside of what makes the answers. */
  middleware(): Middleware {
    return async (ctx, next) => {
      const startedAt = performance.now();
      await next();
      const { operation = 'none', problem } = ctx.state;
      this.#duration.observe({ operation, status: ctx.status }, (performance.now() - startedAt) / 1000);
      if (problem !== undefined) this.#problems.inc({ code: problem ?? 'none' });
    };
  }

  /** Resolves with the URL. @throws {MetricsListenError} */
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
