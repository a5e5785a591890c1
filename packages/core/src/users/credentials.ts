import { InvalidCredentialsError } from '../errors.js';
import type { Kernel } from '../kernel.js';
import type { ClientContext } from '../passwords/client-address.js';
import { refuseLogin } from '../audit/refused-logins.js';
import { isCheckablePassword } from '../passwords/password.js';
import type { PasswordVerifier, Verified } from '../passwords/password-verifier.js';
import { emailKey } from './user.js';
import type { UserWithPassword } from './user-store.js';

export interface EmailAndPassword {
  readonly email: string;
  readonly password: string;
}

/**
 * Who has this email address and password. Unknown email, wrong password, disabled user and a hash that
 * cannot be read: same answer, same work (A2).
 *
 * @throws `invalid-credentials` for all of them, `too-many-attempts`, `overloaded`
 */
export async function verifyCredentials(
  kernel: Kernel,
  { email, password }: EmailAndPassword,
  { clientAddress }: ClientContext,
): Promise<Verified> {
  const verifier = requireVerifier(kernel);
  // Whether a password could ever have been set does not depend on the user: skipping it tells nothing.
  if (typeof email !== 'string' || !isCheckablePassword(password)) throw new InvalidCredentialsError();
  const key = emailKey(email);
  const found = key === null ? null : await kernel.stores.users.findWithPassword({ emailKey: key });
  return verifier
    .verify({ account: key ?? email, found, password, clientAddress })
    .catch((error: unknown) => refuseLogin(kernel, found?.user.id ?? null, error));
}

/** Checks the password of a known user, by the same rules. */
export async function verifyPassword(
  kernel: Kernel,
  found: UserWithPassword,
  password: string,
  { clientAddress }: ClientContext,
): Promise<void> {
  const verifier = requireVerifier(kernel);
  if (!isCheckablePassword(password)) throw new InvalidCredentialsError();
  const account = emailKey(found.user.email) ?? found.user.email;
  const { settled } = await verifier.verify({ account, found, password, clientAddress });
  await settled;
}

/**
 * A claim on the throttle within a host's transaction would be forgotten when that rolls back, as it does
 * when a wrong password throws, and a hash would hold the transaction's locks for half a second.
 */
function requireVerifier({ passwordVerifier }: Kernel): PasswordVerifier {
  if (passwordVerifier === null) {
    throw new Error('Passwords are not checked within a transaction: check them before it begins.');
  }
  return passwordVerifier;
}
