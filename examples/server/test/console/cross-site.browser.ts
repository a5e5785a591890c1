import test from 'ava';
import { subscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { ADMIN } from '../support/test-environment.js';
import { ConsoleUnderTest } from './console.js';

const attacker = await serveEmptyPages();
const SAME_SITE = `http://127.0.0.1:${attacker.port}`;
const CROSS_SITE = `http://localhost:${attacker.port}`;

let console: ConsoleUnderTest;
test.before(async () => {
  // The host even lets these origins read what needs no credential.
  console = await ConsoleUnderTest.start({ BAILIWICK_CORS_ORIGINS: `${SAME_SITE},${CROSS_SITE}` });
});
test.after.always(async () => {
  await console.stop();
  attacker.close();
});

/** The statuses with which the API has answered unsafe requests. */
const answered: number[] = [];
subscribe('http.server.response.finish', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  const isUnsafe = request.method !== 'GET' && request.method !== 'OPTIONS';
  if (isUnsafe && request.url?.startsWith('/v1/') === true) answered.push(response.statusCode);
});

const NEW_USER = { email: 'planted@example.com', password: 'violet kettles rarely sing twice' };

test('a signed-in browser: its own page may make a user', async (t) => {
  const visit = await console.visit(ADMIN);
  t.teardown(visit.end);
  await visit.page.goto(`${console.url}/console`);
  const account = { ...NEW_USER, email: 'wanted@example.com' };
  t.is(await outcome(visit.page, sendJson('POST', '/v1/users', account)), 201);
});

const FROM = [
  // A site includes all of its ports, so that the browser sends the cookie there in spite of SameSite=Strict.
  { who: 'another port of the same host', origin: SAME_SITE, status: 403 },
  { who: 'another site', origin: CROSS_SITE, status: 401 },
];

for (const { who, origin, status } of FROM) {
  test(`a signed-in browser: unsafe requests from ${who} are refused`, async (t) => {
    const visit = await console.visit(ADMIN);
    t.teardown(visit.end);
    await visit.page.goto(`${console.url}/console`);
    const page = await visit.page.context().newPage();
    await page.goto(origin);

    const outcomes = {
      'a fetch that asks nobody': await outcome(page, sendText('/v1/users', NEW_USER)),
      'a fetch of JSON': await outcome(page, sendJson('POST', '/v1/users', NEW_USER)),
      'sessions ended': await outcome(page, sendJson('DELETE', '/v1/sessions')),
      "a session of the attacker's choice": await outcome(
        page,
        sendText('/v1/sessions', { ...ADMIN, cookie: true }),
      ),
      'a form': await outcomeOfForm(page, '/v1/users', NEW_USER),
    };
    t.deepEqual(outcomes, {
      'a fetch that asks nobody': status,
      // The browser asks first whether it may, and hears that cookies may not come along.
      'a fetch of JSON': 'not sent',
      'sessions ended': 'not sent',
      "a session of the attacker's choice": 415,
      'a form': status,
    });
    t.deepEqual((await console.admin.get(`/v1/users?email=${NEW_USER.email}`)).body.items, []);
    t.is((await visit.page.request.get(`${console.url}/v1/me`)).status(), 200);
  });
}

test('a signed-in browser: unsafe requests that name no origin are refused', async (t) => {
  const visit = await console.visit(ADMIN);
  t.teardown(visit.end);
  const { request } = visit.page;
  t.is((await request.get(`${console.url}/v1/me`)).status(), 200);
  for (const [method, path, data] of [
    ['POST', '/v1/users', NEW_USER],
    ['DELETE', '/v1/sessions', undefined],
    ['PUT', '/v1/default-limits/resources', { limit: 0 }],
  ] as const) {
    const answer = await request.fetch(console.url + path, { method, data });
    t.is(answer.status(), 403, `${method} ${path}`);
    t.is((await answer.json()).code, 'cross-site-request');
  }
});

function sendJson(method: string, path: string, body?: object): string {
  const headers = { 'Content-Type': 'application/json' };
  return send(path, { method, credentials: 'include', headers, body: JSON.stringify(body) });
}

/** A page may send text anywhere without asking; it does not see the answer. */
function sendText(path: string, body: object): string {
  return send(path, { method: 'POST', mode: 'no-cors', credentials: 'include', body: JSON.stringify(body) });
}

function send(path: string, options: object): string {
  return `fetch(${JSON.stringify(console.url + path)}, ${JSON.stringify(options)}).then((answer) => answer.text(), () => {})`;
}

/** A form whose only field and value are a JSON text together. */
function submitForm(path: string, body: object): string {
  const [name, value] = JSON.stringify({ ...body, ignored: '=' }).split(/(?<==)/);
  return `{
    const form = document.body.appendChild(document.createElement('form'));
    Object.assign(form, { method: 'post', enctype: 'text/plain', action: ${JSON.stringify(console.url + path)} });
    const field = form.appendChild(document.createElement('input'));
    Object.assign(field, { name: ${JSON.stringify(name?.slice(0, -1))}, value: ${JSON.stringify(value)} });
    form.submit();
  }`;
}

/** Resolves to what the server answered to a script: a browser may withhold the answer from other origins. */
async function outcome(page: Page, script: string): Promise<number | 'not sent' | undefined> {
  answered.length = 0;
  await page.evaluate(script);
  return answered.length === 0 ? 'not sent' : answered.at(-1);
}

async function outcomeOfForm(page: Page, path: string, body: object): Promise<number | undefined> {
  answered.length = 0;
  await Promise.all([page.waitForURL(console.url + path), page.evaluate(submitForm(path, body))]);
  return answered[0];
}

/** A second origin, under both names of this machine. */
async function serveEmptyPages(): Promise<{ port: number; close: () => void }> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Another origin</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
