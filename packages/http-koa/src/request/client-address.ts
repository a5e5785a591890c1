import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Where a request comes from; `undefined` once its connection is closed. */
export type ReadClientAddress = (request: IncomingMessage) => string | undefined;

/** Is the peer of a connection one of the trusted proxies? Nobody is whose address is unknown. */
export type ProxyTrust = (address: string | undefined) => boolean;

/**
 * @param trustedProxies Addresses and CIDR ranges, or `loopback`, `linklocal` and `uniquelocal`. A range trusts every
 * machine in it: each of them can choose the address that it is known by. None when left out.
 * @throws {TypeError} for anything else.
 */
export function proxyTrust(trustedProxies: readonly string[] = []): ProxyTrust {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (address) => address !== undefined && trust(withoutPort(address), 0);
}

/**
 * The address of the client: the peer of the connection, or, while that is one of the trusted proxies, what
 * it says in `X-Forwarded-For`. The header is walked from right to left and only past trusted proxies, so
 * that what a client writes into it changes nothing. Some gateways write the port of the client behind its
 * address, which says nothing about who it is: it is left out.
 *
 * @param trustedProxies As for {@link proxyTrust}; the header is not read when there are none.
 * @throws {TypeError} for anything else.
 */
export function clientAddressReader(trustedProxies: readonly string[] = []): ReadClientAddress {
  const isTrusted = proxyTrust(trustedProxies);
  return (request) =>
    request.socket.remoteAddress === undefined ? undefined : withoutPort(proxyAddr(request, isTrusted));
}

/** `192.0.2.1:1000`, `[2001:db8::1]` and `[2001:db8::1]:1000`. An IPv6 address without brackets has no port that could be told from it. */
const WITH_PORT = /^(?:(?<v4>\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}|\[(?<v6>[\da-f:.]+)\](?::\d{1,5})?)$/i;

function withoutPort(address: string): string {
  const { v4, v6 } = WITH_PORT.exec(address)?.groups ?? {};
  return v4 ?? v6 ?? address;
}
