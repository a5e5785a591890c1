// How are the rows of a deleted owner deleted, a bounded number at a time?
import {
  totalDemand,
  type AuditDraft,
  type ContinueDeletionOutcome,
  type DeletionStep,
  type Demand,
  type OwnerId,
  type PageQuery,
  type ResourceId,
} from '@bailiwick/core';
import { recordAccepted } from './audit-events.js';
import type { Database } from './database.js';
import { newestFirst } from './newest-first.js';
import { lockQuotas, releaseUsage } from './quotas.js';
import { join, sql, type Sql } from './sql.js';
import { readInteger, readJson, type StoredInteger, type StoredJson } from './stored-values.js';

/** A table in which an owner can have any number of rows beside resources. */
export interface OwnedRows {
  readonly table: Sql;
  readonly key: Sql;
  readonly of: (id: OwnerId) => Sql;
}

const ofOwner = (id: OwnerId) => sql`owner_id = ${id}`;
const RESOURCES = { table: sql`bailiwick_resources`, of: ofOwner };
export const IDEMPOTENCY_KEYS: OwnedRows = {
  table: sql`bailiwick_idempotency_keys`,
  key: sql`owner_id, asked_by, key`,
  of: ofOwner,
};

/** Whether the owner has more rows than `max`; it stops counting there. */
async function hasMoreRows(
  db: Database,
  others: readonly OwnedRows[],
  id: OwnerId,
  max: number,
): Promise<boolean> {
  const each = [RESOURCES, ...others].map(({ table, of }) => sql`SELECT 1 FROM ${table} WHERE ${of(id)}`);
  const [row] = await db.rows<{ count: StoredInteger }>(sql`
    SELECT count(*) AS count FROM (${join(each, ' UNION ALL ')} LIMIT ${max + 1}) first_rows`);
  return readInteger(row?.count ?? 0) > max;
}

/**
 * Whether the owner has so many rows that a deletion leaves them to steps. In a host's transaction, an older snapshot
 * may not show a row that was added to an owner who is about to be deleted. Everything is then deleted at once: the
 * foreign keys see that row, and the transaction conflicts.
 */
export async function goesInSteps(
  db: Database,
  others: readonly OwnedRows[],
  id: OwnerId,
  rowsAtOnceMax: number,
): Promise<boolean> {
  return (await hasMoreRows(db, others, id, rowsAtOnceMax)) && !(await db.dialect.seesThePast(db));
}

/** Does one step of a deletion, whose lock the caller holds; `end` deletes the few rows that every owner has. */
export async function continueDeletion(
  db: Database,
  others: readonly OwnedRows[],
  { id, end }: { readonly id: OwnerId; readonly end: () => Promise<unknown> },
  { olderThanId, rowsMax }: DeletionStep,
  audit: AuditDraft,
): Promise<ContinueDeletionOutcome> {
  const deleted = await deleteResources(db, id, { olderThanId, count: rowsMax });
  let count = deleted.length;
  for (const rows of others) count += await deleteOthers(db, rows, id, rowsMax - count);
  if (count === rowsMax) return { type: 'continued', count, olderThanId: deleted.at(-1) ?? olderThanId };
  // Rows can be left if another caller deleted some of the same ones, or if an earlier step did not get as far as it said.
  if (await hasMoreRows(db, others, id, 0)) return { type: 'continued', count, olderThanId: null };

  await end();
  await recordAccepted(db, audit);
  return { type: 'deleted', count };
}

/** Deletes resources, newest first, releases their demands, and returns their ids. */
async function deleteResources(db: Database, ownerId: OwnerId, page: PageQuery): Promise<ResourceId[]> {
  if (page.count === 0) return [];
  await lockQuotas(db, ownerId);
  const along = { column: sql`owner_id`, type: sql`uuid`, value: ownerId };
  const rows = await db.rows<{ id: ResourceId; demand: StoredJson }>(sql`
    DELETE FROM bailiwick_resources WHERE id IN (
      SELECT id FROM bailiwick_resources ${newestFirst(db.dialect, { along }, page)}
    ) RETURNING id, demand`);
  const demands = rows.map(({ demand }) => readJson<Demand>(demand));
  await releaseUsage(db, ownerId, totalDemand(demands));
  return rows
    .map(({ id }) => id)
    .sort()
    .reverse();
}

async function deleteOthers(
  db: Database,
  { table, key, of }: OwnedRows,
  id: OwnerId,
  countMax: number,
): Promise<number> {
  if (countMax === 0) return 0;
  const deleted = await db.rows(sql`
    DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${of(id)} LIMIT ${countMax}) RETURNING 1`);
  return deleted.length;
}
