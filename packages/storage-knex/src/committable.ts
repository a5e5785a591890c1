import type { Knex } from 'knex';
import { translateError } from './translate-error.js';

/**
 * Where the work has caught an error that ended the transaction, PostgreSQL answers its COMMIT with a rollback, and Knex
 * tells nobody: the work would count as done.
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
