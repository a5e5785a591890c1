// What is a migration?
import type { Database } from '../database.js';
import type { Sql } from '../sql.js';

export interface Migration {
  /** The name is recorded in the database; it never changes after the release. */
  readonly name: string;
  /**
   * The statements that make tables, indexes and functions, with the names of this package, and the grants that a role
   * needs to use them. A whole schema has all of it.
   */
  readonly makes: Readonly<Record<'postgres' | 'sqlite', readonly Sql[]>>;
  /** Selects a `name` for each row that the migration has added and the library cannot do without, and that is gone. */
  readonly missingRows?: Readonly<Record<'postgres' | 'sqlite', Sql>>;
  readonly up: (db: Database) => Promise<void>;
  readonly down: (db: Database) => Promise<void>;
}
