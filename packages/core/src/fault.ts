/** A problem that no caller sees: all get the usual answers, and an operator should look into it. */
export type Fault =
  | { readonly type: 'unreadable-password-hash'; readonly userId: string }
  /**
   * A command released more than the owner, or a group above, had used: the usage was changed by hand; `repair` corrects
   * it. Of a user who was deleted, it is the usage of a group of which they were a member.
   */
  | { readonly type: 'usage-too-low'; readonly ownerId: string }
  /**
   * A password was checked for a client without a valid IP address. The throttle counts all such clients as one, so that
   * a few guesses lock all of them out: pass `clientAddress`. It is reported once.
   */
  | { readonly type: 'client-address-missing' };

/** Receives faults, to log them. It must not throw. */
export type OnFault = (fault: Fault) => void;
