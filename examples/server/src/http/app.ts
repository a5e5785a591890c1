import { koaConsole } from '@bailiwick/console/koa';
import { isBailiwickError, OverloadedError, type Bailiwick } from '@bailiwick/core';
import {
  clientAddressReader,
  createRouter,
  isOutOfResources,
  problemBoundary,
  proxyTrust,
} from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import Koa, { HttpError, type Context } from 'koa';
import type { Knex } from 'knex';
import type { Config } from '../config/config.js';
import { countStatements } from './count-statements.js';
import { cors } from './cors.js';
import { docsRouter } from './docs.js';
import { forwardedWarnings } from './forwarded-warnings.js';
import { healthRouter, type Readiness } from './health.js';
import { landing } from './landing.js';
import type { Logger } from '../logger.js';
import type { Metrics } from './metrics.js';
import { PREFIX } from './prefix.js';
import { refuseExpectation } from './refuse-expectation.js';
import { requestId } from './request-id.js';
import { requestLog } from './request-log.js';
import { requireHost } from './require-host.js';
import { securityHeaders, strictTransportSecurity } from './security-headers.js';

const CONSOLE = '/console';

export interface AppParts {
  readonly bailiwick: Bailiwick;
  readonly readiness: Readiness;
  readonly logger: Logger;
  readonly knex: Knex;
  readonly metrics: Metrics | null;
  readonly config: Pick<
    Config,
    | 'authority'
    | 'basic'
    | 'bodyLimitBytes'
    | 'bodyTimeoutMs'
    | 'console'
    | 'corsOrigins'
    | 'docs'
    | 'hsts'
    | 'trustedProxies'
  >;
}

/**
 * Adds the middleware, from the outside in. Headers come first, so that answers to refusals and defects have them too.
 * The log is outside the problem boundary, so that it sees the final answer.
 */
export function createApp({ bailiwick, readiness, logger, knex, metrics, config }: AppParts): Koa {
  const { authority, basic, bodyLimitBytes, bodyTimeoutMs, corsOrigins, docs, trustedProxies } = config;
  const signatures = requestSignatures({ authority: authority ?? undefined });
  const onError = errorLog(logger);
  const isTrustedProxy = proxyTrust(trustedProxies);
  const readClientAddress = clientAddressReader(trustedProxies);
  const app = new Koa();
  app.use(requestId(isTrustedProxy));
  app.use(securityHeaders());
  const hsts = strictTransportSecurity(config.hsts, isTrustedProxy);
  if (hsts !== null) app.use(hsts);
  app.use(requestLog(logger, readClientAddress));
  app.use(forwardedWarnings(logger, { isTrustedProxy, readClientAddress }));
  if (metrics !== null) app.use(metrics.middleware());
  app.use(countStatements(knex));
  if (corsOrigins !== null) app.use(cors(corsOrigins));
  app.use(problemBoundary({ prefix: PREFIX, basic, onError }));
  app.use(requireHost());
  app.use(refuseExpectation());
  app.use(healthRouter(bailiwick, readiness).routes());
  if (config.console) app.use(koaConsole({ path: CONSOLE, api: PREFIX }));
  if (docs) app.use(docsRouter().routes());
  const page = config.console ? CONSOLE : docs ? '/docs' : null;
  if (page !== null) app.use(landing(page));
  const api = createRouter(bailiwick, {
    prefix: PREFIX,
    basic,
    signatures,
    authority: authority ?? undefined,
    bodyLimitBytes,
    bodyTimeoutMs,
    trustedProxies,
    onError,
  });
  app.use(api.routes());
  // Koa itself reports answers that it could no longer send, and would print them without a listener.
  app.on('error', onError);
  return app;
}

/**
 * Logs the cause of a 5xx. An outage of the storage, a machine without descriptors and a stopping server are
 * conditions; everything else is a defect. Overload by logins is not logged here, because each request has its own line
 * already.
 */
function errorLog(logger: Logger): (error: unknown, ctx: Context) => void {
  return (error, ctx) => {
    if (error instanceof OverloadedError || isGone(error, ctx)) return;
    const isCondition = isBailiwickError(error) || error instanceof HttpError || isOutOfResources(error);
    logger[isCondition ? 'warn' : 'error']({ requestId: ctx.state.requestId, err: error }, 'request failed');
  };
}

const GONE: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']);

/** Has the client gone in the middle of its answer? The line of the request says so. */
function isGone(error: unknown, { res }: Context): boolean {
  const isCut = res.headersSent && !res.writableFinished;
  return isCut && error instanceof Error && 'code' in error && GONE.has(error.code);
}
