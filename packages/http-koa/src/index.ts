// `@bailiwick/http-koa` exports the router, its middleware and the OpenAPI document.
export {
  actorFrom,
  endedSessionCookie,
  requireSameOrigin,
  sessionCookie,
  type ActorFromOptions,
  type Authenticator,
  type OriginOptions,
} from './actor-from.js';
export { createRouter, type RouterOptions } from './create-router.js';
export { HttpRefusal, type HttpErrorCode } from './http-refusal.js';
export type { JsonSchema } from './schema/json-schema.js';
export {
  authenticate,
  type AuthenticatedState,
  type AuthenticateOptions,
} from './middleware/authenticate.js';
export { authorize } from './middleware/authorize.js';
export { problemBoundary, type ProblemBoundaryOptions } from './middleware/problem-boundary.js';
export {
  problemCodesOf,
  type AnyBailiwick,
  type Answer,
  type Auth,
  type Method,
  type Operation,
  type OperationRequest,
  type ResponseDescription,
  type ResponseHeader,
  type StreamedList,
} from './operation.js';
export { readBody, type ReadBodyOptions } from './request/read-body.js';
export { openApiDocument, type OpenApiDocument, type OpenApiOptions } from './openapi/openapi-document.js';
export { operationsOf } from './operations/index.js';
export type { SignatureReader, SignedRequest } from './signed-request.js';
export {
  clientAddressReader,
  proxyTrust,
  type ProxyTrust,
  type ReadClientAddress,
} from './request/client-address.js';
export {
  isOutOfResources,
  toProblem,
  type Problem,
  type ProblemCode,
  type ProblemDetails,
  type ProblemOptions,
} from './problem.js';
