// How are groups stored?
import {
  limits,
  type AddGroupOutcome,
  type AuditDraft,
  type DeleteGroupOutcome,
  type Group,
  type GroupId,
  type GroupQuery,
  type GroupStore,
  type GroupVersion,
  type OwnerId,
  type RenameGroup,
  type RenameGroupOutcome,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import type { Database } from './database.js';
import type { Executor } from './executor.js';
import { newestFirst } from './newest-first.js';
import { isOfVersion } from './resource-row.js';
import { isUuid, withinScope } from './scope.js';
import { sql, type Sql } from './sql.js';
import { readInteger, readTime, type StoredInteger, type StoredTime } from './stored-values.js';

const COLUMNS = sql`id, type, name, parent_id AS "parentId", created_at AS "createdAt", updated_at AS "updatedAt"`;
/** In a scope, the owner of a group is the group. */
const SCOPE_COLUMNS = { owner: sql`id`, kind: null, id: sql`id`, idIsUuid: true };

export class KnexGroupStore implements GroupStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  add(group: Group, audit: AuditDraft): Promise<AddGroupOutcome> {
    const { id, type, name, parentId, createdAt, updatedAt } = group;
    return runCommand(this.#executor, audit, {}, async (db): Promise<AddGroupOutcome> => {
      // The lock keeps the parent where it is until the commit.
      const above = parentId === null ? [] : await lockPath(db, parentId);
      if (above === null) return refuse(db, audit, { type: 'no-parent' });
      if (above.length >= limits.PATH_LENGTH_MAX) return refuse(db, audit, { type: 'too-deep' });
      const owner = await db.rows(
        sql`INSERT INTO bailiwick_owners (id) VALUES (${id}) ON CONFLICT (id) DO NOTHING RETURNING id`,
      );
      if (owner.length === 0) return refuse(db, audit, { type: 'id-taken' });
      await db.rows(sql`
        INSERT INTO bailiwick_groups (id, type, name, parent_id, path, created_at, updated_at)
        VALUES (${id}, ${type}, ${name}, ${parentId}, ${db.dialect.path([id, ...above])}, ${createdAt}, ${updatedAt})`);
      await recordAccepted(db, audit);
      return { type: 'added' };
    });
  }

  async find(id: GroupId): Promise<Group | null> {
    const [row] = await this.#executor.rows<GroupRow>(
      sql`SELECT ${COLUMNS} FROM bailiwick_groups WHERE id = ${id}`,
    );
    return row === undefined ? null : readGroup(row);
  }

  async list({ scope, parentId, type, ...page }: GroupQuery): Promise<Group[]> {
    const { dialect } = this.#executor;
    if (parentId !== null && !isUuid(parentId)) return [];
    const along = parentId === null ? null : { column: sql`parent_id`, type: sql`uuid`, value: parentId };
    const conditions = [
      withinScope(dialect, scope, SCOPE_COLUMNS),
      type === null ? null : sql`type = ${type}`,
    ];
    const rows = await this.#executor.rows<GroupRow>(
      sql`SELECT ${COLUMNS} FROM bailiwick_groups ${newestFirst(dialect, { along, conditions }, page)}`,
    );
    return rows.map(readGroup);
  }

  rename(
    id: GroupId,
    { name, at, ifUnchangedSince }: RenameGroup,
    audit: AuditDraft,
  ): Promise<RenameGroupOutcome> {
    return runCommand(this.#executor, audit, {}, async (db): Promise<RenameGroupOutcome> => {
      const [row] = await db.rows<GroupRow>(sql`
        UPDATE bailiwick_groups SET name = ${name}, updated_at = ${at}
        WHERE id = ${id} ${isOfVersion(ifUnchangedSince)} RETURNING ${COLUMNS}`);
      if (row === undefined) {
        const found = await db.rows(sql`SELECT 1 FROM bailiwick_groups WHERE id = ${id}`);
        return refuse(db, audit, { type: found.length > 0 ? 'precondition-failed' : 'absent' });
      }
      await recordAccepted(db, audit);
      return { type: 'renamed', group: readGroup(row) };
    });
  }

  delete(id: GroupId, ifUnchangedSince: GroupVersion | null, audit: AuditDraft): Promise<DeleteGroupOutcome> {
    return runCommand(this.#executor, audit, {}, async (db): Promise<DeleteGroupOutcome> => {
      // Every command on its quotas or resources, and every group that is added to it, holds FOR KEY SHARE on it.
      const [row] = await db.rows<GroupRow>(
        sql`SELECT ${COLUMNS} FROM bailiwick_groups WHERE id = ${id} ${db.dialect.lock.update}`,
      );
      if (row === undefined) return refuse(db, audit, { type: 'absent' });
      if (!isSame(readGroup(row), ifUnchangedSince))
        return refuse(db, audit, { type: 'precondition-failed' });
      const inside = await db.rows(sql`SELECT 1 FROM bailiwick_groups WHERE parent_id = ${id} LIMIT 1`);
      if (inside.length > 0) return refuse(db, audit, { type: 'not-empty' });
      const count = await countResources(db, id, limits.DELETE_AT_ONCE_ROWS_MAX);
      if (count > 0) return refuse(db, audit, { type: 'owns-resources', count });
      await db.rows(sql`DELETE FROM bailiwick_quotas WHERE owner_id = ${id}`);
      await db.rows(sql`DELETE FROM bailiwick_idempotency_keys WHERE owner_id = ${id}`);
      await db.rows(sql`DELETE FROM bailiwick_groups WHERE id = ${id}`);
      await db.rows(sql`DELETE FROM bailiwick_owners WHERE id = ${id}`);
      await recordAccepted(db, audit);
      return { type: 'deleted' };
    });
  }
}

/**
 * Locks the group, so that it and all groups above it stay where they are until the transaction ends, and returns its
 * path; `null` if there is no such group.
 */
export async function lockPath(db: Database, groupId: OwnerId): Promise<OwnerId[] | null> {
  const held = await db.rows(
    sql`SELECT 1 FROM bailiwick_groups WHERE id = ${groupId} ${db.dialect.lock.keyShare}`,
  );
  if (held.length === 0) return null;
  const rows = await db.rows<{ id: OwnerId }>(sql`
    SELECT p.value AS id FROM bailiwick_groups g CROSS JOIN ${db.dialect.eachOfPath(sql`g.path`)}
    WHERE g.id = ${groupId} ORDER BY p.key`);
  return rows.map(({ id }) => id);
}

/** The ids `below.id` of all groups below the groups that `top` selects, each with its `below.top`, and the tops too. */
export function below(top: Sql): Sql {
  return sql`
    below (top, id) AS (
      SELECT id, id FROM bailiwick_groups WHERE ${top}
      UNION ALL SELECT b.top, g.id FROM below b JOIN bailiwick_groups g ON g.parent_id = b.id
    )`;
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

function isSame({ name, updatedAt }: Group, version: GroupVersion | null): boolean {
  return version === null || (name === version.name && updatedAt.getTime() === version.updatedAt.getTime());
}

interface GroupRow {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly createdAt: StoredTime;
  readonly updatedAt: StoredTime;
}

function readGroup({ id, type, name, parentId, createdAt, updatedAt }: GroupRow): Group {
  return {
    id: id as GroupId,
    type,
    name,
    parentId: parentId as GroupId | null,
    createdAt: readTime(createdAt),
    updatedAt: readTime(updatedAt),
  };
}
