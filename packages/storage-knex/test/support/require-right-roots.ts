import type { Knex } from 'knex';

/**
 * Throws unless each row carries the root of its owner. No store returns the column, so that the contract cannot look at
 * it: this runs at the end of each of its cases.
 */
export async function requireRightRoots(knex: Knex, prefix = 'bailiwick_'): Promise<void> {
  const last = knex.client.driverName === 'pg' ? 'g.path[cardinality(g.path)]' : `g.path ->> '$[#-1]'`;
  const wrong = ['resources', 'quotas', 'idempotency_keys'].map(
    (table) => `
      SELECT '${table}' AS name, t.owner_id FROM ${prefix}${table} t
      WHERE t.owner_id NOT IN (SELECT id FROM ${prefix}group_deletions) AND t.root_id IS DISTINCT FROM (SELECT ${last} FROM ${prefix}groups g WHERE g.id = t.owner_id)`,
  );
  const found = await knex.raw(wrong.join(' UNION ALL '));
  const rows = Array.isArray(found) ? found : found.rows;
  if (rows.length > 0)
    throw new Error(`These rows carry another root than their owner: ${JSON.stringify(rows)}`);
}
