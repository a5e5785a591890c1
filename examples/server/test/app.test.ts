import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ApiClient } from './api-client.js';
import { serve } from './server-in-process.js';
import { ADMIN } from './test-environment.js';

const CSP = "default-src 'none';frame-ancestors 'none'";

test('the app: every status carries the security headers, and none says what runs here', async (t) => {
  const api = await setUp(t);
  const admin = await api.logIn(ADMIN);
  const answers = await Promise.all([
    admin.get('/v1/me'),
    admin.post('/v1/resources', { name: 'a' }),
    api.get('/v1/me'),
    admin.get('/v1/resources/nothing'),
    admin.get('/v1/nowhere'),
    admin.get('/'),
    admin.put('/v1/me', {}),
    admin.post('/livez', {}),
    admin.post('/v1/resources', {}),
    admin.with({ 'Content-Type': 'text/plain' }).post('/v1/resources', {}),
    admin.post('/v1/resources', { name: 'x'.repeat(100_000) }),
    api.get('/livez'),
    api.get('/readyz'),
  ]);
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 201, 401, 404, 404, 404, 405, 405, 422, 415, 413, 200, 200],
  );
  for (const { status, headers } of answers) {
    t.is(headers.get('Content-Security-Policy'), CSP);
    t.is(headers.get('X-Content-Type-Options'), 'nosniff');
    t.is(headers.get('Referrer-Policy'), 'no-referrer');
    t.regex(headers.get('Strict-Transport-Security') ?? '', /max-age=31536000/);
    t.is(headers.get('X-Powered-By'), null);
    t.is(headers.get('Server'), null);
    t.is(headers.get('Content-Type')?.startsWith('application/problem+json'), status >= 400);
    t.regex(headers.get('X-Request-Id') ?? '', /^[\w.-]{1,64}$/);
  }
});

test('the app: a sane request id of the caller is kept, any other replaced', async (t) => {
  const api = await setUp(t);
  const idFor = async (given: string) =>
    (await api.with({ 'X-Request-Id': given }).get('/livez')).headers.get('X-Request-Id');
  t.is(await idFor('trace-1.a_B'), 'trace-1.a_B');
  for (const insane of ['a b', 'a"b', '<script>', 'x'.repeat(65), 'é']) {
    t.regex((await idFor(insane)) ?? '', /^[0-9a-f-]{36}$/);
  }
});

const REFUSED_BY_THE_PARSER: readonly (readonly [what: string, request: string, status: number])[] = [
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a bare line feed', 'GET /livez HTTP/1.1\nHost: a\n\n', 400],
  [
    'two lengths',
    'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
  ],
  ['endless headers', `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
];

for (const [what, request, status] of REFUSED_BY_THE_PARSER) {
  test(`the server: ${what} is answered with a problem, and the connection closed`, async (t) => {
    const { head, body } = await sendRaw(await setUp(t), request);
    t.true(head.startsWith(`HTTP/1.1 ${status} `), head);
    t.regex(head, /^Content-Type: application\/problem\+json/im);
    t.regex(head, /^Connection: close/im);
    t.regex(head, /^Content-Security-Policy: default-src 'none'/im);
    t.is(JSON.parse(body).status, status);
  });
}

const REFUSED_BY_THE_APP: readonly (readonly [what: string, request: string, status: number])[] = [
  ['no Host', 'GET /livez HTTP/1.1\r\n', 400],
  ['two Host lines', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n', 400],
  [
    'two Authorization lines',
    'GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n',
    400,
  ],
  ['TRACE', 'TRACE /v1/me HTTP/1.1\r\nHost: a\r\nCookie: secret\r\n', 405],
];

for (const [what, request, status] of REFUSED_BY_THE_APP) {
  test(`the server: ${what} is refused with a problem`, async (t) => {
    const { head, body } = await sendRaw(await setUp(t), `${request}Connection: close\r\n\r\n`);
    t.true(head.startsWith(`HTTP/1.1 ${status} `), head);
    t.is(JSON.parse(body).status, status);
    t.false(body.includes('secret'));
  });
}

test('the server: the Host of a request is in no answer', async (t) => {
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

test('the server: a path written in another way is another path', async (t) => {
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

async function setUp(t: ExecutionContext): Promise<ApiClient> {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  return serve(t, database.url);
}

async function sendRaw({ url }: ApiClient, request: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body };
}
