import type { AccessKeyStore } from './access-keys/access-key-store.js';
import type { AuditStore } from './audit/audit-store.js';
import type { LoginThrottle } from './login/login-throttle.js';
import type { QuotaStore } from './quotas/quota-store.js';
import type { ResourceStore } from './resources/resource-store.js';
import type { SessionStore } from './sessions/session-store.js';
import type { UserStore } from './users/user-store.js';

/** One store for each aggregate. */
export interface Stores {
  readonly users: UserStore;
  readonly resources: ResourceStore;
  readonly quotas: QuotaStore;
  readonly sessions: SessionStore;
  readonly accessKeys: AccessKeyStore;
  readonly auditEvents: AuditStore;

  /** The key that authenticates cursors: 32 random bytes, made once for each storage and never again. */
  cursorKey(): Promise<Uint8Array>;
}

/**
 * The port that everything is stored behind. What an adapter must guarantee stands with each method of
 * the stores; the contract (`@bailiwick/core/contract`) is the executable form of it.
 *
 * Expected outcomes are values. A store throws `StorageUnavailableError` when the storage is down or
 * slow, in bounded time and with nothing half done (I5), `TransactionConflictError` only within a host's
 * transaction, and anything else only for a bug.
 */
export interface Storage<Transaction = unknown> extends Stores {
  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it throws and rethrows the
   * same error. The stores handed to `work` are dead afterwards (I4). `work` must use those only.
   */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;

  /**
   * Stores that do all of their work in the host's transaction: an expected refusal leaves it usable, no
   * second connection is taken, nothing is retried, and a conflict is `TransactionConflictError` (I6).
   *
   * Calls at once within one transaction, also through several of these, are carried out one after the other: what is
   * answered is committed with the transaction. Between them and what the host sends on it by itself there is no such
   * order: a host awaits the one before it begins the other.
   */
  within(transaction: Transaction): Stores;

  /** What bounds the guessing of passwords, where the storage can count for all processes. */
  readonly loginThrottle?: LoginThrottle;

  /** Resolves when the storage answers. */
  ping(): Promise<void>;
}
