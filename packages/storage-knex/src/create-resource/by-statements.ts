import {
  shortfall,
  wordOfActor,
  type AuditDraft,
  type CreateResourceOutcome,
  type Demand,
  type IdempotencyRecord,
  type MeterState,
  type Resource,
  type UserId,
  type UserStatus,
} from '@bailiwick/core';
import { recordAccepted, refuse } from '../audit-events.js';
import { runCommand } from '../authority.js';
import type { Database, Executor } from '../executor.js';
import { LIMIT_IN_FORCE, readLimit, takeUsage } from '../quotas.js';
import { readResource, type ResourceRow } from '../resource-row.js';
import { sql } from '../sql.js';
import { readInteger, readJson, type StoredInteger, type StoredJson } from '../stored-values.js';
import type { Create } from './create.js';

/** SQLite: statement by statement, where one was not enough. The transaction has held the write lock since it began, so nothing moves. */
export function createByStatements(
  executor: Executor,
  { command: { resource, demand, idempotency }, audit }: Create,
): Promise<CreateResourceOutcome> {
  const { ownerId } = resource;
  return runCommand(executor, audit, {}, async (db): Promise<CreateResourceOutcome> => {
    const status = await findStatus(db, ownerId);
    if (status === null || status === 'deleting') return refuse(db, audit, { type: 'no-owner' });
    if (status !== 'active') return refuse(db, audit, { type: 'owner-disabled' });

    const earlier = idempotency === null ? null : await findRecord(db, ownerId, idempotency, audit);
    if (earlier === 'key-reused') return refuse(db, audit, { type: 'key-reused' });
    if (earlier !== null) return { type: 'repeated', resource: earlier };

    const states = await readStates(db, ownerId, demand);
    const quotas = shortfall(demand, (meter) => states.get(meter));
    if (quotas !== null) return refuse(db, audit, { type: 'quota-exceeded', quotas }, { quotas });

    if (!(await insert(db, resource, demand))) return refuse(db, audit, { type: 'id-taken' });
    await claim(db, ownerId, demand);
    if (idempotency !== null) await remember(db, resource, idempotency, audit);
    await recordAccepted(db, audit);
    return { type: 'created', resource };
  });
}

async function findStatus(db: Database, ownerId: UserId): Promise<UserStatus | null> {
  const [row] = await db.rows<{ status: UserStatus }>(
    sql`SELECT status FROM bailiwick_users WHERE id = ${ownerId}`,
  );
  return row?.status ?? null;
}

async function findRecord(
  db: Database,
  ownerId: UserId,
  { key, payloadHash }: IdempotencyRecord,
  { actor }: AuditDraft,
): Promise<Resource | 'key-reused' | null> {
  const [row] = await db.rows<{ payloadHash: string; resource: StoredJson }>(sql`
    SELECT payload_hash AS "payloadHash", resource FROM bailiwick_idempotency_keys
    WHERE owner_id = ${ownerId} AND asked_by = ${wordOfActor(actor)} AND key = ${key}`);
  if (row === undefined) return null;
  return row.payloadHash === payloadHash ? readResource(readJson<ResourceRow>(row.resource)) : 'key-reused';
}

async function readStates(db: Database, ownerId: UserId, demand: Demand): Promise<Map<string, MeterState>> {
  const rows = await db.rows<{ meter: string; limit: StoredInteger | null; used: StoredInteger | null }>(sql`
    SELECT e.key AS meter, ${LIMIT_IN_FORCE} AS "limit", q.used
    FROM ${db.dialect.jsonEach}(${JSON.stringify(demand)}) e
    LEFT JOIN bailiwick_quotas q ON q.owner_id = ${ownerId} AND q.meter = e.key
    LEFT JOIN bailiwick_default_limits d ON d.meter = e.key`);
  return new Map(
    rows.map(({ meter, limit, used }) => [meter, { limit: readLimit(limit), used: readInteger(used ?? 0) }]),
  );
}

async function insert(db: Database, resource: Resource, demand: Demand): Promise<boolean> {
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  const inserted = await db.rows(sql`
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    VALUES (${id}, ${ownerId}, ${kind}, ${name}, ${JSON.stringify(demand)}, ${createdAt}, ${updatedAt})
    ON CONFLICT (id) DO NOTHING RETURNING id`);
  return inserted.length > 0;
}

async function claim(db: Database, ownerId: UserId, demand: Demand): Promise<void> {
  await db.rows(sql`
    INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used)
    SELECT ${ownerId}, e.key, false, 0 FROM ${db.dialect.jsonEach}(${JSON.stringify(demand)}) e WHERE true
    ON CONFLICT (owner_id, meter) DO NOTHING`);
  await takeUsage(db, ownerId, demand);
}

async function remember(
  db: Database,
  resource: Resource,
  { key, payloadHash }: IdempotencyRecord,
  { actor, at }: AuditDraft,
): Promise<void> {
  await db.rows(sql`
    INSERT INTO bailiwick_idempotency_keys (owner_id, asked_by, key, payload_hash, resource, created_at)
    VALUES (${resource.ownerId}, ${wordOfActor(actor)}, ${key}, ${payloadHash}, ${JSON.stringify(resource)}, ${at})`);
}
