import { wordOfActor } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import { LIMIT_IN_FORCE } from '../quotas.js';
import { join, Sql, sql } from '../sql.js';
import type { Create, Decision } from './create.js';
import { membersOf } from './members.js';

/** As the view has them. */
const COLUMNS = [
  'id',
  'owner_id',
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
const VALUES = join(
  COLUMNS.map((column) => new Sql(`e.value->>'${column}'`)),
  ', ',
);

/** SQLite: what is accepted is created, and what exceeds a quota refused, in one statement; the rest is passed over. */
export function createByTrigger(executor: Executor, creates: readonly Create[]): Promise<Decision[]> {
  const { encode } = executor.dialect;
  const all = creates.map((create) => {
    const { resource, idempotency } = create.command;
    const record = idempotency !== null && {
      asked_by: wordOfActor(create.audit.actor),
      key: idempotency.key,
      payload_hash: idempotency.payloadHash,
      resource,
    };
    return { ...membersOf(create, encode), ...record };
  });
  return executor.rows(sql`
    INSERT INTO bailiwick_creates SELECT ${VALUES} FROM json_each(${JSON.stringify(all)}) e WHERE true
    -- For each row as soon as its trigger has run, and so before the next one changes a quota.
    RETURNING id, CASE WHEN NOT EXISTS (SELECT 1 FROM bailiwick_resources r WHERE r.id = bailiwick_creates.id) THEN (
      SELECT json_group_array(json_object(
        'meter', e.key, 'limit', ${LIMIT_IN_FORCE}, 'used', coalesce(q.used, 0), 'requested', e.value))
      FROM json_each(demand) e
      LEFT JOIN bailiwick_quotas q ON q.owner_id = bailiwick_creates.owner_id AND q.meter = e.key
      LEFT JOIN bailiwick_default_limits d ON d.meter = e.key
    ) END AS quotas`);
}
