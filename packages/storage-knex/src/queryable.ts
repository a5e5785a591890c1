import type { Sql } from './sql.js';

/** Whatever runs a statement. */
export interface Queryable {
  /** Runs one statement and returns the rows of its result. */
  rows<Row>(statement: Sql): Promise<Row[]>;
}
