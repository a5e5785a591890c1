#!/usr/bin/env node
import { ConfigError, readConfig, type Config } from './config/config.js';
import { setTimeout as delay } from 'node:timers/promises';
import { createContainer, serverTokens } from './container.js';
import { EXIT } from './exit-codes.js';
import { startFailure } from './lifecycle/start-failure.js';
import { startServer, stopServer } from './lifecycle/start-server.js';
import { stopOnSignal } from './lifecycle/stop-on-signal.js';

/** What a stop may take beyond the drain and the grace period, which is closing the pool. */
const STOP_MARGIN_MS = 5_000;

// A database file holds hashes: nobody but its owner reads it.
process.umask(0o077);

const config = readConfigOrExit();
const container = createContainer(config);
const logger = container.resolve(serverTokens.logger);

// Also for rejections that nobody handles. What a defect leaves behind is unknown, so that going on is no option.
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'defect');
  process.exit(EXIT.failure);
});

stopOnSignal({
  logger,
  stop: () => stopServer(container),
  timeoutMs: config.drainMs + config.graceMs + STOP_MARGIN_MS,
});

try {
  const { stdout } = process;
  await startServer(container, stdout.isTTY ? (text) => stdout.write(text) : null);
} catch (error) {
  // A signal during the start takes the pool away from under it, which is no failure.
  if (!container.resolve(serverTokens.readiness).stopping) {
    logger.fatal({ err: error }, startFailure(error, config));
    // Whatever is still open, the supervisor must see that this process has failed.
    await Promise.race([stopServer(container, { lingerMs: 0 }).catch(() => {}), delay(STOP_MARGIN_MS)]);
    process.exit(EXIT.failure);
  }
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT.config);
  }
}
