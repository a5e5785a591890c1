import { hash } from 'node:crypto';
import { Access, credentialSubject, standing, standingOwn, userSubject } from '../commands/authorize.js';
import type { Actor, UserActor } from '../actor.js';
import { sessionActor } from '../commands/find-actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import { originOf, requestIdOf } from '../login/client-origin.js';
import {
  ConfirmationFailedError,
  InvalidCredentialsError,
  InvalidTokenError,
  NotFoundError,
} from '../errors.js';
import { parseId, type AuditEventId, type SessionId, type UserId } from '../ids.js';
import type { CommandContext } from '../commands/context.js';
import { SESSION_TOKEN_BYTES, SESSIONS_PER_USER_MAX } from '../limits.js';
import { ignoreOutage } from '../commands/ignore-outage.js';
import type { ClientContext } from '../login/client-address.js';
import { confirmPassword, verifyCredentials, type EmailAndPassword } from '../login/credentials.js';
import type { User } from '../users/user.js';
import { ownId } from '../commands/own-id.js';
import { isLive, touchIntervalMs, type Session } from './session.js';

export interface LogIn<Role extends string = string> {
  /** The token, 43 characters of base64url. It is returned only here; storage keeps its SHA-256. */
  readonly token: string;
  readonly session: Session;
  readonly user: User<Role>;
  /** The actor for the next command. */
  readonly actor: UserActor<Role>;
}

/** The commands to log in, and to list, confirm and end sessions. */
export class Sessions<Role extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Logs a user in and opens a session. If the user has more than {@link SESSIONS_PER_USER_MAX} sessions, it ends the
   * least recently used ones. It is not available within a host's transaction.
   *
   * @throws `invalid-credentials` for an unknown email, a wrong password and a disabled user alike,
   * `too-many-attempts`, `overloaded`
   *
   * @example
   * const credentials = { email: 'ann@example.com', password: 'four lanterns by the river' };
   * const { token, actor } = await bailiwick.sessions.logIn(credentials, { clientAddress });
   */
  async logIn(credentials: EmailAndPassword, client: ClientContext = {}): Promise<LogIn<Role>> {
    const { clock, ids, random, settings, stores } = this.#context;
    const { found, settled } = await verifyCredentials(this.#context, credentials, client);
    const { user, passwordVersion } = found;
    const token = Buffer.from(random.bytes(SESSION_TOKEN_BYTES)).toString('base64url');
    const now = clock.now();
    const origin = originOf(client);
    const requestId = requestIdOf(client);
    const session: Session = {
      id: ids.next() as SessionId,
      userId: user.id,
      createdAt: now,
      confirmedAt: now,
      lastUsedAt: now,
      idleExpiresAt: new Date(now.getTime() + settings.sessionIdleTtlMs),
      absoluteExpiresAt: new Date(now.getTime() + settings.sessionAbsoluteTtlMs),
      ...origin,
    };
    const audit: AuditDraft = {
      id: ids.next() as AuditEventId,
      at: now,
      actor: { type: 'user', id: user.id, credential: 'password' },
      action: 'session:create',
      target: { type: 'session', id: session.id, ownerId: user.id },
      // The session will be deleted some day, but an audit may still ask for its origin.
      details: { ...origin },
      rule: 'a verified password opens a session',
      requestId,
      refusalKey: null,
      // `add` itself checks everything that a login depends on.
      authority: null,
    };
    const tokenHash = hashToken(token);
    const newSession = { session, tokenHash, passwordVersion, countMax: SESSIONS_PER_USER_MAX };
    const [outcome] = await Promise.all([stores.sessions.add(newSession, audit), settled]);
    // The password was changed or the user disabled while it was being checked.
    if (outcome.type === 'refused') throw new InvalidCredentialsError();
    return { token, session, user, actor: sessionActor(found, session, now, requestId) } as LogIn<Role>;
  }

  /**
   * Returns the actor behind a session token, from the committed state. @throws `invalid-token`
   *
   * @example
   * const actor = await bailiwick.sessions.resume(token, { clientAddress });
   */
  async resume(token: string, client: ClientContext = {}): Promise<UserActor<Role>> {
    const { clock, settings, stores } = this.#context;
    const found = isTokenShaped(token) ? await stores.sessions.findByTokenHash(hashToken(token)) : null;
    const now = clock.now();
    if (found === null || !isLive(found.session, now) || found.user.status !== 'active')
      throw new InvalidTokenError();
    const { session } = found;
    if (now.getTime() - session.lastUsedAt.getTime() >= touchIntervalMs(settings.sessionIdleTtlMs)) {
      const idleExpiresAt = new Date(now.getTime() + settings.sessionIdleTtlMs);
      // If the use cannot be recorded, the session ends sooner, which is safe, and reads still work.
      await stores.sessions.touch(session.id, { lastUsedAt: now, idleExpiresAt }).catch(ignoreOutage);
    }
    return sessionActor(found, session, now, requestIdOf(client)) as UserActor<Role>;
  }

  /**
   * Lists all live sessions of a user (by default the actor), newest first.
   *
   * @throws `authentication-required`, `not-found`
   *
   * @example
   * for (const { id, createdAt } of await bailiwick.sessions.list(actor)) console.log(id, createdAt);
   * const { length } = await bailiwick.sessions.list(admin, { userId: ann.id });
   */
  async list(
    actor: Actor,
    options: {
      /** The user whose sessions they are; by default the actor. */
      readonly userId?: string | undefined;
    } = {},
  ): Promise<readonly Session[]> {
    const { userId = ownId(actor) } = options;
    const { clock, stores } = this.#context;
    const id = parseId<UserId>(userId);
    if (id === null) return this.#access.absent(actor, 'session:read', 'user');
    await this.#access.permit(actor, 'session:read', userSubject(id));
    const sessions = await stores.sessions.listLive(id, clock.now(), SESSIONS_PER_USER_MAX);
    if (sessions.length > 0 || options.userId === undefined) return sessions;
    // No session may mean that there is no such user.
    const user = await stores.users.find(id);
    if (user === null || user.status === 'deleting')
      return this.#access.absent(actor, 'session:read', 'user');
    return sessions;
  }

  /**
   * Confirms the actor's password, which allows sensitive actions of this session for the next ten minutes. It is not
   * available within a host's transaction.
   *
   * @throws `confirmation-failed` for a wrong password, `not-found` if the actor has no session credential,
   * `too-many-attempts`, `overloaded`
   *
   * @example
   * await bailiwick.sessions.confirm(actor, { password: 'four lanterns by the river' }, { clientAddress });
   */
  async confirm(actor: Actor, input: { password: string }, client: ClientContext = {}): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const userId = ownId(actor);
      const id = currentSessionId(actor);
      const subject = credentialSubject(userId, 'session', id);
      const audit = await this.#access.permit(actor, 'session:confirm', subject);
      const found = standingOwn(await this.#context.stores.users.findWithPassword({ id: userId }), audit);
      if (id === null) return this.#access.absent(actor, 'session:confirm', 'session');
      await confirmPassword(this.#context, audit, found, input.password, client);
      const session = { id, userId, passwordVersion: found.passwordVersion };
      const confirming = this.#context.stores.sessions.confirm(session, this.#context.clock.now(), audit);
      const outcome = await standing(confirming, audit);
      if (outcome.type === 'stale') throw new ConfirmationFailedError();
      if (outcome.type === 'absent') throw new NotFoundError('session');
    });
  }

  /**
   * Ends one session of a user (by default the actor). @throws `not-found`, `forbidden`
   *
   * @example
   * const [oldest] = (await bailiwick.sessions.list(actor)).slice(-1);
   * if (oldest !== undefined) await bailiwick.sessions.end(actor, oldest.id);
   */
  async end(actor: Actor, sessionId: string, userId: string = ownId(actor)): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const owner = parseId<UserId>(userId);
      if (owner === null) return this.#access.absent(actor, 'session:revoke', 'user');
      const id = parseId<SessionId>(sessionId);
      const audit = await this.#permitRevoke(actor, owner, id);
      if (id === null) return this.#access.absent(actor, 'session:revoke', 'session');
      const outcome = await standing(this.#context.stores.sessions.end(id, owner, audit), audit);
      if (outcome.type === 'absent') throw new NotFoundError('session');
    });
  }

  /**
   * Ends the session that the actor authenticated with. @throws `not-found` for actors with another credential
   *
   * @example
   * await bailiwick.sessions.endCurrent(actor);
   */
  async endCurrent(actor: Actor): Promise<void> {
    ownId(actor);
    const id = currentSessionId(actor);
    if (id === null) return this.#access.absent(actor, 'session:revoke', 'session');
    return this.end(actor, id);
  }

  /**
   * Ends all sessions of a user (by default the actor). @throws `not-found`, `forbidden`
   *
   * @example
   * await bailiwick.sessions.endAll(actor); // one's own
   * await bailiwick.sessions.endAll(admin, ann.id);
   */
  async endAll(actor: Actor, userId: string = ownId(actor)): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const id = parseId<UserId>(userId);
      if (id === null) return this.#access.absent(actor, 'session:revoke', 'user');
      const audit = await this.#permitRevoke(actor, id, null);
      const outcome = await standing(this.#context.stores.sessions.endAll(id, audit), audit);
      if (outcome.type === 'absent') throw new NotFoundError('user');
    });
  }

  #permitRevoke(actor: Actor, userId: UserId, sessionId: SessionId | null): Promise<AuditDraft> {
    return this.#access.permit(actor, 'session:revoke', credentialSubject(userId, 'session', sessionId));
  }
}

/** Returns the id of the actor's session; `null` if the actor authenticated with another credential. */
function currentSessionId(actor: Actor): SessionId | null {
  return actor.type === 'user' && actor.credential.type === 'session' ? actor.credential.sessionId : null;
}

/** Is this 32 bytes in base64url without padding? Any other text cannot be a token, and costs no query. */
function isTokenShaped(token: unknown): token is string {
  return typeof token === 'string' && /^[A-Za-z0-9_-]{43}$/.test(token);
}

/**
 * Hashes a token. A fast hash is enough for 256 random bits, and the look-up by hash makes a constant-time comparison
 * needless: an attacker who measures it learns about hashes, not about tokens.
 */
function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}
