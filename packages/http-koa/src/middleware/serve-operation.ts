import type { Context, Middleware } from 'koa';
import type { RouterContext } from '@koa/router';
import {
  anonymousFrom,
  AuthenticationRequiredError,
  InvalidTokenError,
  type AnonymousActor,
  type ClientContext,
  type UserActor,
} from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import { aboutCookie } from '../actor-from.js';
import type { AnyBailiwick, Answer, BatchItem, FoundByCookie, ItemAnswer, Operation } from '../operation.js';
import { browserRequest, textOf } from '../request/browser-request.js';
import { acceptsJson } from '../request/accepts-json.js';
import type { ReadClientContext } from '../request/client-context.js';
import { ifNoneMatchNames } from '../request/entity-tag.js';
import { listFormat, type ListFormat } from '../request/list-format.js';
import { readBody, readBytes, type BodyBounds } from '../request/read-body.js';
import { requestIdOf } from '../request/request-id.js';
import { requireFraming, requireUnambiguousHeaders } from '../request/framing.js';
import {
  endingCookie,
  openingCookie,
  requireSameOrigin,
  type SessionCookie,
} from '../request/session-cookie.js';
import type { SignatureReader, SignedRequest } from '../signed-request.js';
import { cookieOf, findActor } from './authenticate.js';
import { perform, refuseUnheededHeader, rendered, type Call, type Rendered } from './perform.js';
import { streamList } from './stream-list.js';
import type { ItemPerformer, SharedCall } from './perform-item.js';

export interface ServeOptions {
  readonly prefix: string;
  readonly basic: boolean;
  readonly signatures: SignatureReader | undefined;
  readonly authority: string | undefined;
  readonly bodyLimitBytes: number;
  readonly bodyTimeoutMs: number | undefined;
  readonly readClient: ReadClientContext;
  /** Performs the items of batches. */
  readonly items: ItemPerformer;
  readonly onError: (error: unknown, ctx: Context) => void;
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
    const format = formatOf(operation, ctx);
    if (format === null) requireJsonAccepted(ctx);
    const signed = readSignature(operation, ctx, options);
    const readCookie = () => cookieOf(ctx.req, options.authority);
    const cookie = operation.auth === 'none' ? null : readCookie();
    const client = options.readClient(ctx);
    const caller = { basic: options.basic, client };
    const actor =
      operation.auth === 'none'
        ? anonymousFrom(client)
        : requireKnown(await findActor(bailiwick, ctx.req, caller, signed, cookie));
    ctx.state['actor'] = actor;
    const header = (name: string) => textOf(ctx.headers[name]);
    refuseUnheededHeader(operation, header);
    const body = await readOperationBody(operation, ctx, options, signed);
    const { params } = ctx as RouterContext;
    try {
      const call: Call = {
        actor,
        params,
        client,
        querystring: ctx.querystring,
        header,
        body,
        requireSameOrigin: () => requireSameOrigin(browserRequest(ctx.req, options.authority)),
        findByCookie: () => findByCookie(bailiwick, readCookie(), client),
        performItem: (item) => performItem(bailiwick, item, ctx, { actor, client }, options),
      };
      if (format !== null) return await streamList(ctx, bailiwick, operation, call, format);
      const answer = await perform(operation, call);
      keepSession(ctx, answer, cookie ?? (answer.session === 'ended' ? readCookie() : null), options);
      send(ctx, rendered(operation, answer, options.prefix), answer.nextCursor);
    } catch (error) {
      throw cookie === null ? error : aboutCookie(error, cookie);
    }
  };
}

async function findByCookie(
  bailiwick: AnyBailiwick,
  cookie: SessionCookie | null,
  client: ClientContext,
): Promise<FoundByCookie> {
  if (cookie === null) return { actor: null, hasEnded: false };
  try {
    return { actor: await bailiwick.authenticate({ bearer: cookie.token }, client), hasEnded: false };
  } catch (error) {
    if (error instanceof InvalidTokenError) return { actor: null, hasEnded: true };
    throw error;
  }
}

function performItem(
  bailiwick: AnyBailiwick,
  item: BatchItem,
  ctx: Context,
  shared: SharedCall,
  { prefix, items, onError }: ServeOptions,
): Promise<ItemAnswer> {
  return items.perform(item, shared, {
    prefix,
    problemOptions: { typePrefix: prefix, requestId: requestIdOf(ctx) },
    renew: (actor) => bailiwick.renew(actor),
    onError: (error) => onError(error, ctx),
  });
}

function formatOf({ streamed }: Operation, ctx: Context): ListFormat | null {
  if (streamed === null) return null;
  ctx.vary('Accept');
  return listFormat(ctx.get('Accept'));
}

/** All answers of this API are JSON, even errors, except for streamed lists. A client that excludes JSON is refused before anything is done. */
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

function send(
  ctx: Context,
  { status, headers, text }: Rendered,
  nextCursor: string | null | undefined,
): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.set(headers);
  if (nextCursor) ctx.set('Link', `<${nextPage(ctx, nextCursor)}>; rel="next"`);
  if (text === undefined) return;
  if (headers.ETag !== undefined && isKnown(ctx, headers.ETag)) {
    ctx.status = 304;
    return;
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
