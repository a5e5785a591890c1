import type { Context, Middleware } from 'koa';
import { MalformedRequestError, refusedAccount } from '@bailiwick/core';
import { requireFraming } from '../request/framing.js';
import { requestIdOf } from '../request/request-id.js';
import { problemOfStatus, toProblem, type Problem, type ProblemOptions } from '../problem.js';

export interface ProblemBoundaryOptions {
  /** Where the API is mounted. */
  readonly prefix?: string;
  /** Is Basic authentication on? Then a 401 says so, to whom it may. */
  readonly basic?: boolean;
  /** Told of everything that is answered with a 5xx. Koa's own `error` event when left out. */
  readonly onError?: (error: unknown, ctx: Context) => void;
}

/**
 * Renders errors, and answers without a body, as problem details. It stands outermost, since Koa's own
 * error handler drops every header that was set so far, those for security included.
 *
 * `ctx.state.refusedUserId` is set where a password was refused and somebody has the address: it is for the log and must
 * not get into an answer.
 *
 * An unexpected error tells a request id and nothing else: `ctx.state.requestId` if the host has set one.
 */
export function problemBoundary(options: ProblemBoundaryOptions = {}): Middleware {
  const { prefix = '/v1', basic = true, onError = emitError } = options;
  const problemOptions = (ctx: Context): ProblemOptions => ({
    typePrefix: prefix,
    basicChallenge: basic && isNotBrowserScript(ctx),
    requestId: requestIdOf(ctx),
  });
  return async (ctx, next) => {
    try {
      requireFraming(ctx.req);
      requireReadableTarget(ctx);
      await next();
      if (!isBareError(ctx)) return;
      render(ctx, problemOfStatus(ctx.status, undefined, problemOptions(ctx)));
    } catch (error) {
      // Too late for another answer: Koa tells the host and closes the connection.
      if (ctx.headerSent) throw error;
      // For the host's log.
      ctx.state['refusedUserId'] = refusedAccount(error) ?? undefined;
      const problem = toProblem(error, problemOptions(ctx));
      if (problem.status >= 500) onError(error, ctx);
      render(ctx, problem);
    }
  };
}

/** Koa parses the target of a request when it is first asked for, and throws there: in the middle of a router, as a defect. */
function requireReadableTarget(ctx: Context): void {
  try {
    void ctx.path;
  } catch {
    throw new MalformedRequestError('The target of the request must be a path or a URL.');
  }
}

/** Koa's way to tell the host of an error; without a listener, Koa prints it. */
function emitError(error: unknown, ctx: Context): void {
  ctx.app.emit('error', error, ctx);
}

/** A status without words: a path without a route, `allowedMethods` of a router. */
function isBareError(ctx: Context): boolean {
  return ctx.status >= 400 && ctx.body == null && ctx.respond !== false && !ctx.headerSent;
}

function render(ctx: Context, { status, headers, body }: Problem): void {
  // These belong to the answer that did not come to be.
  for (const name of ['ETag', 'Last-Modified', 'Content-Encoding', 'Link', 'Location']) ctx.remove(name);
  // For what stands around: a host's metrics count problems by their code.
  ctx.state['problem'] = body.code ?? null;
  ctx.status = status;
  ctx.body = JSON.stringify(body);
  ctx.set(headers);
}

/**
 * A Basic challenge makes a browser ask for a password in a dialog of its own, also for a request that a
 * page's script made and would have handled. Scripts are known by `Sec-Fetch-Mode`, which browsers set on
 * every request and scripts cannot change, and by `X-Requested-With`. Programs send neither and get the
 * challenge.
 */
function isNotBrowserScript(ctx: Context): boolean {
  const mode = ctx.get('Sec-Fetch-Mode');
  return (mode === '' || mode === 'navigate') && ctx.get('X-Requested-With') === '';
}
