import { clientNetwork } from '@bailiwick/core';
import type { ProxyTrust } from '@bailiwick/http-koa';
import type { Socket } from 'node:net';

/** The most connections at a time. Each costs a file descriptor and some kilobytes. */
const CONNECTIONS_MAX = 10_000;

/** Reserved for files, pipes and host names, besides the connections to the database, which `poolMax` counts. */
const DESCRIPTORS_RESERVED = 64;

/**
 * Returns the most connections that leave enough descriptors for everything else. Without any left, a process cannot
 * connect to the database or read a file, although it still accepts clients.
 */
export function connectionsMaxOf(poolMax: number, descriptors = descriptorsMax()): number {
  return Math.max(1, Math.min(CONNECTIONS_MAX, descriptors - poolMax - DESCRIPTORS_RESERVED));
}

/** Returns the limit of `ulimit -n`, if the platform reports it. */
function descriptorsMax(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft?: unknown } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

/**
 * Counts the open connections of each client, an IPv4 address or the /64 of an IPv6 address, so that no client can take
 * all of them by leaving them idle. Trusted proxies are not counted, because they represent many clients.
 */
export class ConnectionBounds {
  readonly #open = new Map<string, number>();
  readonly #perClientMax: number;
  readonly #isTrustedProxy: ProxyTrust;

  constructor(perClientMax: number, isTrustedProxy: ProxyTrust) {
    this.#perClientMax = perClientMax;
    this.#isTrustedProxy = isTrustedProxy;
  }

  /** Admits a connection, which counts until it is closed; `false` if the client already has its maximum. */
  admit(socket: Socket): boolean {
    if (this.#isTrustedProxy(socket.remoteAddress)) return true;
    const client = clientNetwork(socket.remoteAddress);
    const open = this.#open.get(client) ?? 0;
    if (open >= this.#perClientMax) return false;
    this.#open.set(client, open + 1);
    socket.once('close', () => this.#release(client));
    return true;
  }

  #release(client: string): void {
    const left = (this.#open.get(client) ?? 1) - 1;
    if (left === 0) this.#open.delete(client);
    else this.#open.set(client, left);
  }
}
