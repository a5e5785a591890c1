import { Router } from '@koa/router';
import { problemBoundary, type ProblemBoundaryOptions } from './middleware/problem-boundary.js';
import { refuseOtherMethods } from './middleware/refuse-other-methods.js';
import { serveOperation } from './middleware/serve-operation.js';
import type { AnyBailiwick, Operation } from './operation.js';
import { operationsOf } from './operations/index.js';

export interface RouterOptions extends ProblemBoundaryOptions {
  /** Where the API is mounted: `''`, or a path like `/v1`. */
  readonly prefix?: string;
  /** Accept an email address and a password with every request (RFC 7617), beside session tokens. */
  readonly basic?: boolean;
  /** The largest request body. Every request of this API is far smaller than the default of 64 KiB. */
  readonly bodyLimitBytes?: number;
  /** Operations, by `operationId`, that are not served: the host has routes of its own in their place. */
  readonly without?: readonly string[];
}

const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * The HTTP API as a router, to be mounted in a host's own Koa app. It renders its own errors; put
 * {@link problemBoundary} outermost in the app for everybody else's. It reads bodies itself, from their
 * bytes: mount it before any body parser.
 *
 * @throws {TypeError} a prefix that is not a path, an operation that there is not.
 *
 * @example
 * const app = new Koa();
 * app.use(problemBoundary());
 * app.use(createRouter(bailiwick).routes());
 */
export function createRouter(bailiwick: AnyBailiwick, options: RouterOptions = {}): Router {
  const { prefix = '/v1', basic = true, bodyLimitBytes = BODY_LIMIT_BYTES, without = [] } = options;
  if (!/^(?:\/[\w.-]+)*$/.test(prefix)) throw new TypeError('prefix must be "", or a path like "/v1".');
  const router = new Router({ prefix, strict: true, sensitive: true });
  const boundary = problemBoundary({ ...options, prefix, basic });
  for (const [path, operations] of byPath(operationsExcept(bailiwick, without))) {
    const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const operation of operations) {
      const serve = serveOperation(bailiwick, operation, { prefix, basic, bodyLimitBytes });
      router.register(route, [operation.method], [boundary, serve]);
    }
    router.all(route, boundary, refuseOtherMethods(operations));
  }
  return router;
}

function operationsExcept(bailiwick: AnyBailiwick, without: readonly string[]): readonly Operation[] {
  const operations = operationsOf(bailiwick);
  const stranger = without.find((id) => operations.every(({ operationId }) => operationId !== id));
  if (stranger !== undefined) throw new TypeError(`without: there is no operation "${stranger}".`);
  return operations.filter(({ operationId }) => !without.includes(operationId));
}

/** In the order of the table: of two paths that match, the first one answers. */
function byPath(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) {
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  }
  return paths;
}
