import test from 'ava';
import { InvalidCredentialsError, InvalidTokenError } from '@bailiwick/core';
import { HttpRefusal, problemOfStatus, toProblem } from '@bailiwick/http-koa/problem';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { PROVOCATIONS, provoke, PROVOKED_CODES } from './support/provocations.js';

/** The optional members of problems; those not listed for a code must be absent. */
const HEADERS = ['Accept', 'Allow', 'Retry-After', 'WWW-Authenticate'];

function challenge(error: Error, basicChallenge: boolean) {
  return toProblem(error, { typePrefix: '/v1', basicChallenge }).headers['WWW-Authenticate'];
}

/** Makes an error like `http-errors`. */
function problemOf(status: number, expose: boolean, headers = {}) {
  return toProblem(Object.assign(new Error('the words'), { status, expose, headers }), { typePrefix: '/v1' });
}

test('problems: every code has its status, its own words, its members and its headers', async (t) => {
  for (const code of PROVOKED_CODES) {
    const { status, members = [], headers = [] } = PROVOCATIONS[code];
    const reply = await provoke(t, code);
    t.is(reply.status, status, code);
    t.like(reply.body, { type: `/v1/problems/${code}`, status, code });
    t.deepEqual(
      Object.keys(reply.body).toSorted(),
      ['type', 'title', 'status', 'code', 'detail', ...members].toSorted(),
      code,
    );
    t.true(reply.body.title.length > 0 && reply.body.detail.length > 0, code);
    t.is(reply.headers.get('content-type'), 'application/problem+json', code);
    t.deepEqual(
      HEADERS.filter((name) => reply.headers.has(name)),
      headers,
      code,
    );
  }
});

test('toProblem: the challenge for an invalid token says so, those of other 401s do not', (t) => {
  t.deepEqual(challenge(new InvalidTokenError(), false), ['Bearer realm="bailiwick", error="invalid_token"']);
  t.deepEqual(challenge(new InvalidCredentialsError(), true), [
    'Bearer realm="bailiwick"',
    'Basic realm="bailiwick", charset="UTF-8"',
  ]);
});

test('toProblem: an unexpected error becomes a request id and nothing else', (t) => {
  class UpstreamError extends Error {
    readonly status = 404;
  }
  for (const error of [
    new Error('secret'),
    new UpstreamError('secret'),
    'secret',
    null,
    undefined,
    { status: 404, expose: true },
  ]) {
    const { status, body } = toProblem(error, { typePrefix: '/v1', requestId: 'r-1' });
    t.is(status, 500);
    t.like(body, { code: 'internal', requestId: 'r-1' });
    t.false(JSON.stringify(body).includes('secret'));
  }
  t.not(
    toProblem(null, { typePrefix: '' }).body.requestId,
    toProblem(null, { typePrefix: '' }).body.requestId,
  );
});

test('toProblem: errors of http-errors keep their status and headers, and their message only if exposed', (t) => {
  t.like(problemOf(404, true).body, { status: 404, code: 'not-found', detail: 'the words' });
  t.like(problemOf(400, false).body, {
    status: 400,
    code: 'malformed-request',
    detail: 'The request cannot be read.',
  });
  t.like(problemOf(500, false).body, { status: 500, code: 'internal' });
  t.notThrows(() => problemOf(500, true));
  const teapot = problemOf(418, true, { 'Retry-After': '60' });
  t.deepEqual(teapot.body, { type: 'about:blank', title: "I'm a Teapot", status: 418, detail: 'the words' });
  t.is(teapot.headers['Retry-After'], '60');
});

test('toProblem: an error whose code this release does not know is internal, and reveals nothing', (t) => {
  const newer = Object.defineProperty(new InvalidTokenError(), 'code', { value: 'of-a-newer-release' });
  t.like(toProblem(newer, { typePrefix: '/v1' }), { status: 500, body: { code: 'internal' } });
});

test('W15 toProblem: an error for lack of descriptors or memory is a 503, and no defect', (t) => {
  for (const code of ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOBUFS', 'ENOMEM']) {
    const error = Object.assign(new Error(`open '/secret/file' ${code}`), { code, errno: -24 });
    const { status, headers, body } = toProblem(error, { typePrefix: '/v1' });
    t.is(status, 503, code);
    t.is(headers['Retry-After'], '1');
    t.is(body.code, 'overloaded');
    t.false(JSON.stringify(body).includes('secret'));
  }
  const missing = Object.assign(new Error('open'), { code: 'ENOENT' });
  t.is(toProblem(missing, { typePrefix: '/v1' }).status, 500);
});

test('toProblem: without a prefix the page of a code is at the root, also for a bare status', (t) => {
  t.is(toProblem(new InvalidTokenError()).body.type, '/problems/invalid-token');
  t.is(toProblem(new Error('a defect')).body.type, '/problems/internal');
  t.is(problemOfStatus(404, undefined).body.type, '/problems/not-found');
});

test('toProblem: an error that another copy of the package threw still deletes the cookie of its session', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-copy-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'dead-cookie.mjs');
  const original = new URL('request/dead-cookie.js', import.meta.resolve('@bailiwick/http-koa'));
  cpSync(fileURLToPath(original), file);
  const copy = (await import(pathToFileURL(file).href)) as {
    withDeadCookie<E extends object>(error: E, setCookie: string): E;
  };
  const error = copy.withDeadCookie(new InvalidTokenError(), 'bailiwick=; Max-Age=0');
  t.is(toProblem(error).headers['Set-Cookie'], 'bailiwick=; Max-Age=0');
  t.false(inspect(error).includes('Max-Age'), 'a log shows nothing of it');
  t.is(toProblem(new InvalidTokenError()).headers['Set-Cookie'], undefined);
});

test('toProblem: an error of another copy of the package is recognised, and an object that only looks like one is not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-copy-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'http-refusal.mjs');
  cpSync(fileURLToPath(new URL('http-refusal.js', import.meta.resolve('@bailiwick/http-koa'))), file);
  const copy = (await import(pathToFileURL(file).href)) as { readonly HttpRefusal: typeof HttpRefusal };
  t.not(copy.HttpRefusal, HttpRefusal);
  const refusal = new copy.HttpRefusal('method-not-allowed', 'This path allows only GET.', { Allow: 'GET' });
  t.like(toProblem(refusal), { status: 405, body: { code: 'method-not-allowed' } });
  t.is(toProblem(refusal).headers['Allow'], 'GET');

  class OwnRefusal extends HttpRefusal {}
  t.true(new OwnRefusal('not-acceptable', 'no') instanceof HttpRefusal);
  t.false(refusal instanceof OwnRefusal);
  const lookalike = Object.assign(new Error('no'), {
    name: 'HttpRefusal',
    code: 'not-acceptable',
    headers: {},
  });
  t.is(toProblem(lookalike).status, 500);
  const newer = Object.assign(new HttpRefusal('not-acceptable', 'no'), { code: 'of a newer release' });
  t.is(toProblem(newer).status, 500);
});
