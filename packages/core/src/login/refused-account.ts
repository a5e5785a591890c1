import type { UserId } from '../ids.js';
import { oneForAllCopies } from '../one-for-all-copies.js';

/** An adapter's copy of this package asks for what the host's copy has noted. */
const accounts = oneForAllCopies('refused-accounts', () => new WeakMap<object, UserId>());

/** Remembers the user whose password was refused, for {@link refusedAccount}. */
export function noteAccount(error: unknown, id: UserId): void {
  if (error instanceof Error) accounts.set(error, id);
}

/**
 * Returns, for the log, the user whose password the library refused with this error, or `null` if no user has the email
 * address. It is not a property of the error, so that no answer made from the error can reveal that an account exists.
 *
 * @example
 * const credentials = { email: 'ann@example.com', password: 'a wrong guess' };
 * await bailiwick.authenticate(credentials).catch((error) => console.log(refusedAccount(error)));
 */
export function refusedAccount(error: unknown): UserId | null {
  return error instanceof Error ? (accounts.get(error) ?? null) : null;
}
