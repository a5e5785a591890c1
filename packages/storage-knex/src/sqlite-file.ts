import { StorageUnavailableError } from '@bailiwick/core';
import type { Knex } from 'knex';
import { statSync } from 'node:fs';
import { connectionsOf } from './connections.js';

/**
 * How long what was seen of the file holds: looking takes some microseconds. So long what is written can go into a file
 * that nobody will find again.
 */
const LOOK_INTERVAL_MS = 1_000;

/**
 * The file that a Knex on SQLite has open. A process goes on with a file that was deleted, or that another one has taken
 * the place of, as if nothing had been, and everything that it writes is lost when it ends.
 */
export class SqliteFile {
  readonly #knex: Knex;
  readonly #name: string | null;
  #opened: string | null = null;
  #lookedAt = -Infinity;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#name = nameOf(knex);
  }

  /**
   * Was the file replaced? Then the next statement opens the new one.
   *
   * @throws `storage-unavailable` when it is gone: SQLite would make a new and empty one.
   */
  check(intervalMs = LOOK_INTERVAL_MS): boolean {
    const now = performance.now();
    if (this.#name === null || now - this.#lookedAt < intervalMs) return false;
    const found = statSync(this.#name, { bigint: true, throwIfNoEntry: false });
    // Nobody has made it yet.
    if (found === undefined && this.#opened === null) return false;
    if (found === undefined) {
      throw new StorageUnavailableError({ cause: new Error(`The file ${this.#name} is gone.`) });
    }
    this.#lookedAt = now;
    const identity = `${found.dev}-${found.ino}`;
    const isReplaced = this.#opened !== null && this.#opened !== identity;
    this.#opened = identity;
    if (isReplaced) connectionsOf(this.#knex).renew();
    return isReplaced;
  }
}

/** `null` where there is no file of its own: PostgreSQL, memory, a URI. */
function nameOf({ client }: Knex): string | null {
  const { connectionSettings: settings } = client as {
    readonly connectionSettings?: { readonly filename?: unknown };
  };
  const name = settings?.filename;
  return typeof name === 'string' && name !== '' && !/^(?::memory:|file:)/.test(name) ? name : null;
}
