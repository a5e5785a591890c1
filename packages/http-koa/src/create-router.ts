import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { byMethod } from './middleware/by-method.js';
import { ItemPerformer } from './middleware/perform-item.js';
import { emitError, problemBoundary, type ProblemBoundaryOptions } from './middleware/problem-boundary.js';
import { serveOperation } from './middleware/serve-operation.js';
import { serveText } from './middleware/serve-text.js';
import type { OriginOptions } from './actor-from.js';
import { openApiDocument, type OpenApiOptions } from './openapi/openapi-document.js';
import type { AnyBailiwick, Operation } from './operation.js';
import type { SignatureReader } from './signed-request.js';
import { operationsOf } from './operations/index.js';
import { BODY_LIMIT_BYTES } from './request/read-body.js';
import { clientContextReader } from './request/client-context.js';
import { serveProblemIndex, serveProblemPages } from './problem-pages/serve-problem-pages.js';

export interface RouterOptions extends ProblemBoundaryOptions, OriginOptions {
  /** The path where the API is mounted: `''`, or a path like `/v1`, which is the default. */
  readonly prefix?: string;
  /** Accept an email address and a password with every request (RFC 7617), besides session tokens? By default yes. */
  readonly basic?: boolean;
  /** Accept signed requests: `requestSignatures()` of `@bailiwick/http-koa/signatures`. By default, none. */
  readonly signatures?: SignatureReader | undefined;
  /** The proxies whose `X-Forwarded-For` is trusted; see {@link clientAddressReader}. By default, none. */
  readonly trustedProxies?: readonly string[];
  /** The largest request body, in bytes. Every request of this API is far smaller than the default of 65,536. */
  readonly bodyLimitBytes?: number;
  /** The time that a body may take to arrive, in milliseconds; by default 5,000. */
  readonly bodyTimeoutMs?: number;
  /**
   * The operations, by `operationId`, that are not served because the host replaces them with its own routes; by default
   * none.
   */
  readonly without?: readonly string[];
}

/**
 * Creates a router with the HTTP API, to be mounted in a host's own Koa app. It renders its own errors; put
 * {@link problemBoundary} outermost in the app for the errors of other middleware. It reads the bytes of bodies itself,
 * so mount it before any body parser.
 *
 * @throws {TypeError} if the prefix is not a path, a trusted proxy is no address, or a named operation does not
 * exist.
 *
 * @example
 * const app = new Koa();
 * app.use(problemBoundary());
 * app.use(createRouter(bailiwick).routes());
 */
export function createRouter(bailiwick: AnyBailiwick, options: RouterOptions = {}): Router {
  const {
    prefix = '/v1',
    basic = true,
    signatures,
    authority,
    bodyLimitBytes = BODY_LIMIT_BYTES,
    bodyTimeoutMs,
    without = [],
  } = options;
  if (!/^(?:\/[\w.-]+)*$/.test(prefix)) throw new TypeError('prefix must be "", or a path like "/v1".');
  const readClient = clientContextReader(options.trustedProxies);
  const operations = operationsOf(bailiwick, without);
  const serveOptions = {
    prefix,
    basic,
    signatures,
    authority,
    bodyLimitBytes,
    bodyTimeoutMs,
    readClient,
    items: new ItemPerformer(operations),
    onError: options.onError ?? emitError,
  };
  const router = new Router({ prefix, strict: true, sensitive: true });
  const boundary = problemBoundary({ ...options, prefix, basic });
  for (const [path, ofPath] of byPath(operations)) {
    const serving = ofPath.map((operation) => ({
      ...operation,
      serve: serveOperation(bailiwick, operation, serveOptions),
    }));
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), boundary, byMethod(serving));
  }
  for (const [route, serve] of aboutTheApi(bailiwick, {
    prefix,
    basic,
    signatures: signatures !== undefined,
    without,
  })) {
    router.all(route, boundary, byMethod([{ method: 'GET', body: null, serve }]));
  }
  return router;
}

/** Adds the routes about the API: its OpenAPI document, and the pages that the `type` of a problem points to. */
function aboutTheApi(
  bailiwick: AnyBailiwick,
  options: Required<OpenApiOptions>,
): readonly (readonly [route: string, serve: Middleware])[] {
  const { prefix, without } = options;
  const document = () => JSON.stringify(openApiDocument(bailiwick, options));
  return [
    ['/openapi.json', serveText({ contentType: 'application/json', make: document })],
    ['/problems', serveProblemIndex(prefix)],
    ['/problems/:code', serveProblemPages(operationsOf(bailiwick, without), prefix)],
  ];
}

/** Keeps the order of the table, because the first of two matching paths answers. */
function byPath(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) {
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  }
  return paths;
}
