// How does SQLite add a session and end those that are too many?
import { withEnded, type AddSessionOutcome, type AuditDraft, type NewSession } from '@bailiwick/core';
import { recordAccepted, refuse } from '../audit-events.js';
import { raiseAuthorityVersion } from '../authority.js';
import type { Executor } from '../executor.js';
import { sql } from '../sql.js';

/** Adds statement by statement. The transaction has held the write lock since it began, so that nothing changes meanwhile. */
export function addSession(
  executor: Executor,
  { session, tokenHash, passwordVersion, countMax }: NewSession,
  audit: AuditDraft,
): Promise<AddSessionOutcome> {
  const { id, userId, createdAt, confirmedAt, lastUsedAt, idleExpiresAt, absoluteExpiresAt } = session;
  return executor.transaction(async (db): Promise<AddSessionOutcome> => {
    const users = await db.rows(sql`
      SELECT 1 FROM bailiwick_users
      WHERE id = ${userId} AND status = 'active' AND password_version = ${passwordVersion}`);
    if (users.length === 0) return refuse(db, audit, { type: 'refused' });
    const ended = await db.rows(sql`
      DELETE FROM bailiwick_sessions WHERE id IN (
        SELECT id FROM bailiwick_sessions WHERE user_id = ${userId}
        ORDER BY last_used_at DESC, id DESC LIMIT -1 OFFSET ${countMax - 1}
      ) RETURNING id`);
    if (ended.length > 0) await raiseAuthorityVersion(db, userId);
    await db.rows(sql`
      INSERT INTO bailiwick_sessions
        (id, user_id, token_hash, created_at, confirmed_at, last_used_at, idle_expires_at, absolute_expires_at,
         client_address, user_agent)
      VALUES (${id}, ${userId}, ${tokenHash}, ${createdAt}, ${confirmedAt}, ${lastUsedAt}, ${idleExpiresAt}, ${absoluteExpiresAt},
              ${session.clientAddress}, ${session.userAgent})`);
    await recordAccepted(db, withEnded(audit, { endedSessions: ended.length }));
    return { type: 'added' };
  });
}
