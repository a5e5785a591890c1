import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { GroupId, UserId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { ContinueDeletionOutcome, DeletingPage, DeletionStep } from '../users/user-store.js';
import type { Scope } from '../policy/scope.js';
import type { Demand, QuotaShortfall } from '../quotas/quota.js';
import type { Released } from '../quotas/released.js';
import type { Group } from './group.js';

/** The members that identify a version of a group. */
export type GroupVersion = Pick<Group, 'name' | 'updatedAt'>;

export interface AddGroup {
  /** The first member, of role `owner`; by default there is none. */
  readonly firstOwner?: UserId | null;
  /** The amounts that the group takes from every group above it, stored with the group; by default nothing. */
  readonly demand?: Demand;
  /** The amounts that the first member takes from the group and from every group above it; by default nothing. */
  readonly memberDemand?: Demand;
}

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
}

export interface DeleteGroup {
  readonly resources: 'delete' | 'refuse';
  /** Delete only while the group is of this version; `null` to delete in any case. */
  readonly ifUnchangedSince: GroupVersion | null;
  /** If the group has more resources and idempotency records than this, they are left to later steps. */
  readonly rowsAtOnceMax: number;
}

export interface GroupQuery extends PageQuery {
  readonly scope: Scope;
  /** Only the groups that lie in this one, and not those further down; `null`: all. */
  readonly parentId: string | null;
  readonly type: string | null;
  /** As in `UserQuery`, of the limits of the group itself. */
  readonly over: boolean | null;
  readonly nearPercent: number | null;
}

export type AddGroupOutcome =
  /**
   * `too-deep`: the path would be longer than {@link PATH_LENGTH_MAX}. `no-user`: the first member is gone; `too-many`:
   * they are a member of `MEMBERSHIPS_MAX` groups.
   */
  | { readonly type: 'added' | 'no-parent' | 'too-deep' | 'id-taken' | 'no-user' | 'too-many' }
  /** The figures are of the group, if its first member demands anything, and of the groups above it. */
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  | AuthorityChanged;
export type RenameGroupOutcome =
  | { readonly type: 'renamed'; readonly group: Group }
  | { readonly type: 'absent' | 'precondition-failed' }
  | AuthorityChanged;
export type MoveGroupOutcome =
  | ({ readonly type: 'moved'; readonly group: Group } & Released)
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
  /** `deleting`: the group is gone; {@link GroupStore.continueDeletion} deletes what it owned. */
  | ({ readonly type: 'deleted' | 'deleting' } & Released)
  | { readonly type: 'absent' | 'precondition-failed' }
  /** There are groups in it. */
  | { readonly type: 'not-empty' }
  /** `count` is at most one more than `rowsAtOnceMax`, as far as it was counted. */
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
  /**
   * Adds a group to its parent, or as a root, with `firstOwner` as its first member, of role `owner`. It checks the
   * parent in the transaction that writes. It claims the demands of the group and of the member together or not at all
   * (Q4), by the rules of `ResourceStore.create` (Q1, Q2); deleting the group releases them, and a move takes them along.
   */
  add(group: Group, audit: AuditDraft, options?: AddGroup): Promise<AddGroupOutcome>;

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
   * Moves the group, with everything in it, to another parent: it claims its usage and its own demand at every group of the new path that
   * is not on the old one, and releases it at every group of the old path that is not on the new one, in one commit
   * (Q10). There is no committed state in which the usage counts twice or not at all. If the new path has no room,
   * nothing changes. A create below that races with it is charged on one of the two paths, before or after the move.
   * No racing move closes a cycle or makes a path too long (Q11).
   *
   * An adapter MUST decide from the paths and the usage that it reads after it has locked the moved groups and the new
   * parent. In a host's transaction that would show it an older state, it throws an `Error`.
   */
  move(id: GroupId, change: MoveGroup, audit: AuditDraft): Promise<MoveGroupOutcome>;

  /**
   * Deletes a group with its members, limits and idempotency records, if no group lies in it (I1), and with `resources: 'delete'`
   * every resource: what they, the group itself and its members used is released at every group above. `resources: 'refuse'` deletes only a group that
   * owns none. A create or an `add` that races with it is before it, or finds no group.
   *
   * With more rows than `rowsAtOnceMax`, the transaction does all this but deleting the rows: from its commit on the
   * group does not exist for any command, of any store, and nobody sees what it owned. Its event says so, and holds the
   * amounts that were `used`. The id stays taken until the last row is gone. In a host's transaction that may show an
   * older state, an adapter may delete everything at once instead.
   */
  delete(id: GroupId, options: DeleteGroup, audit: AuditDraft): Promise<DeleteGroupOutcome>;

  /** Lists deleted groups of which rows are left, as `UserStore.listDeleting` lists users. */
  listDeleting(page: DeletingPage<GroupId>): Promise<GroupId[]>;

  /** Deletes at most `rowsMax` rows that a deleted group has left, as `UserStore.continueDeletion` does those of a user. */
  continueDeletion(id: GroupId, step: DeletionStep, audit: AuditDraft): Promise<ContinueDeletionOutcome>;
}
