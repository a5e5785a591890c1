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
  type MoveGroup,
  type MoveGroupOutcome,
  type OwnerId,
  type RenameGroup,
  type RenameGroupOutcome,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import type { Database } from './database.js';
import type { Executor } from './executor.js';
import { moveGroup } from './move.js';
import { findGroup, GROUP_COLUMNS, isSame, readGroup, type GroupRow } from './group-row.js';
import { lockPath, touchGroup } from './group-tree.js';
import { newestFirst } from './newest-first.js';
import { isOfVersion } from './resource-row.js';
import { isUuid, withinScope } from './scope.js';
import { sql } from './sql.js';
import { readInteger, type StoredInteger } from './stored-values.js';

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
      if (parentId !== null) await touchGroup(db, parentId);
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
    return findGroup(this.#executor, id);
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
      sql`SELECT ${GROUP_COLUMNS} FROM bailiwick_groups ${newestFirst(dialect, { along, conditions }, page)}`,
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
        WHERE id = ${id} ${isOfVersion(ifUnchangedSince)} RETURNING ${GROUP_COLUMNS}`);
      if (row === undefined) {
        const found = await db.rows(sql`SELECT 1 FROM bailiwick_groups WHERE id = ${id}`);
        return refuse(db, audit, { type: found.length > 0 ? 'precondition-failed' : 'absent' });
      }
      await recordAccepted(db, audit);
      return { type: 'renamed', group: readGroup(row) };
    });
  }

  move(id: GroupId, change: MoveGroup, audit: AuditDraft): Promise<MoveGroupOutcome> {
    return moveGroup(this.#executor, id, change, audit);
  }

  delete(id: GroupId, ifUnchangedSince: GroupVersion | null, audit: AuditDraft): Promise<DeleteGroupOutcome> {
    return runCommand(this.#executor, audit, {}, async (db): Promise<DeleteGroupOutcome> => {
      // Every command on its quotas or resources, and every group that is added to it, holds FOR KEY SHARE on it.
      const [row] = await db.rows<GroupRow>(
        sql`SELECT ${GROUP_COLUMNS} FROM bailiwick_groups WHERE id = ${id} ${db.dialect.lock.update}`,
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
