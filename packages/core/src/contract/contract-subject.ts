import type { Storage, Stores } from '../storage.js';

/**
 * A storage under test, for one case: empty, and shared with no other case. The contract asks the subject to do
 * things to the storage; the subject does them, or says why it cannot, which appears in every report.
 */
export interface ContractSubject<Transaction = unknown> {
  /** The storage; it should have several connections, so that the races are real. */
  readonly storage: Storage<Transaction>;
  /** Runs a transaction of the host: commits when `work` resolves, rolls back and rethrows when it throws. */
  readonly hostTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /**
   * Resolves when one caller waits for another: for a lock, for a connection, for its turn. It makes races certain
   * instead of likely. A storage that cannot observe this waits long enough for a command to reach its first wait.
   * It gives up when the signal aborts.
   */
  readonly untilBlocked: (signal: AbortSignal) => Promise<void>;
  /** Statements do not arrive: the server is down, or everything is locked. */
  readonly unreachable: BeginOutage | NotApplicable;
  /** Statements arrive and are carried out, but the answers get lost. */
  readonly silenced: BeginOutage | NotApplicable;
  /** Runs `work` and counts the rows that the storage read for it, whether it returned or skipped them. */
  readonly rowsRead: ((work: (stores: Stores) => Promise<unknown>) => Promise<number>) | NotApplicable;
  close(): Promise<void>;
}

/** Says in a sentence why something cannot happen to a storage, or cannot be observed. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** Begins an outage for one more handle on the same data; the subject's own `storage` keeps working. */
export type BeginOutage = () => Promise<Outage>;

export interface Outage {
  /** The handle that suffers the outage. */
  readonly storage: Storage;
  /** Every command on the handle must end within this time. */
  readonly patienceMs: number;
  /** Ends the outage, so that the handle works again. A second call does nothing. */
  readonly end: () => Promise<void>;
  /** Closes the handle. */
  readonly close: () => Promise<void>;
}
