import {
  confirmedActor,
  groundsOf,
  type Actor,
  type ActorCredential,
  type UserActor,
  type UserWithAuthority,
} from '../actor.js';
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
import type { AuthorityChanged, SeenPath } from './authority.js';
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
import { parseId, type AuditEventId, type GroupId, type OwnerId, type UserId } from '../ids.js';
import type { CommandContext } from './context.js';
import { decideWithMembers } from './decide-with-members.js';
import { AUTHORITY_RENEWALS_MAX } from '../limits.js';
import type { Decision, Refused } from '../policy/decision.js';
import { belongingTo, PLATFORM, type BuiltInAction, type Target } from '../policy/action.js';
import type { Group } from '../groups/group.js';
import type { Resource } from '../resources/resource.js';

/** The subject of a command: its target for the policy, its name in the audit, and the right to know of it. */
export interface Subject {
  readonly noun: string;
  readonly target: Target;
  readonly audit: AuditTarget;
  /** The same without ids that are new or that a client may have made up, so that it is the same for equal refusals. */
  readonly equal: AuditTarget;
  /** Is the owner known to exist? An id from a client is looked up before a refusal is recorded with it. */
  readonly isOwnerKnown: boolean;
  /** A group that the command is about because it lies in the owner of the target. The decision depends on that, too. */
  readonly lying?: GroupId;
  /** An actor that may do this may know that the subject exists; `null` if every actor may know. */
  readonly visibleBy: { readonly action: BuiltInAction; readonly target: Target } | null;
}

export function userSubject(id: OwnerId): Subject {
  const target = belongingTo(id);
  const audit: AuditTarget = { type: 'user', id, ownerId: id };
  const visibleBy = { action: 'user:read', target } as const;
  return { noun: 'user', target, audit, equal: audit, isOwnerKnown: false, visibleBy };
}

/** A group that is known to exist. */
export function groupSubject(id: GroupId): Subject {
  const target = belongingTo(id);
  const audit: AuditTarget = { type: 'group', id, ownerId: id };
  const visibleBy = { action: 'group:read', target } as const;
  return { noun: 'group', target, audit, equal: audit, isOwnerKnown: true, visibleBy };
}

/** The limit of a group is decided about above it, so that nobody who manages a group lifts the limit that binds it. */
export function limitTarget({ id, parentId }: Pick<Group, 'id' | 'parentId'>): Target {
  return { ownerId: parentId, kind: null, id };
}

/** The limits and the place of a group belong to what lies above it. */
export function isAskedAbove(action: string): boolean {
  return action === 'quota:set' || action === 'group:move';
}

/** Returns what the command on a group is about. */
export function commandOnGroup(action: string, group: Group): Subject {
  const subject = groupSubject(group.id);
  return isAskedAbove(action) ? { ...subject, target: limitTarget(group) } : subject;
}

/** A credential is part of its user: actors that may see the user may know of it. It need not exist. */
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

/** A target that a host describes. If it has an owner, actors that may read the user or resource may know of it. */
export function hostSubject(target: Target): Subject {
  const { ownerId, kind, id = null } = target;
  if (ownerId === null) return { ...platformSubject('platform', id), noun: 'target', target };
  const [type, action] =
    kind === null ? (['user', 'user:read'] as const) : (['resource', 'resource:read'] as const);
  const audit: AuditTarget = { type, id, ownerId };
  return { noun: type, target, audit, equal: audit, isOwnerKnown: true, visibleBy: { action, target } };
}

/** Asks the policy on behalf of all commands, and turns its answer into an error or an audit event. */
export class Access {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /**
   * Runs a command. If storage finds, at the commit, that the actor's authority has changed since the request
   * authenticated, the actor is loaded again, as for a new request, and the command starts over. So the policy decides
   * again with the current authority, and a credential that is gone is refused.
   *
   * @throws `authentication-required` for an object that is no actor; `invalid-token`, `invalid-credentials` or
   * `invalid-signature` if the credential is gone
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

  /** Records the refusal, except within a host's transaction, which has failed and accepts no more writes. */
  async #recordRefusalByHost({ audit, error }: HostHasRefused): Promise<never> {
    const { stores, isWithin } = this.#context;
    if (!isWithin) await stores.auditEvents.append(refused(audit, error.code));
    throw error;
  }

  async #findAgain(actor: UserActor, audit: AuditDraft): Promise<UserActor> {
    const found = await findAgain(this.#context, actor);
    if (found !== null) return found;
    const error = goneCredentialError(actor.credential);
    await this.#context.stores.auditEvents.append(refused(audit, error.code));
    throw error;
  }

  /** Does the policy allow the action, or would it after the actor confirms? Nothing is recorded. */
  mayOnceConfirmed(actor: Actor, action: string, { target }: Subject): boolean {
    const { policy } = this.#context;
    const confirmed = confirmedActor(actor);
    if (policy.decide(actor, action, target).allowed) return true;
    return confirmed !== null && policy.decide(confirmed, action, target).allowed;
  }

  async mayKnow(actor: Actor, { visibleBy }: Subject): Promise<boolean> {
    if (visibleBy === null) return true;
    const { action, target } = visibleBy;
    return (await decideWithMembers(this.#context, actor, action, target)).decision.allowed;
  }

  /** Returns what {@link permit} would decide, and whether the actor may know of the subject. Nothing is recorded. */
  async foresee(
    actor: Actor,
    action: string,
    subject: Subject,
  ): Promise<{ readonly decision: Decision; readonly mayKnow: boolean; readonly target: Target }> {
    groundsOf(actor);
    const { decision, target } = await decideWithMembers(this.#context, actor, action, subject.target);
    if (decision.allowed) return { decision, mayKnow: true, target };
    const refusal = this.#refusalOf(actor, action, target, decision);
    const mayKnow = await this.mayKnow(actor, subject);
    if (refusal.code === 'forbidden') return { decision: refusal.decision, mayKnow, target };
    return { decision: { ...decision, reason: refusal.code }, mayKnow, target };
  }

  /**
   * Returns the draft of the audit event if the policy allows the command. Otherwise it records the refusal and throws
   * `authentication-required` for an anonymous actor, `forbidden` if the actor may know of the subject, and `not-found`
   * if not.
   */
  async permit(
    actor: Actor,
    action: string,
    subject: Subject,
    details: AuditDetails = {},
  ): Promise<AuditDraft> {
    groundsOf(actor);
    const { decision, target, seen } = await decideWithMembers(this.#context, actor, action, subject.target);
    if (decision.allowed) {
      const { audit: target, equal, lying } = subject;
      const draft = this.#draft(actor, { action, target, equal, details, rule: decision.rule });
      return seen === null
        ? this.#lyingInTarget(draft, subject)
        : dependingOn(
            draft,
            lying === undefined ? [seen] : [seen, { path: [lying, ...seen.path], roles: null }],
          );
    }
    const mayKnow = await this.mayKnow(actor, subject);
    const refusal = this.#refusalOf(actor, action, target, decision);
    const error = mayKnow ? refusal : new NotFoundError(subject.noun);
    const reason = refusal.code === 'forbidden' ? refusal.decision.reason : refusal.code;
    return this.#refuse(actor, { ...subject, action, details: ruleOf(decision) }, reason, error);
  }

  /** The command commits only while the group that it is about lies in the owner of the target. */
  async #lyingInTarget(draft: AuditDraft, { lying, target }: Subject): Promise<AuditDraft> {
    const { authority } = draft;
    if (authority === null || lying === undefined) return draft;
    const { members } = this.#context.stores;
    const found = (await members.rolesOf(authority.userId, [lying])).get(lying);
    if (found === undefined) return draft;
    const [, parentId = null] = found.path;
    if (parentId !== target.ownerId) throw new AuthorityHasChanged(draft);
    return dependingOn(draft, [{ path: found.path, roles: null }]);
  }

  /** Asks about another side of the same command, whose draft then depends on both decisions. */
  async permitAlso(
    draft: AuditDraft,
    actor: Actor,
    action: string,
    subject: Subject,
    details: AuditDetails = {},
  ): Promise<AuditDraft> {
    const also = await this.permit(actor, action, subject, details);
    return dependingOn(draft, also.authority?.paths ?? []);
  }

  /** Asks for a confirmation only if that would help: an access key has no password to confirm with. */
  #refusalOf(
    actor: Actor,
    action: string,
    target: Target,
    decision: Refused,
  ): ForbiddenError | ConfirmationRequiredError {
    const confirmed = confirmedActor(actor);
    if (confirmed === null) return new ForbiddenError(action, decision);
    const afterwards = this.#context.policy.decide(confirmed, action, target);
    if (!afterwards.allowed) return new ForbiddenError(action, afterwards);
    if (confirmed.credential.type === 'session') return new ConfirmationRequiredError(action);
    return new ForbiddenError(action, { ...decision, reason: 'access-key' });
  }

  /** Refuses a command on a missing subject exactly like one on a subject that the actor may not know of. */
  async absent(
    actor: Actor,
    action: BuiltInAction,
    type: AuditTarget['type'],
    noun: string = type,
  ): Promise<never> {
    return this.refuse(actor, action, nothing(type), 'not-found', new NotFoundError(noun));
  }

  /** Records the refusal and throws `error`, or `authentication-required` for an anonymous actor. */
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
    await this.#context.stores.auditEvents.append(refused(draft, reason));
    throw error;
  }

  /** Drops an owner that does not exist: clients can make up any number of ids, each for a refusal of its own. */
  async #withoutMadeUpOwner(actor: Actor, { audit, equal, isOwnerKnown }: AttemptedSubject) {
    const { ownerId } = audit;
    const isOwn = actor.type === 'user' && actor.id === ownerId;
    if (isOwnerKnown || isOwn || ownerId === null) return { audit, equal };
    const { users, groups } = this.#context.stores;
    const isThere =
      (await users.find(ownerId as UserId)) !== null || (await groups.find(ownerId as GroupId)) !== null;
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
    const { clock, ids, isWithin } = this.#context;
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
      // Until its end, a host's transaction would block all equal refusals, two could deadlock, and its rollback would
      // undo the count.
      refusalKey: isWithin ? null : refusalKey(who, recordable(equal)),
      authority,
    };
  }
}

type AttemptedSubject = Pick<Subject, 'audit' | 'equal' | 'isOwnerKnown'>;
type Attempt = AttemptedSubject & Pick<AuditDraft, 'action' | 'details'>;

/** The command commits only while these are the same, too. The authority of a system does not depend on any. */
export function dependingOn(draft: AuditDraft, paths: readonly SeenPath[]): AuditDraft {
  const { authority } = draft;
  if (authority === null || paths.length === 0) return draft;
  return { ...draft, authority: { ...authority, paths: [...(authority.paths ?? []), ...paths] } };
}

/** A host's target may have any ids, even of owners that do not exist. */
function recordable({ type, id, ownerId }: AuditTarget): AuditTarget {
  return { type, id: id === null ? null : auditText(id), ownerId: parseId(ownerId) };
}

/** Makes the audit target of a refusal about something that does not exist. */
function nothing(type: AuditTarget['type']): AuditTarget {
  return { type, id: null, ownerId: null };
}

/** Carries the answer of storage to {@link Access.command}; callers never see it. */
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

/** Returns the outcome of a command, or throws if its authority has changed. Every answer of a store passes here. */
export async function standing<Outcome extends { readonly type: string }>(
  answer: Promise<Outcome>,
  audit: AuditDraft,
): Promise<Exclude<Outcome, AuthorityChanged>> {
  let outcome: Outcome;
  try {
    outcome = await answer;
  } catch (error) {
    throw error instanceof RefusedByHostError ? new HostHasRefused(audit, error) : error;
  }
  if (outcome.type === 'authority-changed') throw new AuthorityHasChanged(audit);
  return outcome as Exclude<Outcome, AuthorityChanged>;
}

/** Returns the actor's own user as read by a command, or throws if the authority of the actor has changed. */
export function standingOwn<Found extends UserWithAuthority>(found: Found | null, audit: AuditDraft): Found {
  if (found === null || found.authorityVersion !== audit.authority?.version)
    throw new AuthorityHasChanged(audit);
  return found;
}

/** Returns the error that a new request with the same credential would get. */
export function goneCredentialError({ type }: ActorCredential): BailiwickError {
  switch (type) {
    case 'session':
      return new InvalidTokenError();
    case 'access-key':
      return new InvalidSignatureError();
    case 'password':
      return new InvalidCredentialsError();
  }
}

/** Returns the name of the `forbid` rule that decided, if any, since several rules may share a reason. */
function ruleOf({ rule }: Decision): AuditDetails {
  return rule === null ? {} : { rule };
}

/** Returns the actor as the audit keeps it. A policy may allow an action to anyone, so it can be anonymous. */
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
