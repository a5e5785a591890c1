import koaCors from '@koa/cors';
import type { Middleware } from 'koa';

/** How long a browser remembers what it was allowed; Chromium remembers no longer than two hours. */
const MAX_AGE_SECONDS = 600;

/** What a page of one of these origins may send and read. Never `*`, and no cookies: credentials are sent by hand. */
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
    exposeHeaders: ['ETag', 'Link', 'Location', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
    maxAge: MAX_AGE_SECONDS,
  });
}
