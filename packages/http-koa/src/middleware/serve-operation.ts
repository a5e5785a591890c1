import type { Context, Middleware } from 'koa';
import type { RouterContext } from '@koa/router';
import {
  anonymousFrom,
  AuthenticationRequiredError,
  MalformedRequestError,
  PreconditionFailedError,
  type AnonymousActor,
  type UserActor,
} from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import { aboutCookie } from '../actor-from.js';
import type { AnyBailiwick, Answer, Operation } from '../operation.js';
import { browserRequest } from '../request/browser-request.js';
import { acceptsJson } from '../request/accepts-json.js';
import type { ReadClientContext } from '../request/client-context.js';
import { entityTagOf, ifNoneMatchNames, namesWeakTagsOnly } from '../request/entity-tag.js';
import { preconditions } from '../request/preconditions.js';
import { readBody, readBytes, type BodyBounds } from '../request/read-body.js';
import { readQuery } from '../request/read-query.js';
import { requireFraming, requireUnambiguousHeaders } from '../request/framing.js';
import { jsonPointer, requireValidParts, type RequestPart } from '../schema/validate.js';
import {
  endingCookie,
  openingCookie,
  requireSameOrigin,
  type SessionCookie,
} from '../request/session-cookie.js';
import type { SignatureReader, SignedRequest } from '../signed-request.js';
import { cookieOf, findActor } from './authenticate.js';

export interface ServeOptions {
  readonly prefix: string;
  readonly basic: boolean;
  readonly signatures: SignatureReader | undefined;
  readonly authority: string | undefined;
  readonly bodyLimitBytes: number;
  readonly bodyTimeoutMs: number | undefined;
  readonly readClient: ReadClientContext;
}

/**
 * Serves a request from its bytes to its answer. It authenticates before it reads the body, so that the server reads no
 * bodies of callers without a credential. It validates the input before it looks anything up, so that the order of
 * complaints does not reveal whether a target is missing or belongs to another user.
 */
export function serveOperation(
  bailiwick: AnyBailiwick,
  operation: Operation,
  options: ServeOptions,
): Middleware {
  return async (ctx) => {
    // Middleware around the router may use these: a host logs the operation and the caller.
    ctx.state['operation'] = operation.operationId;
    requireUnambiguousHeaders(ctx.req);
    requireFraming(ctx.req);
    requireJsonAccepted(ctx);
    const signed = readSignature(operation, ctx, options);
    const cookie = operation.auth === 'none' ? null : cookieOf(ctx.req, options.authority);
    const client = options.readClient(ctx);
    const caller = { basic: options.basic, client };
    const actor =
      operation.auth === 'none'
        ? anonymousFrom(client)
        : requireKnown(await findActor(bailiwick, ctx.req, caller, signed, cookie));
    ctx.state['actor'] = actor;
    refuseUnheededHeader(operation, ctx);
    const body = await readOperationBody(operation, ctx, options, signed);
    const input = readInput(operation, ctx, body);
    const { params } = ctx as RouterContext;
    try {
      const answer = await operation.handle({
        actor,
        params,
        client,
        requireSameOrigin: () => requireSameOrigin(browserRequest(ctx.req, options.authority)),
        ...input,
      });
      keepSession(ctx, answer, cookie, options);
      send(ctx, operation, answer, options);
    } catch (error) {
      const told = explained(error, ctx);
      throw cookie === null ? told : aboutCookie(told, cookie);
    }
  };
}

/**
 * A client that sends a condition relies on the check, and one that sends an idempotency key relies on repeats being
 * recognised. An operation that supports neither must refuse them (RFC 9110 section 13.1.1). Reads may ignore them.
 */
function refuseUnheededHeader({ method, headers }: Operation, ctx: Context): void {
  if (method === 'GET') return;
  const unheeded = HEEDED_OR_REFUSED.find(
    ([name, member]) => member in ctx.headers && !(name in headers.fields),
  )?.[0];
  if (unheeded === undefined) return;
  throw new MalformedRequestError(`This operation does not support ${unheeded}: leave the header out.`);
}

/** The name of each header, and its property in `request.headers`. */
const HEEDED_OR_REFUSED = [...Object.keys(preconditions.fields), 'Idempotency-Key'].map(
  (name) => [name, name.toLowerCase()] as const,
);

/** All answers of this API are JSON, even errors. A client that excludes JSON is refused before anything is done. */
function requireJsonAccepted(ctx: Context): void {
  if (acceptsJson(ctx.get('Accept'))) return;
  throw new HttpRefusal('not-acceptable', 'Leave the Accept header out, or include application/json in it.');
}

function readSignature(
  { auth }: Operation,
  ctx: Context,
  { signatures }: ServeOptions,
): SignedRequest | null {
  return auth === 'none' || signatures === undefined ? null : signatures(ctx.req, ctx.originalUrl);
}

function requireKnown(actor: UserActor | AnonymousActor): UserActor {
  if (actor.type === 'anonymous') throw new AuthenticationRequiredError();
  return actor;
}

function readOperationBody(
  { body }: Operation,
  ctx: Context,
  options: ServeOptions,
  signed: SignedRequest | null,
): Promise<unknown> | undefined {
  const bounds = { limitBytes: options.bodyLimitBytes, timeoutMs: options.bodyTimeoutMs };
  // The operation ignores the body, but the signature must be valid for the whole request.
  if (body === null) return signed === null ? undefined : requireSignedBody(ctx, bounds, signed);
  return readBody(ctx.req, {
    ...bounds,
    mediaTypes: body.mediaTypes,
    requireBytes: signed?.requireBody,
  });
}

async function requireSignedBody(ctx: Context, bounds: BodyBounds, signed: SignedRequest): Promise<void> {
  signed.requireBody(await readBytes(ctx.req, bounds));
}

/** @throws `invalid-request`, with all violations of all parts. */
function readInput(operation: Operation, ctx: Context, body: unknown) {
  const query = readQuery(ctx.querystring, operation.query);
  const headers = readHeaders(operation, ctx);
  const parts: RequestPart[] = [
    { value: query.value, schema: operation.query, pointer: ([name]) => `?${name}` },
    { value: headers, schema: operation.headers, pointer: ([name = '']) => name },
  ];
  if (operation.body !== null) {
    parts.push({ value: body, schema: operation.body.schema, pointer: jsonPointer });
  }
  requireValidParts(parts, query.violations);
  return { query: query.value, headers, body };
}

/** Returns the headers that the operation reads, with the names of its schema. */
function readHeaders({ headers }: Operation, ctx: Context): Readonly<Record<string, unknown>> {
  const sent = Object.keys(headers.fields).filter((name) => name.toLowerCase() in ctx.headers);
  return Object.fromEntries(sent.map((name) => [name, ctx.get(name)]));
}

/** Replaces the advice to read again, which does not help if a proxy weakened the tag (RFC 9110 section 13.1.1). */
function explained(error: unknown, ctx: Context): unknown {
  const isWeak = error instanceof PreconditionFailedError && namesWeakTagsOnly(ctx.get('If-Match'));
  return isWeak ? new PreconditionFailedError(WEAK_TAG_DETAIL) : error;
}

const WEAK_TAG_DETAIL =
  'If-Match never matches a weak tag. This server sends strong ETags; one that begins with W/ was weakened by a proxy that compresses answers. Request them without Accept-Encoding, or configure the proxy to keep the tags.';

/** Opens the cookie of a new session, or deletes that of one which has ended. */
function keepSession(
  ctx: Context,
  { session }: Answer,
  cookie: SessionCookie | null,
  { authority }: ServeOptions,
): void {
  if (session === undefined) return;
  if (session !== 'ended')
    ctx.append('Set-Cookie', openingCookie(browserRequest(ctx.req, authority), session));
  else if (cookie !== null) ctx.append('Set-Cookie', endingCookie(cookie));
}

function send(ctx: Context, { responses }: Operation, answer: Answer, { prefix }: ServeOptions): void {
  ctx.status = answer.status;
  ctx.set('Cache-Control', 'no-store');
  if (answer.location !== undefined) ctx.set('Location', `${prefix}${answer.location}`);
  if (answer.nextCursor) ctx.set('Link', `<${nextPage(ctx, answer.nextCursor)}>; rel="next"`);
  if (answer.body === undefined) return;
  const text = JSON.stringify(answer.body);
  if (responses[answer.status]?.headers?.includes('ETag') === true) {
    const etag = entityTagOf(text);
    ctx.set('ETag', etag);
    if (isKnown(ctx, etag)) {
      ctx.status = 304;
      return;
    }
  }
  // Koa would add a charset, which application/json does not have (RFC 8259 section 11).
  ctx.set('Content-Type', 'application/json');
  ctx.body = text;
}

/**
 * Does the client have this version already? Koa's `ctx.fresh` is of no use: it is false for a request with
 * `Cache-Control: no-cache`, which `fetch` adds to every request with an explicit `If-None-Match`.
 */
function isKnown(ctx: Context, etag: string): boolean {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  return isRead && ifNoneMatchNames(ctx.get('If-None-Match'), etag);
}

/** Returns a URL relative to this request, which is right behind every proxy and does not rely on `Host`. */
function nextPage(ctx: Context, cursor: string): string {
  const query = new URLSearchParams(ctx.querystring);
  query.set('cursor', cursor);
  return `${ctx.path}?${query.toString()}`;
}
