import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged, SeenPath } from '../commands/authority.js';
import type { GroupId, UserId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { Demand, QuotaShortfall } from '../quotas/quota.js';
import type { Released } from '../quotas/released.js';
import type { Member, Membership, NamedGroup } from './member.js';

/** The path of a group, and the roles that a user has along it. */
export interface RolesOnPath extends SeenPath {
  readonly roles: readonly string[];
}

/** Identifies one member. */
export type MemberKey = Pick<Member, 'groupId' | 'userId'>;

export interface SetMember extends MemberKey {
  readonly role: string;
  readonly at: Date;
  /**
   * The amounts that a new member takes from the group and from every group above it, stored with the member; by default
   * nothing. A member who is there already keeps theirs.
   */
  readonly demand?: Demand;
}

/** `olderThanId` is the id of a user. */
export interface MemberQuery extends PageQuery {
  readonly groupId: GroupId;
}

/** `olderThanId` is the id of a group. */
export interface MembershipQuery extends PageQuery {
  readonly userId: UserId;
  /** Only groups within it; the owner of a group in a scope is that group. */
  readonly scope: Scope;
}

/**
 * The command would take the last active owner from these groups: at most `LAST_OWNER_GROUPS_MAX` of them, by id, newest
 * first.
 */
export interface LastOwner {
  readonly type: 'last-owner';
  readonly groups: readonly NamedGroup[];
}

export type SetMemberOutcome =
  | { readonly type: 'set'; readonly member: Member }
  /** `too-many`: the group has `MEMBERS_MAX` members, or the user is a member of `MEMBERSHIPS_MAX` groups. */
  | { readonly type: 'no-group' | 'no-user' | 'too-many' }
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  | LastOwner
  | AuthorityChanged;
export type RemoveMemberOutcome =
  | ({ readonly type: 'removed' } & Released)
  | { readonly type: 'absent' }
  | LastOwner
  | AuthorityChanged;

/**
 * The port for the members of groups. The rules on audit events, refusals and authority of `UserStore` hold here too.
 *
 * A group that has an active member of role `owner` keeps one (A4), under any number of racing callers: two who leave,
 * who remove or demote each other, who are disabled or deleted, in any combination. The outcome is then `last-owner`, of
 * the methods of this port as of `UserStore.change` and `UserStore.delete`.
 *
 * A change of a member waits for the commands in flight that rely on the roles of that user, and those that come after it
 * compare the roles that they were decided with (A3). It does not raise the authority version of the user: commands that do
 * not depend on a role along that path go on.
 *
 * No membership is without its user or its group: `UserStore.delete` and `GroupStore.delete` remove them, with what they
 * have claimed, the first with the transaction that begins the deletion.
 */
export interface MemberStore {
  /** Returns the member as committed, or `null`. */
  find(key: MemberKey): Promise<Member | null>;

  /**
   * Returns the path of each of the groups, and the roles that the user has along it, by the id of the group. Other ids
   * are left out. Roles and paths are of one committed state. The cost does not grow with the number of members, nor with
   * the other groups of the user.
   */
  rolesOf(userId: UserId, groupIds: readonly string[]): Promise<ReadonlyMap<string, RolesOnPath>>;

  /** Lists the members of one group, by the ids of their users, newest first. */
  list(query: MemberQuery): Promise<Member[]>;

  /** Lists the groups within the scope that the user is a member of, by the ids of the groups, newest first. */
  listOfUser(query: MembershipQuery): Promise<Membership[]>;

  /**
   * Makes the user a member with this role, or gives a member this role. A member who has the role already stays as they
   * are. The bounds on the number of members are decided in the same step. A new member
   * claims their demand by the rules of `ResourceStore.create` (Q1, Q2, Q4); a change of the role claims nothing.
   */
  set(change: SetMember, audit: AuditDraft): Promise<SetMemberOutcome>;

  /** Removes the member, and releases what they have claimed, once (Q3). Of all callers that race to remove one, exactly one gets `removed`. */
  remove(key: MemberKey, audit: AuditDraft): Promise<RemoveMemberOutcome>;
}
