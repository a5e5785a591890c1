import type { Kernel } from './commands/context.js';
import { IDEMPOTENCY_TTL_MS, SWEEP_BATCH_ROWS, SWEEP_MARGIN_MS, SWEEP_PAUSE_MS } from './limits.js';
import type { LoginThrottle } from './login/login-throttle.js';
import type { Stores } from './storage.js';

/** One batch that is done. */
export interface SweepStep {
  readonly swept: keyof typeof SWEEPS | 'rows-of-deleted-users';
  readonly count: number;
}

interface Cutoffs {
  /** What ends at an instant is over for every process whose clock is not more than the margin behind. */
  readonly now: Date;
  readonly idempotency: Date;
  readonly audit: Date;
}

interface Swept {
  readonly stores: Stores;
  /** `null`: nothing counts attempts at logging in. */
  readonly loginThrottle: LoginThrottle | null;
}

/** Deletes `countMax` rows of one kind at most that are past their time, and hands out how many. */
type Sweep = (from: Swept, cutoffs: Cutoffs, countMax: number) => Promise<number>;

/** Everything that is kept for a while only. */
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
 * One kind after the other, batch by batch, until a batch comes back short. The cutoffs are those of the
 * beginning: what ends meanwhile is for the next time, so that a sweep comes to its end.
 */
export async function* sweep({
  clock,
  settings,
  ...from
}: Pick<Kernel, 'clock' | 'settings'> & Swept): AsyncGenerator<SweepStep, void, undefined> {
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

/** In which other writers have their turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SWEEP_PAUSE_MS));
}
