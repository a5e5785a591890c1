import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { ResourceId, UserId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { Demand, QuotaShortfall } from '../quotas/quota.js';
import type { Resource } from './resource.js';

export interface CreateResource {
  readonly resource: Resource;
  /** What the resource takes from its owner's meters; stored with it. */
  readonly demand: Demand;
  readonly idempotency: IdempotencyRecord | null;
}

/** It belongs to the actor of the audit event that comes with it, and to the owner of what is made. */
export interface IdempotencyRecord {
  readonly key: string;
  /** SHA-256 of the request, base64url: two requests under one key are the same when it is. */
  readonly payloadHash: string;
}

export type CreateResourceOutcome =
  | { readonly type: 'created'; readonly resource: Resource }
  /** The first result under this key, as it was then. */
  | { readonly type: 'repeated'; readonly resource: Resource }
  | { readonly type: 'key-reused' }
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  | { readonly type: 'no-owner' }
  | { readonly type: 'owner-disabled' }
  | { readonly type: 'id-taken' }
  | AuthorityChanged;

/** What tells a version of a resource from every other. */
export type ResourceVersion = Pick<Resource, 'name' | 'updatedAt'>;

export interface RenameResource {
  readonly name: string;
  readonly at: Date;
  /** Rename only while the resource has this name and time of change; `null`: in any case. */
  readonly ifUnchangedSince: ResourceVersion | null;
}

export type RenameResourceOutcome =
  | { readonly type: 'renamed'; readonly resource: Resource }
  | { readonly type: 'absent' }
  | { readonly type: 'precondition-failed' }
  | AuthorityChanged;

export type DeleteResourceOutcome =
  | {
      readonly type: 'deleted';
      /** The owner used less than the resource took, which nobody but an operator can have brought about. */
      readonly isUsageTooLow?: true;
    }
  | { readonly type: 'absent' | 'precondition-failed' }
  | AuthorityChanged;

export interface ResourceQuery extends PageQuery {
  readonly scope: Scope;
  readonly ownerId: string | null;
  readonly kind: string | null;
}

/**
 * The port for resources. The rules on audit events, refusals and lock order of `UserStore` hold here too;
 * a `repeated` create writes no second event.
 */
export interface ResourceStore {
  /**
   * Creates the resource and claims its demand from the owner's quotas in one atomic step.
   *
   * - However many callers race, from however many processes, committed `used` never exceeds `limit`
   *   through a create (Q1); all meters of a demand are claimed together or not at all (Q4).
   * - A create is refused for quota only if at one instant of the call the demand did not fit and no
   *   earlier create with its idempotency key had succeeded; the figures are of that instant (Q2).
   * - A create repeated with the same idempotency key, of the same actor and for the same owner, gives the
   *   first result and claims nothing more, for at least 24 h, even if the resource has been deleted or
   *   renamed since; with another payload it is `key-reused` (I3).
   * - It checks in its own statement that the owner exists and is active, and the actor's authority (A3).
   * - The cost does not grow with how much an owner has (Q9).
   *
   * An adapter MUST NOT count resources, and MUST decide from locked quota rows.
   */
  create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome>;

  /** The resource as committed, or `null`. */
  find(id: ResourceId): Promise<Resource | null>;

  /** Resources within the scope and the filter, by id, newest first. */
  list(query: ResourceQuery): Promise<Resource[]>;

  rename(id: ResourceId, change: RenameResource, audit: AuditDraft): Promise<RenameResourceOutcome>;

  /**
   * Deletes the resource and gives back exactly what its create took, once: of callers that race, exactly
   * one gets `deleted` (Q3). With `ifUnchangedSince` only while the resource is of that version, which is
   * decided in the same step. A usage that was changed by hand, so that there is less to give back, keeps nobody from
   * deleting: nothing is used any more then.
   */
  delete(
    id: ResourceId,
    ownerId: UserId,
    audit: AuditDraft,
    ifUnchangedSince?: ResourceVersion | null,
  ): Promise<DeleteResourceOutcome>;

  /**
   * Forgets idempotency keys of creates from before `before`, `countMax` of them at most, and hands out how
   * many; no resource changes. A create under a key that is being forgotten is a repeat or a new create,
   * never an error. Callers at once share the work as with `SessionStore.sweepExpired`.
   */
  sweepIdempotencyKeys(before: Date, countMax: number): Promise<number>;
}
