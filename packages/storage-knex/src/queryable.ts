// What can run a statement?
import type { Sql } from './sql.js';

/** Anything that runs statements. */
export interface Queryable {
  /** Runs one statement and returns the rows of its result. */
  rows<Row>(statement: Sql): Promise<Row[]>;
}
