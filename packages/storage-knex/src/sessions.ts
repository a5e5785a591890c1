// How are sessions stored?
import type {
  AddSessionOutcome,
  AuditDraft,
  ConfirmSessionOutcome,
  EndSessionOutcome,
  NewSession,
  Session,
  SessionId,
  SessionOfUser,
  SessionStore,
  UserId,
} from '@bailiwick/core';
import { recordAccepted, refuse } from './audit-events.js';
import { holdsUser, raiseAuthorityVersion, runCommand } from './authority.js';
import type { Executor } from './executor.js';
import type { Operations } from './operations.js';
import { newestFirst } from './newest-first.js';
import { sql, type Sql } from './sql.js';
import { readInteger, readTime, type StoredInteger, type StoredTime } from './stored-values.js';
import { sweep } from './sweep.js';
import { endSessions, OWNER_COLUMNS, readOwner, type OwnerRow } from './users.js';

const COLUMNS = sql`
  s.id, s.user_id AS "userId", s.created_at AS "createdAt", s.confirmed_at AS "confirmedAt", s.last_used_at AS "lastUsedAt",
  s.idle_expires_at AS "idleExpiresAt", s.absolute_expires_at AS "absoluteExpiresAt",
  s.client_address AS "clientAddress", s.user_agent AS "userAgent"`;

export class KnexSessionStore implements SessionStore {
  readonly #executor: Executor;
  readonly #operations: Operations;

  constructor(executor: Executor, operations: Operations) {
    this.#executor = executor;
    this.#operations = operations;
  }

  add(session: NewSession, audit: AuditDraft): Promise<AddSessionOutcome> {
    return this.#operations.addSession(this.#executor, session, audit);
  }

  async findByTokenHash(tokenHash: string): Promise<SessionOfUser | null> {
    return (await this.findByTokenHashes([tokenHash])).get(tokenHash) ?? null;
  }

  /** Returns those that exist, by the hash of the token. */
  async findByTokenHashes(hashes: readonly string[]): Promise<Map<string, SessionOfUser>> {
    const rows = await this.#findWhere(this.#executor.dialect.isOneOf(sql`s.token_hash`, hashes, sql`text`));
    return new Map(rows.map((row) => [row.tokenHash, readSessionOfUser(row)]));
  }

  async find(id: SessionId): Promise<SessionOfUser | null> {
    const [row] = await this.#findWhere(sql`s.id = ${id}`);
    return row === undefined ? null : readSessionOfUser(row);
  }

  #findWhere(condition: Sql): Promise<SessionAndUserRow[]> {
    return this.#executor.rows(sql`
      SELECT ${COLUMNS}, s.token_hash AS "tokenHash", ${OWNER_COLUMNS}
      FROM bailiwick_sessions s JOIN bailiwick_users u ON u.id = s.user_id WHERE ${condition}`);
  }

  async listLive(userId: UserId, at: Date, countMax: number): Promise<Session[]> {
    const conditions = [
      sql`user_id = ${userId}`,
      sql`idle_expires_at > ${at}`,
      sql`absolute_expires_at > ${at}`,
    ];
    const { dialect } = this.#executor;
    const page = newestFirst(dialect, { conditions }, { olderThanId: null, count: countMax });
    const rows = await this.#executor.rows<SessionRow>(
      sql`SELECT ${COLUMNS} FROM bailiwick_sessions s ${page}`,
    );
    return rows.map(readSession);
  }

  async touch(
    id: SessionId,
    { lastUsedAt, idleExpiresAt }: { lastUsedAt: Date; idleExpiresAt: Date },
  ): Promise<void> {
    await this.#executor.rows(sql`
      UPDATE bailiwick_sessions SET last_used_at = ${lastUsedAt}, idle_expires_at = ${idleExpiresAt}
      WHERE id = ${id} AND last_used_at <= ${lastUsedAt}`);
  }

  confirm(
    { id, userId, passwordVersion }: { id: SessionId; userId: UserId; passwordVersion: number },
    at: Date,
    audit: AuditDraft,
  ): Promise<ConfirmSessionOutcome> {
    const hold = { users: [userId], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db): Promise<ConfirmSessionOutcome> => {
      const [session] = await db.rows<{ version: StoredInteger }>(sql`
        SELECT u.password_version AS version FROM bailiwick_sessions s JOIN bailiwick_users u ON u.id = s.user_id
        WHERE s.id = ${id} AND s.user_id = ${userId}`);
      if (session === undefined) return refuse(db, audit, { type: 'absent' });
      // The user is locked, so that the password cannot change any more.
      if (readInteger(session.version) !== passwordVersion) return refuse(db, audit, { type: 'stale' });
      await db.rows(sql`UPDATE bailiwick_sessions SET confirmed_at = ${at} WHERE id = ${id}`);
      await recordAccepted(db, audit);
      return { type: 'confirmed' };
    });
  }

  end(id: SessionId, userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome> {
    const hold = { users: [userId], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db): Promise<EndSessionOutcome> => {
      const ended = await db.rows(
        sql`DELETE FROM bailiwick_sessions WHERE id = ${id} AND user_id = ${userId} RETURNING id`,
      );
      if (ended.length === 0) return refuse(db, audit, { type: 'absent' });
      await raiseAuthorityVersion(db, userId);
      await recordAccepted(db, audit);
      return { type: 'ended' };
    });
  }

  endAll(userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome> {
    const hold = { users: [userId], to: 'change' } as const;
    return runCommand(this.#executor, audit, hold, async (db, held): Promise<EndSessionOutcome> => {
      if (!holdsUser(held, userId)) return refuse(db, audit, { type: 'absent' });
      await endSessions(db, userId, null);
      await raiseAuthorityVersion(db, userId);
      await recordAccepted(db, audit);
      return { type: 'ended' };
    });
  }

  sweepExpired(now: Date, countMax: number): Promise<number> {
    const target = {
      table: sql`bailiwick_sessions`,
      key: sql`id`,
      // There is no order, since each half has an index of its own.
      where: sql`(idle_expires_at <= ${now} OR absolute_expires_at <= ${now})`,
    };
    return sweep(this.#executor, target, countMax);
  }
}

interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: StoredTime;
  readonly confirmedAt: StoredTime;
  readonly lastUsedAt: StoredTime;
  readonly idleExpiresAt: StoredTime;
  readonly absoluteExpiresAt: StoredTime;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
}

interface SessionAndUserRow extends SessionRow, OwnerRow {
  readonly tokenHash: string;
}

function readSessionOfUser(row: SessionAndUserRow): SessionOfUser {
  return { session: readSession(row), ...readOwner(row) };
}

function readSession(row: SessionRow): Session {
  return {
    id: row.id as SessionId,
    userId: row.userId as UserId,
    createdAt: readTime(row.createdAt),
    confirmedAt: readTime(row.confirmedAt),
    lastUsedAt: readTime(row.lastUsedAt),
    idleExpiresAt: readTime(row.idleExpiresAt),
    absoluteExpiresAt: readTime(row.absoluteExpiresAt),
    clientAddress: row.clientAddress,
    userAgent: row.userAgent,
  };
}
