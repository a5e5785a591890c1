// How does PostgreSQL add a session and end those that are too many?
import type { AddSessionOutcome, AuditDraft, NewSession } from '@bailiwick/core';
import { auditColumns } from '../audit-events.js';
import type { Executor } from '../executor.js';
import { sql } from '../sql.js';

/** Calls `bailiwick_add_session_v1` in one round trip. */
export async function addSession(
  executor: Executor,
  { session, tokenHash, passwordVersion, countMax }: NewSession,
  audit: AuditDraft,
): Promise<AddSessionOutcome> {
  const { id, userId, createdAt, confirmedAt, lastUsedAt, idleExpiresAt, absoluteExpiresAt } = session;
  const { clientAddress, userAgent } = session;
  const login = {
    id,
    user_id: userId,
    token_hash: tokenHash,
    password_version: passwordVersion,
    created_at: createdAt,
    confirmed_at: confirmedAt,
    last_used_at: lastUsedAt,
    idle_expires_at: idleExpiresAt,
    absolute_expires_at: absoluteExpiresAt,
    client_address: clientAddress,
    user_agent: userAgent,
    ...auditColumns(audit, executor.dialect.encode),
  };
  const [row] = await executor.rows<{ ended: number | null }>(
    sql`SELECT bailiwick_add_session_v1(${JSON.stringify(login)}, ${countMax}) AS ended`,
  );
  return { type: (row?.ended ?? null) === null ? 'refused' : 'added' };
}
