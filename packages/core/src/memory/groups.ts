import { accepted, type AuditDraft } from '../audit/audit-event.js';
import type { Group } from '../groups/group.js';
import type {
  AddGroupOutcome,
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
import { DELETE_AT_ONCE_ROWS_MAX, PATH_LENGTH_MAX } from '../limits.js';
import { belongingTo } from '../policy/action.js';
import { includes } from '../policy/scope.js';
import { shortfallOnPath, type Demand } from '../quotas/quota.js';
import { record, refuse } from './audit-events.js';
import { runCommand } from './authority.js';
import { deleteWhere, levelOf, pathOf, shiftUsageAt, type MemoryState, type Run } from './memory-state.js';
import { newestFirst } from './newest-first.js';

/** Keeps groups in memory. */
export class MemoryGroupStore implements GroupStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  add(group: Group, audit: AuditDraft): Promise<AddGroupOutcome> {
    return runCommand(this.#run, audit, (state): AddGroupOutcome => {
      const { id, parentId } = group;
      if (parentId !== null) {
        if (!state.groups.has(parentId)) return refuse(state, audit, { type: 'no-parent' });
        if (pathOf(state, parentId).length >= PATH_LENGTH_MAX)
          return refuse(state, audit, { type: 'too-deep' });
      }
      if (state.groups.has(id) || state.users.has(id)) return refuse(state, audit, { type: 'id-taken' });
      state.groups.set(id, group);
      record(state, accepted(audit));
      return { type: 'added' };
    });
  }

  find(id: GroupId): Promise<Group | null> {
    return this.#run((state) => state.groups.get(id) ?? null);
  }

  list({ scope, parentId, type, ...page }: GroupQuery): Promise<Group[]> {
    return this.#run((state) =>
      newestFirst([...state.groups.values()], page, (group) => {
        if (!includes(scope, belongingTo(group.id))) return false;
        return (parentId === null || group.parentId === parentId) && (type === null || group.type === type);
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

      const usage = usageOf(state, id);
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

  delete(id: GroupId, ifUnchangedSince: GroupVersion | null, audit: AuditDraft): Promise<DeleteGroupOutcome> {
    return runCommand(this.#run, audit, (state): DeleteGroupOutcome => {
      const group = state.groups.get(id);
      if (group === undefined) return refuse(state, audit, { type: 'absent' });
      if (!isOfVersion(group, ifUnchangedSince)) return refuse(state, audit, { type: 'precondition-failed' });
      if ([...state.groups.values()].some(({ parentId }) => parentId === id))
        return refuse(state, audit, { type: 'not-empty' });
      const owned = [...state.resources.values()].filter(({ resource }) => resource.ownerId === id);
      if (owned.length > 0) {
        const count = Math.min(owned.length, DELETE_AT_ONCE_ROWS_MAX + 1);
        return refuse(state, audit, { type: 'owns-resources', count });
      }
      state.quotas.delete(id);
      deleteWhere(state.idempotencyRecords, Infinity, ({ ownerId }) => ownerId === id);
      state.groups.delete(id);
      record(state, accepted(audit));
      return { type: 'deleted' };
    });
  }
}

const above = (state: MemoryState, parentId: GroupId | null) =>
  parentId === null ? [] : pathOf(state, parentId);

/** The number of groups from this one down to the deepest. */
function heightOf(state: MemoryState, id: string): number {
  const inside = [...state.groups.values()].filter(({ parentId }) => parentId === id);
  return 1 + Math.max(0, ...inside.map((group) => heightOf(state, group.id)));
}

/** What is used in the group and below it. */
function usageOf(state: MemoryState, id: string): Demand {
  const rows = [...(state.quotas.get(id) ?? [])].filter(([, { used }]) => used > 0);
  return Object.fromEntries(rows.map(([meter, { used }]) => [meter, used]));
}

function isOfVersion(group: Group, version: GroupVersion | null): boolean {
  return (
    version === null ||
    (group.name === version.name && group.updatedAt.getTime() === version.updatedAt.getTime())
  );
}
