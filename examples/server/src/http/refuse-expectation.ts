import type { Middleware } from 'koa';

/** Refuses expectations other than `100-continue`, which Node handles itself (RFC 9110 section 10.1.1). */
export function refuseExpectation(): Middleware {
  return (ctx, next) => {
    const { expect = '100-continue' } = ctx.req.headers;
    if (expect.toLowerCase() !== '100-continue') {
      ctx.throw(417, 'The only expectation that can be met is 100-continue.');
    }
    return next();
  };
}
