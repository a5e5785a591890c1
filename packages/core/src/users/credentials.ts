import { InvalidCredentialsError } from '../errors.js';
import type { Kernel } from '../kernel.js';
import { isCheckablePassword, normalisePassword } from '../passwords/password.js';
import { emailKey } from './user.js';
import type { UserWithPassword } from './user-store.js';

export interface EmailAndPassword {
  readonly email: string;
  readonly password: string;
}

/**
 * Who has this email address and password. Unknown email, wrong password and disabled user: same
 * answer, same work (A2).
 *
 * @throws {InvalidCredentialsError} for all of them.
 */
export async function verifyCredentials(
  kernel: Kernel,
  { email, password }: EmailAndPassword,
): Promise<UserWithPassword> {
  const key = emailKey(email);
  // Whether a password could ever have been set does not depend on the user: skipping it tells nothing.
  if (!isCheckablePassword(password)) throw new InvalidCredentialsError();
  const found = key === null ? null : await kernel.stores.users.findWithPassword({ emailKey: key });
  if (found === null) {
    await kernel.passwordHasher.checkNobody(normalisePassword(password));
    throw new InvalidCredentialsError();
  }
  return verifyPassword(kernel, found, password);
}

/** Checks the password of a known user, and stores a stronger hash of it when the parameters have grown. */
export async function verifyPassword(
  { passwordHasher, stores }: Kernel,
  found: UserWithPassword,
  password: string,
): Promise<UserWithPassword> {
  if (!isCheckablePassword(password)) throw new InvalidCredentialsError();
  const normalised = normalisePassword(password);
  const check = await passwordHasher.check(normalised, found.passwordHash);
  // The status is looked at last, so that a disabled user costs the same work.
  if (check === 'no' || found.user.status !== 'active') throw new InvalidCredentialsError();
  if (check === 'ok-needs-rehash') {
    const passwordHash = await passwordHasher.hash(normalised);
    await stores.users.rehash(found.user.id, found.passwordVersion, passwordHash);
  }
  return found;
}
