import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { once } from 'node:events';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { serve } from '../support/server-in-process.js';

test('GET /docs: it can be turned off, and serves no other methods and files', async (t) => {
  const { url } = await start(t);
  t.is((await fetch(`${url}/docs`, { method: 'POST' })).status, 405);
  for (const path of [
    '/docs/x',
    '/docs/package.json',
    '/docs/../package.json',
    '/docs/%2e%2e/package.json',
  ]) {
    t.is((await fetch(url + path)).status, 404, path);
  }
  const off = await start(t, { BAILIWICK_DOCS: 'off', BAILIWICK_CONSOLE: 'off' });
  for (const path of ['/docs', '/', '/favicon.ico']) t.is((await fetch(off.url + path)).status, 404, path);
});

test('GET /: it redirects to the page where there is no console, and so does an extra slash', async (t) => {
  const { url } = await start(t, { BAILIWICK_CONSOLE: 'off' });
  for (const path of ['/', '/docs/']) {
    const { status, headers } = await fetch(url + path, { redirect: 'manual' });
    t.is(status, 302, path);
    t.is(headers.get('location'), '/docs', path);
    t.is((await fetch(url + path, { method: 'POST' })).status, 404, path);
  }
  const icon = await fetch(`${url}/favicon.ico`);
  t.deepEqual([icon.status, icon.headers.get('content-type')], [200, 'image/png']);
});

test('GET /: it redirects to the console if there is one', async (t) => {
  for (const docs of ['on', 'off']) {
    const { url } = await start(t, { BAILIWICK_DOCS: docs });
    const { status, headers } = await fetch(`${url}/`, { redirect: 'manual' });
    t.deepEqual([status, headers.get('location')], [302, '/console'], docs);
    t.is((await fetch(`${url}/console`)).status, 200);
  }
  const off = await start(t, { BAILIWICK_CONSOLE: 'off' });
  t.is((await fetch(`${off.url}/console`)).status, 404);
});

/** A path of each part of the server that answers without a credential. */
const PUBLIC_PATHS = [
  '/',
  '/docs',
  '/docs/',
  '/favicon.ico',
  '/console',
  '/livez',
  '/readyz',
  '/v1/openapi.json',
  '/v1/problems',
  '/v1/problems/not-found',
];

test('HEAD: wherever GET answers, HEAD has the same status and headers, and no body', async (t) => {
  const { url } = await start(t);
  for (const path of PUBLIC_PATHS) {
    const ask = (method: string) => fetch(url + path, { method, redirect: 'manual' });
    const [get, head] = [await ask('GET'), await ask('HEAD')];
    t.true(get.status < 400, path);
    t.is(head.status, get.status, path);
    for (const name of ['content-type', 'location', 'etag', 'cache-control'])
      t.is(head.headers.get(name), get.headers.get(name), `${name} of ${path}`);
    t.is(await head.text(), '', path);
  }
});

test('GET /docs: a file that the browser has already is not sent again', async (t) => {
  const { url } = await start(t);
  for (const path of ['/docs', '/docs/swagger-ui-bundle.js', '/favicon.ico']) {
    const first = await get(url + path);
    const { etag } = first.headers;
    t.regex(String(etag), /^"[\w-]{43}"$/, path);
    t.is(first.statusCode, 200);
    t.is((await get(url + path, { 'If-None-Match': String(etag) })).statusCode, 304, path);
    t.is((await get(url + path, { 'If-None-Match': '"another"' })).statusCode, 200, path);
  }
});

/** Sends a condition like a browser; `fetch` of Node.js would add `Cache-Control: no-cache` to an explicit one. */
async function get(url: string, headers: OutgoingHttpHeaders = {}): Promise<IncomingMessage> {
  const [response] = await once(request(url, { headers }).end(), 'response');
  response.resume();
  return response;
}

test('GET /docs: only its scripts can submit its forms', async (t) => {
  const { url } = await start(t);
  t.regex((await fetch(`${url}/docs`)).headers.get('Content-Security-Policy') ?? '', /;form-action 'none';/);
});

async function start(t: ExecutionContext, env: Record<string, string> = {}) {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  return serve(t, database.url, env);
}
