import type { Middleware } from 'koa';
import { HttpRefusal } from '../http-refusal.js';
import type { Operation } from '../operation.js';

/** What a path answers to a method that no operation of it has: OPTIONS lists them, all others are a 405. */
export function refuseOtherMethods(operations: readonly Pick<Operation, 'method' | 'body'>[]): Middleware {
  const methods = operations.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const allow = [...methods, 'OPTIONS'].join(', ');
  const patchable = operations.find(({ method }) => method === 'PATCH')?.body?.mediaTypes ?? [];
  return (ctx) => {
    if (ctx.method !== 'OPTIONS') {
      throw new HttpRefusal('method-not-allowed', `Allowed here: ${allow}.`, { Allow: allow });
    }
    ctx.status = 204;
    ctx.set('Allow', allow);
    // RFC 5789 section 3.1.
    if (patchable.length > 0) ctx.set('Accept-Patch', patchable.join(', '));
  };
}
