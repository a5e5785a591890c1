import { groundsOf, type Actor } from '../actor.js';
import type { Access } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { parseId, type GroupId } from '../ids.js';
import type { BuiltInAction } from '../policy/action.js';
import type { Group } from './group.js';

/** Returns the group, which the actor may still not be allowed to know of. @throws `not-found`, with the noun */
export async function findGroup(
  { stores }: CommandContext,
  access: Access,
  actor: Actor,
  action: BuiltInAction,
  id: string,
  noun = 'group',
): Promise<Group> {
  groundsOf(actor);
  const groupId = parseId<GroupId>(id);
  const group = groupId === null ? null : await stores.groups.find(groupId);
  return group ?? access.absent(actor, action, 'group', noun);
}
