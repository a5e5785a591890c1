import type { Actor } from '../actor.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { CommandContext } from '../commands/context.js';
import {
  ConfirmationFailedError,
  EmailTakenError,
  LastAdminError,
  NotFoundError,
  PreconditionFailedError,
} from '../errors.js';
import { lastOwnerError } from '../members/last-owner.js';
import type { User } from './user.js';
import type { ChangeUserOutcome } from './user-store.js';

/** Returns the user that a change has left, or throws the error that its outcome stands for. */
export async function changedUser<Role extends string>(
  context: CommandContext,
  actor: Actor,
  outcome: Exclude<ChangeUserOutcome, AuthorityChanged>,
): Promise<User<Role>> {
  switch (outcome.type) {
    case 'changed':
      return outcome.user as User<Role>;
    case 'absent':
      throw new NotFoundError('user');
    case 'stale':
      // Another caller has set a new password meanwhile, so the given one is no longer current.
      throw new ConfirmationFailedError();
    case 'precondition-failed':
      throw new PreconditionFailedError();
    case 'email-taken':
    case 'unproven-holder':
      throw new EmailTakenError();
    case 'last-admin':
      throw new LastAdminError();
    case 'last-owner':
      throw await lastOwnerError(context, actor, outcome);
  }
}
