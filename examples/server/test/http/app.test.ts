import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { serve } from '../support/server-in-process.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN, testEnvironment } from '../support/test-environment.js';

const CSP = "default-src 'none';frame-ancestors 'none'";

test('the app: every status has the security headers, and no answer names the software', async (t) => {
  const api = await setUp(t);
  const admin = await api.logIn(ADMIN);
  const answers = await Promise.all([
    admin.get('/v1/me'),
    admin.post('/v1/resources', { name: 'a' }),
    api.get('/v1/me'),
    admin.get('/v1/resources/nothing'),
    admin.get('/v1/nowhere'),
    admin.get('/nowhere'),
    admin.put('/v1/me', {}),
    admin.post('/livez', {}),
    admin.post('/v1/resources', {}),
    admin.with({ 'Content-Type': 'text/plain' }).post('/v1/resources', {}),
    admin.post('/v1/resources', { name: 'x'.repeat(100_000) }),
    api.get('/livez'),
  ]);
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 201, 401, 404, 404, 404, 405, 405, 422, 415, 413, 200],
  );
  for (const { status, headers } of answers) {
    t.is(headers.get('Content-Security-Policy'), CSP);
    t.is(headers.get('X-Content-Type-Options'), 'nosniff');
    t.is(headers.get('Referrer-Policy'), 'no-referrer');
    t.is(headers.get('Strict-Transport-Security'), null);
    t.is(headers.get('X-Powered-By'), null);
    t.is(headers.get('Server'), null);
    t.is(headers.get('Content-Type')?.startsWith('application/problem+json'), status >= 400);
    t.regex(headers.get('X-Request-Id') ?? '', /^[\w.-]{1,64}$/);
  }
});

for (const [name, env, headers, expected] of [
  ['over https', {}, { 'X-Forwarded-Proto': 'https' }, 'max-age=31536000'],
  [
    'over https, with directives',
    { BAILIWICK_HSTS: 'max-age=60; includeSubDomains' },
    { 'X-Forwarded-Proto': 'https' },
    'max-age=60; includeSubDomains',
  ],
  ['over https, turned off', { BAILIWICK_HSTS: 'off' }, { 'X-Forwarded-Proto': 'https' }, null],
  ['over http', {}, { 'X-Forwarded-Proto': 'http' }, null],
  ['with nothing said', {}, {}, null],
  [
    'over https, as somebody says who is not trusted',
    { BAILIWICK_TRUSTED_PROXIES: '192.0.2.1' },
    { 'X-Forwarded-Proto': 'https' },
    null,
  ],
] as const) {
  test(`the app: Strict-Transport-Security is sent over https only, ${name}`, async (t) => {
    const api = await setUp(t, { BAILIWICK_TRUSTED_PROXIES: 'loopback', ...env });
    for (const path of ['/livez', '/v1/nowhere', '/v1/me'])
      t.is((await api.with(headers).get(path)).headers.get('Strict-Transport-Security'), expected, path);
  });
}

test('the app: a valid request id of a trusted proxy is kept, any other is replaced', async (t) => {
  const idFor = async (api: ApiClient, given: string) =>
    (await api.with({ 'X-Request-Id': given }).get('/livez')).headers.get('X-Request-Id') ?? '';
  const behindProxy = await setUp(t, { BAILIWICK_TRUSTED_PROXIES: 'loopback' });
  t.is(await idFor(behindProxy, 'trace-1.a_B'), 'trace-1.a_B');
  for (const insane of ['a b', 'a"b', '<script>', 'x'.repeat(65), 'é', '']) {
    t.regex(await idFor(behindProxy, insane), /^[0-9a-f-]{36}$/);
  }
  t.regex(await idFor(await setUp(t), 'trace-1.a_B'), /^[0-9a-f-]{36}$/, 'chosen by a client');
});

const REFUSED_BY_THE_PARSER: readonly (readonly [what: string, request: string, status: number])[] = [
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a bare line feed', 'GET /livez HTTP/1.1\nHost: a\n\n', 400],
  [
    'two lengths',
    'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
  ],
  ['a method that nobody knows', 'FOO /v1/me HTTP/1.1\r\nHost: a\r\n\r\n', 501],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n', 501],
  ['endless headers', `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
];

for (const [what, request, status] of REFUSED_BY_THE_PARSER) {
  test(`the server: ${what} is answered with a problem, and the connection is closed`, async (t) => {
    const { head, body } = await sendRaw(await setUp(t), request);
    t.true(head.startsWith(`HTTP/1.1 ${status} `), head);
    t.regex(head, /^Content-Type: application\/problem\+json/im);
    t.regex(head, /^Connection: close/im);
    t.regex(head, /^Content-Security-Policy: default-src 'none'/im);
    t.regex(head, /^X-Request-Id: [0-9a-f-]{36}$/im);
    t.is(JSON.parse(body).status, status);
  });
}

test('the server: an invalid request does not answer for the previous request, which is being served', async (t) => {
  const content = JSON.stringify(ADMIN);
  const login = [
    'POST /v1/sessions HTTP/1.1',
    'Host: a',
    'Content-Type: application/json',
    `Content-Length: ${content.length}`,
    '',
    content,
  ];
  const { head } = await sendRaw(await setUp(t), `${login.join('\r\n')}hello\r\n\r\n`);
  t.is(head, '', 'the connection is closed without a word');
});

const REFUSED_BY_THE_APP: readonly (readonly [what: string, request: string, status: number])[] = [
  ['no Host', 'GET /livez HTTP/1.1\r\n', 400],
  ['two Host lines', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n', 400],
  [
    'two Authorization lines',
    'GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n',
    400,
  ],
  ['TRACE', 'TRACE /v1/me HTTP/1.1\r\nHost: a\r\nCookie: secret\r\n', 405],
  ['TRACE of nothing', 'TRACE / HTTP/1.1\r\nHost: a\r\nCookie: secret\r\n', 404],
  [
    'an expectation that nobody can meet',
    'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n',
    417,
  ],
  ['a target that is no path', 'GET http://[ HTTP/1.1\r\nHost: a\r\n', 400],
  ['OPTIONS of everything', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n', 404],
  [
    'chunks in HTTP/1.0, where there is no route',
    'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n',
    400,
  ],
];

for (const [what, request, status] of REFUSED_BY_THE_APP) {
  test(`the server: ${what} is refused with a problem`, async (t) => {
    const { head, body } = await sendRaw(await setUp(t), `${request}Connection: close\r\n\r\n`);
    t.true(head.startsWith(`HTTP/1.1 ${status} `), head);
    t.regex(head, /^Content-Security-Policy: default-src 'none'/im);
    t.regex(head, /^Content-Type: application\/problem\+json/im);
    t.is(JSON.parse(body).status, status);
    t.false(body.includes('secret'));
  });
}

test('the server: no answer contains the Host of its request', async (t) => {
  const api = await setUp(t);
  const { body: login } = await api.post('/v1/sessions', ADMIN);
  const content = JSON.stringify({ name: 'a' });
  const request = [
    'POST /v1/resources HTTP/1.1',
    'Host: user@evil.example',
    `Authorization: Bearer ${login.token}`,
    'Content-Type: application/json',
    `Content-Length: ${content.length}`,
    'Connection: close',
    '',
    content,
  ];
  const { head, body } = await sendRaw(api, request.join('\r\n'));
  t.true(head.startsWith('HTTP/1.1 201 '), head);
  t.false(`${head}${body}`.includes('evil'));
});

test('the server: another spelling of a path is another path', async (t) => {
  const api = await setUp(t);
  for (const path of [
    '//v1/sessions',
    '/v1/sessions/',
    '/V1/sessions',
    '/v1/SESSIONS',
    '/livez/',
    '/LIVEZ',
  ]) {
    t.is((await api.post(path, ADMIN)).status, 404, path);
  }
});

const ORIGIN = 'https://app.example';

test('R51 CORS: it is off until origins are listed', async (t) => {
  const api = (await setUp(t)).with({ Origin: ORIGIN });
  const preflight = await api
    .with({ 'Access-Control-Request-Method': 'POST' })
    .send('OPTIONS', '/v1/resources');
  for (const { headers } of [preflight, await api.get('/v1/me')]) {
    t.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith('access-control')),
      [],
    );
  }
});

test('R51 CORS: a listed origin is allowed by name, on errors too; any other gets no header', async (t) => {
  const api = await setUp(t, { BAILIWICK_CORS_ORIGINS: `http://localhost:5173,${ORIGIN}` });
  const allowed = api.with({ Origin: ORIGIN });
  for (const [path, status] of [
    ['/livez', 200],
    ['/v1/me', 401],
    ['/v1/nowhere', 404],
  ] as const) {
    const answer = await allowed.get(path);
    t.is(answer.status, status);
    t.is(answer.headers.get('Access-Control-Allow-Origin'), ORIGIN);
    t.regex(answer.headers.get('Access-Control-Expose-Headers') ?? '', /ETag,Link,Location/);
    t.regex(answer.headers.get('Vary') ?? '', /Origin/);
    t.is(answer.headers.get('Access-Control-Allow-Credentials'), null);
    t.regex(answer.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
  }
  // CORS answers it instead of the API, whose own OPTIONS lists the methods in another header.
  const preflight = await fetch(`${api.url}/v1/resources/x`, {
    method: 'OPTIONS',
    headers: {
      Origin: ORIGIN,
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'authorization',
    },
  });
  t.is(preflight.status, 204);
  t.is(preflight.headers.get('Access-Control-Allow-Origin'), ORIGIN);
  t.regex(preflight.headers.get('Access-Control-Allow-Methods') ?? '', /PATCH/);
  const headers = preflight.headers.get('Access-Control-Allow-Headers')?.split(',') ?? [];
  for (const name of ['Authorization', 'Signature', 'Signature-Input', 'Content-Digest'])
    t.true(headers.includes(name), name);

  for (const origin of [
    'https://evil.example',
    `${ORIGIN}.evil.example`,
    'null',
    '*',
    ORIGIN.toUpperCase(),
  ]) {
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await api
        .with({ Origin: origin, 'Access-Control-Request-Method': 'GET' })
        .send(method, '/v1/me');
      t.is(answer.headers.get('Access-Control-Allow-Origin'), null, origin);
    }
  }
});

const SLOW: readonly (readonly [what: string, start: string])[] = [
  ['a header', 'GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: '],
  [
    'a body',
    'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n',
  ],
];

for (const [what, start] of SLOW) {
  test(`F9 the server: a client that sends ${what} byte by byte is cut off, and others are served`, async (t) => {
    const api = await setUp(t, { BAILIWICK_HEADERS_TIMEOUT_MS: '500', BAILIWICK_REQUEST_TIMEOUT_MS: '600' });
    const { hostname, port } = new URL(api.url);
    const sockets = Array.from({ length: 20 }, () => connect(Number(port), hostname));
    const answers = sockets.map((socket) => text(socket));
    for (const socket of sockets) socket.write(start);
    // It writes after the loop has read answers: a write to a connection that the server has closed would destroy them.
    const dribble = setInterval(() => {
      setImmediate(() => {
        for (const socket of sockets) if (socket.writable && socket.bytesRead === 0) socket.write(' ');
      });
    }, 20);
    t.teardown(() => clearInterval(dribble));
    t.is((await api.get('/livez')).status, 200);
    for (const answer of await Promise.all(answers)) {
      t.true(answer.startsWith('HTTP/1.1 408 '), answer);
      t.regex(answer, /^Content-Type: application\/problem\+json/im);
    }
  });
}

test('W2 the server: a body has less time than the request, and the variable says how long', async (t) => {
  const api = await setUp(t, { BAILIWICK_BODY_TIMEOUT_MS: '300' });
  const { head, body } = await sendRaw(
    api,
    'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  );
  t.true(head.startsWith('HTTP/1.1 408 '), head);
  t.regex(head, /^Connection: close/im);
  t.like(JSON.parse(body), {
    code: 'request-timeout',
    detail: 'The body did not arrive within 300 ms.',
  });
});

test.serial('F9 the server: a client that requests much and reads no answer is cut off', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const timeouts = { BAILIWICK_HEADERS_TIMEOUT_MS: '500', BAILIWICK_REQUEST_TIMEOUT_MS: '500' };
  const server = new ServerProcess(t, testEnvironment(database.url, timeouts));
  const { hostname, port } = new URL(await server.url());
  const socket = connect(Number(port), hostname).pause();
  t.teardown(() => socket.destroy());
  // Far more than fits into the buffers of a connection.
  socket.write('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20));
  const given = await eventually(
    'the server to give up',
    () => server.log().find((line) => line['aborted']) ?? null,
  );
  t.is(given['status'], 200);
});

async function setUp(t: ExecutionContext, env: Record<string, string> = {}): Promise<ApiClient> {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  return serve(t, database.url, env);
}

async function sendRaw({ url }: ApiClient, request: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body };
}
