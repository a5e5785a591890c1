import type { AccessKeyStore } from './access-keys/access-key-store.js';
import type { AuditStore } from './audit/audit-store.js';
import type { GroupStore } from './groups/group-store.js';
import type { LoginThrottle } from './login/login-throttle.js';
import type { MemberStore } from './members/member-store.js';
import type { QuotaStore } from './quotas/quota-store.js';
import type { ResourceStore } from './resources/resource-store.js';
import type { SessionStore } from './sessions/session-store.js';
import type { UserStore } from './users/user-store.js';

/** One store for each aggregate. */
export interface Stores {
  readonly users: UserStore;
  readonly groups: GroupStore;
  readonly members: MemberStore;
  readonly resources: ResourceStore;
  readonly quotas: QuotaStore;
  readonly sessions: SessionStore;
  readonly accessKeys: AccessKeyStore;
  readonly auditEvents: AuditStore;

  /**
   * Returns 32 random bytes, made once for each storage and never again. They key the HMACs that authenticate cursors
   * and that hide whose attempts the login throttle counts.
   */
  secretKey(): Promise<Uint8Array>;
}

/**
 * The port for all stored data. Each method of the stores states the guarantees that an adapter must give; the contract
 * (`@bailiwick/core/contract`) is their executable form.
 *
 * Expected outcomes are values. A store throws `StorageUnavailableError` if the storage is down or slow, in bounded
 * time and with nothing half done (I5); `RefusedByHostError` if a rule of the host's database refuses a command, such as
 * a foreign key; `TransactionConflictError` only within a host's transaction; and other errors only because of a bug.
 */
export interface Storage<Transaction = unknown> extends Stores {
  /**
   * Runs `work` in one transaction: it commits when `work` resolves, and rolls back and rethrows the same error when
   * `work` throws. `work` must use only the stores that it receives, which stop working afterwards (I4).
   */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;

  /**
   * Returns stores that do all of their work in the host's transaction: an expected refusal leaves it usable, no second
   * connection is used, nothing is retried, and a conflict is `TransactionConflictError` (I6).
   *
   * Concurrent calls within one transaction, even through several of these stores, run one after the other, so that
   * every answered call commits with the transaction. They are not ordered with the host's own statements: the host
   * must await the one before it begins the other.
   */
  within(transaction: Transaction): Stores;

  /** The throttle that bounds the guessing of passwords, if the storage can count for all processes. */
  readonly loginThrottle?: LoginThrottle;

  /** Resolves if the storage answers. */
  ping(): Promise<void>;
}
