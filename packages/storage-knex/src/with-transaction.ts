// How does a host retry a transaction that lost against another one?
import { isBailiwickError, TransactionConflictError } from '@bailiwick/core';
import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';
import { requireCommittable } from './committable.js';
import { isConflict } from './translate-error.js';

/** At READ COMMITTED one retry was always enough; at a level that sees one state throughout, each rival costs one. */
const ATTEMPTS_MAX = 5;
/** The longest pause before the first retry; it doubles each time, so that rivals drift apart. */
const PAUSE_MS = 20;

/**
 * Runs `work` in a transaction of the host. If the transaction loses against another one, in a command of the library, in
 * a statement of the host or at the commit, it runs all of `work` again, at most four times. The library cannot retry a
 * single command, since it does not know what else the host has done in the transaction. So `work` must do nothing
 * outside of the transaction that must not happen twice.
 *
 * @throws `transaction-conflict` when it has lost each time; any other error of `work`, at once and unchanged
 *
 * @example
 * const resource = await withTransaction(knex, async (trx) => {
 *   const made = await bailiwick.within(trx).resources.create(actor, { kind: 'database', name: 'orders' });
 *   await trx('databases').insert({ id: made.id, plan: 'small' });
 *   return made;
 * });
 */
export async function withTransaction<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
  config: Knex.TransactionConfig = {},
): Promise<T> {
  if (knex.isTransaction === true)
    throw new TypeError(
      'withTransaction begins a transaction, but this is already one: retry where it begins.',
    );
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await knex.transaction(async (trx) => {
        const result = await work(trx);
        if (!trx.isCompleted()) await requireCommittable(trx);
        return result;
      }, config);
    } catch (error) {
      const isTyped = isBailiwickError(error);
      if (isTyped ? error.code !== 'transaction-conflict' : !isConflict(error)) throw error;
      if (attempt === ATTEMPTS_MAX) throw isTyped ? error : new TransactionConflictError({ cause: error });
    }
    await setTimeout(Math.random() * PAUSE_MS * 2 ** (attempt - 1));
  }
}
