// What does a row of a group hold?
import type { Demand, Group, GroupId, GroupVersion } from '@bailiwick/core';
import type { Database } from './database.js';
import { sql } from './sql.js';
import { readJson, readTime, type StoredJson, type StoredTime } from './stored-values.js';

export const GROUP_COLUMNS = sql`id, type, name, parent_id AS "parentId", created_at AS "createdAt", updated_at AS "updatedAt"`;

export interface GroupRow {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly createdAt: StoredTime;
  readonly updatedAt: StoredTime;
}

export function readGroup({ id, type, name, parentId, createdAt, updatedAt }: GroupRow): Group {
  return {
    id: id as GroupId,
    type,
    name,
    parentId: parentId as GroupId | null,
    createdAt: readTime(createdAt),
    updatedAt: readTime(updatedAt),
  };
}

/** Returns the group with what it takes from those above it. */
export async function findGroupWithDemand(
  db: Pick<Database, 'rows'>,
  id: GroupId,
): Promise<{ readonly group: Group; readonly demand: Demand } | null> {
  const [row] = await db.rows<GroupRow & { readonly demand: StoredJson }>(
    sql`SELECT ${GROUP_COLUMNS}, demand FROM bailiwick_groups WHERE id = ${id}`,
  );
  return row === undefined ? null : { group: readGroup(row), demand: readJson(row.demand) };
}

export function isSame({ name, updatedAt }: Group, version: GroupVersion | null): boolean {
  return version === null || (name === version.name && updatedAt.getTime() === version.updatedAt.getTime());
}
