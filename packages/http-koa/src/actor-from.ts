import type { IncomingMessage } from 'node:http';
import {
  anonymousFrom,
  type AnonymousActor,
  type ClientContext,
  type Credentials,
  type UserActor,
} from '@bailiwick/core';
import { readCredentials } from './request/credentials.js';
import { requireUnambiguousHeaders } from './request/framing.js';

/** The part of a host's Bailiwick that identifies the caller. */
export interface Authenticator<Role extends string> {
  authenticate(credentials: Credentials, client?: ClientContext): Promise<UserActor<Role>>;
}

export interface ActorFromOptions {
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
 * It reads the `Authorization` header only. A signed request also needs its body checked: see `requestSignatures`.
 *
 * @throws `invalid-token`, `invalid-credentials`, `too-many-attempts`, `overloaded`; `malformed-request` if the
 * header is sent twice
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
  { basic = true, client = {} }: ActorFromOptions = {},
): Promise<UserActor<Role> | AnonymousActor> {
  const { authorization, userAgent } = headersOf(request);
  return actorByHeader(bailiwick, authorization, { basic, client: { userAgent, ...client } });
}

/** Finds the actor behind an `Authorization` header that was sent once, or not at all. */
export function actorByHeader<Role extends string>(
  bailiwick: Authenticator<Role>,
  authorization: string | undefined,
  { basic, client }: Required<ActorFromOptions>,
): Promise<UserActor<Role>> | AnonymousActor {
  const credentials = readCredentials(authorization, { basic });
  return credentials === null ? anonymousFrom(client) : bailiwick.authenticate(credentials, client);
}

function headersOf(request: IncomingMessage | Request) {
  const { headers } = request;
  if (isFetchHeaders(headers)) {
    // Fetch joins several lines of one name with commas, which no credential contains.
    const get = (name: string) => headers.get(name) ?? undefined;
    return { authorization: get('authorization'), userAgent: get('user-agent') };
  }
  requireUnambiguousHeaders(request as IncomingMessage);
  return { authorization: headers.authorization, userAgent: headers['user-agent'] };
}

/** Does not check the class, because frameworks have `Request` classes of their own. */
function isFetchHeaders(headers: IncomingMessage['headers'] | Headers): headers is Headers {
  return typeof headers.get === 'function';
}
