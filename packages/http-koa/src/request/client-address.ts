import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Reads the address of the client; `undefined` after its connection has closed. */
export type ReadClientAddress = (request: IncomingMessage) => string | undefined;

/** Is the peer of a connection one of the trusted proxies? A peer with an unknown address never is. */
export type ProxyTrust = (address: string | undefined) => boolean;

/**
 * Compiles the trusted proxies.
 *
 * @param trustedProxies Addresses and CIDR ranges, or `loopback`, `linklocal` and `uniquelocal`. A range trusts every
 * machine in it, which can then claim any address as its own. By default, none.
 * @throws {TypeError} for anything else.
 *
 * @example
 * const trusts = proxyTrust(['10.0.0.0/8']);
 */
export function proxyTrust(trustedProxies: readonly string[] = []): ProxyTrust {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (address) => address !== undefined && trust(withoutPort(address), 0);
}

/**
 * Returns a reader of the client's address: the peer of the connection, or, if that is a trusted proxy, the address
 * that it reports in `X-Forwarded-For`. The header is read from right to left and only past trusted proxies, so that a
 * client cannot forge its address. Some gateways append the port of the client, which is removed because it does not
 * identify the client.
 *
 * @param trustedProxies As for {@link proxyTrust}; without any, the header is not read.
 * @throws {TypeError} for anything else.
 *
 * @example
 * const readClientAddress = clientAddressReader(['10.0.0.0/8']);
 * const clientAddress = readClientAddress(request);
 */
export function clientAddressReader(trustedProxies: readonly string[] = []): ReadClientAddress {
  const isTrusted = proxyTrust(trustedProxies);
  return (request) =>
    request.socket.remoteAddress === undefined ? undefined : withoutPort(proxyAddr(request, isTrusted));
}

/**
 * Matches `192.0.2.1:1000`, `[2001:db8::1]` and `[2001:db8::1]:1000`. Without brackets, a port of IPv6 would be
 * ambiguous.
 */
const WITH_PORT = /^(?:(?<v4>\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}|\[(?<v6>[\da-f:.]+)\](?::\d{1,5})?)$/i;

function withoutPort(address: string): string {
  const { v4, v6 } = WITH_PORT.exec(address)?.groups ?? {};
  return v4 ?? v6 ?? address;
}
