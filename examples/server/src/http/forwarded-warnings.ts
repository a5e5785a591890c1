import type { ProxyTrust, ReadClientAddress } from '@bailiwick/http-koa';
import type { Middleware } from 'koa';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Logger } from '../logger.js';
import { VARIABLES } from '../config/variables.js';

interface Proxies {
  readonly isTrustedProxy: ProxyTrust;
  readonly readClientAddress: ReadClientAddress;
}

/**
 * Warns once about each of two mistakes that make many clients count as one. Then a few wrong passwords keep all users
 * behind the proxy from logging in, and nothing else would explain it.
 */
export function forwardedWarnings(logger: Logger, proxies: Proxies): Middleware {
  const warned = new Set<string>();
  const warnOnce = (peer: string | undefined, message: string) => {
    if (warned.has(message)) return;
    warned.add(message);
    logger.warn({ peer }, message);
  };
  return ({ req }, next) => {
    const message = forwardedProblem(req, proxies);
    if (message !== null) warnOnce(req.socket.remoteAddress, message);
    return next();
  };
}

function forwardedProblem(
  request: IncomingMessage,
  { isTrustedProxy, readClientAddress }: Proxies,
): string | null {
  if (request.headers['x-forwarded-for'] === undefined) return null;
  if (!isTrustedProxy(request.socket.remoteAddress)) {
    return `ignored X-Forwarded-For from a peer that is not in ${VARIABLES.trustedProxies.name}: if this is your proxy, all clients behind it count as one until you list it`;
  }
  if (isIP(readClientAddress(request) ?? '') === 0) {
    return 'X-Forwarded-For of a trusted proxy contains no IP address: all of its clients count as one';
  }
  return null;
}
