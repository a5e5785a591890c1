/**
 * What a check found. `ok-needs-rehash`: right, but hashed with weaker parameters than are configured.
 * `unreadable`: what is stored is no hash that this hasher could have made.
 */
export type PasswordCheck = 'ok' | 'ok-needs-rehash' | 'no' | 'unreadable';

/**
 * For whom a hash is computed: the names of the groups that the caller belongs to, widest first, such as a network
 * and a smaller one within it. Where more wait than can be served, each group gets an equal share of its kind.
 */
export type HashShare = readonly string[];

/** For a user who is known by then, so that one who changes passwords all the time takes the turns of nobody else. */
export function shareOfUser(id: string): HashShare {
  return ['users', id];
}

/**
 * The port for password hashing. A hasher that does not bound how many wait leaves {@link HashShare} alone.
 * `password` arrives normalised; the hash is a self-describing string
 * that holds its parameters and its salt.
 */
export interface PasswordHasher {
  hash(password: string, share?: HashShare): Promise<string>;

  /**
   * Compares in constant time. A hash that cannot be read is `unreadable`, and one that was made at an older,
   * lower cost is compared, both after the same work as `checkNobody`. It never throws because of what is stored.
   */
  check(password: string, hash: string, share?: HashShare): Promise<PasswordCheck>;

  /**
   * Does the work of `check` for nobody, so that an unknown email takes as long as a wrong password.
   */
  checkNobody(password: string, share?: HashShare): Promise<void>;

  /**
   * Where a hasher bounds how many wait: throws `overloaded` when there is no room for another one of this share, so that
   * nothing is prepared for a check that will be refused.
   */
  requireRoom?(share?: HashShare): void;
}
