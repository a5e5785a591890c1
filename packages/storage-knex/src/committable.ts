// Can a transaction still be committed?
import type { Knex } from 'knex';
import { translateError } from './translate-error.js';

/**
 * If the work caught an error that ended the transaction, PostgreSQL answers its COMMIT with a rollback. Knex does not
 * report that, and the work would count as done.
 *
 * @throws `transaction-conflict`
 */
export async function requireCommittable(trx: Knex.Transaction): Promise<void> {
  try {
    await trx.raw('SELECT 1');
  } catch (error) {
    throw translateError(error);
  }
}
