import test from 'ava';
import type { Context } from 'koa';
import { createBailiwick, StorageUnavailableError } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { createRouter, operationsOf } from '@bailiwick/http-koa';
import { failingStorage } from './support/failing-storage.js';
import { listen } from './support/listen.js';
import { rawRequest, statusOf } from './support/raw-request.js';
import { basic, MISSING_ID, world } from './support/world.js';

function pathsOf(operations: ReturnType<typeof operationsOf>): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { method, path } of operations) {
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    paths.set(path, [...(paths.get(path) ?? []), ...methods]);
  }
  return paths;
}

function concrete(template: string): string {
  return template.replaceAll(/\{\w+\}/g, MISSING_ID);
}

test('router: OPTIONS lists the methods of every path, without a credential', async (t) => {
  const { bailiwick, nobody } = await world(t);
  for (const [path, methods] of pathsOf(operationsOf(bailiwick))) {
    const reply = await nobody.call('OPTIONS', concrete(path));
    t.is(reply.status, 204, path);
    t.is(reply.headers.get('allow'), [...methods, 'OPTIONS'].join(', '), path);
  }
});

test('router: every other method is a 405 with Allow, on every path', async (t) => {
  const { bailiwick, server } = await world(t);
  const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY', 'M-SEARCH'];
  for (const [path, methods] of pathsOf(operationsOf(bailiwick))) {
    for (const method of all.filter((name) => !methods.includes(name))) {
      const answer = await rawRequest(server.port, [
        `${method} /v1${concrete(path)} HTTP/1.1`,
        'Host: localhost',
      ]);
      // Node's parser itself refuses methods that it does not know.
      if (method === 'QUERY' && statusOf(answer) === 400) continue;
      t.is(statusOf(answer), 405, `${method} ${path}`);
      t.true(answer.includes(`Allow: ${[...methods, 'OPTIONS'].join(', ')}\r\n`), `${method} ${path}`);
    }
  }
});

test('router: HEAD answers like GET, without the body', async (t) => {
  const { ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  for (const path of ['/me', '/resources', `/resources/${id}`, `/resources/${MISSING_ID}`]) {
    const [get, head] = [await ann.get(path), await ann.call('HEAD', path)];
    t.is(head.status, get.status, path);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control']) {
      t.is(head.headers.get(name), get.headers.get(name), `${path} ${name}`);
    }
  }
});

test('router: an Accept header that excludes JSON is a 406 before anything is done', async (t) => {
  const { ann } = await world(t);
  for (const accept of ['text/html', 'application/xml, text/*;q=0.5', 'application/json;q=0']) {
    const reply = await ann.post('/resources', { name: 'orders' }, { accept });
    t.is(reply.status, 406, accept);
    t.is(reply.body.code, 'not-acceptable');
  }
  for (const accept of [
    'application/json',
    'application/*',
    'text/html, */*;q=0.1',
    'application/problem+json',
  ]) {
    t.is((await ann.get('/resources', { accept })).status, 200, accept);
  }
  t.is((await ann.get('/resources')).body.items.length, 0);
});

test('router: other spellings of a path are other paths', async (t) => {
  const { ann, server } = await world(t);
  for (const path of [
    '/v1/me/',
    '/v1/ME',
    '/V1/me',
    '//v1/me',
    '/v1//me',
    '/v1/./me',
    '/v1/%6de',
    '/v1/me;x',
    '/v1/nothing',
  ]) {
    const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', `Authorization: ${ann.authorization}`];
    const answer = await rawRequest(server.port, lines);
    t.is(statusOf(answer), 404, path);
    t.regex(answer, /Content-Type: application\/problem\+json\r\n/, path);
  }
});

test('router: malformed ids are answered like ids that do not exist', async (t) => {
  const { ann } = await world(t);
  for (const id of [
    '%00',
    '%E0%A4%A',
    'x',
    MISSING_ID.replace('7', '4'),
    `${MISSING_ID}%00`,
    'a'.repeat(5000),
  ]) {
    for (const path of [`/resources/${id}`, `/users/${id}`, `/users/${id}/quotas`]) {
      const reply = await ann.get(path);
      t.is(reply.status, 404, path);
      t.is(reply.text, (await ann.get(path.replace(id, MISSING_ID))).text, path);
    }
  }
});

test('router: links and Location are relative, whatever Host says', async (t) => {
  const { ann, server } = await world(t);
  for (const name of ['a', 'b']) await ann.post('/resources', { name });
  const lines = ['GET http://evil.example/v1/resources?pageSize=1 HTTP/1.1', 'Host: evil.example'];
  const answer = await rawRequest(server.port, [...lines, `Authorization: ${ann.authorization}`]);
  t.regex(answer, /^Link: <\/v1\/resources\?pageSize=1&cursor=[\w-]+>; rel="next"\r$/m);
  t.false(answer.includes('evil'));
});

test('router: another prefix moves paths, Location and problem types', async (t) => {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  await bailiwick.users.create(bailiwick.system('test'), {
    email: 'ann@example.com',
    password: 'long enough, surely',
  });
  const server = await listen(bailiwick, { prefix: '/platform/v2' });
  t.teardown(() => server.close());
  const made = await fetch(`${server.url}/platform/v2/resources`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: basic('ann@example.com', 'long enough, surely'),
    },
    body: JSON.stringify({ name: 'orders' }),
  });
  t.is(made.status, 201);
  t.regex(made.headers.get('location') ?? '', /^\/platform\/v2\/resources\//);
  const refused = (await (await fetch(`${server.url}/platform/v2/me`)).json()) as { type: string };
  t.is(refused.type, '/platform/v2/problems/authentication-required');
  t.is((await fetch(`${server.url}/v1/me`)).status, 404);
});

test('router: a prefix that is not a path is refused when the router is made', (t) => {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  for (const prefix of ['v1', '/v1/', '/:version', '/v1?', '/{v}']) {
    t.throws(() => createRouter(bailiwick, { prefix }), { instanceOf: TypeError }, prefix);
  }
  t.notThrows(() => createRouter(bailiwick, { prefix: '' }));
});

test('router: when the storage is down, the answer is a 503 with Retry-After, and the host gets the error', async (t) => {
  const { storage, fail } = failingStorage();
  const told: unknown[] = [];
  const { ann } = await world(t, { storage, router: { onError: (error) => told.push(error) } });
  const error = new StorageUnavailableError({ cause: new Error('connect ECONNREFUSED 10.0.0.1:5432') });
  fail(error);
  const reply = await ann.get('/me');
  t.is(reply.status, 503);
  t.is(reply.body.code, 'storage-unavailable');
  t.is(reply.headers.get('retry-after'), '1');
  t.false(reply.text.includes('ECONNREFUSED'));
  t.deepEqual(told, [error]);
});

test('router: the answer to an unexpected error has a request id and nothing else', async (t) => {
  const { storage, fail } = failingStorage();
  const told: { error: unknown; requestId: unknown }[] = [];
  const onError = (error: unknown, ctx: Context) => told.push({ error, requestId: ctx.state['requestId'] });
  const { ann, nobody } = await world(t, { storage, router: { onError } });
  const error = new Error('select "secret" from "users" failed');
  fail(error);
  for (const reply of [
    await ann.get('/me'),
    await nobody.post('/sessions', { email: 'ann@example.com', password: 'x' }),
  ]) {
    t.is(reply.status, 500);
    t.deepEqual(Object.keys(reply.body), ['type', 'title', 'status', 'code', 'detail', 'requestId']);
    t.notRegex(reply.text, /secret|users/);
    t.deepEqual(told.shift(), { error, requestId: reply.body.requestId });
  }
});
