import type { UserWithAuthority } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { ResourceId, UserId } from '../ids.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { Limit } from '../quotas/quota.js';
import type { IdempotencyRecord } from '../resources/resource-store.js';
import type { SettableUserStatus, User, UserStatus, UserVersion } from './user.js';

export interface UserWithPassword extends UserWithAuthority {
  readonly passwordHash: string;
  /** Counts the passwords this user has had; a rehash of the same password does not count. */
  readonly passwordVersion: number;
}

export interface NewUser {
  readonly user: User;
  readonly passwordHash: string;
  /** The canonical form of `user.email`, computed in core. */
  readonly emailKey: string;
  /** `nobody` when left out. */
  readonly displacing?: Displacing;
  /** Limits of this user's own, by meter. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** The key of the user who asks for this one, so that asking twice is asking once. */
  readonly idempotency?: UserIdempotencyRecord | null;
}

/** The owner is the user who asks, since whoever is made has none: what they make for themself is in the same space. */
export interface UserIdempotencyRecord extends IdempotencyRecord {
  readonly actorId: UserId;
}

/**
 * Whether a user may lose an address that is not proven to the one who is given it; see {@link UserStore.change}.
 *
 * `nobody`: an address that somebody has is taken. `ask`: the outcome is `unproven-holder`, and nothing is written, so
 * that the caller can decide. Otherwise this user may lose it, and `audit` is the event about them.
 */
export type Displacing = 'nobody' | 'ask' | { readonly userId: UserId; readonly audit: AuditDraft };

export interface GivenEmail {
  readonly email: string;
  readonly emailKey: string;
  /** Users give it to themselves and nobody has proven that it is theirs. Left out: an administrator gives it. */
  readonly isUnproven?: boolean;
  /** `nobody` when left out. */
  readonly displacing?: Displacing;
}

/** What {@link UserStore.change} sets; what is left out stays. */
export interface UserChange {
  readonly email?: GivenEmail;
  readonly role?: string;
  readonly status?: SettableUserStatus;
  readonly at: Date;
  /** Change only while the password is the one that the caller verified; whatever it is, when left out. */
  readonly expectedVersion?: number;
  /** Change only while the user is of this version; `null`, or left out: in any case. */
  readonly ifUnchangedSince?: UserVersion | null;
}

export interface DeleteUser {
  readonly resources: 'delete' | 'refuse';
  /** Delete only while the user is of this version; `null`, or left out: in any case. */
  readonly ifUnchangedSince?: UserVersion | null;
  /** When there are more resources, idempotency records and nonces, the deletion only begins. Left out: however many there are. */
  readonly rowsAtOnceMax?: number;
}

export interface DeletingPage {
  /** `null`: from the first on. */
  readonly afterId: UserId | null;
  readonly countMax: number;
}

/** One step of a deletion that has begun. */
export interface DeletionStep {
  /**
   * What the step before has answered: resources that are not older were deleted by it or by an earlier one. It spares
   * a database the search among rows that it has deleted but not cleared away yet. `null`: the first step.
   */
  readonly olderThanId: ResourceId | null;
  readonly rowsMax: number;
}

export interface PasswordChange {
  readonly passwordHash: string;
  readonly at: Date;
  /** Change only while the password is the one that the caller verified. `null`: whatever it is. */
  readonly expectedVersion: number | null;
  /** Every other session of the user ends; `null` ends all of them. */
  readonly keepSessionId: string | null;
  /** What becomes of the access keys of the user. */
  readonly accessKeys: 'keep' | 'delete';
}

export interface UserQuery extends PageQuery {
  readonly scope: Scope;
  readonly emailKey: string | null;
  readonly role: string | null;
  readonly status: UserStatus | null;
  /** Only users with a meter whose `used` lies above the limit in force. */
  readonly over: boolean;
}

/** Somebody has the address who gave it to themselves; nothing was written. */
export interface UnprovenHolder {
  readonly type: 'unproven-holder';
  readonly holderId: UserId;
}

export type AddUserOutcome =
  | { readonly type: 'added' | 'email-taken' | 'key-reused' }
  | UnprovenHolder
  /** The first result under this key, as it was then. */
  | { readonly type: 'repeated'; readonly user: User }
  /** Who asks for the user is gone. */
  | { readonly type: 'no-actor' }
  | AuthorityChanged;
export type AddFirstAdminOutcome = AddUserOutcome | { readonly type: 'admin-exists' };
export type ChangeUserOutcome =
  | { readonly type: 'changed'; readonly user: User }
  | { readonly type: 'absent' }
  | { readonly type: 'stale' }
  | { readonly type: 'precondition-failed' }
  | { readonly type: 'email-taken' }
  | UnprovenHolder
  | { readonly type: 'last-admin' }
  | AuthorityChanged;
export type SetPasswordOutcome = { readonly type: 'changed' | 'absent' | 'stale' } | AuthorityChanged;
export type DeleteUserOutcome =
  | { readonly type: 'deleted' }
  /** The deletion has begun, now or earlier; {@link UserStore.continueDeletion} does the rest. */
  | { readonly type: 'deleting'; readonly user: User }
  | { readonly type: 'absent' }
  | { readonly type: 'precondition-failed' }
  | { readonly type: 'last-admin' }
  | { readonly type: 'owns-resources'; readonly count: number }
  | AuthorityChanged;
export type ContinueDeletionOutcome =
  /** So many rows are gone, and there may be more. */
  | { readonly type: 'continued'; readonly count: number; readonly olderThanId: ResourceId | null }
  /** So many rows are gone, and the user with them. */
  | { readonly type: 'deleted'; readonly count: number }
  /** No deletion of this user is under way, or somebody else is carrying out a step of it. */
  | { readonly type: 'none' };

/**
 * The port for users.
 *
 * Every method that takes an `AuditDraft` MUST write exactly one audit event, in the same transaction
 * as its effect: accepted, or refused with the outcome's type as its reason (I2). A refusal MUST write
 * nothing else, and MUST leave a host's transaction usable (I6).
 *
 * Authority holds at the commit (A3): every such method MUST compare `audit.authority` with the user in the
 * transaction that writes, under a lock that keeps the user's authority version as it is until the commit.
 * When it differs, the outcome is `authority-changed`, and nothing is written, not even a refusal. Every
 * method that takes something away raises the version of the user who loses it, so that it waits for the
 * commands in flight and stops those that come after it.
 *
 * A user of status `deleting` is gone for every command, of every store, but `find`, `findWithPassword`, `list` and
 * `delete` (I1): the outcome is that of a user who is not there. The email key is as taken as it was until the row is gone.
 *
 * Lock order, for all stores: users by id, then quotas by meter, then resources.
 */
export interface UserStore {
  /**
   * Adds a user with their own limits. Email keys are unique: of callers that race with one key, exactly
   * one gets `added` (A5). An adapter MUST NOT read first and insert then, and MUST NOT compute keys in SQL.
   * The address is proven, and `displacing` is decided as in `change`.
   *
   * With an idempotency key: a repeat by the same actor gives the first result and adds nothing, for at
   * least 24 h, even if the user has been changed or deleted since; with another payload it is `key-reused`
   * (I3). The record commits with the user, and a refused `add` leaves none. `repeated` writes no event.
   */
  add(user: NewUser, audit: AuditDraft): Promise<AddUserOutcome>;

  /**
   * Adds an administrator while there is no active one; however many processes race, exactly one adds.
   * Not available within a host's transaction, whose snapshot could be older than another's administrator.
   */
  addFirstAdmin(user: NewUser, audit: AuditDraft): Promise<AddFirstAdminOutcome>;

  /** The user as committed, or `null`. */
  find(id: UserId): Promise<User | null>;

  /** The user and the hash to check a password against, or `null`. */
  findWithPassword(
    by: { readonly id: UserId } | { readonly emailKey: string },
  ): Promise<UserWithPassword | null>;

  /** Users within the scope and the filter, by id, newest first. For users, the owner in a scope is the user itself; they have no kind. */
  list(query: UserQuery): Promise<User[]>;

  /**
   * Changes email, role and status together or not at all. Once there is one, there is always at least
   * one active administrator, also when two demote each other at the same instant (A4): `last-admin`.
   * Disabling ends all sessions of the user in the same transaction. `stale`: the password is not of
   * `expectedVersion`. With `ifUnchangedSince` only while the user is of that version, which is decided in the
   * same step: of callers that race with one version, exactly one gets `changed`.
   *
   * Users have at most two addresses (A5). When they give themselves one (`isUnproven`), the proven one before it stays
   * theirs: nobody else gets it, nobody logs in with it, and they can go back to it. `displacing` names a user who may
   * lose the address. If they have it and it is unproven, their proven one becomes the current one again, in the same
   * transaction, and the event about them has the details `email` and `givenTo`. It takes no authority away. If another
   * user has the address unproven, the outcome is `unproven-holder`. A proven address, current or not, is `email-taken`.
   */
  change(id: UserId, change: UserChange, audit: AuditDraft): Promise<ChangeUserOutcome>;

  /**
   * Replaces the hash, ends sessions and, if asked to, deletes every access key of the user, all in one
   * transaction. The event says how many keys there were. `stale`: the password is not of `expectedVersion`.
   */
  setPassword(id: UserId, change: PasswordChange, audit: AuditDraft): Promise<SetPasswordOutcome>;

  /**
   * Replaces the stored hash by one of the same password with stronger parameters, while it still is of
   * `expectedVersion`; does nothing otherwise. No command, no audit event.
   */
  rehash(id: UserId, expectedVersion: number, passwordHash: string): Promise<void>;

  /**
   * Deletes the user with sessions, access keys, quotas and idempotency records, and with `resources: 'delete'` every
   * resource, all in one transaction (I1). `resources: 'refuse'` deletes only a user who owns none. The
   * last active administrator stays (A4). `ifUnchangedSince` is decided as in `change`.
   *
   * With more rows than `rowsAtOnceMax` the transaction decides everything that a deletion decides, makes the user
   * `deleting`, ends every session and raises the authority version. Its event says so, and what was `used`. A repeat
   * answers `deleting` again and writes no event. Rows of others, and other users than the two that the command is
   * about, MUST NOT be locked for longer than a bounded number of rows takes; administrators MUST be locked only when
   * the user is one.
   */
  delete(id: UserId, options: DeleteUser, audit: AuditDraft): Promise<DeleteUserOutcome>;

  /**
   * Users whose deletion is under way, in the order of their ids: those after `afterId`, or from the first on, and
   * `countMax` of them at most. The cost does not grow with how many others there are.
   */
  listDeleting(page: DeletingPage): Promise<UserId[]>;

  /**
   * Deletes `rowsMax` rows at most of a user of status `deleting`, in one transaction, and with the last of them the
   * user. Each step gives back what it deletes, so that `used` is true at every commit (Q3). Steps may stop at any
   * time and be taken up by anybody (I1): of callers at once each row is deleted, and counted, once. `audit` is
   * recorded by the step that deletes the user, and by no other (I2).
   */
  continueDeletion(id: UserId, step: DeletionStep, audit: AuditDraft): Promise<ContinueDeletionOutcome>;
}
