import type { Storage, Stores } from '../storage.js';
import { systemRandom, type Random } from '../random.js';
import { SECRET_KEY_BYTES } from '../limits.js';
import { MemoryAccessKeyStore } from './access-keys.js';
import { MemoryAuditStore } from './audit-events.js';
import { emptyState, restore, snapshot, type Run } from './memory-state.js';
import { MemoryGroupStore } from './groups.js';
import { MemoryMemberStore } from './members.js';
import { MemoryQuotaStore } from './quotas.js';
import { MemoryResourceStore } from './resources.js';
import { MemorySessionStore } from './sessions.js';
import { MemoryUserStore } from './users.js';

/** A transaction that `hostTransaction` returns and `within` accepts. */
export interface MemoryTransaction {
  readonly stores: Stores;
}

/** The storage in memory, which can also begin the transaction of a host. */
export interface MemoryStorage extends Storage<MemoryTransaction> {
  /** The counterpart of a transaction of a database client, to try `within`. */
  hostTransaction<T>(work: (transaction: MemoryTransaction) => Promise<T>): Promise<T>;
}

/**
 * Storage in the memory of this process: the reference model for the databases, and a fast substitute for them in
 * the tests of a host. It keeps every guarantee of the contract, and loses everything when the process ends.
 *
 * Operations and transactions run one at a time. A transaction that uses the storage itself instead of the stores it
 * was given waits for itself for ever, as with a database pool of one connection.
 *
 * It has no login throttle, because tests that try wrong passwords would have to wait. Pass `memoryLoginThrottle()`
 * beside it to guard passwords.
 *
 * @example
 * const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
 */
export function memoryStorage(
  options: {
    /** Makes the secret key; by default the generator of the platform. */
    readonly random?: Random;
  } = {},
): MemoryStorage {
  return memoryStorageOf(memoryStores, options);
}

/** The same with other stores; the tests of the contract break one of them at a time. */
export function memoryStorageOf(
  makeStores: typeof memoryStores,
  options: { readonly random?: Random } = {},
): MemoryStorage {
  const state = emptyState();
  const secretKey = (options.random ?? systemRandom).bytes(SECRET_KEY_BYTES);
  const exclusive = queue();
  const transactions = new WeakSet<MemoryTransaction>();

  async function hostTransaction<T>(work: (transaction: MemoryTransaction) => Promise<T>): Promise<T> {
    return exclusive(async () => {
      const saved = snapshot(state);
      let alive = true;
      const run: Run = async (operation) => {
        if (!alive) throw new Error('The transaction has ended: its stores cannot be used any more.');
        return operation(state);
      };
      try {
        const transaction = { stores: makeStores(run, secretKey) };
        transactions.add(transaction);
        return await work(transaction);
      } catch (error) {
        restore(state, saved);
        throw error;
      } finally {
        alive = false;
      }
    });
  }

  return {
    ...makeStores((operation) => exclusive(async () => operation(state)), secretKey),
    hostTransaction,
    transaction: (work) => hostTransaction(({ stores }) => work(stores)),
    within(transaction) {
      if (transactions.has(transaction)) return transaction.stores;
      throw new TypeError('within needs a transaction: pass the one that hostTransaction provides.');
    },
    ping: async () => {},
  };
}

export function memoryStores(run: Run, secretKey: Uint8Array): Stores {
  return {
    users: new MemoryUserStore(run),
    groups: new MemoryGroupStore(run),
    members: new MemoryMemberStore(run),
    resources: new MemoryResourceStore(run),
    quotas: new MemoryQuotaStore(run),
    sessions: new MemorySessionStore(run),
    accessKeys: new MemoryAccessKeyStore(run),
    auditEvents: new MemoryAuditStore(run),
    secretKey: async () => secretKey,
  };
}

/** Serves callers in the order of their arrival; a failure does not stop the queue. */
function queue(): <T>(turn: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (turn) => {
    const result = last.then(turn);
    last = result.catch(() => {});
    return result;
  };
}
