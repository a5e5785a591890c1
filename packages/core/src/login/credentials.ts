import { refused, type AuditDraft } from '../audit/audit-event.js';
import { ConfirmationFailedError, InvalidCredentialsError, TooManyAttemptsError } from '../errors.js';
import type { CommandContext } from '../commands/context.js';
import type { ClientContext } from './client-address.js';
import { refuseLogin } from './refused-logins.js';
import { isCheckablePassword } from '../passwords/password.js';
import type { AcceptedAttempt, PasswordVerifier } from './password-verifier.js';
import { emailKey } from '../users/user.js';
import type { UserWithPassword } from '../users/user-store.js';

export interface EmailAndPassword {
  readonly email: string;
  readonly password: string;
}

/**
 * Finds the user with this email address and password. An unknown email, a wrong password, a disabled user and an
 * unreadable hash have the same answer and cost the same work (A2).
 *
 * @throws `invalid-credentials` for all of them, `too-many-attempts`, `overloaded`
 */
export async function verifyCredentials(
  context: CommandContext,
  { email, password }: EmailAndPassword,
  client: ClientContext,
): Promise<AcceptedAttempt> {
  const verifier = requireVerifier(context);
  // This check does not depend on the user, so skipping the work for an impossible password reveals nothing.
  if (typeof email !== 'string' || !isCheckablePassword(password)) throw new InvalidCredentialsError();
  const key = emailKey(email);
  const found = key === null ? null : await context.stores.users.findWithPassword({ emailKey: key });
  return verifier
    .verify({ account: key ?? email, found, password, clientAddress: client.clientAddress })
    .catch((error: unknown) => refuseLogin(context, found?.user.id ?? null, error, client));
}

/**
 * Checks the password of an authenticated user who confirms the command of `audit`. A refusal is recorded for that
 * actor.
 *
 * @throws `confirmation-failed` for a wrong password, `too-many-attempts`, `overloaded`
 */
export async function confirmPassword(
  context: CommandContext,
  audit: AuditDraft,
  found: UserWithPassword,
  password: string,
  { clientAddress }: ClientContext,
): Promise<void> {
  const verifier = requireVerifier(context);
  const account = emailKey(found.user.email) ?? found.user.email;
  try {
    if (!isCheckablePassword(password)) throw new InvalidCredentialsError();
    const { settled } = await verifier.verify({ account, found, password, clientAddress });
    await settled;
  } catch (error) {
    const refusal = error instanceof InvalidCredentialsError ? new ConfirmationFailedError() : error;
    if (refusal instanceof ConfirmationFailedError || refusal instanceof TooManyAttemptsError)
      await context.stores.auditEvents.append(refused(audit, refusal.code));
    throw refusal;
  }
}

/**
 * Returns the verifier, which does not exist within a host's transaction: a claim on the throttle would be undone when
 * the transaction rolls back because of a wrong password, and a hash would hold its locks for half a second.
 */
function requireVerifier({ passwordVerifier }: CommandContext): PasswordVerifier {
  if (passwordVerifier === null) {
    throw new Error('Passwords are not checked within a transaction: check them before it begins.');
  }
  return passwordVerifier;
}
