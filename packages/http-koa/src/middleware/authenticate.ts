import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import type { Actor, AnonymousActor, ClientContext, UserActor } from '@bailiwick/core';
import { actorByCookie, actorByHeader, requireOneCredential, type OriginOptions } from '../actor-from.js';
import type { AnyBailiwick } from '../operation.js';
import { browserRequest } from '../request/browser-request.js';
import { BODY_LIMIT_BYTES, readBytes } from '../request/read-body.js';
import { clientContextReader } from '../request/client-context.js';
import { requireUnambiguousHeaders } from '../request/framing.js';
import { readSessionCookie, requireSameOrigin, type SessionCookie } from '../request/session-cookie.js';
import type { SignatureReader, SignedRequest } from '../signed-request.js';

export interface AuthenticateOptions extends OriginOptions {
  /** Accept an email address and a password with every request (RFC 7617)? By default yes. */
  readonly basic?: boolean;
  /** Accept signed requests: `requestSignatures()` of `@bailiwick/http-koa/signatures`. By default, none. */
  readonly signatures?: SignatureReader | undefined;
  /** The largest body of a signed request, in bytes; by default 65,536. */
  readonly bodyLimitBytes?: number;
  /** The time that such a body may take to arrive, in milliseconds; by default 5,000. */
  readonly bodyTimeoutMs?: number;
  /** The proxies whose `X-Forwarded-For` is trusted; see {@link clientAddressReader}. By default, none. */
  readonly trustedProxies?: readonly string[];
}

/** The properties that {@link authenticate} adds to `ctx.state`. */
export interface AuthenticatedState {
  actor: Actor;
  /** The body of a signed request. Checking the signature consumed it, so no body parser can read it again. */
  rawBody?: Buffer;
}

/**
 * Puts the actor behind the request on `ctx.state.actor`, for a host's own routes. Without a credential, the actor is
 * `anonymous` and the command decides; a wrong credential is refused, and so is a change with a session cookie that does
 * not come from a page of this origin. The audit events of the actor record
 * `ctx.state.requestId`.
 *
 * @example
 * app.use(authenticate(bailiwick));
 * router.post('/databases', async (ctx) => {
 *   ctx.body = await bailiwick.resources.create(ctx.state.actor, { kind: 'database', name: 'orders' });
 * });
 */
export function authenticate(
  bailiwick: AnyBailiwick,
  options: AuthenticateOptions = {},
): Middleware<AuthenticatedState> {
  const { basic = true, signatures, trustedProxies, authority } = options;
  const bounds = {
    limitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    timeoutMs: options.bodyTimeoutMs,
  };
  const readClient = clientContextReader(trustedProxies);
  return async (ctx, next) => {
    requireUnambiguousHeaders(ctx.req);
    const signed = signatures?.(ctx.req, ctx.originalUrl) ?? null;
    const cookie = cookieOf(ctx.req, authority);
    ctx.state.actor = await findActor(bailiwick, ctx.req, { basic, client: readClient(ctx) }, signed, cookie);
    if (signed !== null) {
      ctx.state.rawBody = await readBytes(ctx.req, bounds);
      signed.requireBody(ctx.state.rawBody);
    }
    return next();
  };
}

/** @throws `invalid-token`, `invalid-credentials`, `invalid-signature`, `too-many-attempts`, `overloaded` */
export function findActor(
  bailiwick: AnyBailiwick,
  request: IncomingMessage,
  { basic, client }: { readonly basic: boolean; readonly client: ClientContext },
  signed: SignedRequest | null,
  cookie: SessionCookie | null,
): Promise<UserActor> | AnonymousActor {
  if (cookie !== null) {
    requireOneCredential(request.headers.authorization ?? signed?.signature.keyId);
    return actorByCookie(bailiwick, cookie, client);
  }
  if (signed !== null) return bailiwick.authenticate({ signature: signed.signature }, client);
  return actorByHeader(bailiwick, request.headers.authorization, { basic, client });
}

/**
 * Reads the session cookie of a request, which must come from a page of this origin if it changes something.
 *
 * @throws `cross-site-request`, `malformed-request`
 */
export function cookieOf(request: IncomingMessage, authority: string | undefined): SessionCookie | null {
  if (request.headers.cookie === undefined) return null;
  const asked = browserRequest(request, authority);
  const cookie = readSessionCookie(asked);
  if (cookie !== null) requireSameOrigin(asked);
  return cookie;
}
