import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { authenticate, problemBoundary, type AuthenticateOptions } from '@bailiwick/http-koa';
import { signRequest } from '@bailiwick/http-koa/sign-request';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import { listenTo } from '../support/listen.js';
import { rawRequest, statusOf } from '../support/raw-request.js';
import { RFC_PRIVATE_KEY } from '../support/rfc9421-signer.js';
import { basic, PASSWORD, PUBLIC_KEY } from '../support/world.js';

async function host(t: ExecutionContext, options: AuthenticateOptions = {}) {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  const user = { email: 'ann@example.com', password: PASSWORD };
  await bailiwick.users.create(bailiwick.system('test'), user);
  const { token, actor } = await bailiwick.sessions.logIn(user);
  const key = await bailiwick.accessKeys.register(actor, { name: 'laptop', publicKey: PUBLIC_KEY });
  const app = new Koa();
  app.use(problemBoundary());
  app.use(authenticate(bailiwick, options));
  app.use(async (ctx) => {
    const name = ctx.state['rawBody']?.toString() || 'orders';
    ctx.body = await bailiwick.resources.create(ctx.state['actor'], { name });
  });
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const get = (authorization?: string) =>
    fetch(server.url, { headers: authorization ? { authorization } : {} });
  return { get, token, server, keyId: key.id, bailiwick };
}

test('authenticate: a host’s own route acts as the user behind the credential', async (t) => {
  const { get, token } = await host(t);
  t.is((await get(`Bearer ${token}`)).status, 200);
  t.is((await get(basic('ann@example.com', PASSWORD))).status, 200);
});

test('authenticate: what the user does on a host’s own route is recorded with the request', async (t) => {
  const { get, token, bailiwick } = await host(t);
  await get(`Bearer ${token}`);
  const [event] = (await bailiwick.auditEvents.list(bailiwick.system('test'))).items;
  t.is(event?.action, 'resource:create');
  t.regex(event?.requestId ?? '', /^[0-9a-f-]{36}$/);
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

test('R72 authenticate: the body of a signed request is compared with its digest, and left to the host', async (t) => {
  const { server, keyId } = await host(t, { signatures: requestSignatures(), bodyLimitBytes: 20 });
  const post = async (body: string, sent = body) => {
    const request = { method: 'POST', url: server.url, body };
    const headers = await signRequest(request, { keyId, privateKey: RFC_PRIVATE_KEY });
    return fetch(server.url, { method: 'POST', headers, body: sent });
  };
  const right = await post('invoices');
  t.is(right.status, 200);
  t.like(await right.json(), { name: 'invoices' });
  t.like(await (await post('invoices', 'invoizes')).json(), { code: 'invalid-signature' });
  t.like(await (await post('x'.repeat(21))).json(), { code: 'payload-too-large' });
  const headers = await signRequest({ url: server.url }, { keyId, privateKey: RFC_PRIVATE_KEY });
  t.like(await (await fetch(server.url, { headers })).json(), { name: 'orders' });
});
