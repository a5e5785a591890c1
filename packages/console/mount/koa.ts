import type { Middleware } from 'koa';
import { consoleFiles, type ConsoleOptions } from './console-files.js';

/**
 * Serves the console below a path of a Koa app. The paths must be those that the browser sees.
 *
 * @example
 * app.use(koaConsole({ path: '/console', api: '/v1' }));
 */
export function koaConsole(options?: ConsoleOptions): Middleware {
  const answerFor = consoleFiles(options);
  return async (ctx, next) => {
    const answer = answerFor(ctx.method, ctx.path, { ifNoneMatch: ctx.get('If-None-Match') });
    if (answer === null) return next();
    ctx.set(answer.headers);
    ctx.body = answer.body;
    ctx.status = answer.status;
  };
}
