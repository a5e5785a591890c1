/** What a storage says of a command that has released usage. */
export interface Released {
  /** Some level had used less than was released, which only an operator can have caused. It has used 0 now. */
  readonly isUsageTooLow?: true;
}
