import type { ReadClientAddress } from '@bailiwick/http-koa';
import type { Context, Middleware } from 'koa';
import type { Logger } from '../logger.js';

/**
 * One line for each request, when its answer has been handed to the connection. Of the URL it has the
 * route's template only: paths hold ids, and query strings can hold an email address.
 */
export function requestLog(logger: Logger, readClientAddress: ReadClientAddress): Middleware {
  // Every member of the line is chosen below, so that there is nothing to censor, and nothing is looked for.
  const lines = logger.child({}, { redact: [] });
  return async (ctx, next) => {
    const startedAt = performance.now();
    // Gone once the connection is closed.
    const clientAddress = readClientAddress(ctx.req);
    // Before the request is served: a client that leaves early has closed the connection by the time it is.
    ctx.res.once('close', () => {
      lines.info(
        {
          requestId: ctx.state.requestId,
          method: ctx.method,
          route: routeTemplate(ctx),
          operation: ctx.state.operation ?? null,
          status: ctx.status,
          // The code of the answer, if it is a problem: a 403 of the quota and one of the policy are told apart.
          ...(ctx.state.problem == null ? {} : { problem: ctx.state.problem }),
          durationMs: Math.round(performance.now() - startedAt),
          statements: ctx.state.statements ?? 0,
          clientAddress,
          actorId: ctx.state.actor?.id,
          // Whose password was refused.
          refusedUserId: ctx.state.refusedUserId,
          // The client went away before it had the whole answer.
          ...(ctx.res.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    await next();
  };
}

/** `null`: no route has this path and method. */
function routeTemplate(ctx: Context): string | null {
  return typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : null;
}
