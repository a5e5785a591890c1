import type { UserWithAuthority } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { SessionId, UserId } from '../ids.js';
import type { Session } from './session.js';

export interface NewSession {
  readonly session: Session;
  /** SHA-256 of the token, as base64url. A fast hash is enough, since the token has 256 random bits. */
  readonly tokenHash: string;
  /** The version of the password that the login verified. */
  readonly passwordVersion: number;
  /** The maximum number of the user's sessions, including this one and those that have ended but are not yet swept. */
  readonly countMax: number;
}

export type AddSessionOutcome = { readonly type: 'added' | 'refused' };

export interface SessionOfUser extends UserWithAuthority {
  readonly session: Session;
}

/** `stale`: the password has changed since it was verified. */
export type ConfirmSessionOutcome = { readonly type: 'confirmed' | 'absent' | 'stale' } | AuthorityChanged;

export type EndSessionOutcome = { readonly type: 'ended' | 'absent' } | AuthorityChanged;

/** The port for sessions. The rules on audit events, refusals and lock order of `UserStore` hold here too. */
export interface SessionStore {
  /**
   * Adds the session while its user is active and still has the verified password, and otherwise returns `refused`: a
   * login that overlaps a change of the password or a disabling leaves no session behind (A3).
   *
   * A user has at most `countMax` sessions, however many logins race. A login is never refused for that; it ends the
   * least recently used sessions in the same step. This counts as a loss of authority, and the event holds their
   * number.
   */
  add(session: NewSession, audit: AuditDraft): Promise<AddSessionOutcome>;

  /**
   * Returns the session, expired or not, and its user, both as committed and read together; `null` if there is none.
   */
  findByTokenHash(tokenHash: string): Promise<SessionOfUser | null>;

  /** Returns the same by the id of the session. */
  find(id: SessionId): Promise<SessionOfUser | null>;

  /** Lists at most `countMax` of the user's sessions that are live at `at`, newest first. */
  listLive(userId: UserId, at: Date, countMax: number): Promise<Session[]>;

  /** Records a use, unless a later one is recorded already. Does nothing if the session is gone; never restores one. */
  touch(id: SessionId, use: { readonly lastUsedAt: Date; readonly idleExpiresAt: Date }): Promise<void>;

  /**
   * Records that the user of the session has confirmed the password, while the verified one is still the current one.
   * `absent` if the session belongs to another user or is gone; it is never restored.
   */
  confirm(
    session: { readonly id: SessionId; readonly userId: UserId; readonly passwordVersion: number },
    at: Date,
    audit: AuditDraft,
  ): Promise<ConfirmSessionOutcome>;

  /** Ends the user's session; `absent` if it belongs to another user or is gone. */
  end(id: SessionId, userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome>;

  /** Ends all sessions of the user; `absent` if there is no such user. */
  endAll(userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome>;

  /**
   * Deletes at most `countMax` sessions that are not live at `now`, and returns their number. It never deletes a live
   * session. Concurrent callers skip rows that another caller is deleting: none waits for a row, none deadlocks, and
   * each session is counted once. It is housekeeping and not a command, so there is no audit event.
   */
  sweepExpired(now: Date, countMax: number): Promise<number>;
}
