import type { Context } from 'koa';

/**
 * The name of the request, in problem details, in the audit and in a host's log: `ctx.state.requestId` if the host
 * has set one. It is not taken from a header here: whether a proxy chose that, or anybody, only the host knows.
 */
export function requestIdOf(ctx: Context): string {
  if (typeof ctx.state['requestId'] !== 'string') ctx.state['requestId'] = crypto.randomUUID();
  return ctx.state['requestId'] as string;
}
