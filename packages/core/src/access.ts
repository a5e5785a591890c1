import type { Actor, ActorCredential } from './actors/actor.js';
import {
  refused,
  type AuditActor,
  type AuditDetails,
  type AuditDraft,
  type AuditTarget,
} from './audit/audit-event.js';
import { AuthenticationRequiredError, ForbiddenError, NotFoundError, type BailiwickError } from './errors.js';
import type { AuditEventId, UserId } from './ids.js';
import type { Kernel } from './kernel.js';
import type { Decision } from './policy/decision.js';
import { belongingTo, PLATFORM, type BuiltInAction, type Target } from './policy/action.js';
import type { Resource } from './resources/resource.js';

/** What a command is about: how the policy sees it, how the audit names it, and who may know that it exists. */
export interface Subject {
  readonly noun: string;
  readonly target: Target;
  readonly audit: AuditTarget;
  /** May the actor do this, then it may know that the subject exists; `null`: everybody knows. */
  readonly visibleBy: { readonly action: BuiltInAction; readonly target: Target } | null;
}

export function userSubject(id: UserId): Subject {
  const target = belongingTo(id);
  const audit: AuditTarget = { type: 'user', id, ownerId: id };
  return { noun: 'user', target, audit, visibleBy: { action: 'user:read', target } };
}

export function resourceSubject(resource: Resource): Subject {
  const { id, ownerId, kind } = resource;
  const target = { ownerId, kind, id };
  const audit: AuditTarget = { type: 'resource', id, ownerId };
  return { noun: 'resource', target, audit, visibleBy: { action: 'resource:read', target } };
}

export function platformSubject(type: AuditTarget['type'], id: string | null = null): Subject {
  return { noun: type, target: PLATFORM, audit: { type, id, ownerId: null }, visibleBy: null };
}

/** Whatever a host describes: what belongs to somebody is known to who may read the user or the resource. */
export function hostSubject(target: Target): Subject {
  const { ownerId, kind, id = null } = target;
  if (ownerId === null)
    return { noun: 'target', target, audit: { type: 'platform', id, ownerId }, visibleBy: null };
  const [type, action] =
    kind === null ? (['user', 'user:read'] as const) : (['resource', 'resource:read'] as const);
  return { noun: type, target, audit: { type, id, ownerId }, visibleBy: { action, target } };
}

/** The one way from a command to the policy, and from its answer to an error and an audit event. */
export class Access {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
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
    const { policy } = this.#kernel;
    const decision = policy.decide(actor, action, subject.target);
    if (decision.allowed) return this.#draft(actor, action, subject.audit, details, decision.rule);
    const { visibleBy } = subject;
    const mayKnow = visibleBy === null || policy.decide(actor, visibleBy.action, visibleBy.target).allowed;
    const error = mayKnow ? new ForbiddenError(action, decision) : new NotFoundError(subject.noun);
    return this.refuse(actor, action, subject.audit, decision.reason, error, ruleOf(decision));
  }

  /** What does not exist is answered exactly like what the actor may not know of, down to the audit. */
  async absent(actor: Actor, action: BuiltInAction, type: AuditTarget['type']): Promise<never> {
    return this.refuse(
      actor,
      action,
      { type, id: null, ownerId: null },
      'not-found',
      new NotFoundError(type),
    );
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
    if (actor.type === 'anonymous') throw new AuthenticationRequiredError();
    await this.#kernel.stores.auditEvents.append(
      refused(this.#draft(actor, action, target, details, reason), reason),
    );
    throw error;
  }

  #draft(actor: Actor, action: string, target: AuditTarget, details: AuditDetails, rule: string): AuditDraft {
    const { clock, ids } = this.#kernel;
    return {
      id: ids.next() as AuditEventId,
      at: clock.now(),
      actor: auditActor(actor),
      action,
      target,
      details,
      rule,
    };
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
