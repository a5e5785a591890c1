import type { Middleware } from 'koa';
import { HttpRefusal } from '../http-refusal.js';
import type { Operation } from '../operation.js';

interface Served extends Pick<Operation, 'method' | 'body'> {
  readonly serve: Middleware;
}

/**
 * Serves all methods of a path: its operations, OPTIONS with their list, and a 405 for any other method. That way the
 * router has one route for each path. With one for each method and one more for the rest, it would compare every
 * request with all of them.
 */
export function byMethod(operations: readonly Served[]): Middleware {
  const serveBy = new Map<string, Middleware>(
    operations.flatMap(({ method, serve }) => {
      const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
      return methods.map((name) => [name, serve] as const);
    }),
  );
  const allow = [...serveBy.keys(), 'OPTIONS'].join(', ');
  const patchable = operations.find(({ method }) => method === 'PATCH')?.body?.mediaTypes ?? [];
  return (ctx, next) => {
    const serve = serveBy.get(ctx.method);
    if (serve !== undefined) return serve(ctx, next);
    if (ctx.method !== 'OPTIONS') {
      throw new HttpRefusal('method-not-allowed', `This path allows only ${allow}.`, { Allow: allow });
    }
    ctx.status = 204;
    ctx.set('Allow', allow);
    // RFC 5789 section 3.1.
    if (patchable.length > 0) ctx.set('Accept-Patch', patchable.join(', '));
  };
}
