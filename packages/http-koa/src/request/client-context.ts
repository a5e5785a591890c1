import type { ClientContext } from '@bailiwick/core';
import type { Context } from 'koa';
import { clientAddressReader } from './client-address.js';
import { requestIdOf } from './request-id.js';

/** Reads the origin of a request. Call it when the request begins: the address is lost when the client disconnects. */
export type ReadClientContext = (ctx: Context) => ClientContext;

/** @param trustedProxies See {@link clientAddressReader}. */
export function clientContextReader(trustedProxies: readonly string[] = []): ReadClientContext {
  const readClientAddress = clientAddressReader(trustedProxies);
  return (ctx) => ({
    clientAddress: readClientAddress(ctx.req),
    userAgent: ctx.req.headers['user-agent'],
    requestId: requestIdOf(ctx),
  });
}
