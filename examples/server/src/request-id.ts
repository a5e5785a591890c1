import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';

/** What a log line and a header can hold unchanged; anything else is replaced, not repaired. */
const SANE_ID = /^[\w.-]{1,64}$/;

/** Names every request, in the log and in the answer, by the id that a proxy gave it or by a new one. */
export function requestId(): Middleware {
  return (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    const id = SANE_ID.test(given) ? given : randomUUID();
    ctx.state.requestId = id;
    ctx.set('X-Request-Id', id);
    return next();
  };
}
