/** A problem with stored data. The caller gets the usual answer; an operator should look into it. */
export type Fault =
  | { readonly type: 'unreadable-password-hash'; readonly userId: string }
  /** A deleted resource demanded more than its owner had used: the usage was changed by hand; `repair` corrects it. */
  | { readonly type: 'usage-too-low'; readonly ownerId: string };

/** Receives faults, to log them. It must not throw. */
export type OnFault = (fault: Fault) => void;
