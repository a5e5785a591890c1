import type { Database } from '../executor.js';
import type { Sql } from '../sql.js';

export interface Migration {
  /** Recorded in the database; never changes once it was released. */
  readonly name: string;
  /** The statements that make something, in the words of this package: what a whole schema has. */
  readonly makes: Readonly<Record<'postgres' | 'sqlite', readonly Sql[]>>;
  readonly up: (db: Database) => Promise<void>;
  readonly down: (db: Database) => Promise<void>;
}
