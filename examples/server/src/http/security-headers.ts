import type { ProxyTrust } from '@bailiwick/http-koa';
import helmet, { type HelmetOptions } from 'helmet';
import type { Middleware } from 'koa';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * The policy for an API without pages: browsers must not run, frame, sniff or embed any answer. The default policy of
 * helmet would allow styles and scripts of the same origin. The rest of its headers stay the same.
 */
const OPTIONS: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  // This header is not the same for all answers: see `strictTransportSecurity` below.
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
};

/** The headers of helmet, which are the same for all answers, taken from a response that is never sent. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = (() => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(OPTIONS)(response.req, response, () => {});
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
})();

/** Sets the security headers of every answer, also of those to refusals and defects. */
export function securityHeaders(): Middleware {
  const headers = Object.entries(SECURITY_HEADERS);
  return ({ res }, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    return next();
  };
}

/**
 * Sends a header that makes browsers use only https for this host. It is sent only over https (RFC 6797 section 7.2),
 * which a trusted proxy reports. `value` has the directives, or is `null` for no header.
 */
export function strictTransportSecurity(value: string | null, isTrustedProxy: ProxyTrust): Middleware | null {
  if (value === null) return null;
  return ({ req, res }, next) => {
    const isSecure = req.headers['x-forwarded-proto'] === 'https';
    if (isSecure && isTrustedProxy(req.socket.remoteAddress))
      res.setHeader('Strict-Transport-Security', value);
    return next();
  };
}
