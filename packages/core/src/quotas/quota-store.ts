import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { OwnerId } from '../ids.js';
import type { Limit, Quota, QuotaLevel } from './quota.js';

export interface QuotaKey {
  readonly ownerId: OwnerId;
  readonly meter: string;
}

/** The limit of all owners of one type who have none of their own. */
export interface DefaultLimit<Meter extends string = string> extends NewDefaultLimit<Meter> {
  /** `user`, or a type of groups. */
  readonly ownerType: string;
}

export interface NewDefaultLimit<Meter extends string = string> {
  /** `user` when left out. */
  readonly ownerType?: string | undefined;
  readonly meter: Meter;
  readonly limit: Limit;
}

/** A quota whose `used` is not the sum of the demands of the live resources of the owner, and of all below a group. */
export interface QuotaDifference extends QuotaKey {
  readonly used: number;
  readonly actual: number;
}

/** The number of rows of an owner that are listed below another root than the owner's. */
export interface MisplacedRows {
  readonly ownerId: OwnerId;
  readonly count: number;
}

export interface QuotaCheckStep {
  readonly ownersChecked: number;
  readonly differences: readonly QuotaDifference[];
  readonly misplaced: readonly MisplacedRows[];
  /** The first owner of the next step; `null` after the last owner. */
  readonly nextOwnerId: OwnerId | null;
}

export type SetLimitOutcome =
  | { readonly type: 'set'; readonly quota: Quota }
  | { readonly type: 'absent' }
  | AuthorityChanged;

export type SetDefaultLimitOutcome = { readonly type: 'set' } | AuthorityChanged;

export type RepairOutcome =
  | { readonly type: 'repaired'; readonly difference: QuotaDifference }
  /** The usage was right after all, or the owner is gone. */
  | { readonly type: 'true' }
  | AuthorityChanged;

export type RepairRootOutcome =
  | { readonly type: 'repaired'; readonly misplaced: MisplacedRows }
  /** The rows were right after all, or the owner is gone. */
  | { readonly type: 'true' }
  | AuthorityChanged;

export type RecordVerificationOutcome = { readonly type: 'recorded' } | AuthorityChanged;

/** The port for quotas. The rules on audit events, refusals and lock order of `UserStore` hold here too. */
export interface QuotaStore {
  /**
   * Returns the owner's quotas, by meter, in one consistent read: every meter with a use, a limit or a default. `null`
   * if there is no such owner.
   */
  list(ownerId: OwnerId): Promise<Quota[] | null>;

  /** Returns the same for each of these owners that exists, in any order, as one statement. */
  listMany(ownerIds: readonly OwnerId[]): Promise<ReadonlyMap<OwnerId, Quota[]>>;

  /**
   * Returns the quotas of a group and of every group above it, from the group up, in one consistent read. `null` if
   * there is no such group.
   */
  listOnPath(groupId: OwnerId): Promise<QuotaLevel[] | null>;

  /**
   * Sets the owner's own limit. It may be below `used`: then nothing is destroyed, and creates are refused until there
   * is room (Q6). A limit of `null` overrides any default (Q5).
   */
  setLimit(quota: QuotaKey & { readonly limit: Limit }, audit: AuditDraft): Promise<SetLimitOutcome>;

  /** Removes the owner's own limit, so that the default applies again (Q6). Repeating it changes nothing. */
  clearLimit(quota: QuotaKey, audit: AuditDraft): Promise<SetLimitOutcome>;

  /** Lists the default limits, by type of owner and meter. */
  listDefaultLimits(): Promise<DefaultLimit[]>;

  /**
   * Sets the limit for every owner of the type without one of their own. It applies to every create that begins after the
   * commit, in every process.
   */
  setDefaultLimit(limit: NewDefaultLimit, audit: AuditDraft): Promise<SetDefaultLimitOutcome>;

  /**
   * Compares `used` with the sum of demands (Q3) for at most `ownersMax` owners from `fromOwnerId` on (`null`: the
   * first), or for fewer if they own many resources, in the order of their ids and without blocking writers. Each
   * difference is of one committed state. If the rows of a group carry its root, it also returns how many carry another
   * one.
   */
  check(fromOwnerId: OwnerId | null, ownersMax: number): Promise<QuotaCheckStep>;

  /** Records that a verification of all quotas has come to its end, which has no other effect. */
  recordVerification(audit: AuditDraft): Promise<RecordVerificationOutcome>;

  /** Recounts one quota while its creates and deletes wait, and corrects `used` if it differs. */
  repair(quota: QuotaKey, audit: AuditDraft): Promise<RepairOutcome>;

  /** Gives the rows of the owner the root that the owner has. */
  repairRoot(ownerId: OwnerId, audit: AuditDraft): Promise<RepairRootOutcome>;
}
