/**
 * Why a refusal: the code of the `forbid` rule that applied, or, where no rule allows, what the actor
 * lacked for the rule that came nearest to allowing it.
 */
export type RefusalReason =
  /** A `forbid` rule that names no reason of its own applied. */
  | 'forbidden'
  /** The actor is a disabled user. */
  | 'disabled'
  /** The actor came with an access key, and this needs a password or a session. */
  | 'access-key'
  /** Nobody is logged in. */
  | 'anonymous'
  | 'not-owner'
  /** The actor has another role; `not-admin`, `not-support`, `not-admin-or-support` … */
  | `not-${string}`
  /** Allowed to other users, with other credentials, for other owners, kinds or targets, or with other attributes. */
  | 'other-actor'
  | 'other-credential'
  | 'other-owner'
  | 'other-kind'
  | 'other-target'
  | 'other-attributes'
  /** What a rule excludes with `not(…)` is the case. */
  | 'excluded'
  /** No rule is about this action at all. */
  | 'no-rule'
  /** Not by the policy: nothing is made for a disabled user. */
  | 'owner-disabled';

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
