import type { OwnerId, UserId } from '../ids.js';

/** A group, the group that it lies in, and so on up to the root. */
export type OwnerPath = readonly [OwnerId, ...OwnerId[]];

/**
 * The basis of the decision about a command: the acting user, as of the time when the request authenticated.
 *
 * The authority version of a user counts every loss of authority that is theirs everywhere: a change of the role or the
 * status, a new password, the end of a session, the revocation of an access key. A role in a group does not count: whoever
 * owns a group could otherwise stop all commands of a user by changing it without a pause. A deleted user has no version.
 */
export interface Authority {
  readonly userId: UserId;
  readonly version: number;
  /** The paths that the decision depends on, as they were then. Left out, it does not depend on any. */
  readonly paths?: readonly SeenPath[];
}

/** The path of a group as a decision found it. A command commits only while the group has this path, and the user these roles. */
export interface SeenPath {
  readonly path: OwnerPath;
  /**
   * The roles that the user has along it, by name, each once. `null`: the decision depends on the path alone, as one about
   * where a group lies does. Creates and deletes of resources depend on roles, if on anything along a path.
   */
  readonly roles: readonly string[] | null;
}

/** The user is gone or has another authority version, or a group is gone or has another path, or the user other roles along it. Nothing was written, not even a refusal. */
export interface AuthorityChanged {
  readonly type: 'authority-changed';
}

export const AUTHORITY_CHANGED: AuthorityChanged = { type: 'authority-changed' };
