import type { IncomingMessage } from 'node:http';
import {
  anonymousFrom,
  InvalidTokenError,
  MalformedRequestError,
  type AnonymousActor,
  type ClientContext,
  type Credentials,
  type LogIn,
  type UserActor,
} from '@bailiwick/core';
import { browserRequest, isFetchRequest } from './request/browser-request.js';
import { readCredentials } from './request/credentials.js';
import { withDeadCookie } from './request/dead-cookie.js';
import { requireUnambiguousHeaders } from './request/framing.js';
import {
  endingCookie,
  openingCookie,
  readSessionCookie,
  requireSameOrigin as requireSameOriginOf,
  type SessionCookie,
} from './request/session-cookie.js';

/** The part of a host's Bailiwick that identifies the caller. */
export interface Authenticator<Role extends string> {
  authenticate(credentials: Credentials, client?: ClientContext): Promise<UserActor<Role>>;
}

export interface OriginOptions {
  /**
   * The host that browsers ask for, e.g. `api.example.com`, with its port unless it is the default one. By default, it is
   * the one that the request names, which is right unless a proxy in front changes it.
   */
  readonly authority?: string | undefined;
}

export interface ActorFromOptions extends OriginOptions {
  /** Accept an email address and a password with every request (RFC 7617)? By default yes. */
  readonly basic?: boolean;
  /**
   * The origin of the request, for the login throttle and the audit. Only the host knows which proxies it trusts;
   * `clientAddressReader` reads the address from a request of Node.js. Without an address, all clients share the
   * throttle's count of the unknown address.
   */
  readonly client?: ClientContext;
}

/**
 * Finds the actor behind a request of any framework: a `Request` of the Fetch standard, or one of Node.js, which
 * Express, Fastify (`request.raw`) and Nest have. A request without a supported credential gets the anonymous actor,
 * so that the command decides whether that is enough.
 *
 * It reads the `Authorization` header, or the cookie of a session that was opened with {@link sessionCookie}. A change
 * with a cookie must come from a page of this origin. A signed request also needs its body checked: see
 * `requestSignatures`.
 *
 * @throws `invalid-token`, `invalid-credentials`, `too-many-attempts`, `overloaded`; `cross-site-request`;
 * `malformed-request` if the header or the cookie is sent twice, or one beside the other
 *
 * @example
 * app.post('/notes', async (request, response) => {
 *   const actor = await actorFrom(bailiwick, request, { client: { clientAddress: request.ip } });
 *   response.status(201).json(await bailiwick.resources.create(actor, { name: request.body.name }));
 * });
 */
export async function actorFrom<Role extends string>(
  bailiwick: Authenticator<Role>,
  request: IncomingMessage | Request,
  { basic = true, client = {}, authority }: ActorFromOptions = {},
): Promise<UserActor<Role> | AnonymousActor> {
  // Fetch joins several lines of one name with commas, which no credential contains.
  if (!isFetchRequest(request)) requireUnambiguousHeaders(request);
  const asked = browserRequest(request, authority);
  const authorization = asked.header('authorization');
  const from = { userAgent: asked.header('user-agent'), ...client };
  const cookie = readSessionCookie(asked);
  if (cookie === null) return actorByHeader(bailiwick, authorization, { basic, client: from });
  requireOneCredential(authorization);
  requireSameOriginOf(asked);
  return actorByCookie(bailiwick, cookie, from);
}

/** Finds the actor behind an `Authorization` header that was sent once, or not at all. */
export function actorByHeader<Role extends string>(
  bailiwick: Authenticator<Role>,
  authorization: string | undefined,
  { basic, client }: { readonly basic: boolean; readonly client: ClientContext },
): Promise<UserActor<Role>> | AnonymousActor {
  const credentials = readCredentials(authorization, { basic });
  return credentials === null ? anonymousFrom(client) : bailiwick.authenticate(credentials, client);
}

/** Finds the actor behind a session cookie, whose request must have passed {@link requireSameOrigin}. */
export async function actorByCookie<Role extends string>(
  bailiwick: Authenticator<Role>,
  cookie: SessionCookie,
  client: ClientContext,
): Promise<UserActor<Role>> {
  try {
    return await bailiwick.authenticate({ bearer: cookie.token }, client);
  } catch (error) {
    throw aboutCookie(error, cookie);
  }
}

/** Makes the answer to a session that has ended delete its cookie. */
export function aboutCookie(error: unknown, cookie: SessionCookie): unknown {
  return error instanceof InvalidTokenError ? withDeadCookie(error, endingCookie(cookie)) : error;
}

/** A second credential may be that of another user. @throws `malformed-request` */
export function requireOneCredential(other: string | null | undefined): void {
  if (other == null) return;
  throw new MalformedRequestError('Send a session cookie or another credential, not both.');
}

/**
 * Refuses a request that changes something, unless a page of this origin has sent it. `actorFrom` does so for requests
 * with a session cookie; a login that opens one needs it as well, so that no other page can log a visitor in.
 *
 * @throws `cross-site-request`
 *
 * @example
 * app.post('/login', async (request, response) => {
 *   requireSameOrigin(request);
 *   const login = await bailiwick.sessions.logIn(request.body, { clientAddress: request.ip });
 *   response.setHeader('Set-Cookie', sessionCookie(request, login));
 *   response.status(204).end();
 * });
 */
export function requireSameOrigin(
  request: IncomingMessage | Request,
  { authority }: OriginOptions = {},
): void {
  requireSameOriginOf(browserRequest(request, authority));
}

/**
 * Returns the `Set-Cookie` header with which a page keeps its session: no script can read it, and no other site can
 * use it. It lasts as long as the session can.
 *
 * @example
 * const login = await bailiwick.sessions.logIn(credentials, { clientAddress });
 * response.setHeader('Set-Cookie', sessionCookie(request, login));
 */
export function sessionCookie(
  request: IncomingMessage | Request,
  login: Pick<LogIn, 'token' | 'session'>,
  { authority }: OriginOptions = {},
): string {
  return openingCookie(browserRequest(request, authority), login);
}

/**
 * Returns the `Set-Cookie` header that deletes the session cookie of a request, for the answer to a logout; `null` if it
 * has none.
 *
 * @example
 * await bailiwick.sessions.endCurrent(actor);
 * const ended = endedSessionCookie(request);
 * if (ended !== null) response.setHeader('Set-Cookie', ended);
 */
export function endedSessionCookie(
  request: IncomingMessage | Request,
  { authority }: OriginOptions = {},
): string | null {
  const cookie = readSessionCookie(browserRequest(request, authority));
  return cookie === null ? null : endingCookie(cookie);
}
