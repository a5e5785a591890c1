import type { Actor } from '../actor.js';
import type { Access } from '../commands/authorize.js';
import { NotFoundError } from '../errors.js';

/**
 * Refuses to make somebody a member who is named by something else than an id. Nobody has it, whoever exists, so that
 * this answer may say more than that about a missing user.
 */
export function refuseNoId(access: Access, actor: Actor): Promise<never> {
  const error = new NotFoundError('user', 'Name the user by id.');
  return access.refuse(actor, 'member:set', { type: 'user', id: null, ownerId: null }, 'not-found', error);
}
