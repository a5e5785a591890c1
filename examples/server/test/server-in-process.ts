import type { ExecutionContext } from 'ava';
import { createContainer } from '../dist/container.js';
import { readConfig } from '../dist/config.js';
import { startServer, stopServer } from '../dist/start-server.js';
import { ApiClient } from './api-client.js';
import { testEnvironment } from './test-environment.js';

/** A server within the process of the test, on a port of its own: what most tests need, and quick to start. */
export async function serve(
  t: ExecutionContext,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<ApiClient> {
  const container = createContainer(
    readConfig(testEnvironment(databaseUrl, { LOG_LEVEL: 'silent', ...env })),
  );
  const url = await startServer(container, () => {});
  t.teardown(() => stopServer(container));
  return new ApiClient(url);
}
