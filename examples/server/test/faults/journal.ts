/**
 * A request of a client to a server. Names, email addresses and limits of an owner are unique, so that they can be
 * found in the database.
 */
export type Operation =
  | { readonly type: 'create'; readonly ownerId: string; readonly name: string; readonly key: string | null }
  | { readonly type: 'delete'; readonly id: string; readonly ownerId: string }
  | { readonly type: 'set-limit'; readonly ownerId: string; readonly limit: number }
  | { readonly type: 'set-default-limit'; readonly limit: number }
  | { readonly type: 'add-user'; readonly email: string; readonly limit: number | null }
  | { readonly type: 'set-status'; readonly userId: string; readonly status: 'active' | 'disabled' }
  | { readonly type: 'delete-user'; readonly userId: string; readonly resources: 'delete' | 'refuse' }
  | { readonly type: 'log-in'; readonly userId: string };

/** `ambiguous` means no answer, or one that says that the server does not know the outcome. */
type Outcome = 'acked' | 'refused' | 'ambiguous';

export interface Entry<O extends Operation = Operation> {
  readonly operation: O;
  readonly outcome: Outcome;
  /** The answer; `null` if there was none. */
  readonly status: number | null;
  /** Positions in the order of all beginnings and ends: an entry that ended before another began came first. */
  readonly began: number;
  readonly ended: number;
  // oxlint-disable-next-line no-explicit-any -- answers have every shape
  readonly answer: any;
}

/** All requests of the clients of a run, and the answers to them. */
export class Journal {
  readonly entries: Entry[] = [];
  /** The limits that existed before the load began. */
  readonly initialLimits: Entry<Extract<Operation, { type: 'set-limit' }>>[] = [];
  #moment = 0;

  tick(): number {
    this.#moment += 1;
    return this.#moment;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  of<T extends Operation['type']>(type: T): Entry<Extract<Operation, { type: T }>>[] {
    return this.entries.filter(({ operation }) => operation.type === type) as Entry<
      Extract<Operation, { type: T }>
    >[];
  }

  count(outcome: Outcome): number {
    return this.entries.filter((entry) => entry.outcome === outcome).length;
  }
}
