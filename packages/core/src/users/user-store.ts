import type { UserWithAuthority } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { OwnerId, ResourceId, UserId } from '../ids.js';
import type { LastOwner } from '../members/member-store.js';
import type { PageQuery } from '../page.js';
import type { Scope } from '../policy/scope.js';
import type { Limit, QuotaShortfall } from '../quotas/quota.js';
import type { Released } from '../quotas/released.js';
import type { IdempotencyRecord } from '../resources/resource-store.js';
import type { SettableUserStatus, User, UserStatus, UserVersion } from './user.js';

export interface UserWithPassword extends UserWithAuthority {
  readonly passwordHash: string;
  /**
   * The number of passwords that the user has had, and of times that their failed logins were cleared. A rehash of the
   * same password does not count.
   */
  readonly passwordVersion: number;
}

export interface NewUser {
  readonly user: User;
  readonly passwordHash: string;
  /** The canonical form of `user.email`, computed in core. */
  readonly emailKey: string;
  /** By default `nobody`. */
  readonly displacing?: Displacing;
  /** The user's own limits, by meter. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** The idempotency key of the user who asks for this one, so that a repeated request adds one user only. */
  readonly idempotency?: UserIdempotencyRecord | null;
}

/**
 * The owner is the asking user, since the new user has no keys; what they make for themselves shares the space of keys.
 */
export interface UserIdempotencyRecord extends IdempotencyRecord {
  readonly actorId: UserId;
}

/**
 * Says whether a user may lose an unproven address to another user; see {@link UserStore.change}.
 *
 * With `nobody`, an address is taken if any user has it. With `ask`, the outcome is `unproven-holder`, and nothing is
 * written, so that the caller can decide. Otherwise the named user may lose it, and `audit` is the event about them.
 */
export type Displacing = 'nobody' | 'ask' | { readonly userId: UserId; readonly audit: AuditDraft };

export interface GivenEmail {
  readonly email: string;
  readonly emailKey: string;
  /** Did users set the address themselves, without a proof that it is theirs? By default an administrator sets it. */
  readonly isUnproven?: boolean;
  /** By default `nobody`. */
  readonly displacing?: Displacing;
}

/** The members that {@link UserStore.change} sets; others stay as they are. */
export interface UserChange {
  readonly email?: GivenEmail;
  readonly role?: string;
  readonly status?: SettableUserStatus;
  readonly at: Date;
  /** Change only while the password is of the version that the caller verified; by default in any case. */
  readonly expectedVersion?: number;
  /** Change only while the user is of this version; by default, or with `null`, in any case. */
  readonly ifUnchangedSince?: UserVersion | null;
}

/** The owner `to` gets all resources of a user who is deleted, or nothing is deleted. */
export interface TransferAll {
  readonly to: OwnerId;
  /** The kinds that may be transferred: with a resource of another kind, nothing is done. */
  readonly kinds: readonly string[];
  /** With more resources than this, nothing is done. */
  readonly countMax: number;
}

export interface DeleteUser {
  readonly resources: 'delete' | 'refuse' | TransferAll;
  /** Delete only while the user is of this version; by default, or with `null`, in any case. */
  readonly ifUnchangedSince?: UserVersion | null;
  /**
   * If the user has more resources, idempotency records and nonces than this, the deletion only begins. By default
   * there is no maximum.
   */
  readonly rowsAtOnceMax?: number;
}

export interface DeletingPage<Id extends OwnerId = UserId> {
  /** Only owners after this id; `null` starts with the first. */
  readonly afterId: Id | null;
  readonly countMax: number;
}

/** One step of a deletion that has begun. */
export interface DeletionStep {
  /**
   * The position that the previous step returned, or `null` for the first step: earlier steps have deleted all
   * resources that are not older. It spares a database the search among deleted rows that it has not yet cleaned up.
   */
  readonly olderThanId: ResourceId | null;
  readonly rowsMax: number;
}

export interface PasswordChange {
  readonly passwordHash: string;
  readonly at: Date;
  /** Change only while the password is of the version that the caller verified; `null` to change it in any case. */
  readonly expectedVersion: number | null;
  /** The session that stays, while all others of the user end; `null` ends all sessions. */
  readonly keepSessionId: string | null;
  /** Keep or delete the access keys of the user. */
  readonly accessKeys: 'keep' | 'delete';
}

export interface UserQuery extends PageQuery {
  readonly scope: Scope;
  readonly emailKey: string | null;
  readonly role: string | null;
  readonly status: UserStatus | null;
  /** `true`: only users with a meter whose `used` is above the limit in force; `false`: only the others. */
  readonly over: boolean | null;
  /** Only users with a meter whose `used` is not 0, and at least this percentage of the limit in force: 50 to 100. */
  readonly nearPercent: number | null;
  /** Only users whose email key begins with `prefix`, as it is, without wildcards. */
  readonly byEmail: {
    readonly prefix: string;
    /** Only users whose key is greater; `olderThanId` is then `null`. */
    readonly afterKey: string | null;
  } | null;
}

/** Another user has the address, which they set themselves and have not proven. Nothing was written. */
export interface UnprovenHolder {
  readonly type: 'unproven-holder';
  readonly holderId: UserId;
}

export type AddUserOutcome =
  | { readonly type: 'added' | 'email-taken' | 'key-reused' }
  | UnprovenHolder
  /** The first result under this key, as it was at that time. */
  | { readonly type: 'repeated'; readonly user: User }
  /** The user who asks for the new user is gone. */
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
  | LastOwner
  | AuthorityChanged;
export type SetPasswordOutcome = { readonly type: 'changed' | 'absent' | 'stale' } | AuthorityChanged;
export type RaisePasswordVersionOutcome = { readonly type: 'changed' | 'absent' } | AuthorityChanged;
export type DeleteUserOutcome =
  | ({ readonly type: 'deleted' } & Released)
  /** The deletion has begun, now or earlier; {@link UserStore.continueDeletion} does the rest. */
  | ({ readonly type: 'deleting'; readonly user: User } & Released)
  | { readonly type: 'absent' }
  | { readonly type: 'precondition-failed' }
  | { readonly type: 'last-admin' }
  | LastOwner
  /** `count` is at most one more than the bound, which is then as far as it was counted. */
  | { readonly type: 'owns-resources'; readonly count: number }
  /** A transfer fails if the receiver is missing or disabled, a kind may not be transferred, or there is no room. */
  | { readonly type: 'no-owner' | 'owner-disabled' }
  | { readonly type: 'kind-refused'; readonly kind: string }
  | { readonly type: 'quota-exceeded'; readonly quotas: readonly QuotaShortfall[] }
  | AuthorityChanged;
export type ContinueDeletionOutcome =
  /** The step deleted `count` rows, and there may be more. */
  | { readonly type: 'continued'; readonly count: number; readonly olderThanId: ResourceId | null }
  /** The step deleted the last `count` rows, and the user with them. */
  | { readonly type: 'deleted'; readonly count: number }
  /** No deletion of this user is under way, or another caller is carrying out a step of it. */
  | { readonly type: 'none' };

/**
 * The port for users.
 *
 * Every method that takes an `AuditDraft` MUST write exactly one audit event, in the same transaction as its effect:
 * accepted, or refused with the outcome's type as its reason (I2). A refusal MUST write nothing else, and MUST leave a
 * host's transaction usable (I6).
 *
 * Authority holds at the commit (A3): every such method MUST compare `audit.authority` with the user in the transaction
 * that writes, under a lock that keeps the user's authority version unchanged until the commit. If it differs, the
 * outcome is `authority-changed`, and nothing is written, not even a refusal. Every method that takes authority from a
 * user raises the version of that user, so that it waits for the commands in flight and stops those that come after it.
 * The paths in `audit.authority` are compared likewise, under a lock that keeps these groups where they are; so are the
 * roles of the user along them, which the lock on the user keeps.
 *
 * A user of status `deleting` does not exist for any command, of any store, except `find`, `findWithPassword`, `list`
 * and `delete` (I1): the outcome is that of a missing user. The email key stays taken until the row is gone.
 *
 * Lock order, for all stores: users by id, then groups by id, then quotas by owner and meter, then resources.
 */
export interface UserStore {
  /**
   * Adds a user with their own limits. Email keys are unique: of all callers that race with one key, exactly one gets
   * `added` (A5). An adapter MUST NOT read first and then insert, and MUST NOT compute keys in SQL. The address is
   * proven, and `displacing` is decided as in `change`.
   *
   * With an idempotency key, a repeat by the same actor returns the first result and adds nothing, for at least 24 h,
   * even if the user has been changed or deleted since; with another payload the outcome is `key-reused` (I3). The
   * record commits with the user, and a refused `add` leaves none. `repeated` writes no event.
   */
  add(user: NewUser, audit: AuditDraft): Promise<AddUserOutcome>;

  /**
   * Adds an administrator while there is no active one; however many processes race, exactly one adds theirs. It is not
   * available within a host's transaction, whose snapshot could miss an administrator that another transaction added.
   */
  addFirstAdmin(user: NewUser, audit: AuditDraft): Promise<AddFirstAdminOutcome>;

  /** Returns the user as committed, or `null`. */
  find(id: UserId): Promise<User | null>;

  /** Returns the user with the hash to check a password against, or `null`. */
  findWithPassword(
    by: { readonly id: UserId } | { readonly emailKey: string },
  ): Promise<UserWithPassword | null>;

  /**
   * Lists users within the scope and the filter, by id, newest first. The owner of a user in a scope is that user;
   * users have no kind. With `byEmail`, the list is in the order of the email keys instead, which are compared byte by
   * byte.
   */
  list(query: UserQuery): Promise<User[]>;

  /**
   * Changes email, role and status together or not at all. After the first active administrator there is always at
   * least one, even if two demote each other at the same instant (A4): the outcome is `last-admin`. Disabling the last
   * active owner of a group is `last-owner`, as `MemberStore` says. It ends all sessions of the user in the same
   * transaction. `stale`: the password is not of `expectedVersion`. With
   * `ifUnchangedSince`, it changes only while the user is of that version, which is decided in the same step: of all
   * callers that race with one version, exactly one gets `changed`.
   *
   * Users have at most two addresses (A5). When they set one themselves (`isUnproven`), their previous proven address
   * stays reserved: no other user gets it, no user can log in with it, and they can return to it. `displacing` names a
   * user who may lose the address. If they have it and it is unproven, their proven one becomes the current one again,
   * in the same transaction, and the event about them has the details `email` and `givenTo`. They lose no authority by
   * it. If another user has the address unproven, the outcome is `unproven-holder`. If an address is proven, current or
   * not, the outcome is `email-taken`.
   */
  change(id: UserId, change: UserChange, audit: AuditDraft): Promise<ChangeUserOutcome>;

  /**
   * Replaces the hash, ends sessions and, if requested, deletes every access key of the user, all in one transaction.
   * The event holds the number of keys. `stale`: the password is not of `expectedVersion`.
   */
  setPassword(id: UserId, change: PasswordChange, audit: AuditDraft): Promise<SetPasswordOutcome>;

  /**
   * Raises `passwordVersion` by one, and changes nothing else: the hash, `updatedAt`, sessions and access keys stay, and
   * so does everything that was decided by the authority of the user. Logins are counted for a version of the password,
   * so that those before this one count no more.
   */
  raisePasswordVersion(id: UserId, audit: AuditDraft): Promise<RaisePasswordVersionOutcome>;

  /**
   * Replaces the stored hash by one of the same password with stronger parameters, while it is still of
   * `expectedVersion`, and otherwise does nothing. It is not a command, so there is no audit event.
   */
  rehash(id: UserId, expectedVersion: number, passwordHash: string): Promise<void>;

  /**
   * Deletes the user with sessions, access keys, memberships, quotas and idempotency records, and with `resources: 'delete'` every
   * resource, all in one transaction (I1). `resources: 'refuse'` deletes only a user who owns none; resources
   * are counted up to one more than `rowsAtOnceMax`. With {@link TransferAll}, another owner gets every resource: their
   * demands are claimed on the whole path of the receiver, in the same transaction, or nothing is done (Q10). The last active administrator stays, and so does the last active owner of a group (A4). `ifUnchangedSince` is decided as in `change`.
   *
   * With more rows than `rowsAtOnceMax`, the transaction makes all decisions of a deletion, sets the status `deleting`,
   * ends every session and membership, and raises the authority version. Its event says so, and holds the amounts that were `used`. A
   * repeat returns `deleting` again and writes no event. The rows of other users, and the users other than the two of
   * the command, MUST NOT be locked for longer than a bounded number of rows takes; administrators MUST be locked only
   * if the user is one. In a host's transaction that may show an older state, an adapter may delete everything at once
   * instead.
   */
  delete(id: UserId, options: DeleteUser, audit: AuditDraft): Promise<DeleteUserOutcome>;

  /**
   * Lists at most `countMax` users whose deletion is under way, in the order of their ids: those after `afterId`, or
   * from the first on. The cost does not grow with the number of other users.
   */
  listDeleting(page: DeletingPage): Promise<UserId[]>;

  /**
   * Deletes at most `rowsMax` rows of a user of status `deleting` in one transaction, and with the last of them the
   * user. Each step releases the demand of the resources that it deletes, so that `used` is right at every commit (Q3).
   * Steps may stop at any time, and any caller may continue (I1): with concurrent callers, each row is deleted and
   * counted once. Only the step that deletes the user records `audit` (I2).
   */
  continueDeletion(id: UserId, step: DeletionStep, audit: AuditDraft): Promise<ContinueDeletionOutcome>;
}
