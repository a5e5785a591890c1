// How does a row become a resource?
import type { Resource, ResourceId, ResourceVersion, OwnerId } from '@bailiwick/core';
import type { Database } from './database.js';
import { sql, type Sql } from './sql.js';
import { readInteger, readTime, type StoredInteger, type StoredTime } from './stored-values.js';

export function isOfVersion(version: ResourceVersion | null): Sql {
  if (version === null) return sql``;
  return sql`AND name = ${version.name} AND updated_at = ${version.updatedAt}`;
}

/** The users who are being deleted, whom an index of their own finds, and the deleted groups. There are hardly ever any. */
export const OWNERS_BEING_DELETED = sql`
  SELECT id FROM bailiwick_users WHERE status = 'deleting' UNION ALL SELECT id FROM bailiwick_group_deletions`;
export const IS_HIDDEN = sql`owner_id IN (${OWNERS_BEING_DELETED})`;
export const IS_VISIBLE = sql`NOT ${IS_HIDDEN}`;

export const SHOWN_COLUMNS = sql`id, owner_id, kind, name, created_at, updated_at`;
export const RESOURCE_COLUMNS = sql`id, owner_id AS "ownerId", kind, name, created_at AS "createdAt", updated_at AS "updatedAt"`;

export interface ResourceRow {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: string;
  readonly name: string;
  readonly createdAt: StoredTime;
  readonly updatedAt: StoredTime;
}

/** Also reads the JSON of a resource in an idempotency record. */
export function readResource({ id, ownerId, kind, name, createdAt, updatedAt }: ResourceRow): Resource {
  const createdTime = readTime(createdAt);
  return {
    id: id as ResourceId,
    ownerId: ownerId as OwnerId,
    kind,
    name,
    createdAt: createdTime,
    // Most resources have never changed. Half of the work of reading a page is reading times.
    updatedAt: updatedAt === createdAt ? new Date(createdTime) : readTime(updatedAt),
  };
}

/** Stops one above `max`: the owner is locked meanwhile, and may own a million. */
export async function countResources(
  db: Database,
  ownerId: OwnerId,
  max: number | undefined,
): Promise<number> {
  const bound = max === undefined ? sql`` : sql`LIMIT ${max + 1}`;
  const [row] = await db.rows<{ count: StoredInteger }>(
    sql`SELECT count(*) AS count FROM (SELECT 1 FROM bailiwick_resources WHERE owner_id = ${ownerId} ${bound}) first_rows`,
  );
  return readInteger(row?.count ?? 0);
}
