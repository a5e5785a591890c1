import type { Context, Middleware } from 'koa';
import { MalformedRequestError, refusedAccount } from '@bailiwick/core';
import { requireFraming } from '../request/framing.js';
import { requestIdOf } from '../request/request-id.js';
import { problemOfStatus, toProblem, type Problem, type ProblemOptions } from '../problem.js';

export interface ProblemBoundaryOptions {
  /** The path where the API is mounted; by default `/v1`. */
  readonly prefix?: string;
  /** Is Basic authentication enabled? Then a 401 offers it, except to scripts of a page. By default yes. */
  readonly basic?: boolean;
  /** Called with every error that is answered with a 5xx; by default, Koa's `error` event is emitted. */
  readonly onError?: (error: unknown, ctx: Context) => void;
}

/**
 * Renders errors, and error statuses without a body, as problem details. It must be the outermost middleware, since
 * Koa's own error handler drops all headers that were set so far, including those for security.
 *
 * If a password was refused and a user has the email address, `ctx.state.refusedUserId` is set. It is for the log and
 * must not get into an answer.
 *
 * The answer to an unexpected error contains only a request id: `ctx.state.requestId` if the host has set one.
 *
 * @example
 * app.use(problemBoundary({ prefix: '/v1' }));
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
      // It is too late for another answer: Koa reports the error to the host and closes the connection.
      if (ctx.headerSent) throw error;
      // The host can log this.
      ctx.state['refusedUserId'] = refusedAccount(error) ?? undefined;
      const problem = toProblem(error, problemOptions(ctx));
      if (problem.status >= 500) onError(error, ctx);
      render(ctx, problem);
    }
  };
}

/** Koa parses the target on first use, and would throw in the middle of a router, where it would look like a defect. */
function requireReadableTarget(ctx: Context): void {
  try {
    void ctx.path;
  } catch {
    throw new MalformedRequestError('The target of the request must be a path or a URL.');
  }
}

/** Reports an error to the host in Koa's way; without a listener, Koa prints it. */
export function emitError(error: unknown, ctx: Context): void {
  ctx.app.emit('error', error, ctx);
}

/** Is this an error status without a body, as of a path without a route or of a router's `allowedMethods`? */
function isBareError(ctx: Context): boolean {
  return ctx.status >= 400 && ctx.body == null && ctx.respond !== false && !ctx.headerSent;
}

function render(ctx: Context, { status, headers, body }: Problem): void {
  // These headers belong to the answer that this problem replaces.
  for (const name of ['ETag', 'Last-Modified', 'Content-Encoding', 'Link', 'Location']) ctx.remove(name);
  // Outer middleware may use this: a host's metrics count problems by their code.
  ctx.state['problem'] = body.code ?? null;
  ctx.status = status;
  ctx.body = JSON.stringify(body);
  const { 'Set-Cookie': cookie, ...others } = headers;
  ctx.set(others);
  // The host may have set cookies of its own.
  if (cookie !== undefined) ctx.append('Set-Cookie', cookie);
}

/**
 * Decides whether to send a Basic challenge. It makes a browser show a password dialog, even if a script of a page made
 * the request and would handle the answer. Scripts are recognised by `Sec-Fetch-Mode`, which browsers set on every
 * request and scripts cannot change, by `Origin`, which older ones set on every change, and by `X-Requested-With`.
 * Programs send none of them and get the challenge.
 */
function isNotBrowserScript(ctx: Context): boolean {
  const mode = ctx.get('Sec-Fetch-Mode');
  const isScript = mode !== '' && mode !== 'navigate';
  return !isScript && ctx.get('Origin') === '' && ctx.get('X-Requested-With') === '';
}
