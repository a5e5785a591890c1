import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import { LastOwnerError } from '../errors.js';
import { belongingTo } from '../policy/action.js';
import type { LastOwner } from './member-store.js';

/** The error names only the groups that the actor may see. */
export async function lastOwnerError(
  { policy }: CommandContext,
  actor: Actor,
  { groups }: LastOwner,
): Promise<LastOwnerError> {
  return new LastOwnerError(
    groups.filter(({ id }) => policy.decide(actor, 'group:read', belongingTo(id)).allowed),
  );
}
