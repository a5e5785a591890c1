import type { Context } from 'koa';

/**
 * Returns the id of the request in problem details, in the audit and in the host's log: `ctx.state.requestId`, if the
 * host has set it. A header is not used, because only the host knows whether a trusted proxy has set it.
 */
export function requestIdOf(ctx: Context): string {
  if (typeof ctx.state['requestId'] !== 'string') ctx.state['requestId'] = crypto.randomUUID();
  return ctx.state['requestId'] as string;
}
