// How does SQLite decide a batch of creates?
import { actorOf, columnsOf, type Create, type Decision } from '../create.js';
import type { Executor } from '../executor.js';
import { keyColumns } from '../idempotency-keys.js';
import { shortfalls } from '../migrations/0001-foundation/sqlite/create-resource-trigger.js';
import { join, Sql, sql } from '../sql.js';

/** The columns of the view that the trigger belongs to. */
const COLUMNS = [
  'id',
  'owner_id',
  'path',
  'kind',
  'name',
  'demand',
  'created_at',
  'updated_at',
  'asked_by',
  'key',
  'payload_hash',
  'resource',
  'authority_id',
  'authority_version',
  'authority_path',
  'authority_roles',
  'event_id',
  'at',
  'actor_type',
  'actor_id',
  'actor_credential',
  'action',
  'target_type',
  'target_id',
  'target_owner_id',
  'request_id',
  'refusal_key',
  'rule',
  'details',
];
/** `NULL` if the owner is a user. */
const PATH = sql`(SELECT g.path FROM bailiwick_groups g WHERE g.id = e.value->>'owner_id')`;
const VALUES = join(
  COLUMNS.map((column) => (column === 'path' ? PATH : new Sql(`e.value->>'${column}'`))),
  ', ',
);

/**
 * Inserts the creates into a view, whose trigger creates what is accepted and refuses what exceeds a quota, in one
 * statement. The trigger skips the rest.
 */
export function createResources(executor: Executor, creates: readonly Create[]): Promise<Decision[]> {
  const { encode } = executor.dialect;
  const all = creates.map((create) => {
    const { resource, idempotency } = create.command;
    const key = idempotency === null ? {} : keyColumns(idempotency, resource, create.audit);
    return { ...columnsOf(create, encode), ...actorOf(create.audit), ...key };
  });
  return executor.rows(sql`
    INSERT INTO bailiwick_creates SELECT ${VALUES} FROM json_each(${JSON.stringify(all)}) e WHERE true
    -- SQLite computes this for each row right after its trigger, and so before the next row changes a quota.
    RETURNING id, CASE WHEN NOT EXISTS (SELECT 1 FROM bailiwick_resources r WHERE r.id = bailiwick_creates.id) THEN (
      ${shortfalls(sql`bailiwick_creates`)}
    ) END AS quotas`);
}
