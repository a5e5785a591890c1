/** Refusals that are no decisions of the policy. */
export const OWNER_DISABLED = { allowed: false, reason: 'owner-disabled', rule: null } as const;
/** A resource is of a kind that the actor may not transfer, or not to this owner. */
export const OTHER_KIND = { allowed: false, reason: 'other-kind', rule: null } as const;
