import { Router } from '@koa/router';
import { problemBoundary, type ProblemBoundaryOptions } from './middleware/problem-boundary.js';
import { refuseOtherMethods } from './middleware/refuse-other-methods.js';
import { serveOperation } from './middleware/serve-operation.js';
import type { AnyBailiwick, Operation } from './operation.js';
import type { SignatureReader } from './signed-request.js';
import { operationsOf } from './operations/index.js';
import { BODY_LIMIT_BYTES } from './request/read-body.js';
import { clientAddressReader } from './request/client-address.js';

export interface RouterOptions extends ProblemBoundaryOptions {
  /** Where the API is mounted: `''`, or a path like `/v1`. */
  readonly prefix?: string;
  /** Accept an email address and a password with every request (RFC 7617), beside session tokens. */
  readonly basic?: boolean;
  /** Accept signed requests: `requestSignatures()` of `@bailiwick/http-koa/signatures`. None when left out. */
  readonly signatures?: SignatureReader | undefined;
  /** Whose `X-Forwarded-For` is believed, for the login throttle; see {@link clientAddressReader}. */
  readonly trustedProxies?: readonly string[];
  /** The largest request body. Every request of this API is far smaller than the default of 64 KiB. */
  readonly bodyLimitBytes?: number;
}

/**
 * The HTTP API as a router, to be mounted in a host's own Koa app. It renders its own errors; put
 * {@link problemBoundary} outermost in the app for everybody else's. It reads bodies itself, from their
 * bytes: mount it before any body parser.
 *
 * @throws {TypeError} a prefix that is not a path, a trusted proxy that is no address.
 *
 * @example
 * const app = new Koa();
 * app.use(problemBoundary());
 * app.use(createRouter(bailiwick).routes());
 */
export function createRouter(bailiwick: AnyBailiwick, options: RouterOptions = {}): Router {
  const { prefix = '/v1', basic = true, signatures, bodyLimitBytes = BODY_LIMIT_BYTES } = options;
  if (!/^(?:\/[\w.-]+)*$/.test(prefix)) throw new TypeError('prefix must be "", or a path like "/v1".');
  const readClientAddress = clientAddressReader(options.trustedProxies);
  const router = new Router({ prefix, strict: true, sensitive: true });
  const boundary = problemBoundary({ ...options, prefix, basic });
  for (const [path, operations] of byPath(operationsOf(bailiwick))) {
    const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const operation of operations) {
      const serve = serveOperation(bailiwick, operation, {
        prefix,
        basic,
        signatures,
        bodyLimitBytes,
        readClientAddress,
      });
      router.register(route, [operation.method], [boundary, serve]);
    }
    router.all(route, boundary, refuseOtherMethods(operations));
  }
  return router;
}

/** In the order of the table: of two paths that match, the first one answers. */
function byPath(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) {
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  }
  return paths;
}
