/**
 * Why a refusal: the code of the `forbid` rule that applied, or, where no rule allows, one change that would open
 * the way. Where none would by itself, it says where there is a way at all.
 */
export type RefusalReason =
  /** A `forbid` rule that names no reason of its own applied; or the rules are too intricate to say what would help. */
  | 'forbidden'
  /** The actor came with an access key, and this needs a password or a session. */
  | 'access-key'
  /** The password must be given again first; see `confirmed`. */
  | 'confirmation-required'
  /** One's own password and address are changed with the current password. */
  | 'own-account'
  /** Nobody is logged in, and somebody who is may do this. */
  | 'anonymous'
  /** Allowed on targets that the actor owns. */
  | 'not-owner'
  /** Allowed on other kinds; on other targets; on those of other owners; with other attributes. */
  | 'other-kind'
  | 'other-target'
  | 'other-owner'
  | 'other-attributes'
  /** Allowed with a credential of another type. */
  | 'other-credential'
  /** Allowed to active users. */
  | 'disabled'
  /** Allowed to these roles: `not-admin`, `not-admin-or-support` … */
  | `not-${string}`
  /** Allowed to other roles, too many to name; to other users; to users, and this is a system actor. */
  | 'other-role'
  | 'other-actor'
  | 'not-a-user'
  /** Allowed to system actors only. */
  | 'not-a-system-actor'
  /** No rule allows this to anybody. */
  | 'no-rule'
  /** Not by the policy: nothing is made for a disabled user. */
  | 'owner-disabled';

/** The codes that are words of their own; those of roles are made of the roles' names. */
export const REFUSAL_REASONS: readonly RefusalReason[] = [
  'forbidden',
  'access-key',
  'confirmation-required',
  'own-account',
  'anonymous',
  'not-owner',
  'other-kind',
  'other-target',
  'other-owner',
  'other-attributes',
  'other-credential',
  'disabled',
  'other-role',
  'other-actor',
  'not-a-user',
  'not-a-system-actor',
  'no-rule',
  'owner-disabled',
];

export interface Allowed {
  readonly allowed: true;
  readonly reason: 'allowed';
  /** The name of the rule that decided. */
  readonly rule: string;
}

export interface Refused {
  readonly allowed: false;
  readonly reason: RefusalReason;
  /** The name of the `forbid` rule that decided; `null` when no rule allows. */
  readonly rule: string | null;
}

/** What the policy says, and why. This is the full view, for audit and tests. */
export type Decision = Allowed | Refused;

/** What may be told to somebody who may not know that the target exists: the same as when it does not. */
export const UNKNOWN_TARGET: { readonly allowed: false; readonly reason: 'not-found'; readonly rule: null } =
  {
    allowed: false,
    reason: 'not-found',
    rule: null,
  };

export type PublicDecision = Decision | typeof UNKNOWN_TARGET;
