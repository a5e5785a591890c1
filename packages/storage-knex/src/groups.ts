// How are groups stored?
import {
  AUTHORITY_CHANGED,
  isEmptyDemand,
  limits,
  shortfallOfAll,
  totalDemand,
  withDetails,
  type AddGroup,
  type AddGroupOutcome,
  type AuditDraft,
  type ContinueDeletionOutcome,
  type DeleteGroup,
  type DeleteGroupOutcome,
  type DeletingPage,
  type DeletionStep,
  type Demand,
  type Group,
  type GroupId,
  type GroupQuery,
  type GroupStore,
  type MoveGroup,
  type MoveGroupOutcome,
  type OwnerId,
  type QuotaShortfall,
  type RenameGroup,
  type RenameGroupOutcome,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { holdPaths, holdsUser, runCommand, type Hold } from './authority.js';
import { runAll, type Database } from './database.js';
import type { Executor } from './executor.js';
import { continueDeletion, goesInSteps, IDEMPOTENCY_KEYS } from './deletion-steps.js';
import { lockUsage, moveGroup } from './move.js';
import { findGroupWithDemand, GROUP_COLUMNS, isSame, readGroup, type GroupRow } from './group-row.js';
import { lockPath } from './group-tree.js';
import { addFirstOwner, isMemberOfTooMany, removeMembers } from './members.js';
import { coverOf, groupsWithin } from './member-walks.js';
import { newestFirst } from './newest-first.js';
import { lockQuotasOf, readDefaultLevel, readLevels, releaseAt, releaseUsage, takeUsage } from './quotas.js';
import { countResources, isOfVersion } from './resource-row.js';
import { fullestFirst, fullnessConditions, GROUPS } from './fullness.js';
import { isUuid, withinScope } from './scope.js';
import { sql } from './sql.js';

/** In a scope, the owner of a group is the group. */
const SCOPE_COLUMNS = { owner: sql`id`, kind: null, id: sql`id`, idIsUuid: true };

export class KnexGroupStore implements GroupStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  add(
    group: Group,
    audit: AuditDraft,
    { firstOwner = null, demand = {}, memberDemand = {} }: AddGroup = {},
  ): Promise<AddGroupOutcome> {
    const { id, type, name, parentId, createdAt, updatedAt } = group;
    // Groups of one first owner follow each other, so that each counts the memberships that the others have made.
    const hold: Hold = firstOwner === null ? {} : { users: [firstOwner], to: 'change' };
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<AddGroupOutcome> => {
      if (firstOwner !== null && !holdsUser(held, firstOwner)) return refuse(db, audit, { type: 'no-user' });
      if (firstOwner !== null && (await isMemberOfTooMany(db, firstOwner)))
        return refuse(db, audit, { type: 'too-many' });
      // The lock keeps the parent where it is until the commit.
      const above = parentId === null ? [] : await lockPath(db, parentId);
      if (above === null) return refuse(db, audit, { type: 'no-parent' });
      if (above.length >= limits.PATH_LENGTH_MAX) return refuse(db, audit, { type: 'too-deep' });
      const ofMember = firstOwner === null ? {} : memberDemand;
      const ofBoth = totalDemand([demand, ofMember]);
      const quotas = await shortfallOfNew(db, group, above, { ofMember, ofBoth });
      if (quotas !== null) return refuse(db, audit, { type: 'quota-exceeded', quotas }, { quotas });
      const owner = await db.rows(
        sql`INSERT INTO bailiwick_owners (id) VALUES (${id}) ON CONFLICT (id) DO NOTHING RETURNING id`,
      );
      if (owner.length === 0) return refuse(db, audit, { type: 'id-taken' });
      await db.rows(sql`
        INSERT INTO bailiwick_groups (id, type, name, parent_id, path, demand, created_at, updated_at)
        VALUES (${id}, ${type}, ${name}, ${parentId}, ${db.dialect.path([id, ...above])}, ${JSON.stringify(demand)},
                ${createdAt}, ${updatedAt})`);
      if (firstOwner !== null) await addFirstOwner(db, group, firstOwner, memberDemand);
      if (!isEmptyDemand(ofMember)) await lockQuotasOf(db, [id], Object.keys(ofMember));
      if (!isEmptyDemand(ofBoth)) for (const one of above) await takeUsage(db, one, ofBoth);
      if (!isEmptyDemand(ofMember)) await takeUsage(db, id, ofMember);
      await recordAccepted(db, audit);
      return { type: 'added' };
    });
  }

  async find(id: GroupId): Promise<Group | null> {
    return (await this.findMany([id])).get(id) ?? null;
  }

  /** Returns those that exist, by id. */
  async findMany(ids: readonly string[]): Promise<Map<string, Group>> {
    const possible = ids.filter(isUuid);
    if (possible.length === 0) return new Map();
    const rows = await this.#executor.rows<GroupRow>(
      sql`SELECT ${GROUP_COLUMNS} FROM bailiwick_groups WHERE ${this.#executor.dialect.isOneOf(sql`id`, possible, sql`uuid`)}`,
    );
    return new Map(rows.map((row) => [row.id, readGroup(row)]));
  }

  async list({ scope, parentId, type, over, nearPercent, ...page }: GroupQuery): Promise<Group[]> {
    const { dialect } = this.#executor;
    if (parentId !== null && !isUuid(parentId)) return [];
    const along = parentId === null ? null : { column: sql`parent_id`, type: sql`uuid`, value: parentId };
    // A member sees few of all groups, so these are looked up. One group contains few groups anyway.
    const cover = parentId === null ? coverOf(scope) : null;
    const conditions = [
      cover === null ? null : dialect.isAmong(sql`id`, groupsWithin(dialect, cover)),
      cover !== null && cover.rest === null ? null : withinScope(dialect, scope, SCOPE_COLUMNS),
      type === null ? null : sql`type = ${type}`,
    ];
    const fullness = { over, nearPercent };
    const isShort = along !== null || cover !== null;
    const full = isShort ? null : fullestFirst(dialect, GROUPS, fullness, conditions, page);
    if (full !== null) {
      const rows = await this.#executor.rows<GroupRow>(sql`
        ${full} SELECT ${GROUP_COLUMNS} FROM (SELECT id AS group_id FROM page WHERE place > 0) page
        JOIN bailiwick_groups ON id = group_id`);
      return rows.map(readGroup).sort((a, b) => (a.id < b.id ? 1 : -1));
    }
    conditions.push(...fullnessConditions(GROUPS, fullness));
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

  delete(
    id: GroupId,
    { resources, ifUnchangedSince, rowsAtOnceMax }: DeleteGroup,
    audit: AuditDraft,
  ): Promise<DeleteGroupOutcome> {
    const hold = { paths: 'later' } as const;
    return runCommand(this.#executor, audit, hold, async (db): Promise<DeleteGroupOutcome> => {
      // Every command on its quotas or resources, and every group that is added to it, holds FOR KEY SHARE on it.
      const path = await lockPath(db, id, db.dialect.lock.update);
      if (!(await holdPaths(db, audit))) return AUTHORITY_CHANGED;
      const found = path === null ? null : await findGroupWithDemand(db, id);
      if (path === null || found === null) return refuse(db, audit, { type: 'absent' });
      if (!isSame(found.group, ifUnchangedSince)) return refuse(db, audit, { type: 'precondition-failed' });
      const inside = await db.rows(sql`SELECT 1 FROM bailiwick_groups WHERE parent_id = ${id} LIMIT 1`);
      if (inside.length > 0) return refuse(db, audit, { type: 'not-empty' });
      const count = resources === 'refuse' ? await countResources(db, id, rowsAtOnceMax) : 0;
      if (count > 0) return refuse(db, audit, { type: 'owns-resources', count });

      const above = path.filter((one) => one !== id);
      const used = await lockUsage(db, id, above, Object.keys(found.demand));
      const released = await releaseAt(db, above, totalDemand([used, found.demand]));
      const ofMembers = await removeMembers(db, id);
      await db.rows(sql`DELETE FROM bailiwick_groups WHERE id = ${id}`);
      if (await goesInSteps(db, OTHER_ROWS, id, rowsAtOnceMax)) {
        // The steps later release only the claims of the resources.
        await releaseUsage(db, id, ofMembers);
        await db.rows(sql`INSERT INTO bailiwick_group_deletions (id) VALUES (${id})`);
        await recordAccepted(db, withDetails(audit, { status: 'deleting', used }));
        return { type: 'deleting', ...released };
      }
      await deleteRows(db, id);
      await recordAccepted(db, audit);
      return { type: 'deleted', ...released };
    });
  }

  async listDeleting({ afterId, countMax }: DeletingPage<GroupId>): Promise<GroupId[]> {
    const after = afterId === null ? sql`` : sql`WHERE id > ${afterId}`;
    const rows = await this.#executor.rows<{ id: GroupId }>(
      sql`SELECT id FROM bailiwick_group_deletions ${after} ORDER BY id LIMIT ${countMax}`,
    );
    return rows.map(({ id }) => id);
  }

  continueDeletion(id: GroupId, step: DeletionStep, audit: AuditDraft): Promise<ContinueDeletionOutcome> {
    return this.#executor.transaction(async (db): Promise<ContinueDeletionOutcome> => {
      // When several callers come at once, one goes on, and the others do not wait for it.
      const held = await db.rows(sql`
        SELECT 1 FROM bailiwick_group_deletions WHERE id = ${id} ${db.dialect.lock.noKeyUpdateFree}`);
      if (held.length === 0) return { type: 'none' };
      return continueDeletion(db, OTHER_ROWS, { id, end: () => deleteRows(db, id) }, step, audit);
    });
  }
}

/**
 * Locks the quotas of the groups above a new one, and returns the figures if there is no room for it and its first
 * member. The group itself has used nothing, and the limits of its type.
 */
async function shortfallOfNew(
  db: Database,
  { id, type, name }: Group,
  above: readonly OwnerId[],
  { ofMember, ofBoth }: { readonly ofMember: Demand; readonly ofBoth: Demand },
): Promise<readonly QuotaShortfall[] | null> {
  if (isEmptyDemand(ofBoth)) return null;
  await lockQuotasOf(db, above, Object.keys(ofBoth));
  // A default limit must not change between this read and the commit.
  await runAll(db, db.dialect.relyOnDefaultLimits);
  const [parentId] = above;
  const quotas = await readDefaultLevel(db, type);
  return shortfallOfAll([
    { demand: ofMember, levels: [{ owner: { id, type, name }, quotas }] },
    { demand: ofBoth, levels: parentId === undefined ? [] : await readLevels(db, parentId) },
  ]);
}

/** The tables in which a group can have any number of rows beside resources. */
const OTHER_ROWS = [IDEMPOTENCY_KEYS];

/** Deletes what a group has left that is gone from its table. */
async function deleteRows(db: Database, id: GroupId): Promise<void> {
  await db.rows(sql`DELETE FROM bailiwick_resources WHERE owner_id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_quotas WHERE owner_id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_idempotency_keys WHERE owner_id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_group_deletions WHERE id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_owners WHERE id = ${id}`);
}
