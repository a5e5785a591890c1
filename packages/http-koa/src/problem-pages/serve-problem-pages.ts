import type { Middleware } from 'koa';
import type { RouterContext } from '@koa/router';
import { serveText } from '../middleware/serve-text.js';
import type { Operation } from '../operation.js';
import { PROBLEMS, type ProblemCode } from '../problem.js';
import { PAGE_HEADERS, problemIndexPage, problemPage } from './problem-page.js';

/** Serves all pages with one route, because the router searches its routes with every request. */
export function serveProblemPages(operations: readonly Operation[], prefix: string): Middleware {
  const pages = new Map(
    (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [
      code as string,
      servePage(() => problemPage(code, operations, prefix)),
    ]),
  );
  return (ctx, next) => {
    const { code = '' } = (ctx as RouterContext).params;
    // A code without a page is a path that does not exist.
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
