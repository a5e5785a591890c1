import type { Clock } from './clock.js';
import type { Ids } from './ids.js';
import type { PasswordHasher } from './passwords/password-hasher.js';
import type { Platform } from './platform.js';
import type { Policy } from './policy/policy.js';
import type { Random } from './random.js';
import type { Stores } from './storage.js';

/** Bounds that a host may choose; see `limits.ts` for the defaults and their reasons. */
export interface Settings {
  readonly passwordLengthMin: number;
  readonly sessionIdleTtlMs: number;
  readonly sessionAbsoluteTtlMs: number;
  /** Older audit events are deleted by `sweep`. */
  readonly auditRetentionMs: number;
}

/** What every use case works with. `stores` are the storage's own, or those within a host's transaction. */
export interface Kernel {
  readonly stores: Stores;
  readonly policy: Policy;
  readonly platform: Platform;
  readonly passwordHasher: PasswordHasher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly settings: Settings;
}
