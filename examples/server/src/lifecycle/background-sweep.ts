import type { Bailiwick } from '@bailiwick/core';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from '../logger.js';

const MINUTE_MS = 60_000;

/**
 * Sweeps, or continues deletions, at intervals while the server runs. All processes do so, and share the work.
 */
export class BackgroundSweep {
  readonly #bailiwick: Pick<Bailiwick, 'sweep'>;
  readonly #logger: Logger;
  readonly #intervalMinutes: number;
  readonly #stopping = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  /** `intervalMinutes` is the average; with 0, it never runs. */
  constructor(bailiwick: Pick<Bailiwick, 'sweep'>, logger: Logger, intervalMinutes: number) {
    this.#bailiwick = bailiwick;
    this.#logger = logger;
    this.#intervalMinutes = intervalMinutes;
  }

  start(): void {
    if (this.#intervalMinutes > 0) this.#ended = this.#run();
  }

  /** Resolves when the current batch is done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      // From half of the interval to one and a half, so that processes that were started together drift apart.
      const pauseMs = this.#intervalMinutes * MINUTE_MS * (0.5 + Math.random());
      await setTimeout(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await this.#sweep(signal);
    }
  }

  /** Runs once. A failure is retried after the next pause. */
  async #sweep(signal: AbortSignal): Promise<void> {
    const counts: Record<string, number> = {};
    try {
      for await (const { swept, count } of this.#bailiwick.sweep()) {
        counts[swept] = (counts[swept] ?? 0) + count;
        if (signal.aborted) break;
      }
      // A sweep that finds nothing is not logged.
      if (Object.keys(counts).length > 0) this.#logger.info(counts, 'swept');
    } catch (error) {
      this.#logger.warn({ err: error, ...counts }, 'sweep failed');
    }
  }
}
