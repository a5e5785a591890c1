/// <reference types="node" preserve="true" />
// Finds the caller of a request for services on other frameworks: nothing in this entry point needs Koa.
export {
  actorFrom,
  endedSessionCookie,
  requireSameOrigin,
  sessionCookie,
  type ActorFromOptions,
  type Authenticator,
  type OriginOptions,
} from './actor-from.js';
export {
  clientAddressReader,
  proxyTrust,
  type ProxyTrust,
  type ReadClientAddress,
} from './request/client-address.js';
