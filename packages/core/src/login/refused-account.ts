import type { UserId } from '../ids.js';

const accounts = new WeakMap<object, UserId>();

/** Remembers whose password was refused, for {@link refusedAccount}. */
export function noteAccount(error: unknown, id: UserId): void {
  if (error instanceof Error) accounts.set(error, id);
}

/**
 * For the log: the user whose password the library refused with this error, `null` where nobody has the email address. It is
 * no property of the error, so that no answer that is made from one can tell that an account exists.
 */
export function refusedAccount(error: unknown): UserId | null {
  return error instanceof Error ? (accounts.get(error) ?? null) : null;
}
