import {
  AuthenticationRequiredError,
  createBailiwick,
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
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { operationsOf, problemCodesOf } from '@bailiwick/http-koa';
import { HttpRefusal, toProblem, type ProblemCode } from '@bailiwick/http-koa/problem';
import test from 'ava';

const quotas = [{ meter: 'resources', limit: 1, used: 1, requested: 1 }];
const notAdmin = { allowed: false, reason: 'not-admin', rule: null } as const;

/** One error for each code: a code that is added does not compile until it is here. */
const ERRORS: Readonly<Record<ProblemCode, Error>> = {
  'authentication-required': new AuthenticationRequiredError(),
  'invalid-credentials': new InvalidCredentialsError(),
  'invalid-token': new InvalidTokenError(),
  'invalid-signature': new InvalidSignatureError(),
  'too-many-attempts': new TooManyAttemptsError(1000),
  overloaded: new OverloadedError(1000),
  forbidden: new ForbiddenError('user:list', notAdmin),
  'quota-exceeded': new QuotaExceededError(quotas),
  'not-found': new NotFoundError('resource'),
  'email-taken': new EmailTakenError(),
  'last-admin': new LastAdminError(),
  'owns-resources': new OwnsResourcesError(3),
  'invalid-request': new InvalidRequestError([{ pointer: '/name', detail: 'must be a string.' }]),
  'malformed-request': new MalformedRequestError('The body must be JSON.'),
  'precondition-failed': new PreconditionFailedError(),
  'idempotency-key-reused': new IdempotencyKeyReusedError(),
  'transaction-conflict': new TransactionConflictError(),
  'storage-unavailable': new StorageUnavailableError(),
  'method-not-allowed': new HttpRefusal('method-not-allowed', 'Allowed here: GET.'),
  'not-acceptable': new HttpRefusal('not-acceptable', 'The answer is JSON.'),
  'payload-too-large': new HttpRefusal('payload-too-large', 'The body must be smaller.'),
  'unsupported-media-type': new HttpRefusal('unsupported-media-type', 'The body must be JSON.'),
  internal: new Error('nobody is told this'),
};

test('every refusal that any operation can give says why', (t) => {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  // The router's own refusal is of paths, and stands in no operation.
  const codes = new Set<ProblemCode>(['method-not-allowed']);
  for (const operation of operationsOf(bailiwick)) {
    for (const code of problemCodesOf(operation)) codes.add(code);
  }
  for (const code of codes) {
    const { body, status } = toProblem(ERRORS[code], { typePrefix: '/v1' });
    t.is(body.code, code);
    t.regex(body.detail, /^[A-Z/].+\.$/, `${code} says in a sentence what was wrong`);
    if (status === 403)
      t.true(body.reason !== undefined || body.quotas !== undefined, `${code} has a reason`);
  }
  const neverGiven = (Object.keys(ERRORS) as ProblemCode[]).filter((code) => !codes.has(code));
  t.deepEqual(neverGiven, ['transaction-conflict'], 'conflicts reach hosts only, within their transactions');
});
