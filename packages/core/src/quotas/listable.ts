import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import { within, type Scope } from '../policy/scope.js';
import type { UserQuery } from '../users/user-store.js';

/** Which owners a list has by how full their quotas are. */
export type Fullness = Pick<UserQuery, 'over' | 'nearPercent'>;

/**
 * The owners that an actor may list. Those picked by how full they are, only as far as the actor may read their quotas:
 * whoever asks for one percentage after the other would learn the usage.
 */
export function listable(
  { policy }: Pick<CommandContext, 'policy'>,
  actor: Actor,
  action: 'user:read' | 'group:read',
  { over, nearPercent }: Fullness,
): Scope {
  const scope = policy.scope(actor, action);
  return over === null && nearPercent === null ? scope : within(scope, policy.scope(actor, 'quota:read'));
}
