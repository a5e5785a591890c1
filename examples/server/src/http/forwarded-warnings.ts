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
 * Warns, once for each of the two, of what makes many clients count as one: then some wrong passwords of anybody
 * keep everybody from logging in, and nothing else would say why.
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
    return `X-Forwarded-For came from a peer that is not in ${VARIABLES.trustedProxies.name}, and was ignored: if this is your proxy, all clients behind it count as one until it is listed`;
  }
  if (isIP(readClientAddress(request) ?? '') === 0) {
    return 'X-Forwarded-For of a trusted proxy holds no IP address: all of its clients count as one';
  }
  return null;
}
