// How are the members of groups stored, and how does a group keep an owner?
import {
  isEmptyDemand,
  limits,
  OWNER_ROLE,
  totalDemand,
  type AuditDraft,
  type Demand,
  type Group,
  type GroupId,
  type LastOwner,
  type Member,
  type MemberKey,
  type MemberQuery,
  type Membership,
  type MembershipQuery,
  type MemberStore,
  type NamedGroup,
  type OwnerId,
  type OwnerPath,
  type Released,
  type RemoveMemberOutcome,
  type RolesOnPath,
  type SetMember,
  type SetMemberOutcome,
  type UserId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { holdsUser, runCommand } from './authority.js';
import type { Database } from './database.js';
import type { Executor } from './executor.js';
import { readGroup, type GroupRow } from './group-row.js';
import { lockPath } from './group-tree.js';
import { claimOnPath, releaseOnPath } from './quotas.js';
import { isUuid, withinScope } from './scope.js';
import { sql, type Sql } from './sql.js';
import {
  readInteger,
  readJson,
  readTime,
  type StoredInteger,
  type StoredJson,
  type StoredTime,
} from './stored-values.js';

const COLUMNS = sql`
  m.group_id AS "groupId", m.user_id AS "userId", u.email, m.role,
  m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;
const GROUP_COLUMNS = sql`
  g.type, g.name, g.parent_id AS "parentId", g.created_at AS "groupCreatedAt", g.updated_at AS "groupUpdatedAt"`;
const MEMBERS = sql`bailiwick_members m JOIN bailiwick_users u ON u.id = m.user_id`;
/** In a scope, the owner of a group is the group. */
const SCOPE_COLUMNS = { owner: sql`m.group_id`, kind: null, id: sql`m.group_id`, idIsUuid: true };

export class KnexMemberStore implements MemberStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  find(key: MemberKey): Promise<Member | null> {
    return find(this.#executor, key);
  }

  async rolesOf(userId: UserId, groupIds: readonly string[]): Promise<ReadonlyMap<string, RolesOnPath>> {
    const [roles = new Map()] = await this.rolesOfSeveral([{ userId, groupIds }]);
    return roles;
  }

  /** Returns what `rolesOf` does for each of several users, with one statement. */
  async rolesOfSeveral(asked: readonly AskedRoles[]): Promise<readonly Map<string, RolesOnPath>[]> {
    const { dialect } = this.#executor;
    const pairs = new Map<string, readonly [string, string]>();
    for (const { userId, groupIds } of asked)
      for (const id of groupIds) if (isUuid(id)) pairs.set(userId + id, [userId, id]);
    if (pairs.size === 0) return asked.map(() => new Map());
    const rows = await this.#executor.rows<RoleRow & { userId: string; groupId: string }>(sql`
      SELECT pair.one AS "userId", g.id AS "groupId", p.value AS above, m.role
      FROM ${dialect.eachOfPairs([...pairs.values()])} JOIN bailiwick_groups g ON g.id = pair.other
      CROSS JOIN ${dialect.eachOfPath(sql`g.path`)}
      LEFT JOIN bailiwick_members m ON m.group_id = ${dialect.asId(sql`p.value`)} AND m.user_id = pair.one
      ORDER BY pair.one, g.id, p.key`);
    const paths = new Map<string, RoleRow[]>();
    for (const { userId, groupId, ...row } of rows) {
      const path = paths.get(userId + groupId);
      if (path === undefined) paths.set(userId + groupId, [row]);
      else path.push(row);
    }
    return asked.map(({ userId, groupIds }) => {
      const found = groupIds.map((id) => [id, paths.get(userId + id)] as const);
      return new Map(
        found.flatMap(([id, path]) => (path === undefined ? [] : [[id, readRolesOnPath(path)]])),
      );
    });
  }

  async list({ groupId, olderThanId, count }: MemberQuery): Promise<Member[]> {
    const { dialect } = this.#executor;
    const rows = await this.#executor.rows<MemberRow>(sql`
      SELECT ${COLUMNS} FROM ${MEMBERS}
      WHERE ${dialect.isExactly(sql`m.group_id`, sql`${groupId}`, sql`uuid`)}
        ${olderThanId === null ? sql`` : sql`AND m.user_id < ${olderThanId}`}
      ORDER BY m.group_id, m.user_id DESC LIMIT ${count}`);
    return rows.map(readMember);
  }

  async listOfUser({ userId, scope, olderThanId, count }: MembershipQuery): Promise<Membership[]> {
    const { dialect } = this.#executor;
    const within = withinScope(dialect, scope, SCOPE_COLUMNS);
    const rows = await this.#executor.rows<MemberRow & MembershipRow>(sql`
      SELECT ${COLUMNS}, ${GROUP_COLUMNS} FROM ${MEMBERS} JOIN bailiwick_groups g ON g.id = m.group_id
      WHERE ${dialect.isExactly(sql`m.user_id`, sql`${userId}`, sql`uuid`)}
        ${olderThanId === null ? sql`` : sql`AND m.group_id < ${olderThanId}`}
        ${within === null ? sql`` : sql`AND ${within}`}
      ORDER BY m.user_id, m.group_id DESC LIMIT ${count}`);
    return rows.map((row) => ({
      ...readMember(row),
      group: readGroup({
        id: row.groupId,
        type: row.type,
        name: row.name,
        parentId: row.parentId,
        createdAt: row.groupCreatedAt,
        updatedAt: row.groupUpdatedAt,
      }),
    }));
  }

  set({ groupId, userId, role, at, demand = {} }: SetMember, audit: AuditDraft): Promise<SetMemberOutcome> {
    const hold = { users: [userId], to: 'roles' } as const;
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<SetMemberOutcome> => {
      const groups = await holdMembers(db, sql`id = ${groupId}`);
      if (groups === 0) return refuse(db, audit, { type: 'no-group' });
      if (!holdsUser(held, userId)) return refuse(db, audit, { type: 'no-user' });
      const before = await find(db, { groupId, userId });
      if (before === null && (await isFull(db, { groupId, userId })))
        return refuse(db, audit, { type: 'too-many' });
      const lastOwned = role === OWNER_ROLE ? [] : await lastOwnedBy(db, userId, groupId);
      if (lastOwned.length > 0) return refuseLastOwner(db, audit, lastOwned);
      if (before === null && !isEmptyDemand(demand)) {
        const quotas = await claimOnPath(db, await heldPath(db, groupId), demand);
        if (quotas !== null) return refuse(db, audit, { type: 'quota-exceeded', quotas }, { quotas });
      }
      if (before?.role !== role) {
        await db.rows(sql`
          INSERT INTO bailiwick_members (group_id, user_id, role, demand, created_at, updated_at)
          VALUES (${groupId}, ${userId}, ${role}, ${JSON.stringify(demand)}, ${at}, ${at})
          ON CONFLICT (group_id, user_id) DO UPDATE SET role = EXCLUDED.role, updated_at = EXCLUDED.updated_at`);
        await countChangeOfRoles(db, userId);
      }
      await recordAccepted(db, audit);
      const member = await find(db, { groupId, userId });
      if (member === null) throw new Error('A member who was set is gone.');
      return { type: 'set', member };
    });
  }

  remove({ groupId, userId }: MemberKey, audit: AuditDraft): Promise<RemoveMemberOutcome> {
    const hold = { users: [userId], to: 'roles' } as const;
    return runCommand(this.#executor, audit, hold, async (db): Promise<RemoveMemberOutcome> => {
      await holdMembers(db, sql`id = ${groupId}`);
      if ((await find(db, { groupId, userId })) === null) return refuse(db, audit, { type: 'absent' });
      const lastOwned = await lastOwnedBy(db, userId, groupId);
      if (lastOwned.length > 0) return refuseLastOwner(db, audit, lastOwned);
      const [removed] = await db.rows<{ demand: StoredJson }>(sql`
        DELETE FROM bailiwick_members WHERE group_id = ${groupId} AND user_id = ${userId} RETURNING demand`);
      const demand = readJson<Demand>(removed?.demand ?? '{}');
      const released = isEmptyDemand(demand)
        ? {}
        : await releaseOnPath(db, await heldPath(db, groupId), demand);
      await countChangeOfRoles(db, userId);
      await recordAccepted(db, audit);
      return { type: 'removed', ...released };
    });
  }
}

/** A transaction with an older snapshot, in which the user has other roles, then conflicts. */
async function countChangeOfRoles(db: Database, id: UserId): Promise<void> {
  await db.rows(
    sql`UPDATE bailiwick_users SET memberships_version = memberships_version + 1 WHERE id = ${id}`,
  );
}

export function refuseLastOwner(
  db: Database,
  audit: AuditDraft,
  groups: readonly NamedGroup[],
): Promise<LastOwner> {
  return refuse(db, audit, { type: 'last-owner', groups });
}

/**
 * Locks the groups, in the order of their ids, before their members change or cease to be active, and returns how many
 * there are. Commands on their resources do not wait for it. What it changes makes a transaction with an older snapshot,
 * at a stricter level of isolation than the library's own, conflict: two owners who leave at once would otherwise each
 * still see the other (A4).
 */
export async function holdMembers(db: Database, which: Sql): Promise<number> {
  const held = await db.rows<{ id: string }>(
    sql`SELECT id FROM bailiwick_groups WHERE ${which} ORDER BY id ${db.dialect.lock.noKeyUpdate}`,
  );
  if (held.length === 0) return 0;
  const ids = held.map(({ id }) => id);
  await db.rows(sql`
    UPDATE bailiwick_groups SET members_version = members_version + 1
    WHERE ${db.dialect.isOneOf(sql`id`, ids, sql`uuid`)}`);
  return held.length;
}

/** The groups of the user, or only those that they own, for {@link holdMembers}. */
export function groupsOf(id: UserId, role?: typeof OWNER_ROLE): Sql {
  const ofRole = role === undefined ? sql`` : sql`AND role = ${role}`;
  return sql`id IN (SELECT group_id FROM bailiwick_members WHERE user_id = ${id} ${ofRole})`;
}

/**
 * The groups that would have no active owner without the user: all of them, or only `groupId` if it is one. The groups
 * are locked.
 */
export function lastOwnedBy(
  db: Database,
  userId: UserId,
  groupId: GroupId | null = null,
): Promise<NamedGroup[]> {
  return db.rows<NamedGroup>(sql`
    SELECT g.id, g.name FROM bailiwick_members m JOIN bailiwick_groups g ON g.id = m.group_id
    WHERE m.user_id = ${userId} AND m.role = 'owner' ${groupId === null ? sql`` : sql`AND m.group_id = ${groupId}`}
      AND EXISTS (SELECT 1 FROM bailiwick_users WHERE id = ${userId} AND status = 'active')
      AND NOT EXISTS (
        SELECT 1 FROM bailiwick_members o JOIN bailiwick_users u ON u.id = o.user_id
        WHERE o.group_id = m.group_id AND o.role = 'owner' AND o.user_id <> ${userId} AND u.status = 'active')
    ORDER BY g.id DESC LIMIT ${limits.LAST_OWNER_GROUPS_MAX}`);
}

/** Removes a user, who is being deleted, from all groups, which are locked, and releases what the memberships have claimed. */
export async function removeMemberships(db: Database, id: UserId): Promise<Released> {
  const { eachOfPath, jsonEach, lock } = db.dialect;
  const claims = sql`
    SELECT p.value AS owner_id, e.key AS meter, sum(CAST(e.value AS bigint)) AS amount
    FROM bailiwick_members m JOIN bailiwick_groups g ON g.id = m.group_id
    CROSS JOIN ${eachOfPath(sql`g.path`)} CROSS JOIN ${jsonEach}(m.demand) e
    WHERE m.user_id = ${id} GROUP BY p.value, e.key`;
  const held = await db.rows(sql`
    SELECT 1 FROM bailiwick_quotas WHERE (owner_id, meter) IN (SELECT c.owner_id, c.meter FROM (${claims}) c)
    ORDER BY owner_id, meter ${lock.noKeyUpdate}`);
  const tooLow = await db.rows(sql`
    SELECT 1 FROM (${claims}) c LEFT JOIN bailiwick_quotas q ON q.owner_id = c.owner_id AND q.meter = c.meter
    WHERE q.used IS NULL OR q.used < c.amount LIMIT 1`);
  if (held.length > 0)
    await db.rows(sql`
      UPDATE bailiwick_quotas AS q SET used = CASE WHEN q.used < c.amount THEN 0 ELSE q.used - c.amount END
      FROM (${claims}) c WHERE q.owner_id = c.owner_id AND q.meter = c.meter`);
  await db.rows(sql`DELETE FROM bailiwick_members WHERE user_id = ${id}`);
  return tooLow.length === 0 ? {} : { isUsageTooLow: true };
}

/** Removes all members of a group that is being deleted, and returns what they have claimed. */
export async function removeMembers(db: Database, id: GroupId): Promise<Demand> {
  const rows = await db.rows<{ demand: StoredJson }>(
    sql`DELETE FROM bailiwick_members WHERE group_id = ${id} RETURNING demand`,
  );
  return totalDemand(rows.map(({ demand }) => readJson<Demand>(demand)));
}

/** Adds the first member of a group that is new. */
export async function addFirstOwner(
  db: Database,
  { id, createdAt }: Group,
  userId: UserId,
  demand: Demand,
): Promise<void> {
  await db.rows(sql`
    INSERT INTO bailiwick_members (group_id, user_id, role, demand, created_at, updated_at)
    VALUES (${id}, ${userId}, ${OWNER_ROLE}, ${JSON.stringify(demand)}, ${createdAt}, ${createdAt})`);
  // Unchanged, so that a transaction conflicts that disables or deletes the user with an older view of the groups.
  await db.rows(sql`UPDATE bailiwick_users SET status = status WHERE id = ${userId}`);
}

/** The path of a group that is locked. */
async function heldPath(db: Database, groupId: GroupId): Promise<OwnerPath> {
  const [own, ...above] = (await lockPath(db, groupId)) ?? [];
  if (own === undefined) throw new Error('A group that was locked is gone.');
  return [own, ...above];
}

export async function isMemberOfTooMany(db: Database, id: UserId): Promise<boolean> {
  return hasAsMany(db, sql`user_id = ${id}`, limits.MEMBERSHIPS_MAX);
}

async function isFull(db: Database, { groupId, userId }: MemberKey): Promise<boolean> {
  const isGroupFull = await hasAsMany(db, sql`group_id = ${groupId}`, limits.MEMBERS_MAX);
  return isGroupFull || isMemberOfTooMany(db, userId);
}

async function hasAsMany(db: Database, which: Sql, max: number): Promise<boolean> {
  const [row] = await db.rows<{ count: StoredInteger }>(sql`
    SELECT count(*) AS count FROM (SELECT 1 FROM bailiwick_members WHERE ${which} LIMIT ${max}) first_rows`);
  return readInteger(row?.count ?? 0) >= max;
}

async function find(db: Pick<Database, 'rows'>, { groupId, userId }: MemberKey): Promise<Member | null> {
  if (!isUuid(groupId) || !isUuid(userId)) return null;
  const [row] = await db.rows<MemberRow>(
    sql`SELECT ${COLUMNS} FROM ${MEMBERS} WHERE m.group_id = ${groupId} AND m.user_id = ${userId}`,
  );
  return row === undefined ? null : readMember(row);
}

/** A user, and the groups in which the roles of the user are asked for. */
export interface AskedRoles {
  readonly userId: UserId;
  readonly groupIds: readonly string[];
}

interface RoleRow {
  readonly above: OwnerId;
  readonly role: string | null;
}

function readRolesOnPath(rows: readonly RoleRow[]): RolesOnPath {
  const [own, ...above] = rows.map((row) => row.above);
  if (own === undefined) throw new Error('A path is empty.');
  return { path: [own, ...above], roles: [...new Set(rows.flatMap(({ role }) => role ?? []))].sort() };
}

interface MemberRow {
  readonly groupId: string;
  readonly userId: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: StoredTime;
  readonly updatedAt: StoredTime;
}

interface MembershipRow extends Pick<GroupRow, 'type' | 'name' | 'parentId'> {
  readonly groupCreatedAt: StoredTime;
  readonly groupUpdatedAt: StoredTime;
}

function readMember({ groupId, userId, email, role, createdAt, updatedAt }: MemberRow): Member {
  return {
    groupId: groupId as GroupId,
    userId: userId as UserId,
    email,
    role,
    createdAt: readTime(createdAt),
    updatedAt: readTime(updatedAt),
  };
}
