import type { Storage, Stores } from '../storage.js';
import { systemRandom, type Random } from '../random.js';
import { CURSOR_KEY_BYTES } from '../limits.js';
import { MemoryAccessKeyStore } from './access-keys.js';
import { MemoryAuditStore } from './audit-events.js';
import { emptyState, restore, snapshot, type Run } from './memory-state.js';
import { MemoryQuotaStore } from './quotas.js';
import { MemoryResourceStore } from './resources.js';
import { MemorySessionStore } from './sessions.js';
import { MemoryUserStore } from './users.js';

/** What `hostTransaction` hands out and `within` takes. */
export interface MemoryTransaction {
  readonly stores: Stores;
}

export interface MemoryStorage extends Storage<MemoryTransaction> {
  /** The counterpart of a database client's own transaction, for trying out `within`. */
  hostTransaction<T>(work: (transaction: MemoryTransaction) => Promise<T>): Promise<T>;
}

/**
 * Storage in this process's memory: the reference model that the databases are compared with, and a
 * fast stand-in for them in a host's own tests. It keeps every guarantee of the contract and loses
 * everything when the process ends.
 *
 * Operations run one at a time, transactions included; a transaction that uses the storage itself
 * instead of the stores handed to it waits for itself for ever, as with a database pool of one.
 *
 * It brings no login throttle: tests that try wrong passwords would wait. Hand in `memoryLoginThrottle()`
 * beside it where passwords are guarded.
 */
export function memoryStorage(options: { readonly random?: Random } = {}): MemoryStorage {
  return memoryStorageOf(memoryStores, options);
}

/** The same with stores of another make; the tests of the contract break one of them at a time. */
export function memoryStorageOf(
  makeStores: typeof memoryStores,
  options: { readonly random?: Random } = {},
): MemoryStorage {
  const state = emptyState();
  const cursorKey = (options.random ?? systemRandom).bytes(CURSOR_KEY_BYTES);
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
        const transaction = { stores: makeStores(run, cursorKey) };
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
    ...makeStores((operation) => exclusive(async () => operation(state)), cursorKey),
    hostTransaction,
    transaction: (work) => hostTransaction(({ stores }) => work(stores)),
    within(transaction) {
      if (transactions.has(transaction)) return transaction.stores;
      throw new TypeError('within takes a transaction: pass on what hostTransaction hands in.');
    },
    ping: async () => {},
  };
}

export function memoryStores(run: Run, cursorKey: Uint8Array): Stores {
  return {
    users: new MemoryUserStore(run),
    resources: new MemoryResourceStore(run),
    quotas: new MemoryQuotaStore(run),
    sessions: new MemorySessionStore(run),
    accessKeys: new MemoryAccessKeyStore(run),
    auditEvents: new MemoryAuditStore(run),
    cursorKey: async () => cursorKey,
  };
}

/** First come, first served; a failed turn does not stop the queue. */
function queue(): <T>(turn: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (turn) => {
    const result = last.then(turn);
    last = result.catch(() => {});
    return result;
  };
}
