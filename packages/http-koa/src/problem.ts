import { STATUS_CODES } from 'node:http';
import {
  isBailiwickError,
  type BailiwickError,
  type ErrorCode,
  type QuotaRefusal,
  type Violation,
} from '@bailiwick/core';
import { HttpRefusal, type HttpErrorCode } from './http-refusal.js';
import { deadCookieOf } from './request/dead-cookie.js';

export { HttpRefusal, type HttpErrorCode } from './http-refusal.js';

export type ProblemCode = ErrorCode | HttpErrorCode;

/** The members of a problem (RFC 9457). The last seven are present for some codes only. */
export interface ProblemDetails {
  /** A root-relative reference to a page about the code; `about:blank` if there is no code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The value for clients to switch on. Missing only for a host's own error with a status that no code matches. */
  readonly code?: ProblemCode;
  /** An explanation for people, in English. */
  readonly detail: string;
  readonly errors?: readonly Violation[];
  readonly quotas?: readonly QuotaRefusal[];
  readonly count?: number;
  readonly groups?: readonly { readonly id: string; readonly name: string }[];
  readonly action?: string;
  readonly reason?: string;
  readonly requestId?: string;
}

export interface Problem {
  readonly status: number;
  /** The headers; each value of a list becomes a header line of its own. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: ProblemDetails;
}

export interface ProblemOptions {
  /** The path where the API is mounted, e.g. `/v1`, below which the pages about problems are; by default the root. */
  readonly typePrefix?: string;
  /** Add a Basic challenge to the Bearer challenge of a 401? By default no. */
  readonly basicChallenge?: boolean;
  /** The id that an `internal` problem contains instead of the error; by default a new one. */
  readonly requestId?: string;
}

/** The status and title of each code. A code of the core without an entry does not compile. */
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
  'cross-site-request': { status: 403, title: 'The request came from another site' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'not-acceptable': { status: 406, title: 'Not acceptable: this API answers in JSON' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'email-taken': { status: 409, title: 'The email address is taken' },
  'last-admin': { status: 409, title: 'There must be an administrator' },
  'last-owner': { status: 409, title: 'The group must have an owner' },
  'not-empty': { status: 409, title: 'There are groups in this group' },
  'owns-resources': { status: 409, title: 'The owner still has resources' },
  'refused-by-host': { status: 409, title: 'The service refuses this' },
  'precondition-failed': { status: 412, title: 'The target has changed' },
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

/** The codes for the statuses of a host's own errors, where a status can mean only one code. */
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
  'The server has temporarily run out of file descriptors or memory: repeat the request a little later.';

/** Short, because an outage of the storage or a conflict often ends within a moment. */
const RETRY_AFTER_SECONDS = '1';

/**
 * Turns any error into the answer to a request, for every framework. It knows the errors of the core, an
 * {@link HttpRefusal}, and errors with a `status` as made by `http-errors`. Everything else becomes `internal`, which
 * reveals nothing about the error.
 *
 * @example
 * fastify.setErrorHandler((error, _request, reply) => {
 *   const { status, headers, body } = toProblem(error, { typePrefix: '/v1' });
 *   return reply.code(status).headers(headers).send(JSON.stringify(body));
 * });
 */
export function toProblem(error: unknown, options: ProblemOptions = {}): Problem {
  // A newer release of the core may have codes that this package does not know.
  if (isBailiwickError(error) && Object.hasOwn(PROBLEMS, error.code)) {
    const deadCookie = deadCookieOf(error);
    if (deadCookie !== undefined) return cookieProblem(error, options, deadCookie);
    return problem(error.code, error.message, options, extensionsOf(error), retryAfterOf(error));
  }
  if (error instanceof HttpRefusal && Object.hasOwn(PROBLEMS, error.code))
    return problem(error.code, error.message, options, {}, error.headers);
  if (isOutOfResources(error)) return problem('overloaded', OUT_OF_RESOURCES_DETAIL, options);
  if (isHttpError(error)) return problemOfStatus(error.status, exposed(error), options, error.headers);
  return internal(options);
}

/**
 * Returns the answer for a bare status, such as that of a path without a route or of an error of the framework.
 *
 * @example
 * const { status, headers, body } = problemOfStatus(404, 'There is no such page.', { typePrefix: '/v1' });
 */
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

/** Deletes the cookie. A Basic challenge would make the browser ask for a password in a dialog of its own. */
function cookieProblem(error: BailiwickError, options: ProblemOptions, deadCookie: string): Problem {
  const withoutDialog = { ...options, basicChallenge: false };
  return problem(error.code, error.message, withoutDialog, {}, { 'Set-Cookie': deadCookie });
}

function internal(options: ProblemOptions): Problem {
  const { requestId = crypto.randomUUID() } = options;
  return problem('internal', INTERNAL_DETAIL, options, { requestId });
}

/**
 * Returns the path of the page about a code, which is the `type` of its problems.
 *
 * @example
 * console.log(typeOf('quota-exceeded', '/v1')); // /v1/problems/quota-exceeded
 */
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
      // RFC 6750 section 3.1. Other codes get no challenge, because another credential would not help.
      return code === 'forbidden' ? { 'WWW-Authenticate': `${BEARER}, error="insufficient_scope"` } : {};
    case 503:
      return { 'Retry-After': RETRY_AFTER_SECONDS };
    default:
      return {};
  }
}

/** Rounds up to whole seconds, so that a client that waits as long does not retry too early. */
function retryAfterOf(error: BailiwickError): Problem['headers'] {
  if (error.code !== 'too-many-attempts' && error.code !== 'overloaded') return {};
  return { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))) };
}

const BEARER = 'Bearer realm="bailiwick"';

/**
 * Returns the challenges. They have an error code only if a token was presented (RFC 6750 section 3), and each has a
 * header line of its own, because browsers read a whole line as one challenge.
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
    case 'last-owner':
      return { groups: error.groups };
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
 * The errors of the operating system when a process, or the whole machine, has no descriptor, buffer or memory left
 * (POSIX.1-2017, 2.3). The condition is temporary, whether it affects a connection, a file or a name look-up.
 */
const OUT_OF_RESOURCES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOBUFS', 'ENOMEM']);

/**
 * Is this a temporary shortage on the machine, and not a defect? It is answered with 503.
 *
 * @example
 * app.on('error', (error: unknown) => console.log(isOutOfResources(error)));
 */
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

/** `expose` distinguishes these errors from those of HTTP clients, which often have the status of another server. */
function isHttpError(error: unknown): error is HttpErrorLike {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return false;
  const { status, expose } = error;
  return typeof expose === 'boolean' && typeof status === 'number' && status >= 400 && status <= 599;
}

function exposed(error: HttpErrorLike): string | undefined {
  return error.expose && error.message !== '' ? error.message : undefined;
}
