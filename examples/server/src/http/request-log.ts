import type { ReadClientAddress } from '@bailiwick/http-koa';
import type { Context, Middleware } from 'koa';
import type { Logger } from '../logger.js';

/**
 * Logs one line for each request after its answer was written to the connection. It contains the template of the route
 * instead of the URL: paths contain ids, and query strings can contain an email address.
 */
export function requestLog(logger: Logger, readClientAddress: ReadClientAddress): Middleware {
  // Every member of the line is chosen below, so nothing has to be redacted, which would cost time.
  const lines = logger.child({}, { redact: [] });
  return (ctx, next) => {
    const startedAt = performance.now();
    // The address is lost once the connection is closed.
    const clientAddress = readClientAddress(ctx.req);
    // This listens before the request is served, because a client may disconnect meanwhile.
    ctx.res.once('close', () => {
      lines.info(
        {
          requestId: ctx.state.requestId,
          method: ctx.method,
          route: routeTemplate(ctx),
          operation: ctx.state.operation ?? null,
          status: ctx.status,
          // The code of a problem, which distinguishes a 403 of the quota from one of the policy.
          problem: ctx.state.problem ?? undefined,
          durationMs: Math.round(performance.now() - startedAt),
          statements: ctx.state.statements ?? 0,
          clientAddress,
          actorId: ctx.state.actor?.id,
          // The user whose password was refused.
          refusedUserId: ctx.state.refusedUserId,
          // The client disconnected before it had received the whole answer.
          aborted: ctx.res.writableFinished ? undefined : true,
        },
        'request',
      );
    });
    return next();
  };
}

/** Returns the operation of the request; `null` if no route has this path and method. */
function routeTemplate(ctx: Context): string | null {
  return typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : null;
}
