import type { CommandContext } from './commands/context.js';
import { IDEMPOTENCY_TTL_MS, SWEEP_BATCH_ROWS, SWEEP_MARGIN_MS, SWEEP_PAUSE_MS } from './limits.js';
import type { LoginThrottle } from './login/login-throttle.js';
import type { Stores } from './storage.js';

/** A finished batch. */
export interface SweepStep {
  readonly swept: keyof typeof SWEEPS | 'rows-of-deleted-users' | 'rows-of-deleted-groups';
  readonly count: number;
}

interface Cutoffs {
  /** The current time less a margin: everything that ended before has ended for processes whose clocks are behind. */
  readonly now: Date;
  readonly idempotency: Date;
  readonly audit: Date;
}

interface Swept {
  readonly stores: Stores;
  /** The login throttle; `null` if nothing counts login attempts. */
  readonly loginThrottle: LoginThrottle | null;
}

/** Deletes at most `countMax` expired rows of one kind, and returns their number. */
type Sweep = (from: Swept, cutoffs: Cutoffs, countMax: number) => Promise<number>;

/** Everything that is stored for a limited time. */
const SWEEPS = {
  sessions: ({ stores }, { now }, countMax) => stores.sessions.sweepExpired(now, countMax),
  nonces: ({ stores }, { now }, countMax) => stores.accessKeys.sweepNonces(now, countMax),
  'login-attempts': async ({ loginThrottle }, { now }, countMax) =>
    loginThrottle === null ? 0 : loginThrottle.sweep(now, countMax),
  'idempotency-keys': ({ stores }, { idempotency }, countMax) =>
    stores.resources.sweepIdempotencyKeys(idempotency, countMax),
  'audit-events': ({ stores }, { audit }, countMax) => stores.auditEvents.sweep(audit, countMax),
} satisfies Record<string, Sweep>;

/**
 * Deletes one kind after the other, batch by batch, until a batch is not full. The cutoffs stay as they were at the
 * start: rows that expire meanwhile wait for the next sweep, so that this one ends.
 */
export async function* sweep({
  clock,
  settings,
  ...from
}: Pick<CommandContext, 'clock' | 'settings'> & Swept): AsyncGenerator<SweepStep, void, undefined> {
  const nowMs = clock.now().getTime() - SWEEP_MARGIN_MS;
  const cutoffs: Cutoffs = {
    now: new Date(nowMs),
    idempotency: new Date(nowMs - IDEMPOTENCY_TTL_MS),
    audit: new Date(nowMs - settings.auditRetentionMs),
  };
  for (const [swept, batch] of Object.entries<Sweep>(SWEEPS) as [keyof typeof SWEEPS, Sweep][]) {
    for (;;) {
      const count = await batch(from, cutoffs, SWEEP_BATCH_ROWS);
      yield { swept, count };
      if (count < SWEEP_BATCH_ROWS) break;
      await pause();
    }
  }
}

/** Waits for a moment, so that other writers get their turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SWEEP_PAUSE_MS));
}
