import type { ProxyTrust } from '@bailiwick/http-koa';
import helmet, { type HelmetOptions } from 'helmet';
import type { Middleware } from 'koa';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * For an API that serves no pages: nothing of an answer may be run, framed, sniffed or embedded. helmet's
 * own default policy would allow styles and scripts of the same origin. The rest of its headers stay.
 */
const OPTIONS: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  // Not the same for every answer: see `strictTransportSecurity` below.
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
};

/** What helmet says, which is the same for every answer, taken from a response that goes nowhere. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = (() => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(OPTIONS)(response.req, response, () => {});
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
})();

export function securityHeaders(): Middleware {
  const headers = Object.entries(SECURITY_HEADERS);
  return ({ res }, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    return next();
  };
}

/**
 * Browsers then ask for this host by https only. It is said only in answers over https (RFC 6797 section 7.2), which
 * this server learns from a proxy that it trusts. `value`: the directives, or `null` for none.
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
