// Who calls, for services on other frameworks than Koa: nothing here needs Koa.
export { actorFrom, type ActorFromOptions, type Authenticator } from './actor-from.js';
export {
  clientAddressReader,
  proxyTrust,
  type ProxyTrust,
  type ReadClientAddress,
} from './request/client-address.js';
