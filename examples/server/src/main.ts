#!/usr/bin/env node
// Runs the server until a signal stops it: docs/configuration.md has its environment variables.
import { ConfigError, readConfig, type Config } from './config/config.js';
import { setTimeout as delay } from 'node:timers/promises';
import { createContainer, serverTokens } from './container.js';
import { EXIT } from './exit-codes.js';
import { startFailure } from './lifecycle/start-failure.js';
import { startServer, stopServer } from './lifecycle/start-server.js';
import { stopOnSignal } from './lifecycle/stop-on-signal.js';

/** The time for closing the pool, which a stop may take in addition to the drain and the grace period. */
const STOP_MARGIN_MS = 5_000;

// A database file contains hashes, so only its owner may read it.
process.umask(0o077);

const config = readConfigOrExit();
const container = createContainer(config);
const logger = container.resolve(serverTokens.logger);

// This also covers unhandled rejections. The state after a defect is unknown, so the process must not continue.
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
  // A signal during the start closes the pool that it uses, which is no failure.
  if (!container.resolve(serverTokens.readiness).stopping) {
    logger.fatal({ err: error }, startFailure(error, config));
    // The supervisor must see that this process has failed, even if something is still open.
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
