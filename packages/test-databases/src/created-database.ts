/** A new database, before the first connection to it. */
export interface CreatedDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}
