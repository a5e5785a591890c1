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

/** The part of a host's Bailiwick that tells who calls. */
export interface Authenticator<Role extends string> {
  authenticate(credentials: Credentials, client?: ClientContext): Promise<UserActor<Role>>;
}

export interface ActorFromOptions {
  /** Accept an email address and a password with every request (RFC 7617): `true` when left out. */
  readonly basic?: boolean;
  /**
   * Where the request comes from: for the login throttle, and for the audit. Only the host knows which proxies it
   * trusts; `clientAddressReader` reads the address of a request of Node.js. Without an address, all clients share
   * the throttle's count of the unknown address.
   */
  readonly client?: ClientContext;
}

/**
 * The actor behind a request of any framework: a `Request` of the Fetch standard, or one of Node.js, which Express,
 * Fastify (`request.raw`) and Nest have. It is the anonymous actor where the request has no credential that is known
 * here, so that the command decides whether that will do.
 *
 * It reads the `Authorization` header only. A signed request also needs its body checked: see `requestSignatures`.
 *
 * @throws `invalid-token`, `invalid-credentials`, `too-many-attempts`, `overloaded`; `malformed-request` when the
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

/** The actor behind an `Authorization` header that was sent once, or not at all. */
export async function actorByHeader<Role extends string>(
  bailiwick: Authenticator<Role>,
  authorization: string | undefined,
  { basic, client }: Required<ActorFromOptions>,
): Promise<UserActor<Role> | AnonymousActor> {
  const credentials = readCredentials(authorization, { basic });
  return credentials === null ? anonymousFrom(client) : bailiwick.authenticate(credentials, client);
}

function headersOf(request: IncomingMessage | Request) {
  const { headers } = request;
  if (isFetchHeaders(headers)) {
    // Several lines of one name are joined by commas here, which no credential has.
    const get = (name: string) => headers.get(name) ?? undefined;
    return { authorization: get('authorization'), userAgent: get('user-agent') };
  }
  requireUnambiguousHeaders(request as IncomingMessage);
  return { authorization: headers.authorization, userAgent: headers['user-agent'] };
}

/** Not by its class: frameworks bring classes of their own. */
function isFetchHeaders(headers: IncomingMessage['headers'] | Headers): headers is Headers {
  return typeof headers.get === 'function';
}
