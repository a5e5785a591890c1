import {
  accepted,
  withDetails,
  withEnded,
  type AuditDetails,
  type AuditDraft,
} from '../audit/audit-event.js';
import type { UserId } from '../ids.js';
import type { AuthorityChanged } from '../commands/authority.js';
import { belongingTo } from '../policy/action.js';
import { shortfall, shortfallOnPath, totalDemand } from '../quotas/quota.js';
import { isActiveAdmin, isOfVersion, type User, type UserVersion } from '../users/user.js';
import type {
  AddFirstAdminOutcome,
  AddUserOutcome,
  ChangeUserOutcome,
  ContinueDeletionOutcome,
  DeleteUser,
  DeleteUserOutcome,
  GivenEmail,
  DeletingPage,
  DeletionStep,
  NewUser,
  PasswordChange,
  RaisePasswordVersionOutcome,
  SetPasswordOutcome,
  TransferAll,
  UserChange,
  UserQuery,
  UserStore,
  UserWithPassword,
} from '../users/user-store.js';
import { deleteAccessKeys } from './access-keys.js';
import { raiseAuthorityVersion, runCommand } from './authority.js';
import { record, refuse } from './audit-events.js';
import { isWithin } from './member-roles.js';
import { lastOwnedBy, removeMemberships } from './members.js';
import {
  idempotencyId,
  levelOf,
  isSoFull,
  meterState,
  ownedRows,
  pathOf,
  setQuotaRow,
  shiftUsage,
  type MemoryState,
  type UserRow,
  presentUser,
  type Run,
} from './memory-state.js';
import { newestFirst } from './newest-first.js';

/** Keeps users in memory, with their password hashes and addresses. */
export class MemoryUserStore implements UserStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  add(user: NewUser, audit: AuditDraft): Promise<AddUserOutcome> {
    return runCommand(this.#run, audit, (state) => add(state, user, audit));
  }

  addFirstAdmin(user: NewUser, audit: AuditDraft): Promise<AddFirstAdminOutcome> {
    return runCommand(this.#run, audit, (state) => {
      const exists = [...state.users.values()].some((row) => isActiveAdmin(row.user));
      return exists ? refuse(state, audit, { type: 'admin-exists' }) : add(state, user, audit);
    });
  }

  find(id: UserId): Promise<User | null> {
    return this.#run((state) => state.users.get(id)?.user ?? null);
  }

  findWithPassword(by: { id: UserId } | { emailKey: string }): Promise<UserWithPassword | null> {
    return this.#run((state) => {
      const row = 'id' in by ? state.users.get(by.id) : holder(state, by.emailKey);
      if (row === undefined) return null;
      const { user, passwordHash, passwordVersion, authorityVersion } = row;
      return { user, passwordHash, passwordVersion, authorityVersion };
    });
  }

  list({ byEmail, count, ...query }: UserQuery): Promise<User[]> {
    return this.#run((state) => {
      if (byEmail === null)
        return newestFirst(users(state), { ...query, count }, ({ id }) => matches(state, id, query));
      const rows = [...state.users.values()].filter(
        (row) =>
          row.emailKey.startsWith(byEmail.prefix) &&
          (byEmail.afterKey === null || row.emailKey > byEmail.afterKey) &&
          matches(state, row.user.id, query),
      );
      const sorted = rows.sort((a, b) => (a.emailKey < b.emailKey ? -1 : 1));
      return sorted.slice(0, count).map(({ user }) => user);
    });
  }

  change(id: UserId, change: UserChange, audit: AuditDraft): Promise<ChangeUserOutcome> {
    return runCommand(this.#run, audit, (state): ChangeUserOutcome => {
      const row = presentUser(state, id);
      if (row === undefined) return refuse(state, audit, { type: 'absent' });
      const { email, at, expectedVersion = row.passwordVersion, ifUnchangedSince, ...rest } = change;
      if (isAnother(row.user, ifUnchangedSince)) return refuse(state, audit, { type: 'precondition-failed' });
      if (expectedVersion !== row.passwordVersion) return refuse(state, audit, { type: 'stale' });
      const user: User = { ...row.user, ...rest, email: email?.email ?? row.user.email, updatedAt: at };
      if (isActiveAdmin(row.user) && !isActiveAdmin(user) && isLastAdmin(state, id)) {
        return refuse(state, audit, { type: 'last-admin' });
      }
      const groups = user.status === 'active' ? [] : lastOwnedBy(state, id);
      if (groups.length > 0) return refuse(state, audit, { type: 'last-owner', groups });
      const taken = email === undefined ? FREE : take(state, id, email);
      if (taken.type === 'email-taken') return refuse(state, audit, taken);
      if (taken.type === 'unproven-holder') return taken;
      state.users.set(id, { ...row, user, ...addressesAfter(row, email) });
      if (user.role !== row.user.role || user.status !== row.user.status) raiseAuthorityVersion(state, id);
      if (user.status === 'disabled') endSessions(state, id, null);
      record(state, accepted(withDetails(audit, taken.details)));
      return { type: 'changed', user };
    });
  }

  setPassword(id: UserId, change: PasswordChange, audit: AuditDraft): Promise<SetPasswordOutcome> {
    return runCommand(this.#run, audit, (state): SetPasswordOutcome => {
      const row = presentUser(state, id);
      if (row === undefined) return refuse(state, audit, { type: 'absent' });
      const { passwordHash, at, expectedVersion, keepSessionId, accessKeys } = change;
      if (expectedVersion !== null && expectedVersion !== row.passwordVersion) {
        return refuse(state, audit, { type: 'stale' });
      }
      const user = { ...row.user, updatedAt: at };
      state.users.set(id, { ...row, user, passwordHash, passwordVersion: row.passwordVersion + 1 });
      raiseAuthorityVersion(state, id);
      endSessions(state, id, keepSessionId);
      const endedAccessKeys = accessKeys === 'delete' ? deleteAccessKeys(state, id) : 0;
      record(state, accepted(withEnded(audit, { endedAccessKeys })));
      return { type: 'changed' };
    });
  }

  raisePasswordVersion(id: UserId, audit: AuditDraft): Promise<RaisePasswordVersionOutcome> {
    return runCommand(this.#run, audit, (state): RaisePasswordVersionOutcome => {
      const row = presentUser(state, id);
      if (row === undefined) return refuse(state, audit, { type: 'absent' });
      state.users.set(id, { ...row, passwordVersion: row.passwordVersion + 1 });
      record(state, accepted(audit));
      return { type: 'changed' };
    });
  }

  rehash(id: UserId, expectedVersion: number, passwordHash: string): Promise<void> {
    return this.#run((state) => {
      const row = state.users.get(id);
      if (row?.passwordVersion === expectedVersion) state.users.set(id, { ...row, passwordHash });
    });
  }

  delete(id: UserId, options: DeleteUser, audit: AuditDraft): Promise<DeleteUserOutcome> {
    return runCommand(this.#run, audit, (state): DeleteUserOutcome => {
      const row = state.users.get(id);
      if (row === undefined) return refuse(state, audit, { type: 'absent' });
      if (isAnother(row.user, options.ifUnchangedSince))
        return refuse(state, audit, { type: 'precondition-failed' });
      if (row.user.status === 'deleting') return { type: 'deleting', user: row.user };
      if (isActiveAdmin(row.user) && isLastAdmin(state, id))
        return refuse(state, audit, { type: 'last-admin' });
      const groups = lastOwnedBy(state, id);
      if (groups.length > 0) return refuse(state, audit, { type: 'last-owner', groups });
      const owned = [...state.resources.values()].filter(({ resource }) => resource.ownerId === id);
      const { rowsAtOnceMax = Infinity } = options;
      if (options.resources === 'refuse' && owned.length > 0) {
        const count = Math.min(owned.length, rowsAtOnceMax + 1);
        return refuse(state, audit, { type: 'owns-resources', count });
      }
      if (typeof options.resources === 'object') {
        const refusal = transferAll(state, id, options.resources, audit.at);
        if (refusal !== null) return refuse(state, audit, refusal, figuresOf(refusal));
      }
      if (rowsOf(state, id).length > rowsAtOnceMax) return beginDeletion(state, row, audit);
      deleteRows(state, id, Infinity);
      finish(state, id);
      record(state, accepted(audit));
      return { type: 'deleted' };
    });
  }

  listDeleting({ afterId, countMax }: DeletingPage): Promise<UserId[]> {
    return this.#run((state) => {
      const deleting = users(state).filter(({ status }) => status === 'deleting');
      const ids = deleting
        .map(({ id }) => id)
        .filter((id) => afterId === null || id > afterId)
        .sort();
      return ids.slice(0, countMax);
    });
  }

  continueDeletion(
    id: UserId,
    { rowsMax }: DeletionStep,
    audit: AuditDraft,
  ): Promise<ContinueDeletionOutcome> {
    return this.#run((state): ContinueDeletionOutcome => {
      if (state.users.get(id)?.user.status !== 'deleting') return { type: 'none' };
      const count = deleteRows(state, id, rowsMax);
      if (count === rowsMax) return { type: 'continued', count, olderThanId: null };
      finish(state, id);
      record(state, accepted(audit));
      return { type: 'deleted', count };
    });
  }
}

function figuresOf(refusal: DeleteUserOutcome): AuditDetails {
  return refusal.type === 'quota-exceeded' ? { quotas: refusal.quotas } : {};
}

/** Ends all access at once, and leaves the rows to the steps. */
function beginDeletion(state: MemoryState, row: UserRow, audit: AuditDraft): DeleteUserOutcome {
  const { id } = row.user;
  const user: User = { ...row.user, status: 'deleting', updatedAt: audit.at };
  state.users.set(id, { ...row, user });
  raiseAuthorityVersion(state, id);
  endSessions(state, id, null);
  removeMemberships(state, id);
  const used = Object.fromEntries(
    [...(state.quotas.get(id) ?? [])].map(([meter, quota]) => [meter, quota.used]),
  );
  record(state, accepted(withDetails(audit, { status: 'deleting', used })));
  return { type: 'deleting', user };
}

/** Everything that a user can have in any number, each with its deletion. */
function rowsOf(state: MemoryState, id: UserId): (() => void)[] {
  const { nonces, accessKeys } = state;
  const ofKeys = [...nonces].filter(([, { keyId }]) => accessKeys.get(keyId)?.userId === id);
  return [
    ...ownedRows(state, id),
    ...ofKeys.map(
      ([key]) =>
        () =>
          void nonces.delete(key),
    ),
  ];
}

/** Gives every resource of the user to another owner, or says why not. */
function transferAll(
  state: MemoryState,
  id: UserId,
  { to, kinds, countMax }: TransferAll,
  at: Date,
): Exclude<DeleteUserOutcome, AuthorityChanged> | null {
  const isGroup = state.groups.has(to);
  const receiver = presentUser(state, to)?.user;
  if (receiver === undefined && !isGroup) return { type: 'no-owner' };
  if (receiver !== undefined && receiver.status !== 'active') return { type: 'owner-disabled' };
  const owned = [...state.resources.values()].filter(({ resource }) => resource.ownerId === id);
  if (owned.length > countMax) return { type: 'owns-resources', count: countMax + 1 };
  const other = owned.find(({ resource }) => !kinds.includes(resource.kind));
  if (other !== undefined) return { type: 'kind-refused', kind: other.resource.kind };
  const demand = totalDemand(owned.map((row) => row.demand));
  const quotas = isGroup
    ? shortfallOnPath(demand, pathOf(state, to).map(levelOf(state, demand)))
    : shortfall(demand, (meter) => meterState(state, to, meter));
  if (quotas !== null) return { type: 'quota-exceeded', quotas };
  for (const row of owned) {
    const resource = { ...row.resource, ownerId: to, updatedAt: at };
    state.resources.set(resource.id, { ...row, resource });
  }
  shiftUsage(state, to, demand, 1);
  shiftUsage(state, id, demand, -1);
  return null;
}

function deleteRows(state: MemoryState, id: UserId, rowsMax: number): number {
  const deletions = rowsOf(state, id).slice(0, rowsMax);
  for (const deleteRow of deletions) deleteRow();
  return deletions.length;
}

/** Deletes the user, and the few rows that every user has. */
function finish(state: MemoryState, id: UserId): void {
  state.quotas.delete(id);
  removeMemberships(state, id);
  endSessions(state, id, null);
  deleteAccessKeys(state, id);
  state.users.delete(id);
}

/** Ends the sessions of the user, except one if `keepSessionId` names it. */
export function endSessions(state: MemoryState, userId: string, keepSessionId: string | null): void {
  for (const { session } of state.sessions.values()) {
    if (session.userId === userId && session.id !== keepSessionId) state.sessions.delete(session.id);
  }
}

function add(
  state: MemoryState,
  { user, emailKey, passwordHash, limits, displacing = 'nobody', idempotency = null }: NewUser,
  audit: AuditDraft,
): AddUserOutcome {
  if (idempotency !== null) {
    const { actorId, key, payloadHash } = idempotency;
    if (presentUser(state, actorId) === undefined) return refuse(state, audit, { type: 'no-actor' });
    const earlier = state.idempotencyRecords.get(idempotencyId(actorId, audit, key));
    if (earlier?.payloadHash === payloadHash) return { type: 'repeated', user: earlier.resource as User };
    if (earlier !== undefined) return refuse(state, audit, { type: 'key-reused' });
  }
  const taken = take(state, user.id, { emailKey, displacing });
  if (taken.type === 'email-taken') return refuse(state, audit, taken);
  if (taken.type === 'unproven-holder') return taken;
  const versions = { passwordVersion: 1, authorityVersion: 1 };
  state.users.set(user.id, { user, emailKey, proven: null, passwordHash, ...versions });
  for (const [meter, ownLimit] of Object.entries(limits)) {
    setQuotaRow(state, user.id, meter, { used: 0, ownLimit });
  }
  if (idempotency !== null) {
    const { actorId: ownerId, key, payloadHash } = idempotency;
    const record = { ownerId, payloadHash, resource: user, createdAt: audit.at };
    state.idempotencyRecords.set(idempotencyId(ownerId, audit, key), record);
  }
  record(state, accepted(withDetails(audit, taken.details)));
  return { type: 'added' };
}

const FREE = { type: 'free', details: {} } as const;

/** Makes the address available to the user, and takes it from a holder who may lose it. */
function take(
  state: MemoryState,
  id: UserId,
  { emailKey, displacing = 'nobody' }: Omit<GivenEmail, 'email'>,
) {
  const row = [...state.users.values()].find((other) => hasAddress(other, emailKey));
  if (row === undefined || row.user.id === id) return FREE;
  const { user, proven } = row;
  if (displacing === 'nobody' || proven === null || proven.emailKey === emailKey) {
    return { type: 'email-taken' } as const;
  }
  if (displacing === 'ask' || displacing.userId !== user.id) {
    return { type: 'unproven-holder', holderId: user.id } as const;
  }
  const { audit } = displacing;
  const after = { ...user, email: proven.email, updatedAt: audit.at };
  state.users.set(user.id, { ...row, user: after, emailKey: proven.emailKey, proven: null });
  record(state, accepted(withDetails(audit, { email: proven.email })));
  return { type: 'free', details: { takenFrom: user.id } } as const;
}

function addressesAfter(
  { user, emailKey, proven }: UserRow,
  given: GivenEmail | undefined,
): Pick<UserRow, 'emailKey' | 'proven'> {
  if (given === undefined) return { emailKey, proven };
  const before = proven ?? { email: user.email, emailKey };
  const isProven = given.isUnproven !== true || given.emailKey === before.emailKey;
  return { emailKey: given.emailKey, proven: isProven ? null : before };
}

function hasAddress({ emailKey, proven }: UserRow, key: string): boolean {
  return emailKey === key || proven?.emailKey === key;
}

function isAnother(user: User, read: UserVersion | null = null): boolean {
  return read !== null && !isOfVersion(user, read);
}

function holder(state: MemoryState, emailKey: string): UserRow | undefined {
  return [...state.users.values()].find((row) => row.emailKey === emailKey);
}

function users(state: MemoryState): User[] {
  return [...state.users.values()].map(({ user }) => user);
}

function isLastAdmin(state: MemoryState, id: UserId): boolean {
  return !users(state).some((user) => user.id !== id && isActiveAdmin(user));
}

function matches(
  state: MemoryState,
  id: UserId,
  { scope, emailKey, role, status, over, nearPercent }: Omit<UserQuery, 'byEmail' | 'count'>,
): boolean {
  const row = state.users.get(id);
  if (row === undefined || !isWithin(state, scope, belongingTo(id))) return false;
  if (emailKey !== null && row.emailKey !== emailKey) return false;
  if (role !== null && row.user.role !== role) return false;
  if (status !== null && row.user.status !== status) return false;
  return isSoFull(state, id, { over, nearPercent });
}
