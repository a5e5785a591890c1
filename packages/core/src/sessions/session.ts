import type { SessionId, UserId } from '../ids.js';

/** What a login creates. The token itself exists only in the answer to the login. */
export interface Session {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly createdAt: Date;
  /** Written at most once a minute. */
  readonly lastUsedAt: Date;
  /** The session ends at the earlier of the two; neither instant itself is within it. */
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
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
