import type { Context, Middleware } from 'koa';
import type { RouterContext } from '@koa/router';
import {
  anonymousFrom,
  AuthenticationRequiredError,
  MalformedRequestError,
  PreconditionFailedError,
  type AnonymousActor,
  type ClientContext,
  type UserActor,
} from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import type { AnyBailiwick, Answer, Operation } from '../operation.js';
import { acceptsJson } from '../request/accepts-json.js';
import type { ReadClientContext } from '../request/client-context.js';
import { entityTagOf, ifNoneMatchNames, namesWeakTagsOnly } from '../request/entity-tag.js';
import { preconditions } from '../request/preconditions.js';
import { readBody, readBytes } from '../request/read-body.js';
import { readQuery } from '../request/read-query.js';
import { requireFraming, requireUnambiguousHeaders } from '../request/framing.js';
import { jsonPointer, requireValidParts, type RequestPart } from '../schema/validate.js';
import type { SignatureReader, SignedRequest } from '../signed-request.js';
import { findActor } from './authenticate.js';

export interface ServeOptions {
  readonly prefix: string;
  readonly basic: boolean;
  readonly signatures: SignatureReader | undefined;
  readonly bodyLimitBytes: number;
  readonly bodyTimeoutMs: number | undefined;
  readonly readClient: ReadClientContext;
}

/**
 * A request from its bytes to its answer. Who calls is settled before the body is read, so that nobody
 * sends bodies without a credential; what was sent is judged before anything is looked up, so that a
 * foreign target and a missing one cannot be told apart by what is complained about first.
 */
export function serveOperation(
  bailiwick: AnyBailiwick,
  operation: Operation,
  options: ServeOptions,
): Middleware {
  return async (ctx) => {
    // For what stands around the router: a host's log wants to know what was asked for, and who called.
    ctx.state['operation'] = operation.operationId;
    requireUnambiguousHeaders(ctx.req);
    requireFraming(ctx.req);
    requireJsonAccepted(ctx);
    const signed = readSignature(operation, ctx, options);
    const client = options.readClient(ctx);
    const actor = await requireActor(bailiwick, operation, ctx, { basic: options.basic, client }, signed);
    ctx.state['actor'] = actor;
    refuseUnheededHeader(operation, ctx);
    const body = await readOperationBody(operation, ctx, options, signed);
    const input = readInput(operation, ctx, body);
    const { params } = ctx as RouterContext;
    const answer = await operation.handle({ actor, params, client, ...input }).catch((error: unknown) => {
      throw explained(error, ctx);
    });
    send(ctx, operation, answer, options);
  };
}

/**
 * Whoever sends a condition counts on its being checked, and whoever sends a key counts on a repeat being recognised:
 * where it would not be, nothing is done (RFC 9110 section 13.1.1). A read changes nothing either way.
 */
function refuseUnheededHeader({ method, headers }: Operation, ctx: Context): void {
  if (method === 'GET') return;
  const unheeded = HEEDED_OR_REFUSED.find(
    ([name, member]) => member in ctx.headers && !(name in headers.fields),
  )?.[0];
  if (unheeded === undefined) return;
  throw new MalformedRequestError(`This operation looks at no ${unheeded}: leave the header out.`);
}

/** The name of each header, and the member of `request.headers` that Node keeps it in. */
const HEEDED_OR_REFUSED = [...Object.keys(preconditions.fields), 'Idempotency-Key'].map(
  (name) => [name, name.toLowerCase()] as const,
);

/** All that this API says is JSON, errors included: who cannot read that is told before anything is done. */
function requireJsonAccepted(ctx: Context): void {
  if (acceptsJson(ctx.get('Accept'))) return;
  throw new HttpRefusal('not-acceptable', 'The answer is application/json: let the Accept header admit it.');
}

function readSignature(
  { auth }: Operation,
  ctx: Context,
  { signatures }: ServeOptions,
): SignedRequest | null {
  return auth === 'none' || signatures === undefined ? null : signatures(ctx.req, ctx.originalUrl);
}

async function requireActor(
  bailiwick: AnyBailiwick,
  { auth }: Operation,
  ctx: Context,
  options: { readonly basic: boolean; readonly client: ClientContext },
  signed: SignedRequest | null,
): Promise<UserActor | AnonymousActor> {
  if (auth === 'none') return anonymousFrom(options.client);
  const actor = await findActor(bailiwick, ctx.req, options, signed);
  if (actor.type === 'anonymous') throw new AuthenticationRequiredError();
  return actor;
}

async function readOperationBody(
  { body }: Operation,
  ctx: Context,
  options: ServeOptions,
  signed: SignedRequest | null,
): Promise<unknown> {
  const bounds = { limitBytes: options.bodyLimitBytes, timeoutMs: options.bodyTimeoutMs };
  if (body === null) {
    // Nothing is made of it; but a signature holds for the whole request, or not at all.
    signed?.requireBody(await readBytes(ctx.req, bounds));
    return undefined;
  }
  return readBody(ctx.req, {
    ...bounds,
    mediaTypes: body.mediaTypes,
    requireBytes: signed?.requireBody,
  });
}

/** @throws `invalid-request`, with everything that is wrong with any part. */
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

/** The headers that the operation reads, as they are named in its schema. */
function readHeaders({ headers }: Operation, ctx: Context): Readonly<Record<string, unknown>> {
  const sent = Object.keys(headers.fields).filter((name) => name.toLowerCase() in ctx.headers);
  return Object.fromEntries(sent.map((name) => [name, ctx.get(name)]));
}

/** Reading again would never help somebody whose tag was weakened on the way (RFC 9110 section 13.1.1). */
function explained(error: unknown, ctx: Context): unknown {
  const isWeak = error instanceof PreconditionFailedError && namesWeakTagsOnly(ctx.get('If-Match'));
  return isWeak ? new PreconditionFailedError(WEAK_TAG_DETAIL) : error;
}

const WEAK_TAG_DETAIL =
  'If-Match never holds for a weak tag, and ETags are strong here: one that begins with W/ was weakened by a proxy that compresses answers. Ask for them without Accept-Encoding, or let it leave the tags alone.';

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
  // Set by hand: Koa would add a charset, which application/json does not have (RFC 8259 section 11).
  ctx.set('Content-Type', 'application/json');
  ctx.body = text;
}

/**
 * Does the client have this already? Not by Koa's `ctx.fresh`, which answers no to a request with
 * `Cache-Control: no-cache`: `fetch` adds that to every request on which `If-None-Match` was set by hand.
 */
function isKnown(ctx: Context, etag: string): boolean {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  return isRead && ifNoneMatchNames(ctx.get('If-None-Match'), etag);
}

/** Relative to this request, and so right behind every proxy: nothing is made of the `Host` of a client. */
function nextPage(ctx: Context, cursor: string): string {
  const query = new URLSearchParams(ctx.querystring);
  query.set('cursor', cursor);
  return `${ctx.path}?${query.toString()}`;
}
