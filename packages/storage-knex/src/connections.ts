import type { Knex } from 'knex';
import { StorageUnavailableError } from '@bailiwick/core';
import { isOfAnotherServer, isOfConnection } from './translate-error.js';

/** What Knex keeps on a connection that its pool must not hand out again. */
interface Connection {
  __knex__disposed?: unknown;
}

/**
 * A database that says it is read-only may be a standby by now, while the primary answers at the same address. One that
 * is read-only on purpose says so at every write: connections younger than this are kept.
 */
const MAY_HAVE_MOVED_AFTER_MS = 1_000;

interface Known {
  readonly era: number;
  readonly since: number;
}

/**
 * The connections of one pool. What a restore or a failover has made useless is not told by the connection until it is
 * used, and then by each of them once: what one of them says is taken for all that were there before.
 */
export class Connections {
  readonly #known = new WeakMap<Connection, Known>();
  #era = 0;

  /** @throws `storage-unavailable`, whatever kept a connection from being made or given out. */
  async acquire(client: Knex.Client): Promise<Connection> {
    for (;;) {
      const connection = await this.#acquire(client);
      const known = this.#known.get(connection) ?? { era: this.#era, since: performance.now() };
      this.#known.set(connection, known);
      // A transaction has one connection from its beginning to its end.
      if (known.era === this.#era || isOfTransaction(client)) return connection;
      // Knex closes it when somebody asks for a connection next.
      connection.__knex__disposed = 'The database was restored or replaced, or another server took over.';
      await client.releaseConnection(connection);
    }
  }

  async #acquire(client: Knex.Client): Promise<Connection> {
    try {
      return (await client.acquireConnection()) as Connection;
    } catch (error) {
      throw new StorageUnavailableError({ cause: error });
    }
  }

  /** None of those that there are is of use any more. */
  renew(): void {
    this.#era += 1;
  }

  /** Looks at what a statement on the connection has ended with. */
  failed(connection: Connection, error: unknown): void {
    if (!isOfConnection(error)) return;
    const { era, since } = this.#known.get(connection) ?? { era: this.#era, since: 0 };
    if (isOfAnotherServer(error) && performance.now() - since < MAY_HAVE_MOVED_AFTER_MS) return;
    connection.__knex__disposed ??= error;
    if (era === this.#era) this.renew();
  }
}

function isOfTransaction(client: Knex.Client): boolean {
  return 'transacting' in client && client.transacting === true;
}

const ofPools = new WeakMap<object, Connections>();

/** Those of the pool that a Knex, or a transaction of it, takes its connections from. */
export function connectionsOf({ client }: Knex): Connections {
  // The one thing that a pool and its transactions have in common.
  const { config } = client as { readonly config: object };
  const found = ofPools.get(config) ?? new Connections();
  ofPools.set(config, found);
  return found;
}
