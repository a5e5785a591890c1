import test, { type ExecutionContext } from 'ava';
import Koa, { type Context, type Middleware } from 'koa';
import { NotFoundError } from '@bailiwick/core';
import { problemBoundary, type ProblemBoundaryOptions } from '@bailiwick/http-koa';
import { listenTo } from '../support/listen.js';

async function host(t: ExecutionContext, route: Middleware, options: ProblemBoundaryOptions = {}) {
  const told: unknown[] = [];
  const app = new Koa();
  app.on('error', (error) => told.push(error));
  app.use((ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    return next();
  });
  app.use(problemBoundary(options));
  app.use(route);
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const get = async () => {
    const response = await fetch(server.url);
    const text = await response.text();
    t.is(response.headers.get('x-content-type-options'), 'nosniff');
    return { status: response.status, headers: response.headers, text };
  };
  return { get, told };
}

test('problemBoundary: a path without a route is a 404 problem', async (t) => {
  const { get } = await host(t, () => {});
  const { status, headers, text } = await get();
  t.is(status, 404);
  t.is(headers.get('content-type'), 'application/problem+json');
  t.like(JSON.parse(text), { type: '/v1/problems/not-found', code: 'not-found' });
});

test('problemBoundary: errors of the core and of Koa are problems, and are not reported to the host', async (t) => {
  for (const [route, status] of [
    [() => Promise.reject(new NotFoundError('database')), 404],
    [(ctx: Context) => ctx.throw(403, 'not today'), 403],
    [(ctx: Context) => ctx.throw(429, { headers: { 'Retry-After': '5' } }), 429],
  ] as const) {
    const { get, told } = await host(t, route);
    const reply = await get();
    t.is(reply.status, status);
    t.is(JSON.parse(reply.text).status, status);
    t.is(reply.headers.get('retry-after'), status === 429 ? '5' : null);
    t.deepEqual(told, []);
  }
});

test('problemBoundary: an unexpected error goes to the host with its request id', async (t) => {
  const error = new Error('secret');
  const { get, told } = await host(t, (ctx) => {
    ctx.state['requestId'] = 'from-the-host';
    ctx.set('ETag', '"half-done"');
    ctx.body = { half: 'done' };
    throw error;
  });
  const { status, headers, text } = await get();
  t.is(status, 500);
  t.is(headers.get('etag'), null);
  t.is(headers.get('content-type'), 'application/problem+json');
  t.is(JSON.parse(text).requestId, 'from-the-host');
  t.false(text.includes('secret'));
  t.deepEqual(told, [error]);
});

test('problemBoundary: onError takes the place of Koa’s error event', async (t) => {
  const seen: unknown[] = [];
  const { get, told } = await host(t, () => Promise.reject(new Error('x')), {
    onError: (error) => seen.push(error),
  });
  await get();
  t.is(seen.length, 1);
  t.deepEqual(told, []);
});

test('problemBoundary: the answers of a route stay as they are', async (t) => {
  const { get } = await host(t, (ctx) => {
    ctx.status = 404;
    ctx.body = 'my own words';
  });
  t.is((await get()).text, 'my own words');
});

test('problemBoundary: types are pages below the prefix', async (t) => {
  const { get } = await host(t, () => {}, { prefix: '/api' });
  t.is(JSON.parse((await get()).text).type, '/api/problems/not-found');
});
