import type { GroupId, UserId } from '../ids.js';
import type { MemberKey } from '../members/member-store.js';
import type { Target } from '../policy/action.js';
import { includes, memberIn, type Scope } from '../policy/scope.js';
import { pathOf, type MemoryState } from './memory-state.js';

/** The roles of the user in the owner and above it; none if the owner is no group. */
export function memberRolesOf(state: MemoryState, userId: string, ownerId: string): readonly string[] {
  const path = pathOf(state, ownerId) as readonly GroupId[];
  const rows = path.map((groupId) => state.members.get(memberId({ groupId, userId: userId as UserId })));
  return [...new Set(rows.flatMap((row) => row?.role ?? []))].sort();
}

/** Does the target lie within the scope? Its owner may be a group that the user of the scope is a member of. */
export function isWithin(state: MemoryState, scope: Scope, target: Target): boolean {
  const userId = target.ownerId === null ? null : memberIn(scope);
  if (userId === null || target.ownerId === null) return includes(scope, target);
  return includes(scope, { ...target, memberRoles: memberRolesOf(state, userId, target.ownerId) });
}

export function memberId({ groupId, userId }: MemberKey): string {
  return `${groupId} ${userId}`;
}
