import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { authenticate, operationsOf, problemBoundary, type RouterOptions } from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import type { Client, Reply } from './support/client.js';
import { listenTo } from './support/listen.js';
import { RFC_PRIVATE_KEY } from './support/rfc9421-signer.js';
import { basic, MISSING_ID, PASSWORD, PUBLIC_KEY, world, type World } from './support/world.js';

const HTTPS = { authority: 'api.example.com' };
const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };

/** Logs Ann in as a page does, and returns the answer with the `Cookie` header that a browser sends from then on. */
async function logInAtPage(
  { nobody }: World,
  headers: Record<string, string> = SAME_ORIGIN,
): Promise<Reply & { readonly cookie: string }> {
  const login = { email: 'ann@example.com', password: PASSWORD, cookie: true };
  const reply = await nobody.post('/sessions', login, headers);
  return { ...reply, cookie: reply.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function page(t: ExecutionContext, router: RouterOptions = HTTPS) {
  const fresh = await world(t, { router });
  return { ...fresh, cookie: (await logInAtPage(fresh)).cookie };
}

test('R53 POST /sessions: with cookie, the token is in a cookie that no script can read, and nowhere else', async (t) => {
  const fresh = await world(t, { router: HTTPS });
  const { status, body, headers } = await logInAtPage(fresh);
  t.is(status, 201);
  t.deepEqual(Object.keys(body), ['session', 'user']);
  const [pair = '', ...attributes] = (headers.get('set-cookie') ?? '').split('; ');
  t.regex(pair, /^__Host-bailiwick=[\w-]{43}$/);
  const lifetimeSeconds = fresh.bailiwick.settings.sessionAbsoluteTtlMs / 1000;
  const expires = new Date(Date.parse(body.session.createdAt) + lifetimeSeconds * 1000).toUTCString();
  t.deepEqual(attributes.toSorted(), [
    `Expires=${expires}`,
    'HttpOnly',
    `Max-Age=${lifetimeSeconds}`,
    'Path=/',
    'SameSite=Strict',
    'Secure',
  ]);
  t.is((await fresh.nobody.get('/me', { cookie: pair })).body.email, 'ann@example.com');
  const without = await fresh.nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD });
  t.is(without.headers.get('set-cookie'), null);
});

/** Which cookie is set, by the host that browsers ask for and the headers of the login. */
const NAMES: readonly (readonly [
  authority: string | undefined,
  headers: Record<string, string>,
  name: string,
])[] = [
  ['api.example.com', SAME_ORIGIN, '__Host-bailiwick'],
  ['api.example.com', { origin: 'https://api.example.com' }, '__Host-bailiwick'],
  ['api.example.com:8443', { origin: 'https://api.example.com:8443' }, '__Host-bailiwick'],
  ['localhost:3000', SAME_ORIGIN, 'bailiwick'],
  ['localhost:3000', { origin: 'http://localhost:3000' }, 'bailiwick'],
  ['app.localhost', SAME_ORIGIN, 'bailiwick'],
  ['[::1]:3000', SAME_ORIGIN, 'bailiwick'],
  // The test server itself, at 127.0.0.1.
  [undefined, SAME_ORIGIN, 'bailiwick'],
  // A proxy with TLS on the same machine, which calls the server by that name.
  ['localhost:3000', { ...SAME_ORIGIN, origin: 'https://api.example.com' }, '__Host-bailiwick'],
  // No address of a local network is safe without TLS.
  ['192.0.2.7:3000', SAME_ORIGIN, '__Host-bailiwick'],
  ['127.example.com', SAME_ORIGIN, '__Host-bailiwick'],
];

test('POST /sessions: the cookie needs https, except on http://localhost', async (t) => {
  for (const [authority, headers, name] of NAMES) {
    const { cookie, headers: received } = await logInAtPage(
      await world(t, { router: { authority } }),
      headers,
    );
    t.is(cookie.split('=')[0], name, `${authority} ${JSON.stringify(headers)}`);
    t.is((received.get('set-cookie') ?? '').includes('; Secure'), name !== 'bailiwick', authority);
  }
});

test('R53 session cookie: the name without a prefix is read only on http://localhost, since a neighbour could set it', async (t) => {
  const { nobody, ann } = await world(t, { router: HTTPS });
  t.is((await nobody.get('/me', { cookie: `bailiwick=${ann.token}` })).body.code, 'authentication-required');
  t.is((await nobody.get('/me', { cookie: `__host-bailiwick=${ann.token}` })).status, 401);
  const local = await world(t);
  const names = ['bailiwick', '__Host-bailiwick'];
  for (const name of names)
    t.is((await local.nobody.get('/me', { cookie: `${name}=${local.ann.token}` })).status, 200);
  // If both are there, the one that no neighbour can have set counts.
  const both = `bailiwick=${local.bob.token}; __Host-bailiwick=${local.ann.token}`;
  t.is((await local.nobody.get('/me', { cookie: both })).body.email, 'ann@example.com');
});

test('GET /sessions/current: a page finds out who is signed in, and a session that has ended is as none', async (t) => {
  const { nobody, ann, cookie } = await page(t);
  const nobodyIsIn = { user: null, passwordLengthMin: 15 };
  const ask = (headers: Record<string, string>) => nobody.get('/sessions/current', headers);
  t.deepEqual((await ask({})).body, nobodyIsIn);
  const signedIn = await ask({ cookie });
  t.like(signedIn.body, { user: { id: ann.user.id, email: 'ann@example.com' }, passwordLengthMin: 15 });
  t.is(signedIn.headers.get('set-cookie'), null);
  // It is about the browser, whatever else is sent.
  t.is((await ann.get('/sessions/current')).body.user, null);
  t.is((await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status, 200);
  await nobody.call('DELETE', '/sessions/current', { headers: { ...SAME_ORIGIN, cookie } });
  const ended = await ask({ cookie });
  t.is(ended.status, 200);
  t.deepEqual(ended.body, nobodyIsIn);
  t.regex(ended.headers.get('set-cookie') ?? '', /^__Host-bailiwick=; Max-Age=0; /);
  t.is((await ask({ cookie: `${cookie}; ${cookie}` })).status, 400);
});

const SITES = ['same-origin', 'same-site', 'cross-site', 'none', null] as const;
const ORIGINS = {
  own: 'https://api.example.com',
  other: 'https://evil.example.com',
  null: 'null',
  absent: null,
};

/** A request with each method, to something that does not exist: it is a 404 unless it is refused before. */
const REQUESTS: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ['POST', `/users/${MISSING_ID}/resources`, { name: 'orders' }],
  ['PUT', `/users/${MISSING_ID}/quotas/resources`, { limit: 1 }],
  ['PATCH', `/resources/${MISSING_ID}`, { name: 'orders' }],
  ['DELETE', `/resources/${MISSING_ID}`],
  ['GET', `/resources/${MISSING_ID}`],
  ['HEAD', `/resources/${MISSING_ID}`],
];

for (const [method, path, body] of REQUESTS) {
  test(`R53 session cookie: ${method} from every site and origin, with a cookie and with a token`, async (t) => {
    const { nobody, ann, cookie } = await page(t);
    const isSafe = method === 'GET' || method === 'HEAD';
    for (const site of SITES) {
      for (const [name, origin] of Object.entries(ORIGINS)) {
        const from = {
          ...(site === null ? {} : { 'sec-fetch-site': site }),
          ...(origin === null ? {} : { origin }),
        };
        const isOwn = site === null ? name === 'own' : site === 'same-origin';
        const at = `${method}, site ${site}, origin ${name}`;
        const withCookie = await nobody.call(method, path, { body, headers: { ...from, cookie } });
        t.is(withCookie.status, isSafe || isOwn ? 404 : 403, at);
        if (!isSafe && !isOwn) t.is(withCookie.body.code, 'cross-site-request', at);
        t.is(withCookie.headers.get('access-control-allow-credentials'), null, at);
        t.is((await ann.call(method, path, { body, headers: from })).status, 404, `${at}, with a token`);
      }
    }
  });
}

test('R53 session cookie: every operation that changes something refuses another site, and does nothing', async (t) => {
  const { nobody, bailiwick, cookie, admin } = await page(t);
  const before = (await admin.get('/audit-events?pageSize=1')).text;
  for (const { operationId, method, path, auth } of operationsOf(bailiwick)) {
    if (method === 'GET' || auth === 'none') continue;
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, {}]) {
      const to = path.replaceAll(/\{\w+\}/g, MISSING_ID);
      const { status, body } = await nobody.call(method, to, { headers: { ...headers, cookie } });
      t.is(`${status} ${body.code}`, '403 cross-site-request', operationId);
    }
  }
  t.is((await admin.get('/audit-events?pageSize=1')).text, before);
});

test('R53 POST /sessions: another site can log nobody in, and not even have a password compared', async (t) => {
  const fresh = await world(t, { router: HTTPS });
  for (const site of SITES) {
    for (const [name, origin] of Object.entries(ORIGINS)) {
      const headers = {
        ...(site === null ? {} : { 'sec-fetch-site': site }),
        ...(origin === null ? {} : { origin }),
      };
      const isOwn = site === null ? name === 'own' : site === 'same-origin';
      const wrong = { email: 'ann@example.com', password: 'a wrong password', cookie: true };
      const { status, cookie } = await logInAtPage(fresh, headers);
      t.is(status, isOwn ? 201 : 403, `site ${site}, origin ${name}`);
      t.is(cookie !== '', isOwn);
      if (!isOwn)
        t.is((await fresh.nobody.post('/sessions', wrong, headers)).body.code, 'cross-site-request');
    }
  }
});

test('R16 R53 session cookie: one credential a request, and one cookie of the name', async (t) => {
  const signatures = requestSignatures();
  const fresh = await world(t, { router: { signatures } });
  const { nobody, ann, clientWith, clientSigning } = fresh;
  const { cookie } = await logInAtPage(fresh);
  const { id: keyId } = (await ann.post('/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY })).body;
  const others: readonly Client[] = [
    ann,
    clientWith(basic('ann@example.com', PASSWORD)),
    clientWith('Unknown scheme'),
    clientSigning({ keyId, privateKey: RFC_PRIVATE_KEY }),
  ];
  for (const other of others) {
    t.is((await other.get('/me')).status, other.authorization === 'Unknown scheme' ? 401 : 200);
    t.is((await other.get('/me', { cookie })).body.code, 'malformed-request');
    t.true(
      (await other.get('/me', { cookie: 'theme=dark' })).status !== 400,
      'the cookie of another service',
    );
  }
  for (const twice of [`${cookie}; ${cookie}`, `${cookie};bailiwick=`, `bailiwick=other; ${cookie}`])
    t.is((await nobody.get('/me', { cookie: twice })).body.code, 'malformed-request', twice);
});

test('R22 R53 session cookie: whatever ends the session of the request deletes the cookie', async (t) => {
  const fresh = await world(t, { router: HTTPS });
  const { nobody, ann } = fresh;
  const deleted =
    /^__Host-bailiwick=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict$/;
  for (const path of ['/sessions/current', '/sessions', '/sessions/{id}']) {
    const { body, cookie } = await logInAtPage(fresh);
    const to = path.replace('{id}', body.session.id);
    const ended = await nobody.call('DELETE', to, { headers: { ...SAME_ORIGIN, cookie } });
    t.is(ended.status, 204);
    t.regex(ended.headers.get('set-cookie') ?? '', deleted, path);
    const dead = await nobody.get('/me', { cookie });
    t.is(dead.body.code, 'invalid-token');
    t.regex(dead.headers.get('set-cookie') ?? '', deleted, 'a dead cookie is deleted too');
    t.is(
      dead.headers.get('www-authenticate'),
      'Bearer realm="bailiwick", error="invalid_token"',
      'no dialog',
    );
  }
  const other = await logInAtPage(fresh);
  const { cookie, body } = await logInAtPage(fresh);
  const headers = { ...SAME_ORIGIN, cookie };
  const kept = await nobody.call('DELETE', `/sessions/${other.body.session.id}`, { headers });
  t.is(kept.status, 204);
  t.is(kept.headers.get('set-cookie'), null);
  t.is((await nobody.get('/me', { cookie })).status, 200);
  const { token } = (await nobody.post('/sessions', { email: ann.user.email, password: PASSWORD })).body;
  t.is(
    (await fresh.clientWith(`Bearer ${token}`).delete('/sessions/current')).headers.get('set-cookie'),
    null,
  );
  t.is(body.session.current, true);
});

test('session cookie: another site cannot delete a dead cookie, and a token that has ended leaves cookies alone', async (t) => {
  const { nobody, clientWith } = await world(t, { router: HTTPS });
  const cookie = `__Host-bailiwick=${'x'.repeat(43)}`;
  const foreign = await nobody.call('DELETE', '/sessions', {
    headers: { cookie, 'sec-fetch-site': 'cross-site' },
  });
  t.is(foreign.status, 403);
  t.is(foreign.headers.get('set-cookie'), null);
  t.is((await clientWith('Bearer gone').get('/me')).headers.get('set-cookie'), null);
});

test('R53 session cookie: a script without Sec-Fetch-Mode gets no Basic challenge either', async (t) => {
  const { nobody } = await world(t, { router: HTTPS });
  const wrong = { email: 'ann@example.com', password: 'a wrong password', cookie: true };
  const { headers } = await nobody.post('/sessions', wrong, { origin: 'https://api.example.com' });
  t.is(headers.get('www-authenticate'), 'Bearer realm="bailiwick"');
});

test('session cookie: a session that ends while its request is served deletes the cookie, and the request has no effect', async (t) => {
  const { nobody, ann, admin, cookie, server } = await page(t);
  const body = JSON.stringify({ name: 'too late' });
  const head = [
    'POST /v1/resources HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    `Cookie: ${cookie}`,
    'Sec-Fetch-Site: same-origin',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  t.is((await admin.delete(`/users/${ann.user.id}/sessions`)).status, 204);
  socket.write(body);
  const answer = await text(socket);
  t.regex(answer, /^HTTP\/1\.1 401 /);
  t.regex(answer, /\r\nSet-Cookie: __Host-bailiwick=; Max-Age=0;/i);
  t.is((await nobody.get('/me', { cookie })).status, 401);
});

test('authenticate: a host’s own route has the same rules', async (t) => {
  const { bailiwick, ann } = await world(t);
  const app = new Koa();
  app.use(problemBoundary());
  app.use(async (ctx, next) => {
    ctx.append('Set-Cookie', 'theme=dark');
    await next();
  });
  app.use(authenticate(bailiwick, HTTPS));
  app.use((ctx) => {
    ctx.body = { type: ctx.state['actor'].type };
  });
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const ask = (method: string, headers: Record<string, string>) => fetch(server.url, { method, headers });
  const cookie = `__Host-bailiwick=${ann.token}`;
  t.is((await ask('GET', { cookie })).status, 200);
  t.is((await ask('POST', { cookie })).status, 403);
  t.is((await ask('POST', { cookie, origin: 'https://api.example.com' })).status, 200);
  t.is((await ask('GET', { cookie, authorization: `Bearer ${ann.token}` })).status, 400);
  const dead = await ask('GET', { cookie: '__Host-bailiwick=gone' });
  t.is(dead.status, 401);
  t.is(dead.headers.getSetCookie().length, 2, 'the cookie of the host stays');
});
