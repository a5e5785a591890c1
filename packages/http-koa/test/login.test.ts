import test, { type ExecutionContext } from 'ava';
import { boundedHasher, createBailiwick, limits, type PasswordHasher } from '@bailiwick/core';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import type { AnyBailiwick, RouterOptions } from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import { listen } from './support/listen.js';
import { rawRequest, statusOf } from './support/raw-request.js';
import { basic, PASSWORD } from './support/world.js';

const ANN = { email: 'ann@example.com', password: PASSWORD };
const WRONG = 'wrong but long enough';
const HASHES_AT_ONCE = 2;
const QUEUE = 2;

interface Sent {
  readonly path?: string;
  readonly email?: string;
  readonly password?: string;
  readonly headers?: readonly string[];
}

/** A server with a throttle, a user, and a hasher that counts its hashes and can hold them back. */
async function guarded(t: ExecutionContext, options: RouterOptions = {}) {
  const hashes = { begun: 0, running: 0, runningMax: 0 };
  const held: (() => void)[] = [];
  const state = { holding: false };
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    hashes.begun += 1;
    hashes.running += 1;
    hashes.runningMax = Math.max(hashes.runningMax, hashes.running);
    if (state.holding) await new Promise<void>((resolve) => held.push(resolve));
    hashes.running -= 1;
    return work;
  };
  const hasher: PasswordHasher = {
    hash: (password) => fastHasher.hash(password),
    check: (password, hash) => counted(fastHasher.check(password, hash)),
    checkNobody: (password) => counted(fastHasher.checkNobody(password)),
  };
  const storage = memoryStorage();
  const bailiwick: AnyBailiwick = createBailiwick({
    storage,
    passwordHasher: boundedHasher(hasher, { concurrency: HASHES_AT_ONCE, queueMax: QUEUE }),
    loginThrottle: memoryLoginThrottle(),
  });
  const system = bailiwick.system('test');
  await bailiwick.users.create(system, ANN);
  const server = await listen(bailiwick, options);
  t.teardown(() => server.close());

  /** Returns the whole answer to a login, unparsed. */
  function logIn({ path = '/v1/sessions', email = ANN.email, password = WRONG, headers = [] }: Sent = {}) {
    const body = JSON.stringify({ email, password });
    const lines = [
      `POST ${path} HTTP/1.1`,
      'Host: localhost',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...headers,
    ];
    return rawRequest(server.port, lines, body);
  }
  function put(path: string, token: string, body: object) {
    const text = JSON.stringify(body);
    const lines = [
      `PUT ${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
    ];
    return rawRequest(server.port, lines, text);
  }
  function get(...headers: readonly string[]) {
    return rawRequest(server.port, ['GET /v1/me HTTP/1.1', 'Host: localhost', ...headers]);
  }
  return { bailiwick, storage, system, hashes, held, state, logIn, put, get };
}

async function statusesOf(count: number, answer: (i: number) => Promise<string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push(statusOf(await answer(i)));
  return statuses;
}

const FIVE_THEN_NO_MORE = [401, 401, 401, 401, 401, 429, 429];
const basicHeader = (email: string, password: string) => `Authorization: ${basic(email, password)}`;

test('log in: R10 R8 unknown email, wrong password, disabled user and corrupt hash are the same bytes, for the same hashes, also when refused', async (t) => {
  const { bailiwick, storage, system, hashes, logIn, get } = await guarded(t, {
    trustedProxies: ['loopback'],
  });
  const eve = await bailiwick.users.create(system, { email: 'eve@example.com', password: PASSWORD });
  await bailiwick.users.change(system, eve.id, { status: 'disabled' });
  const corrupt = await bailiwick.users.create(system, { email: 'corrupt@example.com', password: PASSWORD });
  await storage.users.rehash(corrupt.id, 1, 'truncated');
  const attempts = [
    ['nobody@example.com', PASSWORD],
    [ANN.email, WRONG],
    ['eve@example.com', PASSWORD],
    ['corrupt@example.com', PASSWORD],
  ] as const;
  const answersTo = async (email: string, password: string, from: string) => {
    hashes.begun = 0;
    const headers = [`X-Forwarded-For: ${from}`];
    const answers: string[] = [];
    for (let i = 0; i < 7; i += 1) answers.push(await logIn({ email, password, headers }));
    const basicAnswer = await get(basicHeader(email, password), `X-Forwarded-For: ${from}9`);
    // The remaining wait gets shorter while the test runs.
    return {
      answers: [...answers, basicAnswer].map((answer) => answer.replace(/^Retry-After: \d+/m, 'Retry-After')),
      begun: hashes.begun,
    };
  };
  const all = [];
  for (const [i, [email, password]] of attempts.entries())
    all.push(await answersTo(email, password, `192.0.2.${i + 1}`));
  const [first] = all;
  t.deepEqual(first?.answers.map(statusOf), [...FIVE_THEN_NO_MORE, 401]);
  t.is(first?.begun, 6);
  for (const result of all) t.deepEqual(result, first);
});

test('log in: R57 a refusal is a 429 that says when to come back, and not how many attempts are left', async (t) => {
  const { logIn } = await guarded(t);
  t.deepEqual(await statusesOf(7, () => logIn()), FIVE_THEN_NO_MORE);
  const refusal = await logIn();
  const [, seconds] = /^Retry-After: (\d+)\r$/m.exec(refusal) ?? [];
  t.true(Number(seconds) > 0 && Number(seconds) <= limits.LOGIN_WINDOW_MS / 1000, seconds);
  t.regex(refusal, /"code":"too-many-attempts"/);
  t.notRegex(refusal, /remaining|RateLimit|left/i);
});

test('R11 R6 log in, Basic and the commands that ask for the password share one count', async (t) => {
  const { bailiwick, logIn, get, put } = await guarded(t, { trustedProxies: ['loopback'] });
  const { token } = await bailiwick.sessions.logIn(ANN, { clientAddress: '192.0.2.1' });
  const ways = [
    () => logIn(),
    () => get(basicHeader(ANN.email, WRONG)),
    () => put('/v1/me/password', token, { currentPassword: WRONG, newPassword: 'another long passphrase' }),
    () => put('/v1/me/email', token, { currentPassword: WRONG, email: 'new@example.com' }),
  ];
  const statuses = await statusesOf(8, async (i) => ways[i % 4]?.() ?? '');
  t.deepEqual(statuses, [401, 401, 403, 403, 401, 429, 429, 429]);
});

test('R58 X-Forwarded-For is trusted only from a trusted proxy, and read from right to left', async (t) => {
  const spoofing = await guarded(t);
  const spoofed = (i: number) => ({ headers: [`X-Forwarded-For: 192.0.2.${i}`] });
  t.deepEqual(await statusesOf(7, (i) => spoofing.logIn(spoofed(i))), FIVE_THEN_NO_MORE);

  const proxied = await guarded(t, { trustedProxies: ['loopback', '10.0.0.0/8'] });
  const through = (forwarded: string) => ({ headers: [`X-Forwarded-For: ${forwarded}`] });
  // The client can write anything on the left; the proxies add the rest.
  t.deepEqual(
    await statusesOf(7, (i) => proxied.logIn(through(`192.0.2.${i}, 198.51.100.7, 10.0.0.5`))),
    FIVE_THEN_NO_MORE,
  );
  t.is(statusOf(await proxied.logIn(through('198.51.100.8, 10.0.0.5'))), 401);
  // One subscriber has a whole /64 to choose addresses from.
  t.deepEqual(await statusesOf(7, (i) => proxied.logIn(through(`2001:db8:1:2::${i}`))), FIVE_THEN_NO_MORE);
  // All clients that the proxy cannot name count as one.
  t.deepEqual(await statusesOf(7, (i) => proxied.logIn(through(`unknown-${i}`))), FIVE_THEN_NO_MORE);
  await t.throwsAsync(() => guarded(t, { trustedProxies: ['proxy.local'] }), { instanceOf: TypeError });
});

test('R59 another spelling of the path is no way around the count', async (t) => {
  const { logIn } = await guarded(t);
  t.deepEqual(await statusesOf(7, () => logIn()), FIVE_THEN_NO_MORE);
  for (const path of [
    '//v1/sessions',
    '/v1//sessions',
    '/v1/sessions/',
    '/V1/SESSIONS',
    '/v1/./sessions',
    '/v1/%73essions',
    '/v1/sessions?x=y',
    '/v1/sessions;x',
  ])
    t.true([404, 405, 422, 429].includes(statusOf(await logIn({ path }))), path);
});

test('R16 two credentials at once are a malformed request; a token in the query is none', async (t) => {
  const { bailiwick, get, logIn } = await guarded(t, { signatures: requestSignatures() });
  const { token } = await bailiwick.sessions.logIn(ANN);
  const bearer = `Authorization: Bearer ${token}`;
  t.is(statusOf(await get(bearer)), 200);
  for (const second of [
    bearer,
    basicHeader(ANN.email, PASSWORD),
    'Signature: sig1=:AAAA:',
    'Signature-Input: sig1=()',
  ]) {
    const answer = await get(bearer, second);
    t.is(statusOf(answer), 400, second);
    t.regex(answer, /"code":"malformed-request"/);
  }
  t.is(statusOf(await logIn({ ...ANN, path: `/v1/sessions?access_token=${token}` })), 422);
});

test('R22 Basic on every request costs one hash, and a wrong password costs one each', async (t) => {
  const { hashes, get } = await guarded(t);
  const answers = await Promise.all(Array.from({ length: 30 }, () => get(basicHeader(ANN.email, PASSWORD))));
  t.deepEqual(new Set(answers.map(statusOf)), new Set([200]));
  t.is(hashes.begun, 1);
  await get(basicHeader(ANN.email, WRONG));
  t.is(hashes.begun, 2);
});

test('R12 a flood of logins at ten times the capacity: two hashes at once, a finite queue, 503 with Retry-After for the rest, and sessions continue', async (t) => {
  const options = { trustedProxies: ['loopback'], onError: () => {} };
  const { bailiwick, hashes, held, state, logIn, get } = await guarded(t, options);
  const { token } = await bailiwick.sessions.logIn(ANN);
  Object.assign(hashes, { begun: 0, runningMax: 0 });
  state.holding = true;
  const taken = HASHES_AT_ONCE + QUEUE;
  const early: string[] = [];
  const flood = Array.from({ length: taken * 10 }, async (_, i) => {
    const answer = await logIn({ email: `user${i}@example.com`, headers: [`X-Forwarded-For: 192.0.2.${i}`] });
    if (state.holding) early.push(answer);
    return answer;
  });
  while (early.length < taken * 9) await new Promise((resolve) => setImmediate(resolve));
  for (const answer of early) {
    t.is(statusOf(answer), 503);
    t.regex(answer, /^Retry-After: [1-9]\d*\r$/m);
    t.regex(answer, /"code":"overloaded"/);
  }
  t.is(statusOf(await get(`Authorization: Bearer ${token}`)), 200);
  t.like(hashes, { begun: HASHES_AT_ONCE, runningMax: HASHES_AT_ONCE });
  state.holding = false;
  for (const release of held) release();
  const statuses = (await Promise.all(flood)).map(statusOf);
  t.is(statuses.filter((status) => status === 401).length, taken);
  t.is(statuses.filter((status) => status === 503).length, taken * 9);
  t.like(hashes, { begun: taken, runningMax: HASHES_AT_ONCE });
});
