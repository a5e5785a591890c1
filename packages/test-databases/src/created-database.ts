/** Where a new database is, before anybody has connected to it. */
export interface CreatedDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}
