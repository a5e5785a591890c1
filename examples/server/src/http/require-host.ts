import { MalformedRequestError } from '@bailiwick/core';
import type { Middleware } from 'koa';

/** Refuses requests of HTTP/1.1 without a `Host` (RFC 9112 section 3.2). HTTP/1.0 has none. */
export function requireHost(): Middleware {
  return ({ req }, next) => {
    if (req.httpVersion === '1.1' && req.headers.host === undefined) {
      throw new MalformedRequestError('The header "host" must be sent.');
    }
    return next();
  };
}
