// This must come first, because tsyringe refuses to be loaded before it.
import 'reflect-metadata';
import { registerBailiwick, tokens } from '@bailiwick/core/tsyringe';
import type { Settings } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { connect } from '@bailiwick/storage-knex';
import { knexToken, registerKnexStorage } from '@bailiwick/storage-knex/tsyringe';
import type { Knex } from 'knex';
import type Koa from 'koa';
import type { Logger } from 'pino';
import {
  container as globalContainer,
  instanceCachingFactory,
  instancePerContainerCachingFactory,
  type DependencyContainer,
  type InjectionToken,
} from 'tsyringe';
import { createApp } from './http/app.js';
import { BackgroundSweep } from './lifecycle/background-sweep.js';
import type { Config } from './config/config.js';
import { hashesAtOnce } from './config/hashes-at-once.js';
import { Readiness } from './http/health.js';
import { HttpServer } from './http/http-server.js';
import { createLogger } from './logger.js';
import { Metrics } from './http/metrics.js';
import { passwordBlocklist } from './config/password-blocklist.js';
import { ServerWatch } from './http/server-watch.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The tokens of this server, in addition to those of the library. */
export const serverTokens = {
  config: Symbol('config') as InjectionToken<Config>,
  logger: Symbol('logger') as InjectionToken<Logger>,
  readiness: Symbol('readiness') as InjectionToken<Readiness>,
  metrics: Symbol('metrics') as InjectionToken<Metrics | null>,
  app: Symbol('app') as InjectionToken<Koa>,
  httpServer: Symbol('http-server') as InjectionToken<HttpServer>,
  backgroundSweep: Symbol('background-sweep') as InjectionToken<BackgroundSweep>,
  backgroundDeletions: Symbol('background-deletions') as InjectionToken<BackgroundSweep>,
};

/**
 * Creates the composition root: the server and the command line resolve everything from here, and nothing is built
 * before it is resolved. A container and its children share one connection pool. Everything else is built once for each
 * container, so that a child that registers another clock or logger gets a complete server with it.
 */
export function createContainer(config: Config): DependencyContainer {
  const container = globalContainer.createChildContainer();
  container.register(serverTokens.config, { useValue: config });
  container.register(serverTokens.logger, {
    useFactory: instanceCachingFactory(() => createLogger(config.logLevel)),
  });
  container.register(knexToken, {
    useFactory: instanceCachingFactory(() => redactErrors(connect(config.databaseUrl, config))),
  });
  registerKnexStorage(container, config);
  container.register(tokens.passwordHasher, {
    useFactory: instanceCachingFactory(() => {
      const { count, warning } = hashesAtOnce(config);
      if (warning !== null) container.resolve(serverTokens.logger).warn(warning);
      return scryptHasher({ logN: config.scryptLogN, concurrency: count, queueMax: config.hashQueueMax });
    }),
  });
  registerBailiwick(container, {
    settings: settingsOf(config),
    passwordBlocklist,
    onFault: (fault) => container.resolve(serverTokens.logger).error(fault, 'fault that clients do not see'),
  });
  registerHttp(container);
  container.register(serverTokens.backgroundSweep, {
    useFactory: instancePerContainerCachingFactory(
      (resolving) =>
        new BackgroundSweep(
          resolving.resolve(tokens.bailiwick),
          resolving.resolve(serverTokens.logger),
          config.sweepIntervalMinutes,
        ),
    ),
  });
  container.register(serverTokens.backgroundDeletions, {
    useFactory: instancePerContainerCachingFactory(
      (resolving) =>
        new BackgroundSweep(
          { sweep: () => resolving.resolve(tokens.bailiwick).finishDeletions() },
          resolving.resolve(serverTokens.logger),
          config.deletionIntervalSeconds / 60,
        ),
    ),
  });
  return container;
}

function settingsOf(config: Config): Settings {
  return {
    passwordLengthMin: config.passwordLengthMin,
    serviceName: config.serviceName,
    sessionIdleTtlMs: config.sessionIdleTtlSeconds * 1000,
    sessionAbsoluteTtlMs: config.sessionAbsoluteTtlSeconds * 1000,
    accessKeyTtlMaxMs: config.accessKeyTtlMaxDays === 0 ? null : config.accessKeyTtlMaxDays * DAY_MS,
    auditRetentionMs: config.auditRetentionDays * DAY_MS,
    loginAttemptsMax: config.loginAttemptsMax,
    loginAttemptsPerAddressMax: config.loginAttemptsPerAddressMax,
    loginWindowMs: config.loginWindowSeconds * 1000,
    loginAttemptsPerAccountMax: config.loginAttemptsPerAccountMax,
    loginAccountWindowMs: config.loginAccountWindowSeconds * 1000,
  };
}

function registerHttp(container: DependencyContainer): void {
  container.register(serverTokens.readiness, {
    useFactory: instancePerContainerCachingFactory(() => new Readiness()),
  });
  container.register(serverTokens.metrics, {
    useFactory: instancePerContainerCachingFactory((resolving) =>
      metricsOf(resolving.resolve(serverTokens.config), resolving),
    ),
  });
  container.register(serverTokens.app, {
    useFactory: instancePerContainerCachingFactory((resolving) =>
      createApp({
        bailiwick: resolving.resolve(tokens.bailiwick),
        readiness: resolving.resolve(serverTokens.readiness),
        logger: resolving.resolve(serverTokens.logger),
        knex: resolving.resolve(knexToken),
        metrics: resolving.resolve(serverTokens.metrics),
        config: resolving.resolve(serverTokens.config),
      }),
    ),
  });
  container.register(serverTokens.httpServer, {
    useFactory: instancePerContainerCachingFactory(
      (resolving) =>
        new HttpServer(
          resolving.resolve(serverTokens.app),
          resolving.resolve(serverTokens.readiness),
          new ServerWatch(resolving.resolve(serverTokens.logger), resolving.resolve(serverTokens.metrics)),
          resolving.resolve(serverTokens.config),
        ),
    ),
  });
}

function metricsOf({ metricsPort, metricsHost, metricsHosts }: Config, resolving: DependencyContainer) {
  if (metricsPort === null) return null;
  return new Metrics(resolving.resolve(knexToken), [metricsHost, ...metricsHosts]);
}

/**
 * Knex quotes a failed statement in its error, with every value filled in: email addresses and hashes
 * would go into the log.
 */
function redactErrors(knex: Knex): Knex {
  knex.client.config.compileSqlOnError = false;
  return knex;
}

/** Closes the pool of `createContainer`; its statements in flight finish first. */
export async function disposeContainer(container: DependencyContainer): Promise<void> {
  await container.resolve(knexToken).destroy();
  await container.dispose();
}
