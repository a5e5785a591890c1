import { isBailiwickError } from '@bailiwick/core';
import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';

const ATTEMPTS_MAX = 5;
/** The longest pause before the first repeat; it doubles each time, so that rivals drift apart. */
const PAUSE_MS = 20;

/**
 * Runs `work` in a transaction, and all of it again when the transaction lost against another one. The
 * library cannot repeat for its host: it does not know what else the host has done in there. So `work` must
 * do nothing outside of the transaction that may not happen twice.
 */
export async function inTransaction<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
  config: Knex.TransactionConfig = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await knex.transaction(work, config);
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS_MAX) throw error;
    }
    await setTimeout(Math.random() * PAUSE_MS * 2 ** (attempt - 1));
  }
}

/** What the library says of its own statements, and the databases of the host's, or of COMMIT. */
function isConflict(error: unknown): boolean {
  if (isBailiwickError(error)) return error.code === 'transaction-conflict';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '40001' || code === '40P01' || code.startsWith('SQLITE_BUSY');
}
