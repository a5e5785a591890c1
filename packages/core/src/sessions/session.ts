import type { ClientOrigin } from '../login/client-origin.js';
import type { SessionId, UserId } from '../ids.js';
import { CONFIRMATION_TTL_MS, SESSION_TOUCH_INTERVAL_MS, SESSION_TOUCHES_PER_IDLE_TTL } from '../limits.js';

/** A session, created by a login. The token itself exists only in the answer to the login. */
export interface Session extends ClientOrigin {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly createdAt: Date;
  /** The time when the user last entered the password, at the login or to confirm a sensitive action. */
  readonly confirmedAt: Date;
  /** The last recorded use: see {@link touchIntervalMs}. */
  readonly lastUsedAt: Date;
  /** The session ends at the earlier of these two instants, and is not live at that instant. */
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
}

/**
 * Returns the time after a recorded use for which further uses are not recorded. Expiry counts from the recorded use,
 * so it is never late, and early by less than this time. If it were late instead, a thief could use a session beyond
 * the limit that the host has promised.
 */
export function touchIntervalMs(idleTtlMs: number): number {
  return Math.min(SESSION_TOUCH_INTERVAL_MS, idleTtlMs / SESSION_TOUCHES_PER_IDLE_TTL);
}

/** Did the user enter the password so recently that sensitive actions need no confirmation? */
export function isConfirmed({ confirmedAt }: Pick<Session, 'confirmedAt'>, at: Date): boolean {
  return at.getTime() - confirmedAt.getTime() < CONFIRMATION_TTL_MS;
}

/**
 * Returns the time when the session ends if it is not used again.
 *
 * @example
 * for (const session of await bailiwick.sessions.list(actor)) console.log(expiresAt(session));
 */
export function expiresAt(session: Pick<Session, 'idleExpiresAt' | 'absoluteExpiresAt'>): Date {
  return session.idleExpiresAt < session.absoluteExpiresAt
    ? session.idleExpiresAt
    : session.absoluteExpiresAt;
}

export function isLive(session: Pick<Session, 'idleExpiresAt' | 'absoluteExpiresAt'>, at: Date): boolean {
  return at < expiresAt(session);
}
