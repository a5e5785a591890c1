import type { ClientOrigin } from '../login/client-origin.js';
import type { SessionId, UserId } from '../ids.js';
import { CONFIRMATION_TTL_MS, SESSION_TOUCH_INTERVAL_MS, SESSION_TOUCHES_PER_IDLE_TTL } from '../limits.js';

/** What a login creates. The token itself exists only in the answer to the login. */
export interface Session extends ClientOrigin {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly createdAt: Date;
  /** When the password was last given: at the login, or to confirm a sensitive action. */
  readonly confirmedAt: Date;
  /** The last use that was written down: see {@link touchIntervalMs}. */
  readonly lastUsedAt: Date;
  /** The session ends at the earlier of the two; neither instant itself is within it. */
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
}

/**
 * The uses of a session that follow one that was written down are not, for this long. Expiry counts from the use that
 * was: it is never late, and early by less than this. Late instead of early would let whoever finds a session
 * use it after the limit that its host has promised.
 */
export function touchIntervalMs(idleTtlMs: number): number {
  return Math.min(SESSION_TOUCH_INTERVAL_MS, idleTtlMs / SESSION_TOUCHES_PER_IDLE_TTL);
}

/** Has the password been given so lately that sensitive actions need no confirmation? */
export function isConfirmed({ confirmedAt }: Pick<Session, 'confirmedAt'>, at: Date): boolean {
  return at.getTime() - confirmedAt.getTime() < CONFIRMATION_TTL_MS;
}

/** When the session ends if it is not used again. */
export function expiresAt(session: Pick<Session, 'idleExpiresAt' | 'absoluteExpiresAt'>): Date {
  return session.idleExpiresAt < session.absoluteExpiresAt
    ? session.idleExpiresAt
    : session.absoluteExpiresAt;
}

export function isLive(session: Pick<Session, 'idleExpiresAt' | 'absoluteExpiresAt'>, at: Date): boolean {
  return at < expiresAt(session);
}
