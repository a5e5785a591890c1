import type { UserId } from '../ids.js';

/**
 * What the decision of a command rests on: the user who acts, as they were when the request authenticated.
 *
 * The user's authority version counts what has been taken away from them: a role or the status that changed,
 * a password that was set, a session that was ended, an access key that was revoked. A deleted user has none.
 */
export interface Authority {
  readonly userId: UserId;
  readonly version: number;
}

/** The user is gone, or of another authority version: nothing was written, not even a refusal. */
export interface AuthorityChanged {
  readonly type: 'authority-changed';
}

export const AUTHORITY_CHANGED: AuthorityChanged = { type: 'authority-changed' };
