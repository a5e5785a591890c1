import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { readFileSync } from 'node:fs';
import { serve } from './support/server-in-process.js';

const COMMITTED = new URL('../../../packages/http-koa/openapi.json', import.meta.url);

test('about the API: the server serves the committed document, and pages under a policy of their own', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const { url } = await serve(t, database.url);

  const document = await fetch(`${url}/v1/openapi.json`);
  t.is(document.status, 200);
  t.deepEqual(await document.json(), JSON.parse(readFileSync(COMMITTED, 'utf8')));
  t.is(document.headers.get('content-security-policy'), "default-src 'none';frame-ancestors 'none'");

  const { type } = (await (await fetch(`${url}/v1/me`)).json()) as { type: string };
  const page = await fetch(url + type);
  t.is(page.headers.get('content-type'), 'text/html; charset=utf-8');
  // The rules for all answers of the server hold for pages too, except that pages have a style.
  t.regex(
    page.headers.get('content-security-policy') ?? '',
    /^default-src 'none'; style-src 'sha256-[^']+'; /,
  );
  t.truthy(page.headers.get('x-content-type-options'));
  t.true((await page.text()).includes('authentication-required'));
});
