import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { GroupId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { Group } from './group.js';

/** The members that identify a version of a group. */
export type GroupVersion = Pick<Group, 'name' | 'updatedAt'>;

export interface RenameGroup {
  readonly name: string;
  readonly at: Date;
  /** Rename only while the group is of this version; `null` to rename in any case. */
  readonly ifUnchangedSince: GroupVersion | null;
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
   * Deletes a group with its limits and idempotency records, if it owns no resources and no group lies in it (I1): a
   * create or an `add` that races with it is before it, or finds no group.
   */
  delete(id: GroupId, ifUnchangedSince: GroupVersion | null, audit: AuditDraft): Promise<DeleteGroupOutcome>;
}
