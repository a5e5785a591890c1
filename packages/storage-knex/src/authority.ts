// Does the authority that a command relies on still hold?
import {
  AUTHORITY_CHANGED,
  type AuditDraft,
  type Authority,
  type AuthorityChanged,
  type OwnerId,
  type SeenPath,
  type UserId,
} from '@bailiwick/core';
import type { Database } from './database.js';
import type { Dialect } from './dialect.js';
import type { Executor } from './executor.js';
import { join, sql, type Sql } from './sql.js';
import { readInteger, type StoredInteger } from './stored-values.js';

/** The owners that a command locks beside the actor. */
export interface Hold {
  /** The owners whose quotas the command is about. */
  readonly owners?: readonly OwnerId[];
  /** The users that the command is about. */
  readonly users?: readonly UserId[];
  /**
   * `change`: the command takes something away from one of them, or counts what they have. `roles`: it changes their role
   * in a group, so that it waits now, before it locks the group, for the commands that rely on their roles and may want
   * the same group. `rely`, the default, lets other commands rely on them too.
   */
  readonly to?: keyof typeof LOCKS;
  /**
   * The command locks groups more strongly than this does, and calls {@link holdPaths} afterwards: two commands that both
   * wait for a stronger lock on a group that they share would wait for each other.
   */
  readonly paths?: 'later';
}

const LOCKS = { rely: 'keyShare', change: 'noKeyUpdate', roles: 'update' } as const;

/** The owners that a command has locked, by id; the others do not exist, or are being deleted. */
export type HeldOwners = ReadonlyMap<string, 'user' | 'group'>;

/** The groups along the paths that a command depends on are held as well, and none of them is a user. */
export function holdsUser(held: HeldOwners, id: string): boolean {
  return held.get(id) === 'user';
}

/**
 * Runs a command in one transaction, unless the authority that it relies on has changed (A3).
 *
 * It first locks the actor and the users that the command is about, in the order of their ids, and then the groups, as
 * every command does, and compares the paths and roles that the decision depends on. Until the commit, the lock prevents
 * a change of the authority version and of the roles. On PostgreSQL the versions of both are part of a unique key, so that
 * raising one waits for all transactions that hold FOR KEY SHARE, and an older snapshot conflicts with it at every level
 * of isolation.
 */
export function runCommand<T>(
  executor: Executor,
  audit: AuditDraft,
  hold: Hold,
  work: (db: Database, held: HeldOwners) => Promise<T>,
): Promise<T | AuthorityChanged> {
  return executor.transaction(async (db) => {
    const held = await holdOwners(db, audit, hold);
    return held === null ? AUTHORITY_CHANGED : work(db, held);
  });
}

/** Returns `null` if the authority of the command has changed. */
async function holdOwners(
  db: Database,
  { authority }: AuditDraft,
  { owners = [], users = [], to = 'rely', paths }: Hold,
): Promise<HeldOwners | null> {
  const ids = new Set<string>(users);
  for (const owner of owners) ids.add(owner);
  if (authority !== null) ids.add(authority.userId);
  if (ids.size === 0) return new Map();
  const { isOneOf, lock } = db.dialect;
  const rows = await db.rows<{ id: string; authorityVersion: StoredInteger }>(sql`
    SELECT id, authority_version AS "authorityVersion" FROM bailiwick_users
    WHERE ${isOneOf(sql`id`, [...ids], sql`uuid`)} AND ${IS_PRESENT}
    ORDER BY id ${lock[LOCKS[to]]}`);
  if (!stands({ authority }, rows)) return null;
  const held = new Map<string, 'user' | 'group'>(rows.map(({ id }) => [id, 'user']));
  const seen = paths === 'later' ? [] : (authority?.paths ?? []);
  const others = [...owners.filter((owner) => !held.has(owner)), ...seen.map(({ path }) => path[0])];
  for (const id of await lockGroups(db, others)) held.set(id, 'group');
  return (await areAsSeen(db, authority, seen)) ? held : null;
}

/** Locks the groups whose paths the decision depends on. Returns `false` if a path, or a role along it, is another now. */
export async function holdPaths(db: Database, { authority }: AuditDraft): Promise<boolean> {
  const seen = authority?.paths ?? [];
  await lockGroups(
    db,
    seen.map(({ path }) => path[0]),
  );
  return areAsSeen(db, authority, seen);
}

async function lockGroups(db: Database, ids: readonly OwnerId[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { isOneOf, lock } = db.dialect;
  const rows = await db.rows<{ id: string }>(sql`
    SELECT id FROM bailiwick_groups WHERE ${isOneOf(sql`id`, ids, sql`uuid`)} ORDER BY id ${lock.keyShare}`);
  return rows.map(({ id }) => id);
}

/** The groups are locked, and so stay where they are. The actor is locked, and so keeps their roles. */
async function areAsSeen(
  db: Database,
  authority: Authority | null,
  seen: readonly SeenPath[],
): Promise<boolean> {
  if (authority === null || seen.length === 0) return true;
  const { path: pathOf, rolesAlong, texts } = db.dialect;
  const each = seen.map(({ path, roles }) => {
    const hasRoles =
      roles === null
        ? sql``
        : sql`AND ${rolesAlong(sql`g.path`, sql`${authority.userId}`)} = ${texts(roles)}`;
    return sql`EXISTS (
      SELECT 1 FROM bailiwick_groups g WHERE g.id = ${path[0]} AND g.path = ${pathOf(path)} ${hasRoles})`;
  });
  return (await db.rows(sql`SELECT 1 WHERE ${join(each, ' AND ')}`)).length > 0;
}

/**
 * The actor, their version, the path of the owner that the decision depends on, and their roles along it, as functions of
 * the schema take them.
 */
export function authorityParameters({ authority }: AuditDraft, { path: pathOf, texts }: Dialect): Sql {
  const { path = null, roles = null } = authority?.paths?.[0] ?? {};
  return sql`
    ${authority?.userId ?? null}, ${authority?.version ?? null}, ${path === null ? null : pathOf(path)},
    ${roles === null ? null : texts(roles)}`;
}

/** For every command, a user who is being deleted does not exist. */
export const IS_PRESENT: Sql = sql`status <> 'deleting'`;

/** Whether the actor is locked, and has the authority version that the command was decided with. */
export function stands(
  { authority }: Pick<AuditDraft, 'authority'>,
  locked: readonly { readonly id: string; readonly authorityVersion: StoredInteger }[],
): boolean {
  if (authority === null) return true;
  const actor = locked.find(({ id }) => id === authority.userId);
  return actor !== undefined && readInteger(actor.authorityVersion) === authority.version;
}

/**
 * Raises the authority version because something is taken away from the user, whom the transaction has locked. It waits
 * for the commands in progress that rely on the old version, and later ones are stopped.
 */
export async function raiseAuthorityVersion(db: Database, id: UserId): Promise<void> {
  await db.rows(sql`UPDATE bailiwick_users SET ${RAISED} WHERE id = ${id}`);
}

/** The same as an assignment, for a statement that changes more columns of the user. */
export const RAISED: Sql = sql`authority_version = authority_version + 1`;
