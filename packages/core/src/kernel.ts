import type { Clock } from './clock.js';
import type { OnFault } from './fault.js';
import type { Ids } from './ids.js';
import type { PasswordBlocklist } from './passwords/password.js';
import type { PasswordHasher } from './passwords/password-hasher.js';
import type { PasswordVerifier } from './passwords/password-verifier.js';
import type { Platform } from './platform.js';
import type { Policy } from './policy/policy.js';
import type { Random } from './random.js';
import type { Stores } from './storage.js';
import type { AddressQuestions } from './users/address-questions.js';

/** Bounds that a host may choose; `limits.ts` has the reasons for the defaults. */
export interface Settings {
  /** The fewest characters (code points) that a new password may have. The least is 8. Default: 15 */
  readonly passwordLengthMin: number;
  /** The name that users know the service by: a password must not be made of it. Default: 'bailiwick' */
  readonly serviceName: string;
  /** How long a session lives without use, in milliseconds. Default: 7 days */
  readonly sessionIdleTtlMs: number;
  /** How long a session lives, however much it is used, in milliseconds. Default: 30 days */
  readonly sessionAbsoluteTtlMs: number;
  /**
   * How long an access key may live, in milliseconds; it does so when no expiry is asked for. `null`: for ever, unless
   * an expiry is asked for. Default: 365 days
   */
  readonly accessKeyTtlMaxMs: number | null;
  /** `sweep` deletes audit events that are older, in milliseconds. Default: 400 days */
  readonly auditRetentionMs: number;
  /** Failed logins of one account from one client network within {@link loginWindowMs}. Default: 5 */
  readonly loginAttemptsMax: number;
  /** Failed logins from one client network, of all accounts together, within {@link loginWindowMs}. Default: 50 */
  readonly loginAttemptsPerAddressMax: number;
  /** How long failures count against a client network, in milliseconds. Default: 15 minutes */
  readonly loginWindowMs: number;
  /**
   * Failed logins of one account, from all networks that it has not logged in from lately, within
   * {@link loginAccountWindowMs}. Default: 100
   */
  readonly loginAttemptsPerAccountMax: number;
  /** How long failures from new networks count against an account, in milliseconds. Default: 60 minutes */
  readonly loginAccountWindowMs: number;
}

/** What every use case works with. `stores` are the storage's own, or those within a host's transaction. */
export interface Kernel {
  readonly stores: Stores;
  /** Are they a host's transaction's? */
  readonly isWithin: boolean;
  readonly policy: Policy;
  readonly platform: Platform;
  readonly passwordHasher: PasswordHasher;
  /** `null`: only the rules of the library hold. */
  readonly passwordBlocklist: PasswordBlocklist | null;
  /** `null` within a host's transaction, where passwords are not checked. */
  readonly passwordVerifier: PasswordVerifier | null;
  /** `null` where nothing counts attempts, and within a host's transaction, whose rollback would forget them. */
  readonly addressQuestions: AddressQuestions | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly settings: Settings;
  readonly onFault: OnFault;
}
