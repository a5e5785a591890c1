import { isBailiwickError, type Bailiwick } from '@bailiwick/core';
import { createRouter, problemBoundary } from '@bailiwick/http-koa';
import Koa, { HttpError, type Context } from 'koa';
import koaHelmet from 'koa-helmet';
import type { Knex } from 'knex';
import type { Config } from './config.js';
import { countStatements } from './count-statements.js';
import { cors } from './cors.js';
import { docsRouter } from './docs.js';
import { healthRouter, type Readiness } from './health.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { PREFIX } from './prefix.js';
import { refuseExpectation } from './refuse-expectation.js';
import { requestId } from './request-id.js';
import { requestLog } from './request-log.js';
import { requireHost } from './require-host.js';
import { securityHeaders } from './security-headers.js';

export interface AppParts {
  readonly bailiwick: Bailiwick;
  readonly readiness: Readiness;
  readonly logger: Logger;
  readonly knex: Knex;
  readonly metrics: Metrics | null;
  readonly config: Pick<Config, 'basic' | 'bodyLimitBytes' | 'corsOrigins' | 'docs'>;
}

/**
 * The middleware, from the outside in. Headers come first, so that refusals and defects carry them too;
 * the log sees the answer that the problem boundary has made.
 */
export function createApp({ bailiwick, readiness, logger, knex, metrics, config }: AppParts): Koa {
  const { basic, bodyLimitBytes, corsOrigins, docs } = config;
  const onError = errorLog(logger);
  const app = new Koa();
  app.use(requestId());
  app.use(koaHelmet(securityHeaders));
  app.use(requestLog(logger));
  if (metrics !== null) app.use(metrics.middleware());
  app.use(countStatements(knex));
  if (corsOrigins !== null) app.use(cors(corsOrigins));
  app.use(problemBoundary({ prefix: PREFIX, basic, onError }));
  app.use(requireHost());
  app.use(refuseExpectation());
  app.use(healthRouter(bailiwick, readiness).routes());
  if (docs) app.use(docsRouter().routes());
  app.use(createRouter(bailiwick, { prefix: PREFIX, basic, bodyLimitBytes, onError }).routes());
  // What Koa itself reports, which it would print otherwise: an answer that could not be sent any more.
  app.on('error', onError);
  return app;
}

/** Storage that is away and a server that stops are conditions; everything else that ends in a 5xx is a defect. */
function errorLog(logger: Logger): (error: unknown, ctx: Context) => void {
  return (error, ctx) => {
    const isCondition = isBailiwickError(error) || error instanceof HttpError;
    logger[isCondition ? 'warn' : 'error']({ requestId: ctx.state.requestId, err: error }, 'request failed');
  };
}
