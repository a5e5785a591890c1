import type { ProxyTrust } from '@bailiwick/http-koa';
import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';

/** Text that a log line and a header can contain unchanged. Anything else is replaced by a new id. */
const SANE_ID = /^[\w.-]{1,64}$/;

/**
 * Gives every request an id, for the log and the answer: the one from a trusted proxy, or a new one. Otherwise a client
 * could give one id to many requests, or use the id of another client's request.
 */
export function requestId(isTrustedProxy: ProxyTrust): Middleware {
  return (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    const isBelieved = SANE_ID.test(given) && isTrustedProxy(ctx.req.socket.remoteAddress);
    const id = isBelieved ? given : randomUUID();
    ctx.state.requestId = id;
    ctx.set('X-Request-Id', id);
    return next();
  };
}
