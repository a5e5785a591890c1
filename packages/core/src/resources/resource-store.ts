import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { OwnerId, ResourceId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { Demand, QuotaShortfall } from '../quotas/quota.js';
import type { Released } from '../quotas/released.js';
import type { Resource } from './resource.js';

export interface CreateResource {
  readonly resource: Resource;
  /** The amounts that the resource takes from its owner's meters, stored with the resource. */
  readonly demand: Demand;
  readonly idempotency: IdempotencyRecord | null;
}

/** A record of an idempotency key. It belongs to the actor of its audit event and to the owner of the new entity. */
export interface IdempotencyRecord {
  readonly key: string;
  /** SHA-256 of the request, as base64url. Two requests with one key are equal if their hashes are. */
  readonly payloadHash: string;
}

export type CreateResourceOutcome =
  | { readonly type: 'created'; readonly resource: Resource }
  /** The first result under this key, as it was at that time. */
  | { readonly type: 'repeated'; readonly resource: Resource }
  | { readonly type: 'key-reused' }
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  | { readonly type: 'no-owner' }
  | { readonly type: 'owner-disabled' }
  | { readonly type: 'id-taken' }
  | AuthorityChanged;

/** The members that identify a version of a resource. */
export type ResourceVersion = Pick<Resource, 'name' | 'updatedAt'>;

export interface RenameResource {
  /** The owner that the caller has read: if it is another one by then, the outcome is `absent`. */
  readonly ownerId: OwnerId;
  readonly name: string;
  readonly at: Date;
  /** Rename only while the resource is of this version; `null` to rename in any case. */
  readonly ifUnchangedSince: ResourceVersion | null;
}

export type RenameResourceOutcome =
  | { readonly type: 'renamed'; readonly resource: Resource }
  | { readonly type: 'absent' }
  | { readonly type: 'precondition-failed' }
  | AuthorityChanged;

export type DeleteResourceOutcome =
  | ({ readonly type: 'deleted' } & Released)
  | { readonly type: 'absent' | 'precondition-failed' }
  | AuthorityChanged;

export interface TransferResource {
  /** The owner that the caller has read: if it is another one by then, the outcome is `absent`. */
  readonly ownerId: OwnerId;
  readonly to: OwnerId;
  readonly at: Date;
  /** Transfer only while the resource is of this version; `null` to transfer in any case. */
  readonly ifUnchangedSince: ResourceVersion | null;
}

export type TransferResourceOutcome =
  | ({ readonly type: 'transferred'; readonly resource: Resource } & Released)
  | { readonly type: 'absent' | 'no-owner' | 'owner-disabled' | 'precondition-failed' }
  /** The figures are of the levels that the resource would join. */
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  | AuthorityChanged;

export interface ResourceQuery extends PageQuery {
  readonly scope: Scope;
  readonly ownerId: string | null;
  readonly kind: string | null;
}

/**
 * The port for resources. The rules on audit events, refusals and lock order of `UserStore` hold here too;
 * a `repeated` create writes no second event.
 *
 * The remaining resources of a user who is being deleted are gone for every method (I1): they are not found, on no list,
 * and cannot be renamed or deleted one by one. However many there are, no statement of a list reads more than a bounded
 * number of them.
 */
export interface ResourceStore {
  /**
   * Creates the resource and claims its demand from the owner's quotas in one atomic step.
   *
   * - However many callers race, in however many processes, a create never makes committed `used` exceed `limit` (Q1);
   *   all meters of a demand are claimed together or not at all (Q4).
   * - A create is refused for quota only if, at one instant of the call, the demand did not fit and no earlier create
   *   with its idempotency key had succeeded; the figures are of that instant (Q2).
   * - A create that is repeated with the same idempotency key, by the same actor and for the same owner, returns the
   *   first result and claims nothing more, for at least 24 h, even if the resource has been deleted or renamed since;
   *   with another payload the outcome is `key-reused` (I3).
   * - Its own statement checks that the owner exists and is active, and the actor's authority (A3). The only path that a
   *   create can depend on is that of the owner.
   * - The cost does not grow with the number of the owner's resources (Q9).
   *
   * An adapter MUST NOT count resources, and MUST decide from locked quota rows.
   */
  create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome>;

  /** Returns the resource as committed, or `null`. */
  find(id: ResourceId): Promise<Resource | null>;

  /** Lists resources within the scope and the filter, by id, newest first. */
  list(query: ResourceQuery): Promise<Resource[]>;

  rename(id: ResourceId, change: RenameResource, audit: AuditDraft): Promise<RenameResourceOutcome>;

  /**
   * Gives the resource to another owner: it claims the demand at every owner of the new path that is not on the old one,
   * and releases it at every owner of the old path that is not on the new one, in one commit (Q10). There is no committed
   * state in which the resource is charged twice or not at all. If the new path has no room, nothing changes. Of all
   * callers that race with one owner, exactly one gets `transferred`. `ifUnchangedSince` is decided in the same step.
   */
  transfer(id: ResourceId, change: TransferResource, audit: AuditDraft): Promise<TransferResourceOutcome>;

  /**
   * Deletes the resource and releases exactly the amounts that its create took, once: of all callers that race, exactly
   * one gets `deleted` (Q3). With `ifUnchangedSince`, it deletes only while the resource is of that version, which is
   * decided in the same step. If a usage was changed by hand and is lower than the amount to release, the delete still
   * succeeds, and the usage becomes 0.
   */
  delete(
    id: ResourceId,
    ownerId: OwnerId,
    audit: AuditDraft,
    ifUnchangedSince?: ResourceVersion | null,
  ): Promise<DeleteResourceOutcome>;

  /**
   * Deletes at most `countMax` idempotency keys of creates from before `before`, and returns their number; no resource
   * changes. A create with a key that is being deleted is a repeat or a new create, never an error. Concurrent callers
   * share the work as with `SessionStore.sweepExpired`.
   */
  sweepIdempotencyKeys(before: Date, countMax: number): Promise<number>;
}
