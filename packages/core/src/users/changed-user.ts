import type { AuthorityChanged } from '../commands/authority.js';
import {
  ConfirmationFailedError,
  EmailTakenError,
  LastAdminError,
  NotFoundError,
  PreconditionFailedError,
} from '../errors.js';
import type { User } from './user.js';
import type { ChangeUserOutcome } from './user-store.js';

/** Returns the user that a change has left, or throws the error that its outcome stands for. */
export function changedUser<Role extends string>(
  outcome: Exclude<ChangeUserOutcome, AuthorityChanged>,
): User<Role> {
  switch (outcome.type) {
    case 'changed':
      return outcome.user as User<Role>;
    case 'absent':
      throw new NotFoundError('user');
    case 'stale':
      // Somebody set another password meanwhile: the current one was not current any more.
      throw new ConfirmationFailedError();
    case 'precondition-failed':
      throw new PreconditionFailedError();
    case 'email-taken':
    case 'unproven-holder':
      throw new EmailTakenError();
    case 'last-admin':
      throw new LastAdminError();
  }
}
