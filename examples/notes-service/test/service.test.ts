import { limits } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { startExpress } from '../dist/express.js';
import { startFastify } from '../dist/fastify.js';
import { startHono } from '../dist/hono.js';
import { startNest } from '../dist/nest.js';
import { createPlatform, type ServiceOptions, type StartService } from '../dist/platform.js';

const FRAMEWORKS: Record<string, StartService> = {
  Express: startExpress,
  Fastify: startFastify,
  Hono: startHono,
  Nest: startNest,
};

const PASSWORD = 'four lanterns by the river';

/** The answer to one request, with its body read. */
async function ask(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

type Asked = Awaited<ReturnType<typeof ask>>;

function json({ text }: Asked) {
  return JSON.parse(text);
}

function sending(payload: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(payload),
  };
}

async function setUp(
  t: ExecutionContext,
  start: StartService,
  dialect: DialectName,
  options: ServiceOptions = {},
) {
  const { knex, destroy } = await createDatabase(dialect);
  t.teardown(destroy);
  const platform = createPlatform(knex, fastHasher);
  const { url, close } = await start(platform, options);
  t.teardown(close);

  async function caller(name: string) {
    const email = `${name}@example.com`;
    const user = await platform.users.create(platform.system('test'), { email, password: PASSWORD });
    const { token } = json(await ask(`${url}/sessions`, sending({ email, password: PASSWORD })));
    const headers = { authorization: `Bearer ${token}` };
    const call = (method: 'GET' | 'DELETE', path: string) => ask(url + path, { method, headers });
    const post = (path: string, payload: unknown) => ask(url + path, sending(payload, headers));
    return { user, call, post };
  }

  async function logIn(name: string, password: string, forwardedFor: string) {
    const credentials = { email: `${name}@example.com`, password };
    return (await ask(`${url}/sessions`, sending(credentials, { 'x-forwarded-for': forwardedFor }))).status;
  }

  return { platform, url, logIn, ann: await caller('ann'), bob: await caller('bob') };
}

for (const [framework, start] of Object.entries(FRAMEWORKS)) {
  for (const dialect of DIALECTS) {
    test(`${framework}, ${dialect}: the owner of a note writes, lists and deletes it; for others it does not exist`, async (t) => {
      const { ann, bob } = await setUp(t, start, dialect);
      const made = await ann.post('/notes', { name: 'milk' });
      t.is(made.status, 201);
      const path = String(made.headers.get('location'));
      t.is(json(await ann.call('GET', path)).name, 'milk');
      t.is(json(await ann.call('GET', '/notes')).items.length, 1);
      t.is(json(await bob.call('GET', '/notes')).items.length, 0);
      const [foreign, missing] = [await bob.call('GET', path), await bob.call('GET', '/notes/none')];
      t.is(foreign.status, 404);
      t.is(foreign.text, missing.text);
      t.is((await bob.call('DELETE', path)).status, 404);
      t.is((await ann.call('DELETE', path)).status, 204);
      t.is((await ann.call('GET', path)).status, 404);
    });

    test(`${framework}, ${dialect}: over the quota, the answer is a problem with the figures`, async (t) => {
      const { platform, ann } = await setUp(t, start, dialect);
      await platform.quotas.setLimit(platform.system('test'), {
        ownerId: ann.user.id,
        meter: 'notes',
        limit: 0,
      });
      const refused = await ann.post('/notes', { name: 'milk' });
      t.is(refused.status, 403);
      t.is(refused.headers.get('content-type'), 'application/problem+json');
      t.deepEqual(json(refused).quotas, [{ meter: 'notes', limit: 0, used: 0, requested: 1 }]);
    });
  }

  test(`${framework}: a client behind the proxy that guesses passwords does not lock out other clients`, async (t) => {
    const { logIn } = await setUp(t, start, 'sqlite', { trustedProxies: ['127.0.0.1'] });
    const guesses = [];
    for (let guess = 0; guess <= limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX; guess += 1)
      guesses.push(await logIn(`guess-${guess}`, 'a wrong password', '198.51.100.9'));
    t.deepEqual([guesses[0], guesses.at(-1)], [401, 429]);
    t.is(await logIn('ann', PASSWORD, '203.0.113.5'), 201);
  });

  test(`${framework}: X-Forwarded-For from a peer that is no proxy is ignored`, async (t) => {
    const { logIn } = await setUp(t, start, 'sqlite');
    for (let guess = 0; guess < limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX; guess += 1)
      await logIn(`guess-${guess}`, 'a wrong password', `203.0.113.${guess}`);
    t.is(await logIn('one-more', 'a wrong password', '203.0.113.100'), 429);
  });

  test(`${framework}: every error is a problem, including those of the framework`, async (t) => {
    const { url, ann } = await setUp(t, start, 'sqlite');
    const raw = (type: string, body: string) =>
      ask(`${url}/notes`, { method: 'POST', headers: { 'content-type': type }, body });
    const answers = [
      await ask(`${url}/notes`),
      await ask(`${url}/nowhere`),
      await ask(`${url}/notes`, { headers: { authorization: 'Bearer wrong' } }),
      await raw('application/json', '{'),
      await raw('text/csv', 'a,b'),
      await ann.post('/notes', { name: '' }),
      await ann.post('/notes', {}),
    ];
    t.deepEqual(
      answers.map((answer) => [answer.status, json(answer).code]),
      [
        [401, 'authentication-required'],
        [404, 'not-found'],
        [401, 'invalid-token'],
        [400, 'malformed-request'],
        [415, 'unsupported-media-type'],
        [422, 'invalid-request'],
        [400, 'malformed-request'],
      ],
    );
    for (const answer of answers) {
      t.is(answer.headers.get('content-type'), 'application/problem+json');
      const { type, title } = json(answer);
      const page = await ask(url + type);
      t.is(page.status, 200, type);
      t.regex(String(page.headers.get('content-type')), /^text\/html/);
      t.true(page.text.includes(`<h1>${title}</h1>`), type);
    }
    const index = await ask(`${url}/problems`);
    const links = [...index.text.matchAll(/href="(?<path>[^"]+)"/g)].map(({ groups }) => groups?.['path']);
    t.true(links.length > 10);
    for (const path of links) t.is((await ask(`${url}${path}`)).status, 200, path);
  });

  test(`${framework}: the answer to a defect has the id under which it is reported, and nothing else`, async (t) => {
    const { knex, destroy } = await createDatabase('sqlite');
    t.teardown(destroy);
    const platform = createPlatform(knex, {
      ...fastHasher,
      checkNobody: () => Promise.reject(new Error('no memory at 0x2a')),
    });
    const defects: unknown[] = [];
    const { url, close } = await start(platform, {
      onDefect: (error, requestId) => void defects.push([requestId, (error as Error).message]),
    });
    t.teardown(close);
    const credentials = { email: 'ann@example.com', password: PASSWORD };
    const answer = await ask(`${url}/sessions`, sending(credentials));
    t.is(answer.status, 500);
    t.false(answer.text.includes('0x2a'));
    t.deepEqual(defects, [[json(answer).requestId, 'no memory at 0x2a']]);
  });
}

test('R13 no example creates a user with a password from its source', async (t) => {
  const examples = new URL('../../', import.meta.url);
  let count = 0;
  for (const example of await readdir(examples)) {
    const source = new URL(`${example}/src/`, examples);
    // An example that was renamed leaves a folder with its build behind.
    if (!existsSync(source)) continue;
    for (const file of await readdir(source, { recursive: true })) {
      if (!file.endsWith('.ts')) continue;
      count += 1;
      const text = await readFile(new URL(file, source), 'utf8');
      t.notRegex(text, /password['"]?\s*[:=]\s*(['"`])[^'"`\n]{8,}\1/i, `${example}: ${file}`);
    }
  }
  t.true(count > 10);
});
