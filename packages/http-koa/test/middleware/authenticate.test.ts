import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { authenticate, problemBoundary, type AuthenticateOptions } from '@bailiwick/http-koa';
import { listenTo } from '../support/listen.js';
import { rawRequest, statusOf } from '../support/raw-request.js';
import { basic, PASSWORD } from '../support/world.js';

async function host(t: ExecutionContext, options: AuthenticateOptions = {}) {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  const user = { email: 'ann@example.com', password: PASSWORD };
  await bailiwick.users.create(bailiwick.system('test'), user);
  const { token } = await bailiwick.sessions.logIn(user);
  const app = new Koa();
  app.use(problemBoundary());
  app.use(authenticate(bailiwick, options));
  app.use(async (ctx) => {
    ctx.body = await bailiwick.resources.create(ctx.state['actor'], { name: 'orders' });
  });
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const get = (authorization?: string) =>
    fetch(server.url, { headers: authorization ? { authorization } : {} });
  return { get, token, server };
}

test('authenticate: a host’s own route acts as the user behind the credential', async (t) => {
  const { get, token } = await host(t);
  t.is((await get(`Bearer ${token}`)).status, 200);
  t.is((await get(basic('ann@example.com', PASSWORD))).status, 200);
});

test('authenticate: without a credential the command decides, with a wrong one it is refused', async (t) => {
  const { get } = await host(t);
  const nobody = await get();
  t.is(nobody.status, 401);
  t.like(await nobody.json(), { code: 'authentication-required' });
  t.like(await (await get('Bearer wrong')).json(), { code: 'invalid-token' });
});

test('authenticate: Basic can be turned off', async (t) => {
  const { get } = await host(t, { basic: false });
  t.like(await (await get(basic('ann@example.com', PASSWORD))).json(), { code: 'authentication-required' });
});

test('authenticate: two credentials are a malformed request', async (t) => {
  const { server, token } = await host(t);
  const line = `Authorization: Bearer ${token}`;
  t.is(statusOf(await rawRequest(server.port, ['GET / HTTP/1.1', 'Host: localhost', line, line])), 400);
});
