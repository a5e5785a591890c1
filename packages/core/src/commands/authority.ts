import type { UserId } from '../ids.js';

/**
 * The basis of the decision about a command: the acting user, as of the time when the request authenticated.
 *
 * The authority version of a user counts every loss of authority: a change of the role or the status, a new password,
 * the end of a session, the revocation of an access key. A deleted user has no version.
 */
export interface Authority {
  readonly userId: UserId;
  readonly version: number;
}

/** The user is gone or has another authority version. Nothing was written, not even a refusal. */
export interface AuthorityChanged {
  readonly type: 'authority-changed';
}

export const AUTHORITY_CHANGED: AuthorityChanged = { type: 'authority-changed' };
