import { consoleFiles } from '@bailiwick/console';
import { fastifyConsole } from '@bailiwick/console/fastify';
import { koaConsole } from '@bailiwick/console/koa';
import test from 'ava';
import fastify from 'fastify';
import Koa from 'koa';
import type { AddressInfo } from 'node:net';

const answerFor = consoleFiles({ path: '/staff/console', api: '/api/v1' });
const pageOf = (path: string) => answerFor('GET', path)?.body?.toString() ?? '';
const filesOf = (page: string) => [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path);

test('consoleFiles: every path below the console gets the page, which names where it is', (t) => {
  const page = pageOf('/staff/console');
  t.regex(page, /data-path="\/staff\/console" data-api="\/api\/v1"/);
  for (const path of ['/staff/console/', '/staff/console/users/1', '/staff/console/a.js'])
    t.is(pageOf(path), page, path);
  for (const path of ['/', '/staff', '/staff/consoles', '/console']) t.is(answerFor('GET', path), null, path);
});

test('consoleFiles: the files of the page never change, and the page is asked for again', (t) => {
  t.is(answerFor('GET', '/staff/console')?.headers['Cache-Control'], 'no-cache');
  const paths = filesOf(pageOf('/staff/console'));
  t.is(paths.length, 3);
  for (const path of paths) {
    const { status, headers = {} } = answerFor('GET', path) ?? {};
    t.is(status, 200, path);
    t.regex(headers['Cache-Control'] ?? '', /immutable/, path);
    t.is(answerFor('GET', path, { ifNoneMatch: headers['ETag'] })?.status, 304, path);
  }
});

test('consoleFiles: what is no file of this release is not there, and nothing is written', (t) => {
  for (const name of ['files/console-0.js', 'files/index.html', 'files/manifest.json', 'files/../koa.js'])
    t.is(answerFor('GET', `/staff/console/${name}`)?.status, 404, name);
  t.is(answerFor('POST', '/staff/console')?.status, 405);
  t.throws(() => consoleFiles({ path: '/"><script>' }), { message: /starts with a slash/ });
});

test('consoleFiles: the page runs nothing but its own files, and turns no text into code', (t) => {
  const { headers = {} } = answerFor('GET', '/staff/console') ?? {};
  t.is(
    headers['Content-Security-Policy'],
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  );
  t.is(headers['Cross-Origin-Opener-Policy'], 'same-origin');
  t.is(headers['Referrer-Policy'], 'no-referrer');
  t.is(headers['X-Content-Type-Options'], 'nosniff');
  t.notRegex(pageOf('/staff/console'), /<style|style=|\son\w+=|<script[^>]*>[^<]/);
});

test('koaConsole and fastifyConsole: both serve the same, and leave other paths alone', async (t) => {
  const koa = new Koa();
  koa.use(koaConsole({ api: '/api' }));
  koa.use((ctx) => (ctx.body = 'the host'));
  const server = koa.listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  const app = fastify();
  t.teardown(() => app.close());
  await app.register(fastifyConsole, { api: '/api' });
  app.get('/', () => 'the host');
  const fastifyUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.address() as AddressInfo;
  for (const url of [`http://127.0.0.1:${port}`, fastifyUrl]) {
    const page = await fetch(`${url}/console/users?q=a`);
    t.is(page.status, 200);
    const text = await page.text();
    t.regex(text, /data-api="\/api"/);
    t.is(page.headers.get('Content-Type'), 'text/html; charset=utf-8');
    for (const path of filesOf(text)) t.is((await fetch(url + path)).status, 200, path);
    t.is((await fetch(`${url}/console/files/none.js`)).status, 404);
    t.is(await (await fetch(`${url}/`)).text(), 'the host');
  }
});
