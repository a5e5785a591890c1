import type { Middleware } from 'koa';

/** Leads people who open the root of the server to a page. */
export function landing(page: string): Middleware {
  return (ctx, next) => {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || ctx.path !== '/') return next();
    ctx.redirect(page);
    return undefined;
  };
}
