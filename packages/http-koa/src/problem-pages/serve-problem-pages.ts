import type { Middleware } from 'koa';
import type { RouterContext } from '@koa/router';
import { serveText } from '../middleware/serve-text.js';
import type { Operation } from '../operation.js';
import { PROBLEMS, type ProblemCode } from '../problem.js';
import { PAGE_HEADERS, problemIndexPage, problemPage } from './problem-page.js';

/** One route for all pages: the router looks through its routes with every request. */
export function serveProblemPages(operations: readonly Operation[], prefix: string): Middleware {
  const pages = new Map(
    (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [
      code as string,
      servePage(() => problemPage(code, operations, prefix)),
    ]),
  );
  return (ctx, next) => {
    const { code = '' } = (ctx as RouterContext).params;
    // Without a page it is a path like any other that is not there.
    return (pages.get(code) ?? notHere)(ctx, next);
  };
}

const notHere: Middleware = (ctx) => {
  ctx.status = 404;
};

export function serveProblemIndex(prefix: string): Middleware {
  return servePage(() => problemIndexPage(prefix));
}

function servePage(make: () => string): Middleware {
  return serveText({ contentType: 'text/html; charset=utf-8', headers: PAGE_HEADERS, make });
}
