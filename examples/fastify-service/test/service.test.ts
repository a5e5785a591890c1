import { limits } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { readdir, readFile } from 'node:fs/promises';
import { createPlatform, createService } from '../dist/service.js';

const PASSWORD = 'four lanterns by the river';

async function setUp(t: ExecutionContext, dialect: DialectName) {
  const { knex, destroy } = await createDatabase(dialect);
  t.teardown(destroy);
  const platform = createPlatform(knex, fastHasher);
  const app = createService(platform, { trustProxy: ['192.0.2.1'] });

  async function caller(name: string) {
    const email = `${name}@example.com`;
    const user = await platform.users.create(platform.system('test'), { email, password: PASSWORD });
    const login = await app.inject({
      method: 'POST',
      url: '/sessions',
      payload: { email, password: PASSWORD },
    });
    const headers = { authorization: `Bearer ${login.json().token}` };
    const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
      app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    return { user, call };
  }

  async function logIn(name: string, password: string, { peer, forwardedFor }: Origin) {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/sessions',
      remoteAddress: peer,
      headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
      payload: { email: `${name}@example.com`, password },
    });
    return statusCode;
  }

  return { platform, app, logIn, ann: await caller('ann'), bob: await caller('bob') };
}

for (const dialect of DIALECTS) {
  test(`${dialect}: a note is written, listed and deleted by its owner, and not there for others`, async (t) => {
    const { ann, bob } = await setUp(t, dialect);
    const made = await ann.call('POST', '/notes', { name: 'milk' });
    t.is(made.statusCode, 201);
    const url = String(made.headers['location']);
    t.is((await ann.call('GET', '/notes')).json().items.length, 1);
    t.is((await bob.call('GET', '/notes')).json().items.length, 0);
    const [foreign, missing] = [await bob.call('GET', url), await bob.call('GET', '/notes/none')];
    t.is(foreign.statusCode, 404);
    t.is(foreign.body, missing.body);
    t.is((await bob.call('DELETE', url)).statusCode, 404);
    t.is((await ann.call('DELETE', url)).statusCode, 204);
  });

  test(`${dialect}: over the quota, the answer is a problem with the figures`, async (t) => {
    const { platform, ann } = await setUp(t, dialect);
    await platform.quotas.setLimit(platform.system('test'), {
      ownerId: ann.user.id,
      meter: 'notes',
      limit: 0,
    });
    const refused = await ann.call('POST', '/notes', { name: 'milk' });
    t.is(refused.statusCode, 403);
    t.regex(String(refused.headers['content-type']), /^application\/problem\+json/);
    t.deepEqual(refused.json().quotas, [{ meter: 'notes', limit: 0, used: 0, requested: 1 }]);
  });
}

/** Where a login comes from: the peer of the connection, and what it says about who stands behind it. */
interface Origin {
  readonly peer: string;
  readonly forwardedFor?: string;
}

for (const [name, origin] of [
  ['a client', (ip: string): Origin => ({ peer: ip })],
  ['a client behind the proxy', (ip: string): Origin => ({ peer: '192.0.2.1', forwardedFor: ip })],
] as const) {
  test(`${name} that guesses passwords locks out nobody else`, async (t) => {
    const { logIn } = await setUp(t, 'sqlite');
    const guesses = [];
    for (let guess = 0; guess <= limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX; guess += 1)
      guesses.push(await logIn(`guess-${guess}`, 'a wrong password', origin('198.51.100.9')));
    t.deepEqual([guesses[0], guesses.at(-1)], [401, 429]);
    t.is(await logIn('ann', PASSWORD, origin('203.0.113.5')), 201);
  });
}

test('an X-Forwarded-For from elsewhere than the proxy makes no other client', async (t) => {
  const { logIn } = await setUp(t, 'sqlite');
  const from = (index: number): Origin => ({ peer: '198.51.100.9', forwardedFor: `203.0.113.${index}` });
  for (let guess = 0; guess < limits.LOGIN_ATTEMPTS_PER_ADDRESS_MAX; guess += 1)
    await logIn(`guess-${guess}`, 'a wrong password', from(guess));
  t.is(await logIn('ann', PASSWORD, from(100)), 429);
});

test('R13 no example makes a user whose password is in its source', async (t) => {
  const examples = new URL('../../', import.meta.url);
  const sources = (await readdir(examples, { recursive: true })).filter((file) =>
    /^[^/]+\/src\/.+\.ts$/.test(file),
  );
  t.true(sources.length > 10);
  for (const file of sources) {
    const source = await readFile(new URL(file, examples), 'utf8');
    t.notRegex(source, /password['"]?\s*[:=]\s*(['"`])[^'"`\n]{8,}\1/i, file);
  }
});

test('every error is a problem, Fastify’s own too', async (t) => {
  const { app, ann } = await setUp(t, 'sqlite');
  const answers = [
    await app.inject('/notes'),
    await app.inject('/nowhere'),
    await app.inject({ url: '/notes', headers: { authorization: 'Bearer wrong' } }),
    await app.inject({
      method: 'POST',
      url: '/notes',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    }),
    await app.inject({
      method: 'POST',
      url: '/notes',
      headers: { 'content-type': 'text/csv' },
      payload: 'a,b',
    }),
    await ann.call('POST', '/notes', { name: '' }),
    await ann.call('POST', '/notes', {}),
  ];
  t.deepEqual(
    answers.map((answer) => [answer.statusCode, answer.json().code]),
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
    t.regex(String(answer.headers['content-type']), /^application\/problem\+json/);
    const { type, title } = answer.json();
    const page = await app.inject(type);
    t.is(page.statusCode, 200, type);
    t.regex(String(page.headers['content-type']), /^text\/html/);
    t.true(page.body.includes(`<h1>${title}</h1>`), type);
  }
  const index = await app.inject('/problems');
  for (const { path } of [...index.body.matchAll(/href="(?<path>[^"]+)"/g)].map(({ groups }) => groups!))
    t.is((await app.inject(String(path))).statusCode, 200, path);
});

test('a defect is told by the id under which it is logged, and by nothing else', async (t) => {
  const { knex, destroy } = await createDatabase('sqlite');
  t.teardown(destroy);
  const platform = createPlatform(knex, {
    ...fastHasher,
    checkNobody: () => Promise.reject(new Error('no memory at 0x2a')),
  });
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const payload = { email: 'ann@example.com', password: PASSWORD };
  const answer = await createService(platform, { logger: { level: 'error', stream } }).inject({
    method: 'POST',
    url: '/sessions',
    payload,
  });
  t.is(answer.statusCode, 500);
  t.false(answer.body.includes('0x2a'));
  const logged = lines.map((line) => JSON.parse(line));
  t.deepEqual(
    logged.map(({ reqId, err }) => [reqId, err.message]),
    [[answer.json().requestId, 'no memory at 0x2a']],
  );
});
