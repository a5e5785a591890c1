import { systemClock, type Clock } from '@bailiwick/core';
import { tokens } from '@bailiwick/core/tsyringe';
import { knexToken } from '@bailiwick/storage-knex/tsyringe';
import type { ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { createContainer } from '../../dist/container.js';
import { readConfig } from '../../dist/config/config.js';
import { startServer, stopServer } from '../../dist/lifecycle/start-server.js';
import { ApiClient } from './api-client.js';
import { testEnvironment } from './test-environment.js';

/** A server within the process of the test, on a port of its own: what most tests need, and quick to start. */
export async function serve(
  t: ExecutionContext,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<ApiClient> {
  const { api } = await serveWithPool(t, databaseUrl, env);
  return api;
}

/** The server, with its connections to the database. */
export async function serveWithPool(
  t: ExecutionContext,
  databaseUrl: string,
  env: Record<string, string> = {},
  clock: Clock = systemClock,
): Promise<{ api: ApiClient; knex: Knex }> {
  const container = createContainer(
    readConfig(testEnvironment(databaseUrl, { LOG_LEVEL: 'silent', ...env })),
  );
  container.register(tokens.clock, { useValue: clock });
  // The server can stop at once, since the clients of the test already have their answers.
  t.teardown(() => stopServer(container, { lingerMs: 0 }));
  const url = await startServer(container, () => {});
  return { api: new ApiClient(url), knex: container.resolve(knexToken) };
}
