import type { Storage, Stores } from '../storage.js';

/**
 * A storage under test, for one case: empty, and of its own. Whatever the contract needs to do to it, the
 * subject does or says why it cannot be done; what it says stands in every report.
 */
export interface ContractSubject<Transaction = unknown> {
  /** Best with several connections, so that the races are real. */
  readonly storage: Storage<Transaction>;
  /** A transaction of the host's own: commits when `work` resolves, rolls back and rethrows when it throws. */
  readonly hostTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /**
   * Resolves when a caller waits for another one: for a lock, for a connection, for its turn. With it a
   * race is certain instead of likely. A storage that cannot show it lets some time pass, enough for a
   * command to get as far as its first wait. It gives up when the signal aborts.
   */
  readonly untilBlocked: (signal: AbortSignal) => Promise<void>;
  /** What is sent does not arrive: the server is down, or everything is locked. */
  readonly unreachable: BeginOutage | NotApplicable;
  /** What is sent arrives and is carried out, and the answers get lost. */
  readonly silenced: BeginOutage | NotApplicable;
  /** Runs `work` and counts the rows that the storage looked at for it, found or passed over. */
  readonly rowsRead: ((work: (stores: Stores) => Promise<unknown>) => Promise<number>) | NotApplicable;
  close(): Promise<void>;
}

/** Why something cannot happen to a storage, or cannot be told of it, as a sentence. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** Begins an outage for one more handle on the same data; the subject's own `storage` goes on. */
export type BeginOutage = () => Promise<Outage>;

export interface Outage {
  /** The handle that suffers. */
  readonly storage: Storage;
  /** Within this time every command on it has to end. */
  readonly patienceMs: number;
  /** Ends the outage, so that the handle works again; does nothing the second time. */
  readonly end: () => Promise<void>;
  /** Closes the handle. */
  readonly close: () => Promise<void>;
}
