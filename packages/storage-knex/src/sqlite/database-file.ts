// Is the file of the database still the one that is open?
import { StorageUnavailableError } from '@bailiwick/core';
import type { Knex } from 'knex';
import { statSync } from 'node:fs';
import { connectionsOf } from '../connections.js';
import type { DatabaseWatch } from '../database-kind.js';

/**
 * How long the last look at the file holds; a look takes some microseconds. For this long, rows can be written into a
 * file that was replaced.
 */
const CHECK_INTERVAL_MS = 1_000;

/**
 * The file that a Knex on SQLite has open. A process notices nothing when the file is deleted or replaced, and all that
 * it writes then is lost when it ends.
 */
export class DatabaseFile implements DatabaseWatch {
  readonly #knex: Knex;
  readonly #name: string | null;
  #opened: string | null = null;
  #checkedAt = -Infinity;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#name = nameOf(knex);
  }

  /**
   * Whether the file was replaced; the next statement then opens the new one.
   *
   * @throws `storage-unavailable` when it is gone: SQLite would make a new and empty one.
   */
  hasChanged(intervalMs = CHECK_INTERVAL_MS): boolean {
    const now = performance.now();
    if (this.#name === null || now - this.#checkedAt < intervalMs) return false;
    const found = statSync(this.#name, { bigint: true, throwIfNoEntry: false });
    // It was not made yet.
    if (found === undefined && this.#opened === null) return false;
    if (found === undefined) {
      throw new StorageUnavailableError({ cause: new Error(`The file ${this.#name} is gone.`) });
    }
    this.#checkedAt = now;
    const identity = `${found.dev}-${found.ino}`;
    const isReplaced = this.#opened !== null && this.#opened !== identity;
    this.#opened = identity;
    if (isReplaced) connectionsOf(this.#knex).renew();
    return isReplaced;
  }
}

/**
 * Returns `null` for a database in memory, and for a URI. `connectionSettings` is not documented (the peer range of Knex
 * is `^3.3.0`); remove it once Knex returns the name of its file.
 */
function nameOf({ client }: Knex): string | null {
  const { connectionSettings: settings } = client as {
    readonly connectionSettings?: { readonly filename?: unknown };
  };
  const name = settings?.filename;
  return typeof name === 'string' && name !== '' && !/^(?::memory:|file:)/.test(name) ? name : null;
}
