import { isBailiwickError, TransactionConflictError } from '@bailiwick/core';
import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';
import { requireCommittable } from './committable.js';
import { isConflict } from './translate-error.js';

/** At READ COMMITTED one repeat was always enough; a level that sees one state throughout loses to each of its rivals. */
const ATTEMPTS_MAX = 5;
/** The longest pause before the first repeat; it doubles each time, so that rivals drift apart. */
const PAUSE_MS = 20;

/**
 * Runs `work` in a transaction of the host, and all of it again, at most four times, when the transaction lost against
 * another one: in a command of the library, in a statement of the host, or at the commit. The library cannot repeat by
 * itself: it does not know what else the host has done in there. So `work` must do nothing outside of the transaction
 * that may not happen twice.
 *
 * @throws `transaction-conflict` when it has lost each time; whatever else `work` throws, at once and as it is
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
      'withTransaction begins a transaction, and this is one: whoever has begun it repeats it.',
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
