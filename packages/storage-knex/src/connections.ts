// Which connections of a pool can still be used?
import type { Knex } from 'knex';
import { StorageUnavailableError } from '@bailiwick/core';
import { SchemaVersionError } from './schema-version-error.js';
import { isOfAnotherServer, isOfConnection } from './translate-error.js';

/** Knex sets this on a connection that its pool must not use again. It is not documented; see {@link Connections}. */
interface Connection {
  __knex__disposed?: unknown;
}

/**
 * A database that reports that it is read-only may be a standby by now, while the primary answers at the same address. A
 * database that is read-only on purpose reports it at every write, so that connections younger than this stay open.
 */
const MAY_HAVE_MOVED_AFTER_MS = 1_000;

interface Known {
  readonly era: number;
  readonly since: number;
}

/**
 * The connections of one pool. A restore or a failover breaks all of them, but each one reports that only when it is
 * used. The first report counts for all connections that are as old.
 *
 * Knex's `acquireConnection`, `releaseConnection`, `__knex__disposed`, `client.config` and `client.transacting` are not
 * documented. The peer range of Knex is `^3.3.0`; `healing.test.ts` fails if a release changes them. Remove this class
 * once Knex can discard all idle connections of a pool.
 */
export class Connections {
  readonly #known = new WeakMap<Connection, Known>();
  #era = 0;
  #located = new WeakSet<Connection>();
  #hasServed = false;

  /** @throws `storage-unavailable` for whatever reason there is no connection. */
  async acquire(client: Knex.Client): Promise<Connection> {
    for (;;) {
      const connection = await this.#acquire(client);
      const known = this.#known.get(connection) ?? { era: this.#era, since: performance.now() };
      this.#known.set(connection, known);
      // A transaction has one connection from its beginning to its end.
      if (known.era === this.#era || isOfTransaction(client)) return connection;
      // Knex closes it when a connection is asked for next.
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

  /** No connection that exists now is used again. */
  renew(): void {
    this.#era += 1;
  }

  /** Whether the tables were found where they belong, since the connection exists. */
  isLocated(connection: Connection): boolean {
    return this.#located.has(connection);
  }

  /**
   * Looks where the tables are, once for each connection, so that the others pay nothing.
   *
   * @throws `storage-unavailable` when they are not there any more, and the error of `check` if they never were.
   */
  async locate(connection: Connection, check: () => Promise<void>): Promise<void> {
    try {
      await check();
    } catch (error) {
      const wasThere = this.#hasServed && error instanceof SchemaVersionError;
      throw wasThere ? new StorageUnavailableError({ cause: error }) : error;
    }
    this.#located.add(connection);
    this.#hasServed = true;
  }

  /** The tables are looked for again before the next statement on each connection. */
  forgetLocation(): void {
    this.#located = new WeakSet();
  }

  /** Notes the error of a statement on the connection. */
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

/** Returns the connections of the pool that a Knex, or a transaction of it, uses. */
export function connectionsOf({ client }: Knex): Connections {
  // A pool and its transactions have only this object in common.
  const { config } = client as { readonly config: object };
  const found = ofPools.get(config) ?? new Connections();
  ofPools.set(config, found);
  return found;
}
