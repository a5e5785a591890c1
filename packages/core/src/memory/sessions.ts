import { accepted, withEnded, type AuditDraft } from '../audit/audit-event.js';
import type { SessionId, UserId } from '../ids.js';
import { isLive, type Session } from '../sessions/session.js';
import type {
  AddSessionOutcome,
  ConfirmSessionOutcome,
  EndSessionOutcome,
  NewSession,
  SessionOfUser,
  SessionStore,
} from '../sessions/session-store.js';
import { record, refuse } from './audit-events.js';
import { raiseAuthorityVersion, runCommand } from './authority.js';
import { deleteWhere, type MemoryState, type SessionRow, presentUser, type Run } from './memory-state.js';
import { newestFirst } from './newest-first.js';
import { endSessions } from './users.js';

/** Keeps sessions in memory. */
export class MemorySessionStore implements SessionStore {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  add(
    { session, tokenHash, passwordVersion, countMax }: NewSession,
    audit: AuditDraft,
  ): Promise<AddSessionOutcome> {
    return this.#run((state): AddSessionOutcome => {
      const row = state.users.get(session.userId);
      if (row?.user.status !== 'active' || row.passwordVersion !== passwordVersion) {
        return refuse(state, audit, { type: 'refused' });
      }
      const tooMany = latestUsedFirst(state, session.userId).slice(countMax - 1);
      for (const { id } of tooMany) state.sessions.delete(id);
      if (tooMany.length > 0) raiseAuthorityVersion(state, session.userId);
      state.sessions.set(session.id, { session, tokenHash });
      record(state, accepted(withEnded(audit, { endedSessions: tooMany.length })));
      return { type: 'added' };
    });
  }

  findByTokenHash(tokenHash: string): Promise<SessionOfUser | null> {
    return this.#run((state) => {
      const rows = [...state.sessions.values()];
      return withUser(
        state,
        rows.find((candidate) => candidate.tokenHash === tokenHash),
      );
    });
  }

  find(id: SessionId): Promise<SessionOfUser | null> {
    return this.#run((state) => withUser(state, state.sessions.get(id)));
  }

  listLive(userId: UserId, at: Date, countMax: number): Promise<Session[]> {
    return this.#run((state) => {
      const sessions = [...state.sessions.values()].map(({ session }) => session);
      const page = { olderThanId: null, count: countMax };
      return newestFirst(sessions, page, (session) => session.userId === userId && isLive(session, at));
    });
  }

  touch(id: SessionId, use: { lastUsedAt: Date; idleExpiresAt: Date }): Promise<void> {
    return this.#run((state) => {
      const row = state.sessions.get(id);
      if (row === undefined || row.session.lastUsedAt > use.lastUsedAt) return;
      state.sessions.set(id, { ...row, session: { ...row.session, ...use } });
    });
  }

  confirm(
    { id, userId, passwordVersion }: { id: SessionId; userId: UserId; passwordVersion: number },
    at: Date,
    audit: AuditDraft,
  ): Promise<ConfirmSessionOutcome> {
    return runCommand(this.#run, audit, (state): ConfirmSessionOutcome => {
      const row = state.sessions.get(id);
      if (row?.session.userId !== userId) return refuse(state, audit, { type: 'absent' });
      if (state.users.get(userId)?.passwordVersion !== passwordVersion)
        return refuse(state, audit, { type: 'stale' });
      state.sessions.set(id, { ...row, session: { ...row.session, confirmedAt: at } });
      record(state, accepted(audit));
      return { type: 'confirmed' };
    });
  }

  end(id: SessionId, userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome> {
    return runCommand(this.#run, audit, (state): EndSessionOutcome => {
      if (state.sessions.get(id)?.session.userId !== userId) return refuse(state, audit, { type: 'absent' });
      state.sessions.delete(id);
      raiseAuthorityVersion(state, userId);
      record(state, accepted(audit));
      return { type: 'ended' };
    });
  }

  endAll(userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome> {
    return runCommand(this.#run, audit, (state): EndSessionOutcome => {
      if (presentUser(state, userId) === undefined) return refuse(state, audit, { type: 'absent' });
      endSessions(state, userId, null);
      raiseAuthorityVersion(state, userId);
      record(state, accepted(audit));
      return { type: 'ended' };
    });
  }

  sweepExpired(now: Date, countMax: number): Promise<number> {
    return this.#run((state) =>
      deleteWhere(state.sessions, countMax, ({ session }) => !isLive(session, now)),
    );
  }
}

function latestUsedFirst(state: MemoryState, userId: UserId): Session[] {
  const own = [...state.sessions.values()].flatMap(({ session }) =>
    session.userId === userId ? [session] : [],
  );
  return own.sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime() || (a.id < b.id ? 1 : -1));
}

function withUser(state: MemoryState, row: SessionRow | undefined): SessionOfUser | null {
  const owner = row === undefined ? undefined : state.users.get(row.session.userId);
  if (row === undefined || owner === undefined) return null;
  return { session: row.session, user: owner.user, authorityVersion: owner.authorityVersion };
}
