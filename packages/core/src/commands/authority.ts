import type { OwnerId, UserId } from '../ids.js';

/** A group, the group that it lies in, and so on up to the root. */
export type OwnerPath = readonly [OwnerId, ...OwnerId[]];

/**
 * The basis of the decision about a command: the acting user, as of the time when the request authenticated.
 *
 * The authority version of a user counts every loss of authority: a change of the role or the status, a new password,
 * the end of a session, the revocation of an access key. A deleted user has no version.
 */
export interface Authority {
  readonly userId: UserId;
  readonly version: number;
  /**
   * The paths along which the decision looked for roles of the user, as they were then. A command commits only while each
   * of these groups has the same path. Left out, the decision does not depend on any.
   */
  readonly paths?: readonly OwnerPath[];
}

/** The user is gone or has another authority version, or a group is gone or has another path. Nothing was written, not even a refusal. */
export interface AuthorityChanged {
  readonly type: 'authority-changed';
}

export const AUTHORITY_CHANGED: AuthorityChanged = { type: 'authority-changed' };
