/** The part of an outcome by which a storage reports that there was less usage than the command has released. */
export interface Released {
  /** Some level had used less than was released, which only an operator can have caused. It has used 0 now. */
  readonly isUsageTooLow?: true;
}
