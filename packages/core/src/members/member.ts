import type { Group } from '../groups/group.js';
import type { GroupId, UserId } from '../ids.js';

/** The roles that a member of a group can always have; the host may declare more. */
export type BuiltInMemberRole = 'owner' | 'member' | 'viewer';
export const BUILT_IN_MEMBER_ROLES: readonly BuiltInMemberRole[] = Object.freeze([
  'owner',
  'member',
  'viewer',
]);

/** The role that every group keeps a member of, once it has one (A4). */
export const OWNER_ROLE = 'owner';

/** A user with a role in a group. */
export interface Member<MemberRole extends string = string> {
  readonly groupId: GroupId;
  readonly userId: UserId;
  /** The address of the user, by which members know each other. */
  readonly email: string;
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A member, with the group. */
export interface Membership<MemberRole extends string = string> extends Member<MemberRole> {
  readonly group: Group;
}

/** A group as an error names it. */
export type NamedGroup = Pick<Group, 'id' | 'name'>;
