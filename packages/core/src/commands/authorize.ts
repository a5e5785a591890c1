import { confirmedActor, groundsOf, type Actor, type ActorCredential, type UserActor } from '../actor.js';
import { findAgain } from './find-actor.js';
import {
  auditDetails,
  auditText,
  refusalKey,
  refused,
  type AuditActor,
  type AuditDetails,
  type AuditDraft,
  type AuditTarget,
} from '../audit/audit-event.js';
import type { AuthorityChanged } from './authority.js';
import {
  AuthenticationRequiredError,
  ConfirmationRequiredError,
  ForbiddenError,
  InvalidCredentialsError,
  InvalidSignatureError,
  InvalidTokenError,
  NotFoundError,
  RefusedByHostError,
  StorageUnavailableError,
  type BailiwickError,
} from '../errors.js';
import { parseId, type AuditEventId, type UserId } from '../ids.js';
import type { Kernel } from './context.js';
import { AUTHORITY_RENEWALS_MAX } from '../limits.js';
import type { Decision, Refused } from '../policy/decision.js';
import { belongingTo, PLATFORM, type BuiltInAction, type Target } from '../policy/action.js';
import type { Resource } from '../resources/resource.js';

/** What a command is about: how the policy sees it, how the audit names it, and who may know that it exists. */
export interface Subject {
  readonly noun: string;
  readonly target: Target;
  readonly audit: AuditTarget;
  /** The same without an id that is new, or that a client may have made up: equal refusals agree in it. */
  readonly equal: AuditTarget;
  /** Is the owner known to be there? An id that a client sent is looked for before a refusal is recorded with it. */
  readonly isOwnerKnown: boolean;
  /** May the actor do this, then it may know that the subject exists; `null`: everybody knows. */
  readonly visibleBy: { readonly action: BuiltInAction; readonly target: Target } | null;
}

export function userSubject(id: UserId): Subject {
  const target = belongingTo(id);
  const audit: AuditTarget = { type: 'user', id, ownerId: id };
  const visibleBy = { action: 'user:read', target } as const;
  return { noun: 'user', target, audit, equal: audit, isOwnerKnown: false, visibleBy };
}

/** A credential is part of its user: who may see the user may know of it. Nobody has looked yet whether it is there. */
export function credentialSubject(
  ownerId: UserId,
  type: 'session' | 'access-key',
  id: string | null,
): Subject {
  const equal: AuditTarget = { type, id: null, ownerId };
  return { ...userSubject(ownerId), audit: { ...equal, id }, equal };
}

export function resourceSubject(resource: Resource): Subject {
  const { id, ownerId, kind } = resource;
  const target = { ownerId, kind, id };
  const audit: AuditTarget = { type: 'resource', id, ownerId };
  const visibleBy = { action: 'resource:read', target } as const;
  return { noun: 'resource', target, audit, equal: audit, isOwnerKnown: true, visibleBy };
}

export function platformSubject(type: AuditTarget['type'], id: string | null = null): Subject {
  const audit: AuditTarget = { type, id, ownerId: null };
  return { noun: type, target: PLATFORM, audit, equal: audit, isOwnerKnown: true, visibleBy: null };
}

/** Whatever a host describes: what belongs to somebody is known to who may read the user or the resource. */
export function hostSubject(target: Target): Subject {
  const { ownerId, kind, id = null } = target;
  if (ownerId === null) return { ...platformSubject('platform', id), noun: 'target', target };
  const [type, action] =
    kind === null ? (['user', 'user:read'] as const) : (['resource', 'resource:read'] as const);
  const audit: AuditTarget = { type, id, ownerId };
  return { noun: type, target, audit, equal: audit, isOwnerKnown: true, visibleBy: { action, target } };
}

/** The one way from a command to the policy, and from its answer to an error and an audit event. */
export class Access {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /**
   * Runs a command. When storage finds, at the commit, that the actor's authority has changed since the request
   * authenticated, the actor is found again, as a new request would find it, and the command runs once more from
   * its beginning. What was taken away is thus asked for anew, and a credential that is gone is refused.
   *
   * @throws `authentication-required` for an object that is no actor, `invalid-token`, `invalid-credentials` or
   * `invalid-signature` when the credential is gone
   */
  async command<T>(caller: Actor, work: (actor: Actor) => Promise<T>): Promise<T> {
    groundsOf(caller);
    let actor = caller;
    for (let renewals = 0; ; renewals += 1) {
      try {
        return await work(actor);
      } catch (error) {
        if (error instanceof HostHasRefused) return this.#recordRefusalByHost(error);
        if (!(error instanceof AuthorityHasChanged) || actor.type !== 'user') throw error;
        if (renewals === AUTHORITY_RENEWALS_MAX) throw new StorageUnavailableError();
        actor = await this.#findAgain(actor, error.audit);
      }
    }
  }

  /** Within a host's transaction nothing more can be written: it has failed. */
  async #recordRefusalByHost({ audit, error }: HostHasRefused): Promise<never> {
    const { stores, isWithin } = this.#kernel;
    if (!isWithin) await stores.auditEvents.append(refused(audit, error.code));
    throw error;
  }

  async #findAgain(actor: UserActor, audit: AuditDraft): Promise<UserActor> {
    const found = await findAgain(this.#kernel, actor);
    if (found !== null) return found;
    const error = goneCredentialError(actor.credential);
    await this.#kernel.stores.auditEvents.append(refused(audit, error.code));
    throw error;
  }

  /** Does the policy allow it, or would it once the actor has confirmed? Nothing is recorded. */
  mayOnceConfirmed(actor: Actor, action: string, { target }: Subject): boolean {
    const { policy } = this.#kernel;
    const confirmed = confirmedActor(actor);
    if (policy.decide(actor, action, target).allowed) return true;
    return confirmed !== null && policy.decide(confirmed, action, target).allowed;
  }

  /**
   * The draft of the audit event when the policy allows the command; otherwise records the refusal and
   * throws: `authentication-required` for nobody, `forbidden` to who may know of the subject, and
   * `not-found` to everybody else.
   */
  async permit(
    actor: Actor,
    action: string,
    subject: Subject,
    details: AuditDetails = {},
  ): Promise<AuditDraft> {
    groundsOf(actor);
    const { policy } = this.#kernel;
    const decision = policy.decide(actor, action, subject.target);
    if (decision.allowed) {
      const { audit: target, equal } = subject;
      return this.#draft(actor, { action, target, equal, details, rule: decision.rule });
    }
    const { visibleBy } = subject;
    const mayKnow = visibleBy === null || policy.decide(actor, visibleBy.action, visibleBy.target).allowed;
    const refusal = this.#refusalOf(actor, action, subject.target, decision);
    const error = mayKnow ? refusal : new NotFoundError(subject.noun);
    const reason = refusal.code === 'forbidden' ? refusal.decision.reason : refusal.code;
    return this.#refuse(actor, { ...subject, action, details: ruleOf(decision) }, reason, error);
  }

  /** Confirming is asked for only where it would open the way: an access key has no password to confirm with. */
  #refusalOf(
    actor: Actor,
    action: string,
    target: Target,
    decision: Refused,
  ): ForbiddenError | ConfirmationRequiredError {
    const confirmed = confirmedActor(actor);
    if (confirmed === null) return new ForbiddenError(action, decision);
    const afterwards = this.#kernel.policy.decide(confirmed, action, target);
    if (!afterwards.allowed) return new ForbiddenError(action, afterwards);
    if (confirmed.credential.type === 'session') return new ConfirmationRequiredError(action);
    return new ForbiddenError(action, { ...decision, reason: 'access-key' });
  }

  /** What does not exist is answered exactly like what the actor may not know of, down to the audit. */
  async absent(actor: Actor, action: BuiltInAction, type: AuditTarget['type']): Promise<never> {
    return this.refuse(actor, action, nothing(type), 'not-found', new NotFoundError(type));
  }

  /** Records the refusal of an authenticated actor and throws `error`; nobody is asked to log in instead. */
  async refuse(
    actor: Actor,
    action: string,
    target: AuditTarget,
    reason: string,
    error: BailiwickError,
    details: AuditDetails = {},
  ): Promise<never> {
    const attempt = { action, audit: target, equal: target, isOwnerKnown: true, details };
    return this.#refuse(actor, attempt, reason, error);
  }

  async #refuse(
    actor: Actor,
    { action, details, ...subject }: Attempt,
    reason: string,
    error: BailiwickError,
  ): Promise<never> {
    groundsOf(actor);
    if (actor.type === 'anonymous') throw new AuthenticationRequiredError();
    const { audit: target, equal } = await this.#withoutMadeUpOwner(actor, subject);
    const draft = this.#draft(actor, { action, target, equal, details, rule: reason });
    await this.#kernel.stores.auditEvents.append(refused(draft, reason));
    throw error;
  }

  /** The ids of users who are not there have no end: a refusal that named them could not be equal to another one. */
  async #withoutMadeUpOwner(actor: Actor, { audit, equal, isOwnerKnown }: AttemptedSubject) {
    const { ownerId } = audit;
    const isOwn = actor.type === 'user' && actor.id === ownerId;
    if (isOwnerKnown || isOwn || ownerId === null) return { audit, equal };
    const isThere = (await this.#kernel.stores.users.find(ownerId as UserId)) !== null;
    return isThere ? { audit, equal } : { audit: nothing(audit.type), equal: nothing(equal.type) };
  }

  #draft(
    actor: Actor,
    {
      action,
      target,
      equal,
      details,
      rule,
    }: Pick<AuditDraft, 'action' | 'target' | 'details' | 'rule'> & { readonly equal: AuditTarget },
  ): AuditDraft {
    const { clock, ids, isWithin } = this.#kernel;
    const { authority, requestId } = groundsOf(actor);
    const who = { at: clock.now(), actor: auditActor(actor), action };
    return {
      id: ids.next() as AuditEventId,
      at: who.at,
      actor: who.actor,
      action,
      target: recordable(target),
      details: auditDetails(details),
      rule,
      requestId,
      // A host's transaction would keep equal refusals of everybody else waiting until it ends, and two could wait
      // for each other; and its rollback would take back the count.
      refusalKey: isWithin ? null : refusalKey(who, recordable(equal)),
      authority,
    };
  }
}

type AttemptedSubject = Pick<Subject, 'audit' | 'equal' | 'isOwnerKnown'>;
type Attempt = AttemptedSubject & Pick<AuditDraft, 'action' | 'details'>;

/** A host's target may be of nothing that there is. */
function recordable({ type, id, ownerId }: AuditTarget): AuditTarget {
  return { type, id: id === null ? null : auditText(id), ownerId: parseId(ownerId) };
}

/** The target of what is about something that is not there. */
function nothing(type: AuditTarget['type']): AuditTarget {
  return { type, id: null, ownerId: null };
}

/** Carries storage's answer to {@link Access.command}; no caller ever sees it. */
class AuthorityHasChanged extends Error {
  readonly audit: AuditDraft;
  constructor(audit: AuditDraft) {
    super('The authority of the actor has changed.');
    this.audit = audit;
  }
}

/** Carries the refusal of the host's own rules to {@link Access.command}, which records it. */
class HostHasRefused extends Error {
  readonly audit: AuditDraft;
  readonly error: RefusedByHostError;
  constructor(audit: AuditDraft, error: RefusedByHostError) {
    super('A rule of the host has refused the command.', { cause: error });
    this.audit = audit;
    this.error = error;
  }
}

/** What became of a command whose authority stood when it committed; every store's answer goes through here. */
export async function standing<Outcome extends { readonly type: string }>(
  answer: Promise<Outcome>,
  audit: AuditDraft,
): Promise<Exclude<Outcome, AuthorityChanged>> {
  const outcome = await answer.catch((error: unknown) => {
    throw error instanceof RefusedByHostError ? new HostHasRefused(audit, error) : error;
  });
  if (outcome.type === 'authority-changed') throw new AuthorityHasChanged(audit);
  return outcome as Exclude<Outcome, AuthorityChanged>;
}

/** As a new request with the same credential would be answered. */
function goneCredentialError({ type }: ActorCredential): BailiwickError {
  switch (type) {
    case 'session':
      return new InvalidTokenError();
    case 'access-key':
      return new InvalidSignatureError();
    case 'password':
      return new InvalidCredentialsError();
  }
}

/** The `forbid` that decided, where one did: its reason alone may stand for several. */
function ruleOf({ rule }: Decision): AuditDetails {
  return rule === null ? {} : { rule };
}

/** A policy may let anybody do something; such a command is audited under the name of nobody. */
function auditActor(actor: Actor): AuditActor {
  switch (actor.type) {
    case 'user':
      return { type: 'user', id: actor.id, credential: auditCredential(actor.credential) };
    case 'system':
      return { type: 'system', name: actor.name };
    case 'anonymous':
      return { type: 'anonymous' };
  }
}

function auditCredential(credential: ActorCredential): string {
  return credential.type === 'access-key' ? `access-key:${credential.accessKeyId}` : credential.type;
}
