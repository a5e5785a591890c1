import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { anonymous, type Actor, type AnonymousActor, type UserActor } from '@bailiwick/core';
import type { AnyBailiwick } from '../operation.js';
import { readCredentials } from '../request/credentials.js';
import { requireSingleHeaders } from '../request/require-single-headers.js';

export interface AuthenticateOptions {
  /** Accept an email address and a password with every request (RFC 7617). */
  readonly basic?: boolean;
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
  const { basic = true } = options;
  return async (ctx, next) => {
    requireSingleHeaders(ctx.req);
    ctx.state.actor = await findActor(bailiwick, ctx.req, { basic });
    return next();
  };
}

/** @throws `invalid-token`, `invalid-credentials` */
export async function findActor(
  bailiwick: AnyBailiwick,
  { headers }: IncomingMessage,
  options: { readonly basic: boolean },
): Promise<UserActor | AnonymousActor> {
  const credentials = readCredentials(headers.authorization, options);
  return credentials === null ? anonymous : bailiwick.authenticate(credentials);
}
