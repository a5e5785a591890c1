// How does a resource get another owner?
import {
  shortfallOnPath,
  totalDemand,
  type AuditDetails,
  type AuditDraft,
  type AuthorityChanged,
  type DeleteUserOutcome,
  type Demand,
  type OwnerId,
  type QuotaLevel,
  type QuotaShortfall,
  type ResourceId,
  type ResourceVersion,
  type TransferAll,
  type TransferResource,
  type TransferResourceOutcome,
  type UserId,
  type UserStatus,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import { runAll, type Database } from './database.js';
import type { Executor } from './executor.js';
import { lockPath } from './group-tree.js';
import { lockQuotasOf, readLevels, readOwnLevel, releaseAt, releaseUsage, takeUsage } from './quotas.js';
import {
  countResources,
  isOfVersion,
  IS_VISIBLE,
  RESOURCE_COLUMNS,
  readResource,
  type ResourceRow,
} from './resource-row.js';
import { sql } from './sql.js';
import { readInteger, readJson, type StoredInteger, type StoredJson } from './stored-values.js';

/**
 * Locks the users, the groups, the quotas of both paths and then the resource, as every command does. It claims on the
 * new path without the old one, and releases on the old one without the new one.
 */
export function transferResource(
  executor: Executor,
  id: ResourceId,
  { ownerId, to, at, ifUnchangedSince }: TransferResource,
  audit: AuditDraft,
): Promise<TransferResourceOutcome> {
  return runCommand(executor, audit, { owners: [ownerId, to] }, async (db, held) => {
    const found = held.has(ownerId) ? await findOwned(db, id, ownerId, ifUnchangedSince) : null;
    if (found === null) return refuse(db, audit, { type: 'absent' });
    if (!found.isOfVersion) return refuse(db, audit, { type: 'precondition-failed' });
    const kind = held.get(to);
    if (kind === undefined) return refuse(db, audit, { type: 'no-owner' });
    const isDisabled = kind !== 'group' && (await statusOf(db, to)) !== 'active';
    if (isDisabled) return refuse(db, audit, { type: 'owner-disabled' });
    const { demand } = found;
    const [before, after] = [await pathOf(db, ownerId), await pathOf(db, to)];
    await lockQuotasOf(db, [...new Set([...before, ...after])], Object.keys(demand));
    const joined = after.filter((one) => !before.includes(one));
    const quotas = await shortfallAt(db, to, kind, joined, demand);
    if (quotas !== null) return refuse(db, audit, { type: 'quota-exceeded', quotas }, { quotas });

    const [row] = await db.rows<ResourceRow>(sql`
      UPDATE bailiwick_resources SET owner_id = ${to}, root_id = ${db.dialect.rootOf(to)}, updated_at = ${at}
      WHERE id = ${id} AND owner_id = ${ownerId} ${isOfVersion(ifUnchangedSince)} RETURNING ${RESOURCE_COLUMNS}`);
    if (row === undefined) {
      // It has been renamed, deleted or transferred since it was found.
      const isThere = (await findOwned(db, id, ownerId, null)) !== null;
      return refuse(db, audit, { type: isThere ? 'precondition-failed' : 'absent' });
    }
    for (const one of joined) await takeUsage(db, one, demand);
    const left = before.filter((one) => !after.includes(one));
    const released = await releaseAt(db, left, demand);
    await recordAccepted(db, audit);
    return { type: 'transferred', resource: readResource(row), ...released };
  });
}

/** Gives every resource of a user who is locked, and about to be deleted, to another owner, or says why not. */
export async function transferAll(
  db: Database,
  id: UserId,
  { to, kinds, countMax }: TransferAll,
  at: Date,
): Promise<Exclude<DeleteUserOutcome, AuthorityChanged> | null> {
  const status = await statusOf(db, to);
  const path = status === undefined ? await lockPath(db, to) : [to];
  if (path === null || status === 'deleting') return { type: 'no-owner' };
  if (status === 'disabled') return { type: 'owner-disabled' };
  if ((await countResources(db, id, countMax)) > countMax)
    return { type: 'owns-resources', count: countMax + 1 };
  const rows = await db.rows<{ kind: string; demand: StoredJson; count: StoredInteger }>(
    sql`SELECT kind, demand, count(*) AS count FROM bailiwick_resources WHERE owner_id = ${id} GROUP BY kind, demand`,
  );
  const other = rows.find(({ kind }) => !kinds.includes(kind));
  if (other !== undefined) return { type: 'kind-refused', kind: other.kind };
  const demand = totalDemand(rows.map((row) => times(readJson<Demand>(row.demand), readInteger(row.count))));
  await lockQuotasOf(db, [id, ...path], Object.keys(demand));
  const quotas = await shortfallAt(db, to, status === undefined ? 'group' : 'user', path, demand);
  if (quotas !== null) return { type: 'quota-exceeded', quotas };

  await db.rows(sql`
    UPDATE bailiwick_resources SET owner_id = ${to}, root_id = ${db.dialect.rootOf(to)}, updated_at = ${at}
    WHERE owner_id = ${id}`);
  for (const one of path) await takeUsage(db, one, demand);
  await releaseUsage(db, id, demand);
  return null;
}

export function figuresOf(refusal: DeleteUserOutcome): AuditDetails {
  return refusal.type === 'quota-exceeded' ? { quotas: refusal.quotas } : {};
}

function times(demand: Demand, count: number): Demand {
  return Object.fromEntries(Object.entries(demand).map(([meter, amount = 0]) => [meter, amount * count]));
}

async function findOwned(
  db: Database,
  id: ResourceId,
  ownerId: OwnerId,
  version: ResourceVersion | null,
): Promise<{ readonly demand: Demand; readonly isOfVersion: boolean } | null> {
  const [row] = await db.rows<{ demand: StoredJson; isOfVersion: boolean | number }>(sql`
    SELECT demand, (true ${isOfVersion(version)}) AS "isOfVersion" FROM bailiwick_resources
    WHERE id = ${id} AND owner_id = ${ownerId} AND ${IS_VISIBLE}`);
  return row === undefined ? null : { demand: readJson(row.demand), isOfVersion: Boolean(row.isOfVersion) };
}

async function statusOf(db: Database, id: OwnerId): Promise<UserStatus | undefined> {
  const [row] = await db.rows<{ status: UserStatus }>(
    sql`SELECT status FROM bailiwick_users WHERE id = ${id}`,
  );
  return row?.status;
}

async function pathOf(db: Database, id: OwnerId): Promise<readonly OwnerId[]> {
  return (await lockPath(db, id)) ?? [id];
}

/** The figures of the levels that the resource joins, if one of them lacks room. */
async function shortfallAt(
  db: Database,
  to: OwnerId,
  kind: 'user' | 'group',
  joined: readonly OwnerId[],
  demand: Demand,
): Promise<readonly QuotaShortfall[] | null> {
  if (joined.length === 0) return null;
  // A default limit must not change between this read and the commit.
  await runAll(db, db.dialect.relyOnDefaultLimits);
  if (kind === 'group') {
    const levels = (await readLevels(db, to)).filter(({ owner }) => joined.includes(owner.id as OwnerId));
    return shortfallOnPath(demand, levels);
  }
  const level: QuotaLevel = {
    owner: { id: to, type: 'user', name: '' },
    quotas: await readOwnLevel(db, to, demand),
  };
  const figures = shortfallOnPath(demand, [level]);
  return figures?.map(({ owner: _owner, ...rest }) => rest) ?? null;
}
