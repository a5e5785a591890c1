import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';

/** Resolves when PostgreSQL shows that so many statements of this database wait for a lock. */
export async function untilBlocked(knex: Knex, count = 1): Promise<void> {
  for (;;) {
    const { rows } = await knex.raw(
      `SELECT count(*)::int AS blocked FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows[0].blocked >= count) return;
    await setImmediate();
  }
}
