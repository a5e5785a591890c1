import { wordOfActor } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import { join, Sql, sql } from '../sql.js';
import type { Create, Decision } from './creator.js';
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
    RETURNING id, (
      SELECT details->'$.quotas' FROM bailiwick_audit_events WHERE id = event_id AND outcome = 'refused'
    ) AS quotas`);
}
