/** Something that is wrong with what is stored. The caller is answered as usual; an operator should look. */
export type Fault =
  | { readonly type: 'unreadable-password-hash'; readonly userId: string }
  /** A resource was deleted that takes more than its owner used: the usage was changed by hand, and `repair` mends it. */
  | { readonly type: 'usage-too-low'; readonly ownerId: string };

/** Told of faults, to log them. It must not throw. */
export type OnFault = (fault: Fault) => void;
