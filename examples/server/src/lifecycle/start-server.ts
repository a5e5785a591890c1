import { tokens } from '@bailiwick/core/tsyringe';
import { migrate } from '@bailiwick/storage-knex';
import { knexToken } from '@bailiwick/storage-knex/tsyringe';
import type { DependencyContainer } from 'tsyringe';
import type { BackgroundSweep } from './background-sweep.js';
import { disposeContainer, serverTokens } from '../container.js';
import { lostFile, missingFile } from '../config/sqlite-path.js';
import { ensureFirstAdmin } from './first-admin.js';
import { StartRefusal } from './start-failure.js';
import type { StopOptions } from '../http/http-server.js';

/**
 * Starts the server, and resolves to its URL once it listens. `print` shows a generated password to the person who
 * starts it; `null` if there is no terminal.
 */
export async function startServer(
  container: DependencyContainer,
  print: ((text: string) => void) | null,
): Promise<string> {
  const logger = container.resolve(serverTokens.logger);
  const { databaseUrl, metricsHost, metricsPort } = container.resolve(serverTokens.config);
  const lost = lostFile(databaseUrl);
  if (lost !== null) throw new StartRefusal(lost);
  const isNew = missingFile(databaseUrl) !== null;
  await migrate(container.resolve(knexToken), {
    onProgress: (migration) => logger.info({ migration }, 'migrated'),
  });
  if (isNew) logger.info('There was no database file, so a new and empty one was made.');
  await ensureFirstAdmin(container.resolve(tokens.bailiwick), {
    config: container.resolve(serverTokens.config),
    random: container.resolve(tokens.random),
    logger,
    print,
  });
  const metrics = container.resolve(serverTokens.metrics);
  if (metrics !== null && metricsPort !== null) {
    logger.info({ url: await metrics.listen(metricsHost, metricsPort) }, 'metrics');
  }
  const url = await container.resolve(serverTokens.httpServer).listen();
  logger.info({ url }, 'listening');
  for (const sweep of sweepsOf(container)) sweep.start();
  return url;
}

/** Stops the server, and resolves when the requests in flight are answered and the database connections closed. */
export async function stopServer(container: DependencyContainer, options?: StopOptions): Promise<void> {
  const sweepsEnded = Promise.all(sweepsOf(container).map((sweep) => sweep.stop()));
  await container.resolve(serverTokens.httpServer).stop(options);
  await sweepsEnded;
  container.resolve(serverTokens.metrics)?.close();
  await disposeContainer(container);
}

function sweepsOf(container: DependencyContainer): BackgroundSweep[] {
  return [serverTokens.backgroundSweep, serverTokens.backgroundDeletions].map((token) =>
    container.resolve(token),
  );
}
