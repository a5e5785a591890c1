import { documented, takeViolations } from '@bailiwick/test-openapi';
import test from 'ava';
import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import Koa, { type Middleware } from 'koa';
import { openApiDocument } from '@bailiwick/http-koa';
import { listenTo } from './support/listen.js';
import { rawRequest } from './support/raw-request.js';
import { world } from './support/world.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const USER = {
  id: '01900000-0000-7000-8000-000000000000',
  email: 'ann@example.com',
  role: 'user',
  status: 'active',
  createdAt: '2026-03-02T09:30:00.000Z',
  updatedAt: '2026-03-02T09:30:00.000Z',
};
const PLAIN = { 'content-type': 'application/json', 'cache-control': 'no-store' };
const HEADERS = { ...PLAIN, etag: '"1"' };
const UNAUTHORIZED = {
  type: '/v1/problems/authentication-required',
  title: 'A credential is needed',
  status: 401,
  code: 'authentication-required',
  detail: 'This needs a credential.',
};

interface Case {
  readonly title: string;
  readonly path?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** The expected complaint; none if the answer is as documented. */
  readonly complaint?: RegExp;
}

const CASES: readonly Case[] = [
  { title: 'as documented' },
  { title: 'an undocumented status', status: 202, complaint: /202: this status is not documented/ },
  {
    title: 'an undocumented member of the body',
    body: { ...USER, passwordHash: 'x' },
    complaint: /additional properties/,
  },
  { title: 'a missing member of the body', body: { id: USER.id }, complaint: /must have required property/ },
  {
    title: 'an undocumented header',
    headers: { ...HEADERS, location: '/v1/me' },
    complaint: /Location is not documented/,
  },
  { title: 'a missing header', headers: PLAIN, complaint: /ETag is missing/ },
  {
    title: 'another media type',
    headers: { ...HEADERS, 'content-type': 'text/html' },
    complaint: /text\/html/,
  },
  { title: 'a path that is none', path: '/v1/nowhere', complaint: /nowhere 200/ },
  {
    title: 'a problem without its code',
    status: 401,
    headers: { ...PLAIN, 'content-type': 'application/problem+json' },
    body: { ...UNAUTHORIZED, code: undefined },
    complaint: /must have required property 'code'/,
  },
];

/** The ways in which tests send requests; none of them does anything to have its answers checked. */
const WAYS: Readonly<Record<string, (port: number, path: string) => Promise<unknown>>> = {
  fetch: async (port, path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text(),
  'http.request': (port, path) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, path }, (response) => {
        buffer(response).then(resolve, reject);
      });
      outgoing.once('error', reject).end();
    }),
  'a socket': (port, path) => rawRequest(port, [`GET ${path} HTTP/1.1`, 'Host: localhost']),
  'a socket, with a request that the one before does not wait for': (port, path) =>
    rawRequest(port, ['GET / HTTP/1.1', 'Host: localhost', '', `GET ${path} HTTP/1.1`, 'Host: localhost']),
};

for (const [way, ask] of Object.entries(WAYS)) {
  test.serial(
    `the test run: an answer to ${way} that is not as documented is noticed, even if the test ignores it`,
    async (t) => {
      for (const { title, path = '/v1/me', complaint, ...answer } of CASES) {
        const server = await listenTo(new Koa().use(answering(answer)));
        await ask(server.port, path);
        await server.close();
        const violations = takeViolations();
        t.is(violations.length, complaint === undefined ? 0 : 1, `${title}: ${violations.join()}`);
        if (complaint !== undefined) t.regex(String(violations[0]), complaint, title);
      }
    },
  );
}

/** Set in the run of this file that must fail. */
const IS_TO_FAIL = 'BAILIWICK_TEST_UNDOCUMENTED';

if (process.env[IS_TO_FAIL] !== undefined) {
  test('an answer that nobody looks at', async (t) => {
    const server = await listenTo(new Koa().use(answering({ status: 202 })));
    await fetch(`${server.url}/v1/me`);
    await server.close();
    t.pass();
  });
}

test('the test run: an undocumented answer fails the run, even if every test has passed', (t) => {
  const ava = join(ROOT, 'node_modules/ava/entrypoints/cli.mjs');
  const file = fileURLToPath(import.meta.url);
  const { status, stdout } = spawnSync(
    process.execPath,
    [ava, '--match', 'an answer that nobody looks at', file],
    { cwd: ROOT, env: { ...process.env, [IS_TO_FAIL]: '1' }, encoding: 'utf8' },
  );
  t.is(status, 1, stdout);
  t.regex(stdout, /1 test passed/);
  t.regex(stdout, /GET \/me 202: this status is not documented/);
});

function answering({ status = 200, headers = HEADERS, body = USER }: Partial<Case>): Middleware {
  return (ctx) => {
    ctx.status = status;
    ctx.body = JSON.stringify(body);
    ctx.remove('Content-Type');
    ctx.set(headers);
  };
}

test.serial(
  'the test run: a request that the document forbids and the server accepts is noticed',
  async (t) => {
    const { bailiwick } = await world(t);
    const exchange = {
      method: 'POST',
      path: '/v1/resources/preview',
      status: 200,
      headers: new Headers(PLAIN),
      text: JSON.stringify({ ownerId: USER.id, kind: 'resource', name: 'orders' }),
    };
    const requireDocumented = documented(openApiDocument(bailiwick));
    t.notThrows(() => requireDocumented({ ...exchange, sent: '{"name":"orders"}' }));
    t.throws(() => requireDocumented({ ...exchange, sent: '{"name":""}' }), { message: /accepted/ });
  },
);
