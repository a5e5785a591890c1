import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { GroupId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { QuotaShortfall } from '../quotas/quota.js';
import type { Group } from './group.js';

/** The members that identify a version of a group. */
export type GroupVersion = Pick<Group, 'name' | 'updatedAt'>;

export interface RenameGroup {
  readonly name: string;
  readonly at: Date;
  /** Rename only while the group is of this version; `null` to rename in any case. */
  readonly ifUnchangedSince: GroupVersion | null;
}

export interface MoveGroup {
  /** The parent that the caller has read: if it is another one by then, the outcome is `parent-changed`. */
  readonly from: GroupId | null;
  /** The new parent; `null`: the group becomes a root. */
  readonly to: GroupId | null;
  readonly at: Date;
  /** Move only while the group is of this version; `null` to move in any case. */
  readonly ifUnchangedSince: GroupVersion | null;
  /** The meters that the host declares. In an older snapshot, a storage could miss the first usage of one. */
  readonly meters: readonly string[];
}

export interface GroupQuery extends PageQuery {
  readonly scope: Scope;
  /** Only the groups that lie in this one, and not those further down; `null`: all. */
  readonly parentId: string | null;
  readonly type: string | null;
}

export type AddGroupOutcome =
  /** `too-deep`: the path would be longer than {@link PATH_LENGTH_MAX}. */
  { readonly type: 'added' | 'no-parent' | 'too-deep' | 'id-taken' } | AuthorityChanged;
export type RenameGroupOutcome =
  | { readonly type: 'renamed'; readonly group: Group }
  | { readonly type: 'absent' | 'precondition-failed' }
  | AuthorityChanged;
export type MoveGroupOutcome =
  | { readonly type: 'moved'; readonly group: Group }
  | { readonly type: 'absent' | 'no-parent' | 'precondition-failed' }
  /** The new parent is the group itself, or lies in it. */
  | { readonly type: 'cycle' }
  /** The path of the group, or of one below it, would be longer than {@link PATH_LENGTH_MAX}. */
  | { readonly type: 'too-deep' }
  /** The figures are of the levels that the group would join. */
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  /** Nothing is written, no audit event either: the command must be decided again. */
  | { readonly type: 'parent-changed' }
  | AuthorityChanged;
export type DeleteGroupOutcome =
  | { readonly type: 'deleted' | 'absent' | 'precondition-failed' }
  /** There are groups in it. */
  | { readonly type: 'not-empty' }
  /** `count` is at most one more than `DELETE_AT_ONCE_ROWS_MAX`, as far as it was counted. */
  | { readonly type: 'owns-resources'; readonly count: number }
  | AuthorityChanged;

/**
 * The port for groups. The rules on audit events, refusals and authority of `UserStore` hold here too.
 *
 * Groups are a tree (Q11): no group lies in itself, no path is longer than `PATH_LENGTH_MAX`, and none is without its
 * parent, also under racing commands. The path of a group is the group itself, its parent, and so on up to the root.
 *
 * Lock order, for all stores: users by id, then groups by id, then quotas by owner and meter, then resources.
 */
export interface GroupStore {
  /** Adds a group to its parent, or as a root. It checks the parent in the transaction that writes. */
  add(group: Group, audit: AuditDraft): Promise<AddGroupOutcome>;

  /** Returns the group as committed, or `null`. */
  find(id: GroupId): Promise<Group | null>;

  /**
   * Lists groups within the scope and the filter, by id, newest first. The owner of a group in a scope is that group;
   * groups have no kind.
   */
  list(query: GroupQuery): Promise<Group[]>;

  /** Renames the group. `ifUnchangedSince` is decided in the same step. */
  rename(id: GroupId, change: RenameGroup, audit: AuditDraft): Promise<RenameGroupOutcome>;

  /**
   * Moves the group, with everything in it, to another parent: it claims its usage at every group of the new path that
   * is not on the old one, and releases it at every group of the old path that is not on the new one, in one commit
   * (Q10). There is no committed state in which the usage counts twice or not at all. If the new path has no room,
   * nothing changes. A create below that races with it is charged on one of the two paths, before or after the move.
   * Of racing moves, none closes a cycle or makes a path too long (Q11).
   *
   * An adapter MUST decide from the paths and the usage that it reads after it has locked the moved groups and the new
   * parent.
   */
  move(id: GroupId, change: MoveGroup, audit: AuditDraft): Promise<MoveGroupOutcome>;

  /**
   * Deletes a group with its limits and idempotency records, if it owns no resources and no group lies in it (I1): a
   * create or an `add` that races with it is before it, or finds no group.
   */
  delete(id: GroupId, ifUnchangedSince: GroupVersion | null, audit: AuditDraft): Promise<DeleteGroupOutcome>;
}
