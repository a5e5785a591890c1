/**
 * The result of a check. `ok-needs-rehash`: the password is right, but its hash has weaker parameters than configured.
 * `unreadable`: this hasher cannot have made the stored hash.
 */
export type PasswordCheck = 'ok' | 'ok-needs-rehash' | 'no' | 'unreadable';

/**
 * Identifies the client of a hash: the names of the groups that it belongs to, widest first, such as a network and a
 * smaller one within it. If more clients wait than can be served, the groups at each level get equal shares.
 */
export type HashShare = readonly string[];

/** Returns the share of an authenticated user, so that frequent password changes of one user delay no other user. */
export function shareOfUser(id: string): HashShare {
  return ['users', id];
}

/**
 * The port for password hashing. A hasher without a bound on waiting callers ignores {@link HashShare}. `password` is
 * already normalised; the hash is a self-describing string with its parameters and its salt.
 */
export interface PasswordHasher {
  hash(password: string, share?: HashShare): Promise<string>;

  /**
   * Compares in constant time. The result for an unreadable hash is `unreadable`; a hash of an older, lower cost is
   * compared. Both cost the same work as `checkNobody`. It never throws because of the stored hash.
   */
  check(password: string, hash: string, share?: HashShare): Promise<PasswordCheck>;

  /** Does the work of `check` without a user, so that an unknown email takes as long as a wrong password. */
  checkNobody(password: string, share?: HashShare): Promise<void>;

  /**
   * Throws `overloaded` if there is no room for another hash of this share, so that a caller need not prepare a check
   * that will be refused. Only hashers with a bound on waiting callers have it.
   */
  requireRoom?(share?: HashShare): void;
}
