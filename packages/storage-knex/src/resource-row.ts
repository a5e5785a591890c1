// How does a row become a resource?
import type { Resource, ResourceId, ResourceVersion, OwnerId } from '@bailiwick/core';
import { sql, type Sql } from './sql.js';
import { readTime, type StoredTime } from './stored-values.js';

export function isOfVersion(version: ResourceVersion | null): Sql {
  if (version === null) return sql``;
  return sql`AND name = ${version.name} AND updated_at = ${version.updatedAt}`;
}

/** The resources of users who are being deleted. There is hardly ever such a user, and they have an index of their own. */
export const IS_HIDDEN = sql`owner_id IN (SELECT id FROM bailiwick_users WHERE status = 'deleting')`;
export const IS_VISIBLE = sql`NOT ${IS_HIDDEN}`;

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
