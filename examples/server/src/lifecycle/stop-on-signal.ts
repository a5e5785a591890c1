import type { Logger } from '../logger.js';

export interface StopOptions {
  readonly logger: Logger;
  readonly stop: () => Promise<void>;
  /** The time after which the process ends, even if `stop` has not finished. */
  readonly timeoutMs: number;
}

/**
 * Stops gracefully on SIGTERM, SIGINT or SIGHUP and exits with 0; a second one, or the timeout, exits with 1 at once.
 */
export function stopOnSignal({ logger, stop, timeoutMs }: StopOptions): void {
  let stopping = false;

  const onSignal = async (signal: NodeJS.Signals) => {
    if (stopping) exitAtOnce(logger, { signal });
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => exitAtOnce(logger, { timeoutMs }), timeoutMs).unref();
    await stop();
    logger.info('stopped');
    process.exit(0);
  };

  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(name, (signal) => void onSignal(signal));
}

function exitAtOnce(logger: Logger, reason: object): never {
  logger.warn(reason, 'stopped at once: requests in flight were cut off');
  process.exit(1);
}
