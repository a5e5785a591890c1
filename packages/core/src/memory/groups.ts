import { accepted, withDetails, type AuditDraft } from '../audit/audit-event.js';
import type { Group } from '../groups/group.js';
import type {
  AddGroup,
  AddGroupOutcome,
  DeleteGroup,
  DeleteGroupOutcome,
  GroupQuery,
  GroupStore,
  GroupVersion,
  MoveGroup,
  MoveGroupOutcome,
  RenameGroup,
  RenameGroupOutcome,
} from '../groups/group-store.js';
import type { GroupId } from '../ids.js';
import type { ContinueDeletionOutcome, DeletingPage, DeletionStep } from '../users/user-store.js';
import { MEMBERSHIPS_MAX, PATH_LENGTH_MAX } from '../limits.js';
import { OWNER_ROLE } from '../members/member.js';
import { belongingTo } from '../policy/action.js';
import { shortfallOfAll, shortfallOnPath, totalDemand, type Demand } from '../quotas/quota.js';
import { record, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import { isWithin, memberId } from './member-roles.js';
import { membershipsOf } from './members.js';
import {
  defaultLimitId,
  deleteWhere,
  isSoFull,
  levelOf,
  ownedRows,
  pathOf,
  presentUser,
  shiftUsageAt,
  type MemoryState,
  type Run,
} from './memory-state.js';
import { newestFirst } from './newest-first.js';

/** Keeps groups in memory. */
export class MemoryGroupStore implements GroupStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  add(
    group: Group,
    audit: AuditDraft,
    { firstOwner = null, demand = {}, memberDemand = {} }: AddGroup = {},
  ): Promise<AddGroupOutcome> {
    return runCommand(this.#run, audit, (state): AddGroupOutcome => {
      const { id, parentId } = group;
      if (firstOwner !== null && presentUser(state, firstOwner) === undefined)
        return refuse(state, audit, { type: 'no-user' });
      if (firstOwner !== null && membershipsOf(state, firstOwner) >= MEMBERSHIPS_MAX)
        return refuse(state, audit, { type: 'too-many' });
      if (parentId !== null) {
        if (!state.groups.has(parentId)) return refuse(state, audit, { type: 'no-parent' });
        if (pathOf(state, parentId).length >= PATH_LENGTH_MAX)
          return refuse(state, audit, { type: 'too-deep' });
      }
      const ofMember = firstOwner === null ? {} : memberDemand;
      const ofBoth = totalDemand([demand, ofMember]);
      const path = above(state, parentId);
      const quotas = shortfallOfAll([
        { demand: ofMember, levels: [newLevel(state, group, ofMember)] },
        { demand: ofBoth, levels: path.map(levelOf(state, ofBoth)) },
      ]);
      if (quotas !== null) return refuse(state, audit, { type: 'quota-exceeded', quotas }, { quotas });
      if (state.groups.has(id) || state.users.has(id) || state.groupDeletions.has(id))
        return refuse(state, audit, { type: 'id-taken' });
      shiftUsageAt(state, path, ofBoth, 1);
      shiftUsageAt(state, [id], ofMember, 1);
      state.groups.set(id, group);
      state.groupDemands.set(id, demand);
      if (firstOwner !== null) {
        const { createdAt, updatedAt } = group;
        const row = {
          groupId: id,
          userId: firstOwner,
          role: OWNER_ROLE,
          createdAt,
          updatedAt,
          demand: memberDemand,
        };
        state.members.set(memberId(row), row);
      }
      record(state, accepted(audit));
      return { type: 'added' };
    });
  }

  find(id: GroupId): Promise<Group | null> {
    return this.#run((state) => state.groups.get(id) ?? null);
  }

  list({ scope, parentId, type, over, nearPercent, ...page }: GroupQuery): Promise<Group[]> {
    return this.#run((state) =>
      newestFirst([...state.groups.values()], page, (group) => {
        if (!isWithin(state, scope, belongingTo(group.id))) return false;
        if (parentId !== null && group.parentId !== parentId) return false;
        return (type === null || group.type === type) && isSoFull(state, group.id, { over, nearPercent });
      }),
    );
  }

  rename(
    id: GroupId,
    { name, at, ifUnchangedSince }: RenameGroup,
    audit: AuditDraft,
  ): Promise<RenameGroupOutcome> {
    return runCommand(this.#run, audit, (state): RenameGroupOutcome => {
      const before = state.groups.get(id);
      if (before === undefined) return refuse(state, audit, { type: 'absent' });
      if (!isOfVersion(before, ifUnchangedSince))
        return refuse(state, audit, { type: 'precondition-failed' });
      const group = { ...before, name, updatedAt: at };
      state.groups.set(id, group);
      record(state, accepted(audit));
      return { type: 'renamed', group };
    });
  }

  move(
    id: GroupId,
    { from, to, at, ifUnchangedSince }: MoveGroup,
    audit: AuditDraft,
  ): Promise<MoveGroupOutcome> {
    return runCommand(this.#run, audit, (state): MoveGroupOutcome => {
      const before = state.groups.get(id);
      if (before === undefined) return refuse(state, audit, { type: 'absent' });
      if (!isOfVersion(before, ifUnchangedSince))
        return refuse(state, audit, { type: 'precondition-failed' });
      if (before.parentId !== from) return { type: 'parent-changed' };
      if (to !== null && !state.groups.has(to)) return refuse(state, audit, { type: 'no-parent' });
      const left = above(state, from);
      const joined = above(state, to);
      if (joined.includes(id)) return refuse(state, audit, { type: 'cycle' });
      if (joined.length + heightOf(state, id) > PATH_LENGTH_MAX)
        return refuse(state, audit, { type: 'too-deep' });

      const usage = usageWithOwn(state, id);
      const onlyJoined = joined.filter((one) => !left.includes(one));
      const quotas = shortfallOnPath(usage, onlyJoined.map(levelOf(state, usage)));
      if (quotas !== null) return refuse(state, audit, { type: 'quota-exceeded', quotas }, { quotas });

      const group = { ...before, parentId: to, updatedAt: at };
      state.groups.set(id, group);
      shiftUsageAt(state, onlyJoined, usage, 1);
      const onlyLeft = left.filter((one) => !joined.includes(one));
      shiftUsageAt(state, onlyLeft, usage, -1);
      record(state, accepted(audit));
      return { type: 'moved', group };
    });
  }

  delete(
    id: GroupId,
    { resources, ifUnchangedSince, rowsAtOnceMax }: DeleteGroup,
    audit: AuditDraft,
  ): Promise<DeleteGroupOutcome> {
    return runCommand(this.#run, audit, (state): DeleteGroupOutcome => {
      const group = state.groups.get(id);
      if (group === undefined) return refuse(state, audit, { type: 'absent' });
      if (!isOfVersion(group, ifUnchangedSince)) return refuse(state, audit, { type: 'precondition-failed' });
      if ([...state.groups.values()].some(({ parentId }) => parentId === id))
        return refuse(state, audit, { type: 'not-empty' });
      const owned = [...state.resources.values()].filter(({ resource }) => resource.ownerId === id);
      if (resources === 'refuse' && owned.length > 0) {
        const count = Math.min(owned.length, rowsAtOnceMax + 1);
        return refuse(state, audit, { type: 'owns-resources', count });
      }
      const used = usageOf(state, id);
      shiftUsageAt(state, above(state, group.parentId), usageWithOwn(state, id), -1);
      const members = [...state.members.values()].filter(({ groupId }) => groupId === id);
      shiftUsageAt(state, [id], totalDemand(members.map(({ demand = {} }) => demand)), -1);
      deleteWhere(state.members, Infinity, ({ groupId }) => groupId === id);
      state.groups.delete(id);
      state.groupDemands.delete(id);
      if (ownedRows(state, id).length > rowsAtOnceMax) {
        state.groupDeletions.set(id, id);
        record(state, accepted(withDetails(audit, { status: 'deleting', used })));
        return { type: 'deleting' };
      }
      for (const deleteRow of ownedRows(state, id)) deleteRow();
      state.quotas.delete(id);
      record(state, accepted(audit));
      return { type: 'deleted' };
    });
  }

  listDeleting({ afterId, countMax }: DeletingPage<GroupId>): Promise<GroupId[]> {
    return this.#run((state) =>
      [...state.groupDeletions.values()]
        .filter((id) => afterId === null || id > afterId)
        .sort()
        .slice(0, countMax),
    );
  }

  continueDeletion(
    id: GroupId,
    { rowsMax }: DeletionStep,
    audit: AuditDraft,
  ): Promise<ContinueDeletionOutcome> {
    return this.#run((state): ContinueDeletionOutcome => {
      if (!state.groupDeletions.has(id)) return { type: 'none' };
      const rows = ownedRows(state, id).slice(0, rowsMax);
      for (const deleteRow of rows) deleteRow();
      const count = rows.length;
      if (count === rowsMax) return { type: 'continued', count, olderThanId: null };
      state.quotas.delete(id);
      state.groupDeletions.delete(id);
      record(state, accepted(audit));
      return { type: 'deleted', count };
    });
  }
}

const above = (state: MemoryState, parentId: GroupId | null): readonly string[] =>
  parentId === null ? [] : pathOf(state, parentId);

/** The number of groups from this one down to the deepest. */
function heightOf(state: MemoryState, id: string): number {
  const inside = [...state.groups.values()].filter(({ parentId }) => parentId === id);
  return 1 + Math.max(0, ...inside.map((group) => heightOf(state, group.id)));
}

/** Returns what is used in the group and below it. */
function usageOf(state: MemoryState, id: string): Demand {
  const rows = [...(state.quotas.get(id) ?? [])].filter(([, { used }]) => used > 0);
  const sorted = rows.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([meter, { used }]) => [meter, used]));
}

/** The same, with what the group itself takes from those above it. */
function usageWithOwn(state: MemoryState, id: string): Demand {
  return totalDemand([usageOf(state, id), state.groupDemands.get(id) ?? {}]);
}

/** A group that is new has used nothing, and the limits of its type. */
function newLevel(state: MemoryState, { id, type, name }: Group, demand: Demand) {
  const quotas = Object.keys(demand).map((meter) => {
    const byDefault = state.defaultLimits.get(defaultLimitId(type, meter));
    return { meter, used: 0, limit: byDefault?.limit ?? null };
  });
  return { owner: { id, type, name }, quotas };
}

function isOfVersion(group: Group, version: GroupVersion | null): boolean {
  return (
    version === null ||
    (group.name === version.name && group.updatedAt.getTime() === version.updatedAt.getTime())
  );
}
