import type { Actor } from '../actor.js';
import { groupSubject, userSubject, type Subject } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { oneOfProblem } from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import type { Group } from '../groups/group.js';
import type { GroupId, OwnerId, UserId } from '../ids.js';
import type { User } from '../users/user.js';

const OWNER_SORTS = ['user', 'group'] as const;
export type OwnerSort = (typeof OWNER_SORTS)[number];

/** The owner that a command is about, with what was looked up. A user who was not looked up may not exist. */
export interface FoundOwner {
  readonly subject: Subject;
  readonly user?: User;
  readonly group?: Group;
}

/**
 * Finds the owner; `null` if there is none of this `ownerSort`, which is either by default.
 *
 * @throws `invalid-request` for another type
 */
export async function findOwner(
  { stores }: CommandContext,
  actor: Actor,
  id: OwnerId,
  ownerSort: OwnerSort | undefined,
): Promise<FoundOwner | null> {
  if (ownerSort !== undefined) requireValid({ '/ownerSort': oneOfProblem(ownerSort, OWNER_SORTS) });
  // The type must not be revealed to an actor that may not see the owner.
  const named = (subject: Subject): Subject => ({ ...subject, noun: ownerSort ?? 'owner' });
  const isOwn = actor.type === 'user' && actor.id === id;
  if (isOwn && ownerSort !== 'group') return { subject: named(userSubject(id)) };
  if (ownerSort === 'user') {
    const user = await stores.users.find(id as UserId);
    return user === null ? null : { subject: named(userSubject(id)), user };
  }
  const group = await stores.groups.find(id as GroupId);
  if (group !== null) return { subject: named(groupSubject(group.id)), group };
  return ownerSort === 'group' ? null : { subject: named(userSubject(id)) };
}
