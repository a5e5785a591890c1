import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { anonymous, type Actor, type AnonymousActor, type UserActor } from '@bailiwick/core';
import type { AnyBailiwick } from '../operation.js';
import { clientAddressReader, type ReadClientAddress } from '../request/client-address.js';
import { readCredentials } from '../request/credentials.js';
import { requireSingleHeaders } from '../request/require-single-headers.js';

export interface AuthenticateOptions {
  /** Accept an email address and a password with every request (RFC 7617). */
  readonly basic?: boolean;
  /** Whose `X-Forwarded-For` is believed; see {@link clientAddressReader}. */
  readonly trustedProxies?: readonly string[];
}

/** What {@link authenticate} adds to `ctx.state`. */
export interface AuthenticatedState {
  actor: Actor;
}

/**
 * Puts the actor behind the request on `ctx.state.actor`, for a host's own routes: `anonymous` where no
 * credential is presented, so that the command decides; a wrong credential is refused.
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
  const { basic = true, trustedProxies } = options;
  const readClientAddress = clientAddressReader(trustedProxies);
  return async (ctx, next) => {
    requireSingleHeaders(ctx.req);
    ctx.state.actor = await findActor(bailiwick, ctx.req, { basic, readClientAddress });
    return next();
  };
}

/** @throws `invalid-token`, `invalid-credentials`, `too-many-attempts`, `overloaded` */
export async function findActor(
  bailiwick: AnyBailiwick,
  request: IncomingMessage,
  { basic, readClientAddress }: { readonly basic: boolean; readonly readClientAddress: ReadClientAddress },
): Promise<UserActor | AnonymousActor> {
  const credentials = readCredentials(request.headers.authorization, { basic });
  if (credentials === null) return anonymous;
  return bailiwick.authenticate(credentials, { clientAddress: readClientAddress(request) });
}
