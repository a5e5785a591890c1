import { STATUS_CODES } from 'node:http';
import {
  isBailiwickError,
  type BailiwickError,
  type ErrorCode,
  type QuotaShortfall,
  type Violation,
} from '@bailiwick/core';
import { HttpRefusal, type HttpErrorCode } from './http-refusal.js';

export { HttpRefusal, type HttpErrorCode } from './http-refusal.js';

export type ProblemCode = ErrorCode | HttpErrorCode;

/** The members of a problem (RFC 9457). Which of the last six are there depends on the code. */
export interface ProblemDetails {
  /** A root-relative reference to a page about the code; `about:blank` when there is no code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What clients switch on. Missing only for a host's own error whose status no code of ours stands for. */
  readonly code?: ProblemCode;
  /** English, for people. */
  readonly detail: string;
  readonly errors?: readonly Violation[];
  readonly quotas?: readonly QuotaShortfall[];
  readonly count?: number;
  readonly action?: string;
  readonly reason?: string;
  readonly requestId?: string;
}

export interface Problem {
  readonly status: number;
  /** Several values of one name are several header lines. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: ProblemDetails;
}

export interface ProblemOptions {
  /** Where the API is mounted, e.g. `/v1`: the `type` of a problem is a page below it. The root when left out. */
  readonly typePrefix?: string;
  /** Adds a Basic challenge to the Bearer challenge of a 401. */
  readonly basicChallenge?: boolean;
  /** What an `internal` problem tells instead of the error; made up when left out. */
  readonly requestId?: string;
}

/** One line for each code; a code of the core without one does not compile. */
export const PROBLEMS: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'authentication-required': { status: 401, title: 'A credential is needed' },
  'invalid-credentials': { status: 401, title: 'The credentials are not valid' },
  'invalid-token': { status: 401, title: 'The session token is not valid' },
  'invalid-signature': { status: 401, title: 'The signature is not valid' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'confirmation-required': { status: 403, title: 'Your password is needed again' },
  'confirmation-failed': { status: 403, title: 'The current password is wrong' },
  'quota-exceeded': { status: 403, title: 'The quota is exceeded' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'not-acceptable': { status: 406, title: 'The answer would be JSON' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'email-taken': { status: 409, title: 'The email address is taken' },
  'last-admin': { status: 409, title: 'There must be an administrator' },
  'owns-resources': { status: 409, title: 'The user owns resources' },
  'refused-by-host': { status: 409, title: 'The service refuses it' },
  'precondition-failed': { status: 412, title: 'It has changed' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used before' },
  'too-many-attempts': { status: 429, title: 'There were too many attempts' },
  internal: { status: 500, title: 'Something failed on the server' },
  'transaction-conflict': { status: 503, title: 'Two changes conflict' },
  'storage-unavailable': { status: 503, title: 'Storage is not available' },
  overloaded: { status: 503, title: 'The server is overloaded' },
};

/** What a status of a host's own error means among our codes, where it can mean one thing only. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-request',
  401: 'authentication-required',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  412: 'precondition-failed',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  500: 'internal',
};

const INTERNAL_DETAIL =
  'The request failed through no fault of yours. Quote the request id when you report it.';

const OUT_OF_RESOURCES_DETAIL =
  'The server has run out of file descriptors or memory for the moment: repeat the request a little later.';

/** Storage that is back, or a conflict that is over, is so within a moment. */
const RETRY_AFTER_SECONDS = '1';

/**
 * Any error as the answer to a request, for every framework: an error of the core, an {@link HttpRefusal},
 * an error with a `status` as made by `http-errors`. Everything else is `internal`, of which nothing is told.
 *
 * @example
 * fastify.setErrorHandler((error, _request, reply) => {
 *   const { status, headers, body } = toProblem(error, { typePrefix: '/v1' });
 *   return reply.code(status).headers(headers).send(JSON.stringify(body));
 * });
 */
export function toProblem(error: unknown, options: ProblemOptions = {}): Problem {
  // A newer release of the core may know codes that this one does not.
  if (isBailiwickError(error) && Object.hasOwn(PROBLEMS, error.code)) {
    return problem(error.code, error.message, options, extensionsOf(error), retryAfterOf(error));
  }
  if (error instanceof HttpRefusal && Object.hasOwn(PROBLEMS, error.code))
    return problem(error.code, error.message, options, {}, error.headers);
  if (isOutOfResources(error)) return problem('overloaded', OUT_OF_RESOURCES_DETAIL, options);
  if (isHttpError(error)) return problemOfStatus(error.status, exposed(error), options, error.headers);
  return internal(options);
}

/** The answer for a bare status: of a path without a route, of an error that only the framework knows. */
export function problemOfStatus(
  status: number,
  detail: string | undefined,
  options: ProblemOptions = {},
  headers: Problem['headers'] = {},
): Problem {
  const code = CODE_OF_STATUS[status];
  if (code === 'internal') return internal(options);
  if (code !== undefined) return problem(code, detail ?? `${PROBLEMS[code].title}.`, options, {}, headers);
  const title = STATUS_CODES[status] ?? 'Error';
  const body = { type: 'about:blank', title, status, detail: detail ?? `${title}.` };
  return { status, headers: { ...CONTENT_HEADERS, ...headers }, body };
}

function internal(options: ProblemOptions): Problem {
  const { requestId = crypto.randomUUID() } = options;
  return problem('internal', INTERNAL_DETAIL, options, { requestId });
}

/** Where the page about a code is: the `type` of its problems. */
export function typeOf(code: ProblemCode, typePrefix: string): string {
  return `${typePrefix}/problems/${code}`;
}

const CONTENT_HEADERS = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' };

function problem(
  code: ProblemCode,
  detail: string,
  options: ProblemOptions,
  extensions: Partial<ProblemDetails> = {},
  headers: Problem['headers'] = {},
): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    status,
    headers: { ...CONTENT_HEADERS, ...headersOf(code, options), ...headers },
    body: { type: typeOf(code, options.typePrefix ?? ''), title, status, code, detail, ...extensions },
  };
}

function headersOf(code: ProblemCode, { basicChallenge = false }: ProblemOptions): Problem['headers'] {
  switch (PROBLEMS[code].status) {
    case 401:
      return { 'WWW-Authenticate': challenges(code, basicChallenge) };
    case 403:
      // RFC 6750 section 3.1. A quota is no matter of who calls.
      return code === 'forbidden' ? { 'WWW-Authenticate': `${BEARER}, error="insufficient_scope"` } : {};
    case 503:
      return { 'Retry-After': RETRY_AFTER_SECONDS };
    default:
      return {};
  }
}

/** In whole seconds, rounded up: who comes back at that time does not come too early. */
function retryAfterOf(error: BailiwickError): Problem['headers'] {
  if (error.code !== 'too-many-attempts' && error.code !== 'overloaded') return {};
  return { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))) };
}

const BEARER = 'Bearer realm="bailiwick"';

/**
 * An error code only where a token was presented (RFC 6750 section 3). Each challenge has a line of its
 * own: browsers take a whole line for one challenge.
 */
function challenges(code: ProblemCode, basicChallenge: boolean): string[] {
  return [
    code === 'invalid-token' ? `${BEARER}, error="invalid_token"` : BEARER,
    ...(basicChallenge ? ['Basic realm="bailiwick", charset="UTF-8"'] : []),
  ];
}

function extensionsOf(error: BailiwickError): Partial<ProblemDetails> {
  switch (error.code) {
    case 'invalid-request':
      return { errors: error.errors };
    case 'quota-exceeded':
      return { quotas: error.quotas };
    case 'owns-resources':
      return { count: error.count };
    case 'forbidden':
      return { action: error.action, reason: error.decision.reason };
    case 'confirmation-required':
      return { action: error.action };
    default:
      return {};
  }
}

/**
 * What the operating system answers when a process, or the whole machine, has no descriptor, buffer or memory left
 * (POSIX.1-2017, 2.3). It is a condition that passes, wherever it is met: a connection, a file, a name to resolve.
 */
const OUT_OF_RESOURCES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOBUFS', 'ENOMEM']);

/** Is this a condition of the machine, which passes, and no defect? It is answered with 503. */
export function isOutOfResources(error: unknown): boolean {
  return error instanceof Error && 'code' in error && OUT_OF_RESOURCES.has(error.code);
}

/** The shape that `http-errors`, and through it Koa's `ctx.throw`, gives to errors. */
interface HttpErrorLike {
  readonly status: number;
  readonly expose: boolean;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `expose` tells them from errors of HTTP clients, which often carry the status of another's answer. */
function isHttpError(error: unknown): error is HttpErrorLike {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return false;
  const { status, expose } = error;
  return typeof expose === 'boolean' && typeof status === 'number' && status >= 400 && status <= 599;
}

function exposed(error: HttpErrorLike): string | undefined {
  return error.expose && error.message !== '' ? error.message : undefined;
}
