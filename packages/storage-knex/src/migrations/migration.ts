// What is a migration?
import type { Database } from '../database.js';
import type { Sql } from '../sql.js';

export interface Migration {
  /** The name is recorded in the database; it never changes after the release. */
  readonly name: string;
  /** The statements that make tables, indexes and functions, with the names of this package. A whole schema has all of them. */
  readonly makes: Readonly<Record<'postgres' | 'sqlite', readonly Sql[]>>;
  readonly up: (db: Database) => Promise<void>;
  readonly down: (db: Database) => Promise<void>;
}
