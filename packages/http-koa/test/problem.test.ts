import test from 'ava';
import {
  AuthenticationRequiredError,
  EmailTakenError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  InvalidCredentialsError,
  InvalidRequestError,
  InvalidSignatureError,
  InvalidTokenError,
  LastAdminError,
  MalformedRequestError,
  NotFoundError,
  OverloadedError,
  OwnsResourcesError,
  PreconditionFailedError,
  QuotaExceededError,
  StorageUnavailableError,
  TooManyAttemptsError,
  TransactionConflictError,
} from '@bailiwick/core';
import { HttpRefusal, toProblem } from '@bailiwick/http-koa/problem';

const QUOTAS = [{ meter: 'resources', limit: 1, used: 1, requested: 1 }];
const VIOLATIONS = [{ pointer: '/name', detail: 'must be a string.' }];

const CASES: readonly [error: Error, status: number, extensions?: object][] = [
  [new AuthenticationRequiredError(), 401],
  [new InvalidCredentialsError(), 401],
  [new InvalidTokenError(), 401],
  [new InvalidSignatureError(), 401],
  [
    new ForbiddenError('user:list', { allowed: false, reason: 'not-admin', rule: null }),
    403,
    { action: 'user:list', reason: 'not-admin' },
  ],
  [new QuotaExceededError(QUOTAS), 403, { quotas: QUOTAS }],
  [new NotFoundError('resource'), 404],
  [new EmailTakenError(), 409],
  [new LastAdminError(), 409],
  [new OwnsResourcesError(3), 409, { count: 3 }],
  [new InvalidRequestError(VIOLATIONS), 422, { errors: VIOLATIONS }],
  [new MalformedRequestError('The cursor is not one of this list.'), 400],
  [new PreconditionFailedError(), 412],
  [new IdempotencyKeyReusedError(), 422],
  [new TransactionConflictError(), 503],
  [new TooManyAttemptsError(90_000), 429],
  [new OverloadedError(2_500), 503],
  [new StorageUnavailableError({ cause: new Error('secret') }), 503],
  [new HttpRefusal('method-not-allowed', 'Allowed here: GET.', { Allow: 'GET' }), 405],
  [new HttpRefusal('not-acceptable', 'The answer is JSON.'), 406],
  [new HttpRefusal('payload-too-large', 'At most 5 bytes.'), 413],
  [new HttpRefusal('unsupported-media-type', 'Only JSON.'), 415],
];

function challenge(error: Error, basicChallenge: boolean) {
  return toProblem(error, { typePrefix: '/v1', basicChallenge }).headers['WWW-Authenticate'];
}

/** An error as `http-errors` makes them. */
function problemOf(status: number, expose: boolean, headers = {}) {
  return toProblem(Object.assign(new Error('the words'), { status, expose, headers }), { typePrefix: '/v1' });
}

test('toProblem: every error has its status, its code, its own words and its members', (t) => {
  for (const [error, status, extensions = {}] of CASES) {
    const { code } = error as Error & { code: string };
    const problem = toProblem(error, { typePrefix: '/v1' });
    t.is(problem.status, status, code);
    const { title, ...rest } = problem.body;
    t.deepEqual(
      rest,
      { type: `/v1/problems/${code}`, status, code, detail: error.message, ...extensions } as never,
      code,
    );
    t.true(title.length > 0, code);
    t.is(problem.headers['Content-Type'], 'application/problem+json');
    t.is('Retry-After' in problem.headers, status === 503 || status === 429, code);
    t.is('WWW-Authenticate' in problem.headers, status === 401, code);
    t.is(problem.headers['Allow'], status === 405 ? 'GET' : undefined, code);
  }
});

test('toProblem: an invalid token says so in its challenge, other 401s do not', (t) => {
  t.deepEqual(challenge(new InvalidTokenError(), false), ['Bearer realm="bailiwick", error="invalid_token"']);
  t.deepEqual(challenge(new InvalidCredentialsError(), true), [
    'Bearer realm="bailiwick"',
    'Basic realm="bailiwick", charset="UTF-8"',
  ]);
});

test('toProblem: what nobody expected is a request id and nothing else', (t) => {
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

test('toProblem: errors of http-errors keep their status and headers, and their words only when exposed', (t) => {
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
