// How does SQLite decide one create?
import {
  shortfall,
  shortfallOnPath,
  type CreateResourceOutcome,
  type Demand,
  type MeterState,
  type Resource,
} from '@bailiwick/core';
import type { OwnerId, UserStatus } from '@bailiwick/core';
import { recordAccepted, refuse } from '../audit-events.js';
import { runCommand } from '../authority.js';
import { outcomeOf, type Create } from '../create.js';
import type { Database } from '../database.js';
import type { Executor } from '../executor.js';
import { reserveKey, releaseKey } from '../idempotency-keys.js';
import { LIMIT_IN_FORCE, readLevels, readLimit, takeUsage } from '../quotas.js';
import { readResource, type ResourceRow } from '../resource-row.js';
import { sql } from '../sql.js';
import { readInteger, type StoredInteger } from '../stored-values.js';
import { createResources } from './create-resources.js';

/** Tries the one statement of a batch first, which decides most creates. */
export async function createResource(executor: Executor, create: Create): Promise<CreateResourceOutcome> {
  const [decision] = await createResources(executor, [create]);
  return decision === undefined ? createByStatements(executor, create) : outcomeOf(create, decision);
}

/** Decides statement by statement. The transaction has held the write lock since it began, so that nothing changes meanwhile. */
function createByStatements(
  executor: Executor,
  { command: { resource, demand, idempotency }, audit }: Create,
): Promise<CreateResourceOutcome> {
  const { ownerId } = resource;
  const record = idempotency === null ? null : { ...idempotency, ownerId };
  return runCommand(executor, audit, {}, async (db): Promise<CreateResourceOutcome> => {
    const status = await findStatus(db, ownerId);
    const levels = status === null ? await readLevels(db, ownerId) : [];
    const isGroup = levels.length > 0;
    if (!isGroup && (status === null || status === 'deleting'))
      return refuse(db, audit, { type: 'no-owner' });
    if (!isGroup && status !== 'active') return refuse(db, audit, { type: 'owner-disabled' });

    if (record !== null) {
      const reserved = await reserveKey<ResourceRow>(db, record, resource, audit);
      if (reserved.type === 'repeated') return { type: 'repeated', resource: readResource(reserved.made) };
      if (reserved.type === 'key-reused') return refuse(db, audit, { type: 'key-reused' });
    }

    const states = isGroup ? null : await readStates(db, ownerId, demand);
    const quotas =
      states === null ? shortfallOnPath(demand, levels) : shortfall(demand, (meter) => states.get(meter));
    if (quotas === null && (await insert(db, resource, demand))) {
      const path = isGroup ? levels.map(({ owner }) => owner.id as OwnerId) : [ownerId];
      for (const id of path) await takeQuota(db, id, demand);
      await recordAccepted(db, audit);
      return { type: 'created', resource };
    }
    // A refusal leaves no record.
    if (record !== null) await releaseKey(db, record, audit);
    return quotas === null
      ? refuse(db, audit, { type: 'id-taken' })
      : refuse(db, audit, { type: 'quota-exceeded', quotas }, { quotas });
  });
}

async function findStatus(db: Database, ownerId: OwnerId): Promise<UserStatus | null> {
  const [row] = await db.rows<{ status: UserStatus }>(
    sql`SELECT status FROM bailiwick_users WHERE id = ${ownerId}`,
  );
  return row?.status ?? null;
}

async function readStates(db: Database, ownerId: OwnerId, demand: Demand): Promise<Map<string, MeterState>> {
  const rows = await db.rows<{ meter: string; limit: StoredInteger | null; used: StoredInteger | null }>(sql`
    SELECT e.key AS meter, ${LIMIT_IN_FORCE} AS "limit", q.used
    FROM ${db.dialect.jsonEach}(${JSON.stringify(demand)}) e
    LEFT JOIN bailiwick_quotas q ON q.owner_id = ${ownerId} AND q.meter = e.key
    LEFT JOIN bailiwick_default_limits d ON d.owner_type = 'user' AND d.meter = e.key`);
  return new Map(
    rows.map(({ meter, limit, used }) => [meter, { limit: readLimit(limit), used: readInteger(used ?? 0) }]),
  );
}

async function insert(db: Database, resource: Resource, demand: Demand): Promise<boolean> {
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  const inserted = await db.rows(sql`
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at, root_id)
    VALUES (${id}, ${ownerId}, ${kind}, ${name}, ${JSON.stringify(demand)}, ${createdAt}, ${updatedAt},
            ${db.dialect.rootOf(ownerId)})
    ON CONFLICT (id) DO NOTHING RETURNING id`);
  return inserted.length > 0;
}

async function takeQuota(db: Database, ownerId: OwnerId, demand: Demand): Promise<void> {
  await db.rows(sql`
    INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used, root_id)
    SELECT ${ownerId}, e.key, false, 0, ${db.dialect.rootOf(ownerId)} FROM ${db.dialect.jsonEach}(${JSON.stringify(demand)}) e WHERE true
    ON CONFLICT (owner_id, meter) DO NOTHING`);
  await takeUsage(db, ownerId, demand);
}
