/** Something that is wrong with what is stored. The caller is refused as usual; an operator should look. */
export interface Fault {
  readonly type: 'unreadable-password-hash';
  readonly userId: string;
}

/** Told of faults, to log them. It must not throw. */
export type OnFault = (fault: Fault) => void;
