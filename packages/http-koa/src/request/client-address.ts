import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Where a request comes from; `undefined` once its connection is closed. */
export type ReadClientAddress = (request: IncomingMessage) => string | undefined;

/**
 * The address of the client: the peer of the connection, or, while that is one of the trusted proxies, what
 * it says in `X-Forwarded-For`. The header is walked from right to left and only past trusted proxies, so
 * that what a client writes into it changes nothing.
 *
 * @param trustedProxies Addresses and CIDR ranges, or `loopback`, `linklocal` and `uniquelocal`. None when
 * left out: the header is not looked at.
 * @throws {TypeError} for anything else.
 */
export function clientAddressReader(trustedProxies: readonly string[] = []): ReadClientAddress {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (request) => (request.socket.remoteAddress === undefined ? undefined : proxyAddr(request, trust));
}
