import type { ProxyTrust } from '@bailiwick/http-koa';
import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';

/** What a log line and a header can hold unchanged; anything else is replaced, not repaired. */
const SANE_ID = /^[\w.-]{1,64}$/;

/**
 * Names every request, in the log and in the answer, by the id that a trusted proxy gave it or by a new one. Were
 * others believed, anybody could give one id to many requests, or one that somebody else's request has.
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
