import { createHash } from 'node:crypto';
import test from 'ava';
import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { openApiDocument, operationsOf, problemCodesOf } from '@bailiwick/http-koa';
import { PROBLEMS, type ProblemCode } from '@bailiwick/http-koa/problem';
import { html } from '../../dist/problem-pages/html.js';
import type { Json } from '../support/client.js';
import { listen } from '../support/listen.js';
import { provoke, PROVOKED_CODES } from '../support/provocations.js';

function emptyBailiwick() {
  return createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
}

async function read(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const server = await listen(emptyBailiwick());
test.after.always(() => server.close());

const { components } = openApiDocument(emptyBailiwick());

/** A host's own routes answer with these: the API has no host transactions. */
const OF_HOSTS: readonly ProblemCode[] = ['transaction-conflict'];

for (const code of PROVOKED_CODES) {
  test(`problem ${code}: it is answered over HTTP, states its reason, and has a page and an example [R50]`, async (t) => {
    const { status, body, headers } = await provoke(t, code);
    t.is(body.code, code);
    t.is(status, PROBLEMS[code].status);
    t.is(body.status, status);
    t.is(headers.get('content-type'), 'application/problem+json');
    t.regex(body.detail, /^[A-Z/].+\.$/, 'says in a sentence what was wrong');
    if (code === 'forbidden' || code === 'quota-exceeded')
      t.true(body.reason !== undefined || body.quotas !== undefined, 'has a reason');

    const page = await read(server.url + body.type);
    t.is(page.status, 200);
    t.is(page.headers.get('content-type'), 'text/html; charset=utf-8');
    t.true(page.text.includes(html`<h1>${PROBLEMS[code].title}</h1>`.toString()));
    t.true(page.text.includes(`<code>${code}</code>`));
    t.true((await read(`${server.url}/v1/problems`)).text.includes(`href="${body.type}"`), 'is listed');

    // A host's own routes are not in the document of the API.
    t.is(components['examples']?.[code] === undefined, OF_HOSTS.includes(code));
    if (OF_HOSTS.includes(code)) return;
    const { value }: Json = components['examples']?.[code] ?? {};
    t.like(value, { type: body.type, title: body.title, status, code });
    t.deepEqual(Object.keys(value).toSorted(), Object.keys(body).toSorted());
  });
}

test('problems: the operations answer with every code, except one for unknown paths and those of hosts', (t) => {
  const given = new Set(
    operationsOf(emptyBailiwick()).flatMap((operation) => [...problemCodesOf(operation)]),
  );
  t.deepEqual(
    PROVOKED_CODES.filter((code) => !given.has(code)),
    ['method-not-allowed', ...OF_HOSTS],
  );
});

test('problem pages: a page has no scripts, and only the style that its policy names [R52]', async (t) => {
  for (const path of ['/v1/problems', '/v1/problems/quota-exceeded']) {
    const { headers, text } = await read(server.url + path);
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(text) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    t.is(
      headers.get('content-security-policy'),
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    t.is(headers.get('x-content-type-options'), 'nosniff');
    t.notRegex(text, /<script| style=| on\w+=/i);
  }
});

test('problem pages: they follow the prefix, have an ETag, and are read-only', async (t) => {
  const elsewhere = await listen(emptyBailiwick(), { prefix: '/platform/v2' });
  t.teardown(() => elsewhere.close());
  const url = `${elsewhere.url}/platform/v2/problems/not-found`;
  const page = await read(url);
  t.true(page.text.includes('&quot;type&quot;: &quot;/platform/v2/problems/not-found&quot;'));
  t.true(page.text.includes('href="/platform/v2/problems"'));
  const known = await read(url, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
  t.is(known.status, 304);
  t.is(known.text, '');
  const head = await read(url, { method: 'HEAD' });
  t.is(head.headers.get('etag'), page.headers.get('etag'));
  const post = await read(url, { method: 'POST' });
  t.is(post.status, 405);
  t.is(post.headers.get('allow'), 'GET, HEAD, OPTIONS');
  t.is((await read(`${url}-at-all`)).status, 404);
});

test('html: every value is escaped, and markup is not escaped twice', (t) => {
  const evil = `<img src=x onerror="alert('&')">`;
  const escaped = '&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;';
  t.is(
    html`<p title="${evil}">${html`<b>${evil}</b>`}</p>`.toString(),
    `<p title="${escaped}"><b>${escaped}</b></p>`,
  );
});
