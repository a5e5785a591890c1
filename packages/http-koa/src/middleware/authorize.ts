import type { Context, Middleware } from 'koa';
import { anonymous, PLATFORM, type Actor, type Target } from '@bailiwick/core';

/** The part of a Bailiwick that is called; the host's own actions are inferred from it. */
interface Authorizes<Action extends string> {
  authorize(actor: Actor, action: Action, target: Target): Promise<void>;
}

/**
 * Asks the policy before a route of the host runs. It must follow `authenticate`, which finds the actor. Actions on
 * targets that belong to no user need no `targetOf`. A refusal is recorded, and answered as by the library's own
 * routes: 401, 403, or 404 for callers that may not see the target.
 *
 * A route that loads the target anyway calls `bailiwick.authorize` itself.
 *
 * @example
 * router.get('/reports', authorize(bailiwick, 'report:list'), listReports);
 * router.post('/vms/:id/restart', authorize(bailiwick, 'vm:restart', (ctx) => findVm(ctx.params.id)), restart);
 */
export function authorize<Action extends string>(
  bailiwick: Authorizes<Action>,
  action: NoInfer<Action>,
  targetOf: (ctx: Context) => Target | Promise<Target> = () => PLATFORM,
): Middleware {
  return async (ctx, next) => {
    const actor: Actor = ctx.state['actor'] ?? anonymous;
    await bailiwick.authorize(actor, action, await targetOf(ctx));
    return next();
  };
}
