import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { UserId } from '../ids.js';
import { LAST_OWNER_GROUPS_MAX, MEMBERS_MAX, MEMBERSHIPS_MAX } from '../limits.js';
import { OWNER_ROLE, type Member, type Membership, type NamedGroup } from '../members/member.js';
import type {
  MemberKey,
  MemberQuery,
  MembershipQuery,
  MemberStore,
  RemoveMemberOutcome,
  RolesOnPath,
  SetMember,
  SetMemberOutcome,
} from '../members/member-store.js';
import { belongingTo } from '../policy/action.js';
import { shortfallOnPath } from '../quotas/quota.js';
import { record, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import { isWithin, memberId, memberRolesOf } from './member-roles.js';
import {
  deleteWhere,
  levelOf,
  pathOf,
  presentUser,
  shiftUsage,
  type MemberRow,
  type MemoryState,
  type Run,
} from './memory-state.js';
import { newestFirst } from './newest-first.js';

/** Keeps the members of groups in memory. */
export class MemoryMemberStore implements MemberStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  find(key: MemberKey): Promise<Member | null> {
    return this.#run((state) => {
      const row = state.members.get(memberId(key));
      return row === undefined ? null : withEmail(state, row);
    });
  }

  rolesOf(userId: UserId, groupIds: readonly string[]): Promise<ReadonlyMap<string, RolesOnPath>> {
    return this.#run((state) => {
      const groups = groupIds.flatMap((id) => state.groups.get(id) ?? []);
      return new Map(
        groups.map(({ id }) => [id, { path: pathOf(state, id), roles: memberRolesOf(state, userId, id) }]),
      );
    });
  }

  list({ groupId, ...page }: MemberQuery): Promise<Member[]> {
    return this.#run((state) =>
      newestFirst(
        [...state.members.values()].map((row) => ({ id: row.userId, row })),
        page,
        ({ row }) => row.groupId === groupId,
      ).map(({ row }) => withEmail(state, row)),
    );
  }

  listOfUser({ userId, scope, ...page }: MembershipQuery): Promise<Membership[]> {
    return this.#run((state) =>
      newestFirst(
        [...state.members.values()].map((row) => ({ id: row.groupId, row })),
        page,
        ({ id, row }) => row.userId === userId && isWithin(state, scope, belongingTo(id)),
      ).flatMap(({ row }) => {
        const group = state.groups.get(row.groupId);
        return group === undefined ? [] : [{ ...withEmail(state, row), group }];
      }),
    );
  }

  set({ groupId, userId, role, at, demand = {} }: SetMember, audit: AuditDraft): Promise<SetMemberOutcome> {
    return runCommand(this.#run, audit, (state): SetMemberOutcome => {
      if (!state.groups.has(groupId)) return refuse(state, audit, { type: 'no-group' });
      if (presentUser(state, userId) === undefined) return refuse(state, audit, { type: 'no-user' });
      const key = memberId({ groupId, userId });
      const before = state.members.get(key);
      if (before === undefined && isFull(state, { groupId, userId }))
        return refuse(state, audit, { type: 'too-many' });
      const groups = role === OWNER_ROLE ? [] : lastOwnedBy(state, userId, groupId);
      if (groups.length > 0) return refuse(state, audit, { type: 'last-owner', groups });
      if (before === undefined) {
        const quotas = shortfallOnPath(demand, pathOf(state, groupId).map(levelOf(state, demand)));
        if (quotas !== null) return refuse(state, audit, { type: 'quota-exceeded', quotas }, { quotas });
        shiftUsage(state, groupId, demand, 1);
      }
      const known = before ?? { groupId, userId, createdAt: at, demand };
      const row = before?.role === role ? before : { ...known, role, updatedAt: at };
      state.members.set(key, row);
      record(state, accepted(audit));
      return { type: 'set', member: withEmail(state, row) };
    });
  }

  remove({ groupId, userId }: MemberKey, audit: AuditDraft): Promise<RemoveMemberOutcome> {
    return runCommand(this.#run, audit, (state): RemoveMemberOutcome => {
      const key = memberId({ groupId, userId });
      const row = state.members.get(key);
      if (row === undefined) return refuse(state, audit, { type: 'absent' });
      const { demand = {} } = row;
      const groups = lastOwnedBy(state, userId, groupId);
      if (groups.length > 0) return refuse(state, audit, { type: 'last-owner', groups });
      state.members.delete(key);
      shiftUsage(state, groupId, demand, -1);
      record(state, accepted(audit));
      return { type: 'removed' };
    });
  }
}

/**
 * Returns the groups that would have no active owner without the user: all of them, or only `groupId` if it is one. A
 * group whose only owners are disabled has none that it could keep.
 */
export function lastOwnedBy(state: MemoryState, userId: UserId, groupId: string | null = null): NamedGroup[] {
  if (!isActive(state, userId)) return [];
  const owners = [...state.members.values()].filter(({ role }) => role === OWNER_ROLE);
  const own = owners.filter((row) => row.userId === userId && (groupId === null || row.groupId === groupId));
  const last = own.filter(
    (row) =>
      !owners.some(
        (other) => other.groupId === row.groupId && other.userId !== userId && isActive(state, other.userId),
      ),
  );
  const groups = last.flatMap((row) => state.groups.get(row.groupId) ?? []);
  return newestFirst(groups, { olderThanId: null, count: LAST_OWNER_GROUPS_MAX }, () => true).map(
    ({ id, name }) => ({ id, name }),
  );
}

/** Removes a user, who is being deleted, from all groups. */
export function removeMemberships(state: MemoryState, id: UserId): void {
  const own = [...state.members.values()].filter(({ userId }) => userId === id);
  for (const { groupId, demand = {} } of own) shiftUsage(state, groupId, demand, -1);
  deleteWhere(state.members, Infinity, ({ userId }) => userId === id);
}

function isFull(state: MemoryState, { groupId, userId }: MemberKey): boolean {
  const inGroup = [...state.members.values()].filter((row) => row.groupId === groupId);
  return inGroup.length >= MEMBERS_MAX || membershipsOf(state, userId) >= MEMBERSHIPS_MAX;
}

export function membershipsOf(state: MemoryState, id: UserId): number {
  return [...state.members.values()].filter(({ userId }) => userId === id).length;
}

function isActive(state: MemoryState, id: string): boolean {
  return state.users.get(id)?.user.status === 'active';
}

function withEmail(state: MemoryState, row: MemberRow): Member {
  const { groupId, userId, role, createdAt, updatedAt } = row;
  return { groupId, userId, email: state.users.get(userId)?.user.email ?? '', role, createdAt, updatedAt };
}
