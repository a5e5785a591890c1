import type { Context, Middleware } from 'koa';
import { anonymous, PLATFORM, type Actor, type Target } from '@bailiwick/core';

/** As much of a Bailiwick as is asked; its host's own actions are inferred from it. */
interface Authorizes<Action extends string> {
  authorize(actor: Actor, action: Action, target: Target): Promise<void>;
}

/**
 * Asks the policy before a route of the host's own runs. It stands behind `authenticate`; without that,
 * nobody asks. What belongs to no user needs no `targetOf`. A refusal is recorded, and answered as the
 * library's own routes answer it: 401, 403, or 404 to who may not know of the target.
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
