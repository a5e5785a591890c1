import koaCors from '@koa/cors';
import type { Middleware } from 'koa';

/** The time for which a browser caches a preflight answer; Chromium caches it for at most two hours. */
const MAX_AGE_SECONDS = 600;

/**
 * Allows pages of these origins to call the API. Never `*`, and no cookies, since pages send credentials explicitly.
 */
export function cors(origins: readonly string[]): Middleware {
  return koaCors({
    origin: (ctx) => (origins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Digest',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'Signature',
      'Signature-Input',
      'X-Request-Id',
    ],
    exposeHeaders: [
      'Content-Disposition',
      'ETag',
      'Link',
      'Location',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ],
    maxAge: MAX_AGE_SECONDS,
  });
}
