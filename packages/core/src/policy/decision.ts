/**
 * The reason for a refusal: the code of the `forbid` rule that applied or, if no rule allows the action, one change
 * that would allow it. If no single change would, it says who could do it, or on which target.
 */
export type RefusalReason =
  /** A `forbid` rule without a reason of its own applied, or the rules are too intricate to find what would help. */
  | 'forbidden'
  /** The actor came with an access key, and this needs a password or a session. */
  | 'access-key'
  /** The password must be given again first; see `confirmed`. */
  | 'confirmation-required'
  /** Changing one's own password or address needs the current password. */
  | 'own-account'
  /** The request is anonymous; a user who logs in may do this. */
  | 'anonymous'
  /** Allowed on targets that the actor owns. */
  | 'not-owner'
  /** Allowed to members of the group that owns the target or of one above it, with a role that the actor has not. */
  | 'not-member'
  /** Allowed on other kinds, on other targets, on targets of other owners, or with other attributes. */
  | 'other-kind'
  | 'other-target'
  | 'other-owner'
  | 'other-attributes'
  /** Allowed with a credential of another type. */
  | 'other-credential'
  /** Allowed to active users only. */
  | 'disabled'
  /** Allowed to these roles: `not-admin`, `not-admin-or-support` … */
  | `not-${string}`
  /** Allowed to other roles (too many to name), to other users, or to users while this is a system actor. */
  | 'other-role'
  | 'other-actor'
  | 'not-a-user'
  /** Allowed to system actors only. */
  | 'not-a-system-actor'
  /** No rule allows this to anybody. */
  | 'no-rule'
  /** Not a decision of the policy: nothing can be created for a disabled user. */
  | 'owner-disabled';

/** All fixed codes. The codes that name roles are composed of the roles' names. */
export const REFUSAL_REASONS: readonly RefusalReason[] = [
  'forbidden',
  'access-key',
  'confirmation-required',
  'own-account',
  'anonymous',
  'not-owner',
  'not-member',
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

/** The roles that the actor has in the owner of the target or above it, and those of which one would be enough. */
export interface MemberRoles {
  readonly held: readonly string[];
  readonly needed: readonly string[];
}

export interface Refused {
  readonly allowed: false;
  readonly reason: RefusalReason;
  /** With the reason `not-member`, if there are roles that would be enough. */
  readonly memberRoles?: MemberRoles;
  /** The name of the `forbid` rule that decided; `null` when no rule allows. */
  readonly rule: string | null;
}

/** The role that is lacking, in words: `role viewer; owner or member is needed`. */
export function describeMemberRoles({ held, needed }: MemberRoles): string {
  const has = held.length === 0 ? '' : `${held.length === 1 ? 'role' : 'roles'} ${held.join(' and ')}; `;
  return `${has}${needed.join(' or ')} is needed`;
}

/** The decision and its reason: the full view, for the audit and for tests. */
export type Decision = Allowed | Refused;

/** The answer to callers that may not know whether the target exists: the same as if it did not. */
export const UNKNOWN_TARGET: { readonly allowed: false; readonly reason: 'not-found'; readonly rule: null } =
  {
    allowed: false,
    reason: 'not-found',
    rule: null,
  };

export type PublicDecision = Decision | typeof UNKNOWN_TARGET;
