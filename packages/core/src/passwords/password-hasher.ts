/**
 * What a check found. `ok-needs-rehash`: right, but hashed with weaker parameters than are configured.
 * `unreadable`: what is stored is no hash that this hasher could have made.
 */
export type PasswordCheck = 'ok' | 'ok-needs-rehash' | 'no' | 'unreadable';

/**
 * The port for password hashing. `password` arrives normalised; the hash is a self-describing string
 * that holds its parameters and its salt.
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;

  /**
   * Compares in constant time. A hash that cannot be read is `unreadable`, and one that was made at an older,
   * lower cost is compared, both after the same work as `checkNobody`. It never throws because of what is stored.
   */
  check(password: string, hash: string): Promise<PasswordCheck>;

  /**
   * Does the work of `check` for nobody, so that an unknown email takes as long as a wrong password.
   */
  checkNobody(password: string): Promise<void>;

  /**
   * Where a hasher bounds how many wait: throws `overloaded` when there is no room for another one, so that
   * nothing is prepared for a check that will be refused.
   */
  requireRoom?(): void;
}
