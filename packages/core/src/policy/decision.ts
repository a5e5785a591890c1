/** What the policy says, and why. */
export type Decision =
  | { readonly allowed: true; readonly reason: 'allowed-by-rule'; readonly rule: string }
  | { readonly allowed: false; readonly reason: 'forbidden-by-rule'; readonly rule: string }
  | { readonly allowed: false; readonly reason: 'no-rule-allows'; readonly rule: null }
  /** The policy would have allowed it, but nothing is made for a disabled user. */
  | { readonly allowed: false; readonly reason: 'owner-disabled'; readonly rule: null };
