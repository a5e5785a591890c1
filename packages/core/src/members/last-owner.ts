import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import { allowedWithMembers } from '../commands/decide-with-members.js';
import { LastOwnerError } from '../errors.js';
import { belongingTo } from '../policy/action.js';
import type { LastOwner } from './member-store.js';

/** The error names only the groups that the actor may see. */
export async function lastOwnerError(
  context: CommandContext,
  actor: Actor,
  { groups }: LastOwner,
): Promise<LastOwnerError> {
  const targets = groups.map(({ id }) => belongingTo(id));
  const visible = await allowedWithMembers(context, actor, 'group:read', targets);
  return new LastOwnerError(groups.filter((_group, index) => visible[index]));
}
