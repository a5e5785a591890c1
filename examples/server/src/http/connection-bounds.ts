import { clientNetwork } from '@bailiwick/core';
import type { ProxyTrust } from '@bailiwick/http-koa';
import type { Socket } from 'node:net';

/** Each costs a file descriptor and some kilobytes. */
const CONNECTIONS_MAX = 10_000;

/** For files, pipes and host names; beside the connections to the database, which `poolMax` counts. */
const DESCRIPTORS_RESERVED = 64;

/**
 * The most connections that leave a process the descriptors for everything else: without any, it cannot open a
 * connection to the database, nor read a file, while it still accepts clients.
 */
export function connectionsMaxOf(poolMax: number, descriptors = descriptorsMax()): number {
  return Math.max(1, Math.min(CONNECTIONS_MAX, descriptors - poolMax - DESCRIPTORS_RESERVED));
}

/** What `ulimit -n` says, as far as the platform knows it. */
function descriptorsMax(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft?: unknown } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

/**
 * Counts the open connections of each client, an IPv4 address or the /64 of an IPv6 address, so that one cannot take
 * them all by opening them and leaving them idle. Trusted proxies are not counted: they stand for many.
 */
export class ConnectionBounds {
  readonly #open = new Map<string, number>();
  readonly #perClientMax: number;
  readonly #isTrustedProxy: ProxyTrust;

  constructor(perClientMax: number, isTrustedProxy: ProxyTrust) {
    this.#perClientMax = perClientMax;
    this.#isTrustedProxy = isTrustedProxy;
  }

  /** `false`: this client has as many as it may. What is admitted counts until it is closed. */
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
