import type { UserWithAuthority } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { SessionId, UserId } from '../ids.js';
import type { Session } from './session.js';

export interface NewSession {
  readonly session: Session;
  /** SHA-256 of the token, base64url. Allowed as a fast hash, since the token has 256 random bits. */
  readonly tokenHash: string;
  /** The version of the password that the login verified. */
  readonly passwordVersion: number;
  /** The most sessions that its user may have with this one, ended ones that are not swept yet included. */
  readonly countMax: number;
}

export type AddSessionOutcome = { readonly type: 'added' | 'refused' };

export interface SessionOfUser extends UserWithAuthority {
  readonly session: Session;
}

/** `stale`: the password is not the one that was verified any more. */
export type ConfirmSessionOutcome = { readonly type: 'confirmed' | 'absent' | 'stale' } | AuthorityChanged;

export type EndSessionOutcome = { readonly type: 'ended' | 'absent' } | AuthorityChanged;

/** The port for sessions. The rules on audit events, refusals and lock order of `UserStore` hold here too. */
export interface SessionStore {
  /**
   * Adds the session while its user is active and still has the verified password: a login that
   * overlaps a change of password or a disabling leaves no session behind (A3). `refused` otherwise.
   *
   * A user has at most `countMax` sessions, however many logins race: a login is never refused for that, and
   * ends the sessions least recently used, in the same step. That takes something away, and the event says
   * how many they were.
   */
  add(session: NewSession, audit: AuditDraft): Promise<AddSessionOutcome>;

  /** The session and its user, read together and as committed, expired or not; `null` when there is none. */
  findByTokenHash(tokenHash: string): Promise<SessionOfUser | null>;

  /** The same, by the id of the session. */
  find(id: SessionId): Promise<SessionOfUser | null>;

  /** The user's sessions that are live at `at`, newest first; `countMax` of them at most. */
  listLive(userId: UserId, at: Date, countMax: number): Promise<Session[]>;

  /** Notes a use, unless a later one is noted already. Does nothing when the session is gone; never brings one back. */
  touch(id: SessionId, use: { readonly lastUsedAt: Date; readonly idleExpiresAt: Date }): Promise<void>;

  /**
   * Notes that the user of the session has given the password, while it is the one that was verified. `absent`
   * when the session is not this user's, or is gone: it is never brought back.
   */
  confirm(
    session: { readonly id: SessionId; readonly userId: UserId; readonly passwordVersion: number },
    at: Date,
    audit: AuditDraft,
  ): Promise<ConfirmSessionOutcome>;

  /** Ends the user's session; `absent` when it is not this user's, or gone already. */
  end(id: SessionId, userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome>;

  /** Ends all sessions of the user; `absent` when there is no such user. */
  endAll(userId: UserId, audit: AuditDraft): Promise<EndSessionOutcome>;

  /**
   * Deletes sessions that are not live at `now`, `countMax` of them at most, and hands out how many. Never
   * a live one. Callers at once pass over what another is deleting: none waits for a row, none deadlocks,
   * and each session is counted once. It is housekeeping and no command: there is no audit event.
   */
  sweepExpired(now: Date, countMax: number): Promise<number>;
}
