// How are users stored?
import {
  AUTHORITY_CHANGED,
  isActiveAdmin,
  isOfVersion,
  OWNER_ROLE,
  withDetails,
  withEnded,
  type AddFirstAdminOutcome,
  type AddUserOutcome,
  type AuditDraft,
  type ChangeUserOutcome,
  type ContinueDeletionOutcome,
  type DeleteUser,
  type DeleteUserOutcome,
  type DeletingPage,
  type DeletionStep,
  type NewUser,
  type PasswordChange,
  type RaisePasswordVersionOutcome,
  type Released,
  type SetPasswordOutcome,
  type User,
  type UserChange,
  type UserId,
  type UserQuery,
  type UserStatus,
  type UserStore,
  type UserVersion,
  type UserWithAuthority,
  type UserWithPassword,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { holdPaths, holdsUser, raiseAuthorityVersion, RAISED, runCommand, stands } from './authority.js';
import { displacedBy, exchangeAddress, takeAddress } from './email-addresses.js';
import { runAll, type Database } from './database.js';
import type { Executor } from './executor.js';
import { reserveKey, releaseKey } from './idempotency-keys.js';
import { continueDeletion, goesInSteps, IDEMPOTENCY_KEYS, type OwnedRows } from './deletion-steps.js';
import { countResources } from './resource-row.js';
import { figuresOf, transferAll } from './transfer.js';
import { groupsOf, holdMembers, lastOwnedBy, refuseLastOwner, removeMemberships } from './members.js';
import { fullestFirst, fullnessConditions, USERS } from './fullness.js';
import { newestFirst, type Along } from './newest-first.js';
import { lockOwner, setOwnLimit } from './quotas.js';
import { withinScope } from './scope.js';
import { join, sql, type Sql } from './sql.js';
import { readInteger, readTime, type StoredInteger, type StoredTime } from './stored-values.js';

const COLUMNS = sql`id, email, role, status, created_at AS "createdAt", updated_at AS "updatedAt"`;
/** In a scope, the owner of a user is the user. */
const SCOPE_COLUMNS = {
  owner: sql`id`,
  kind: null,
  id: sql`id`,
  idIsUuid: true,
};

/** Greater than every other text that begins with the same prefix. */
const AFTER_ALL = '\u{10FFFF}';

/** One page of users by their email keys, as a range of the index: a pattern would give some characters a meaning. */
function byEmailKey(
  { prefix, afterKey }: NonNullable<UserQuery['byEmail']>,
  conditions: readonly (Sql | null)[],
  count: number,
): Sql {
  const from = afterKey === null ? sql`email_key >= ${prefix}` : sql`email_key > ${afterKey}`;
  const all = [from, sql`email_key < ${prefix + AFTER_ALL}`, ...conditions];
  const where = join(
    all.filter((condition) => condition !== null),
    ' AND ',
  );
  return sql`WHERE ${where} ORDER BY email_key, id LIMIT ${count}`;
}

export class KnexUserStore implements UserStore {
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  add(user: NewUser, audit: AuditDraft): Promise<AddUserOutcome> {
    const displaced = displacedBy(user.displacing);
    const hold = displaced.length === 0 ? {} : ({ users: displaced, to: 'change' } as const);
    return runCommand(this.#executor, audit, hold, (db) => add(db, user, audit));
  }

  async addFirstAdmin(user: NewUser, audit: AuditDraft): Promise<AddFirstAdminOutcome> {
    this.#executor.requirePool('addFirstAdmin');
    return runCommand(this.#executor, audit, {}, async (db): Promise<AddFirstAdminOutcome> => {
      await runAll(db, db.dialect.holdUsers);
      const admins = await db.rows(sql`SELECT 1 FROM bailiwick_users WHERE ${IS_ACTIVE_ADMIN} LIMIT 1`);
      return admins.length > 0 ? refuse(db, audit, { type: 'admin-exists' }) : add(db, user, audit);
    });
  }

  async find(id: UserId): Promise<User | null> {
    const [row] = await this.#executor.rows<UserRow>(
      sql`SELECT ${COLUMNS} FROM bailiwick_users WHERE id = ${id}`,
    );
    return row === undefined ? null : readUser(row);
  }

  async findWithPassword(by: { id: UserId } | { emailKey: string }): Promise<UserWithPassword | null> {
    const [row] = await this.#executor.rows<UserRow & PasswordRow>(sql`
      SELECT ${COLUMNS}, password_hash AS "passwordHash", password_version AS "passwordVersion",
             authority_version AS "authorityVersion"
      FROM bailiwick_users WHERE ${'id' in by ? sql`id = ${by.id}` : sql`email_key = ${by.emailKey}`}`);
    if (row === undefined) return null;
    const { passwordHash, passwordVersion, authorityVersion } = row;
    return {
      user: readUser(row),
      passwordHash,
      passwordVersion: readInteger(passwordVersion),
      authorityVersion: readInteger(authorityVersion),
    };
  }

  async list(query: UserQuery): Promise<User[]> {
    const { scope, emailKey, role, status, over, nearPercent, byEmail, count, olderThanId } = query;
    const { dialect } = this.#executor;
    const wanted = [
      { column: sql`role`, type: sql`text`, value: role },
      { column: sql`status`, type: sql`text`, value: status },
    ].filter((one): one is Along => one.value !== null);
    const isOnly = emailKey === null && byEmail === null && over !== true && nearPercent === null;
    const along = isOnly && wanted.length === 1 ? (wanted[0] ?? null) : null;
    const others = along === null ? wanted : [];
    const conditions = [
      withinScope(dialect, scope, SCOPE_COLUMNS),
      emailKey === null ? null : sql`email_key = ${emailKey}`,
      ...others.map(({ column, value }) => sql`${column} = ${value}`),
    ];
    const fullness = { over, nearPercent };
    const full =
      byEmail === null && emailKey === null
        ? fullestFirst(dialect, USERS, fullness, conditions, { olderThanId, count })
        : null;
    if (full !== null) {
      const rows = await this.#executor.rows<UserRow>(sql`
        ${full} SELECT ${COLUMNS} FROM (SELECT id AS user_id FROM page WHERE place > 0) page
        JOIN bailiwick_users ON id = user_id`);
      return rows.map(readUser).sort((a, b) => (a.id < b.id ? 1 : -1));
    }
    const all = [...conditions, ...fullnessConditions(USERS, fullness)];
    const page =
      byEmail === null
        ? newestFirst(dialect, { along, conditions: all }, { olderThanId, count })
        : byEmailKey(byEmail, all, count);
    const rows = await this.#executor.rows<UserRow>(sql`SELECT ${COLUMNS} FROM bailiwick_users ${page}`);
    return rows.map(readUser);
  }

  change(id: UserId, change: UserChange, audit: AuditDraft): Promise<ChangeUserOutcome> {
    const { role, status, expectedVersion } = change;
    return this.#executor.transaction(async (db): Promise<ChangeUserOutcome> => {
      const mayEndAdmin = role !== undefined || status !== undefined;
      const locked = await lock(db, [id, ...displacedBy(change.email?.displacing)], audit, mayEndAdmin);
      if (!stands(audit, locked)) return AUTHORITY_CHANGED;
      const before = locked.find((user) => user.id === id);
      if (before === undefined || before.status === 'deleting') return refuse(db, audit, { type: 'absent' });
      // The row is locked, so that neither its columns nor the password can change any more.
      if (isAnother(before, change.ifUnchangedSince))
        return refuse(db, audit, { type: 'precondition-failed' });
      if (expectedVersion !== undefined && !(await hasPassword(db, id, expectedVersion)))
        return refuse(db, audit, { type: 'stale' });

      const after = { ...before, role: role ?? before.role, status: status ?? before.status };
      if (isActiveAdmin(before) && !isActiveAdmin(after) && !hasOtherAdmin(locked, id)) {
        return refuse(db, audit, { type: 'last-admin' });
      }
      if (before.status === 'active' && after.status !== 'active') {
        await lockWithMemberships(db, id, OWNER_ROLE);
        const groups = await lastOwnedBy(db, id);
        if (groups.length > 0) return refuseLastOwner(db, audit, groups);
      }
      const given =
        change.email === undefined ? NOT_GIVEN : await exchangeAddress(db, id, before.emailKey, change.email);
      if (given.type === 'email-taken') return refuse(db, audit, given);
      if (given.type === 'unproven-holder') return given;
      const user = await update(db, after, change);

      if (user.role !== before.role || user.status !== before.status) await raiseAuthorityVersion(db, id);
      if (user.status === 'disabled') await endSessions(db, id, null);
      await recordAccepted(db, withDetails(audit, given.details));
      return { type: 'changed', user };
    });
  }

  setPassword(id: UserId, change: PasswordChange, audit: AuditDraft): Promise<SetPasswordOutcome> {
    const { passwordHash, at, expectedVersion, keepSessionId, accessKeys } = change;
    const hold = { users: [id], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<SetPasswordOutcome> => {
      if (!holdsUser(held, id)) return refuse(db, audit, { type: 'absent' });
      // The update comes before the sessions. A login that adds a session at the same time changes the same row: either
      // its session is there to be ended, or it finds another version of the password.
      const changed = await db.rows(sql`
        UPDATE bailiwick_users
        SET password_hash = ${passwordHash}, password_version = password_version + 1, ${RAISED}, updated_at = ${at}
        WHERE id = ${id} ${expectedVersion === null ? sql`` : sql`AND password_version = ${expectedVersion}`}
        RETURNING id`);
      if (changed.length === 0) return refuse(db, audit, { type: 'stale' });
      await endSessions(db, id, keepSessionId);
      const endedAccessKeys = accessKeys === 'delete' ? await deleteAccessKeys(db, id) : 0;
      await recordAccepted(db, withEnded(audit, { endedAccessKeys }));
      return { type: 'changed' };
    });
  }

  raisePasswordVersion(id: UserId, audit: AuditDraft): Promise<RaisePasswordVersionOutcome> {
    const hold = { users: [id], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<RaisePasswordVersionOutcome> => {
      if (!holdsUser(held, id)) return refuse(db, audit, { type: 'absent' });
      await db.rows(sql`UPDATE bailiwick_users SET password_version = password_version + 1 WHERE id = ${id}`);
      await recordAccepted(db, audit);
      return { type: 'changed' };
    });
  }

  async rehash(id: UserId, expectedVersion: number, passwordHash: string): Promise<void> {
    await this.#executor.rows(sql`
      UPDATE bailiwick_users SET password_hash = ${passwordHash}
      WHERE id = ${id} AND password_version = ${expectedVersion}`);
  }

  delete(id: UserId, options: DeleteUser, audit: AuditDraft): Promise<DeleteUserOutcome> {
    return this.#executor.transaction(async (db): Promise<DeleteUserOutcome> => {
      const transfer = typeof options.resources === 'object' ? options.resources : null;
      const involved = transfer === null ? ([id] as const) : ([id, transfer.to as UserId] as const);
      const locked = await lock(db, involved, audit, true);
      if (!stands(audit, locked)) return AUTHORITY_CHANGED;
      const user = locked.find((candidate) => candidate.id === id);
      if (user === undefined) return refuse(db, audit, { type: 'absent' });
      if (isAnother(user, options.ifUnchangedSince))
        return refuse(db, audit, { type: 'precondition-failed' });
      if (user.status === 'deleting') return { type: 'deleting', user: readUser(user) };
      if (isActiveAdmin(user) && !hasOtherAdmin(locked, id)) return refuse(db, audit, { type: 'last-admin' });

      await lockWithMemberships(db, id);
      const groups = await lastOwnedBy(db, id);
      if (groups.length > 0) return refuseLastOwner(db, audit, groups);
      const { rowsAtOnceMax } = options;
      const count = options.resources === 'refuse' ? await countResources(db, id, rowsAtOnceMax) : 0;
      if (count > 0) return refuse(db, audit, { type: 'owns-resources', count });

      if (transfer !== null) {
        if (!(await holdPaths(db, audit))) return AUTHORITY_CHANGED;
        const refusal = await transferAll(db, id, transfer, audit.at);
        if (refusal !== null) return refuse(db, audit, refusal, figuresOf(refusal));
      }
      if (rowsAtOnceMax !== undefined && (await goesInSteps(db, OTHER_ROWS, id, rowsAtOnceMax)))
        return beginDeletion(db, id, audit);
      const released = await deleteWithEverything(db, id);
      await recordAccepted(db, audit);
      return { type: 'deleted', ...released };
    });
  }

  async listDeleting({ afterId, countMax }: DeletingPage): Promise<UserId[]> {
    const after = afterId === null ? sql`` : sql`AND id > ${afterId}`;
    const rows = await this.#executor.rows<{ id: UserId }>(
      sql`SELECT id FROM bailiwick_users WHERE status = 'deleting' ${after} ORDER BY id LIMIT ${countMax}`,
    );
    return rows.map(({ id }) => id);
  }

  continueDeletion(id: UserId, step: DeletionStep, audit: AuditDraft): Promise<ContinueDeletionOutcome> {
    return this.#executor.transaction(async (db): Promise<ContinueDeletionOutcome> => {
      // When several callers come at once, one goes on, and the others do not wait for it.
      const held = await db.rows(sql`
        SELECT 1 FROM bailiwick_users WHERE id = ${id} AND status = 'deleting' ${db.dialect.lock.noKeyUpdateFree}`);
      if (held.length === 0) return { type: 'none' };

      const end = () => deleteWithEverything(db, id);
      return continueDeletion(db, OTHER_ROWS, { id, end }, step, audit);
    });
  }
}

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly status: UserStatus;
  readonly createdAt: StoredTime;
  readonly updatedAt: StoredTime;
}

/** The columns of a user in a row of something that belongs to them. */
export interface OwnerRow extends Pick<UserRow, 'email' | 'role' | 'status'> {
  readonly userId: string;
  readonly authorityVersion: StoredInteger;
  readonly userCreatedAt: StoredTime;
  readonly userUpdatedAt: StoredTime;
}

/** The columns of an {@link OwnerRow} without the id, of a user `u`. */
export const OWNER_COLUMNS = sql`
  u.email, u.role, u.status, u.authority_version AS "authorityVersion",
  u.created_at AS "userCreatedAt", u.updated_at AS "userUpdatedAt"`;

export function readOwner(row: OwnerRow): UserWithAuthority {
  const { userId: id, email, role, status, userCreatedAt: createdAt, userUpdatedAt: updatedAt } = row;
  return {
    user: readUser({ id, email, role, status, createdAt, updatedAt }),
    authorityVersion: readInteger(row.authorityVersion),
  };
}

/** A user whom a command has locked. */
interface LockedUserRow extends UserRow {
  readonly emailKey: string;
  readonly authorityVersion: StoredInteger;
}

interface PasswordRow {
  readonly authorityVersion: StoredInteger;
  readonly passwordHash: string;
  readonly passwordVersion: StoredInteger;
}

function readUser({ id, email, role, status, createdAt, updatedAt }: UserRow): User {
  return {
    id: id as UserId,
    email,
    role,
    status,
    createdAt: readTime(createdAt),
    updatedAt: readTime(updatedAt),
  };
}

async function hasPassword(db: Database, id: UserId, version: number): Promise<boolean> {
  const rows = await db.rows(
    sql`SELECT 1 FROM bailiwick_users WHERE id = ${id} AND password_version = ${version}`,
  );
  return rows.length > 0;
}

export async function endSessions(db: Database, userId: UserId, keepSessionId: string | null): Promise<void> {
  await db.rows(sql`
    DELETE FROM bailiwick_sessions
    WHERE user_id = ${userId} ${keepSessionId === null ? sql`` : sql`AND id <> ${keepSessionId}`}`);
}

/** Deletes all keys of the user, with their nonces, and returns how many. */
async function deleteAccessKeys(db: Database, userId: UserId): Promise<number> {
  const deleted = await db.rows(
    sql`DELETE FROM bailiwick_access_keys WHERE user_id = ${userId} RETURNING id`,
  );
  return deleted.length;
}

/** The same condition as `isActiveAdmin` of the core and as that of the index of active administrators. */
const IS_ACTIVE_ADMIN = sql`(role = 'admin' AND status = 'active')`;

async function add(
  db: Database,
  { user, emailKey, passwordHash, limits, displacing = 'nobody', idempotency = null }: NewUser,
  audit: AuditDraft,
): Promise<AddUserOutcome> {
  // The key comes before the address: two requests with one key meet here, and neither finds the other's user.
  const record = idempotency === null ? null : { ...idempotency, ownerId: idempotency.actorId };
  if (record !== null) {
    if (!(await lockOwner(db, record.ownerId))) return refuse(db, audit, { type: 'no-actor' });
    const reserved = await reserveKey<UserRow>(db, record, user, audit);
    if (reserved.type === 'repeated') return { type: 'repeated', user: readUser(reserved.made) };
    if (reserved.type === 'key-reused') return refuse(db, audit, { type: 'key-reused' });
  }
  await db.rows(sql`INSERT INTO bailiwick_owners (id) VALUES (${user.id})`);
  await db.rows(sql`
    INSERT INTO bailiwick_users
      (id, email, email_key, password_hash, password_version, role, status, created_at, updated_at)
    VALUES
      (${user.id}, ${user.email}, ${emailKey}, ${passwordHash}, 1, ${user.role}, ${user.status},
       ${user.createdAt}, ${user.updatedAt})`);
  const given = await takeAddress(db, user.id, { email: user.email, emailKey, displacing });
  if (given.type !== 'given') {
    await deleteUser(db, user.id);
    if (record !== null) await releaseKey(db, record, audit);
    return given.type === 'email-taken' ? refuse(db, audit, given) : given;
  }
  for (const [meter, limit] of Object.entries(limits)) {
    await setOwnLimit(db, { ownerId: user.id, meter, limit });
  }
  await recordAccepted(db, withDetails(audit, given.details));
  return { type: 'added' };
}

/**
 * Locks the users and the actor in the order of their ids, as every command does, and returns the locked rows. If the
 * command may make the first of the users an administrator no longer, it also locks all other active administrators. When
 * two administrators demote each other at the same instant, the second waits here, and then sees that the first is no
 * administrator any more (A4). Locking a single row that stands for the rule left no administrator in 30 of 30 races at
 * REPEATABLE READ: nothing in that row changes, so that an old snapshot does not conflict.
 */
async function lock(
  db: Database,
  ids: readonly [UserId, ...UserId[]],
  { authority }: AuditDraft,
  mayEndAdmin: boolean,
): Promise<LockedUserRow[]> {
  const { isOneOf, lock } = db.dialect;
  const [id] = ids;
  const involved = isOneOf(sql`id`, authority === null ? ids : [...ids, authority.userId], sql`uuid`);
  const wanted = mayEndAdmin
    ? sql`id IN (
        SELECT id FROM bailiwick_users WHERE ${IS_ACTIVE_ADMIN} AND EXISTS (
          SELECT 1 FROM bailiwick_users WHERE id = ${id} AND ${IS_ACTIVE_ADMIN})
        UNION ALL SELECT id FROM bailiwick_users WHERE ${involved}
      )`
    : involved;
  const lockThem = () =>
    db.rows<LockedUserRow>(sql`
      SELECT ${COLUMNS}, email_key AS "emailKey", authority_version AS "authorityVersion" FROM bailiwick_users
      WHERE ${wanted} ORDER BY id ${lock.noKeyUpdate}`);
  const locked = await lockThem();
  const user = locked.find((candidate) => candidate.id === id);
  const isLast = user !== undefined && isActiveAdmin(user) && !hasOtherAdmin(locked, id);
  // The statement may have waited for the transaction that made the user an administrator: it then sees no other one.
  return mayEndAdmin && isLast ? lockThem() : locked;
}

/**
 * Every command on quotas or resources of the user, and every command that relies on the user, holds FOR KEY SHARE on
 * them. This lock waits for all of them, and lets no new one begin; only then are the groups locked, which some of them
 * lock too.
 */
async function lockWithMemberships(db: Database, id: UserId, role?: typeof OWNER_ROLE): Promise<void> {
  await db.rows(sql`SELECT id FROM bailiwick_users WHERE id = ${id} ${db.dialect.lock.update}`);
  await holdMembers(db, groupsOf(id, role));
}

function isAnother(locked: UserRow, read: UserVersion | null = null): boolean {
  return read !== null && !isOfVersion(readUser(locked), read);
}

function hasOtherAdmin(locked: readonly UserRow[], id: UserId): boolean {
  return locked.some((user) => user.id !== id && isActiveAdmin(user));
}

const NOT_GIVEN = { type: 'given', details: {} } as const;

/** Writes the change. The user is locked, and has the address already. */
async function update(db: Database, { id, role, status }: UserRow, { email, at }: UserChange): Promise<User> {
  const address = email === undefined ? sql`` : sql`email = ${email.email}, email_key = ${email.emailKey},`;
  const [row] = await db.rows<UserRow>(sql`
    UPDATE bailiwick_users SET ${address} role = ${role}, status = ${status}, updated_at = ${at}
    WHERE id = ${id} RETURNING ${COLUMNS}`);
  if (row === undefined) throw new TypeError('A user was changed who is not locked.');
  return readUser(row);
}

/** The tables in which a user can have any number of rows beside resources. */
const OTHER_ROWS: readonly OwnedRows[] = [
  IDEMPOTENCY_KEYS,
  {
    table: sql`bailiwick_nonces`,
    key: sql`key_id, nonce`,
    of: (id) => sql`key_id IN (SELECT id FROM bailiwick_access_keys WHERE user_id = ${id})`,
  },
];

/** Ends the user's sessions and rights now, and leaves the rows to later steps. */
async function beginDeletion(db: Database, id: UserId, audit: AuditDraft): Promise<DeleteUserOutcome> {
  const [row] = await db.rows<UserRow>(sql`
    UPDATE bailiwick_users SET status = 'deleting', ${RAISED}, updated_at = ${audit.at}
    WHERE id = ${id} RETURNING ${COLUMNS}`);
  if (row === undefined) throw new Error('A user who was locked is gone.');
  await endSessions(db, id, null);
  const released = await removeMemberships(db, id);
  const quotas = await db.rows<{ meter: string; used: StoredInteger }>(
    sql`SELECT meter, used FROM bailiwick_quotas WHERE owner_id = ${id} ORDER BY meter`,
  );
  const used = Object.fromEntries(quotas.map((quota) => [quota.meter, readInteger(quota.used)]));
  await recordAccepted(db, withDetails(audit, { status: 'deleting', used }));
  return { type: 'deleting', user: readUser(row), ...released };
}

async function deleteWithEverything(db: Database, id: UserId): Promise<Released> {
  await db.rows(sql`DELETE FROM bailiwick_resources WHERE owner_id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_quotas WHERE owner_id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_idempotency_keys WHERE owner_id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_sessions WHERE user_id = ${id}`);
  await deleteAccessKeys(db, id);
  const released = await removeMemberships(db, id);
  await db.rows(sql`DELETE FROM bailiwick_email_addresses WHERE user_id = ${id}`);
  await deleteUser(db, id);
  return released;
}

async function deleteUser(db: Database, id: UserId): Promise<void> {
  await db.rows(sql`DELETE FROM bailiwick_users WHERE id = ${id}`);
  await db.rows(sql`DELETE FROM bailiwick_owners WHERE id = ${id}`);
}
