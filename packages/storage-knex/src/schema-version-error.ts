// Why can a schema not be used?
/**
 * The reason why the schema cannot be used: it must be migrated, is newer than the library, lacks something, or cannot be
 * here. Or why `migrate` or `rollback` cannot go on: something of the same name is in the way, the role lacks a right, or
 * other things in the database depend on what would be dropped.
 */
export type SchemaProblem =
  | 'not-migrated'
  | 'newer'
  | 'not-whole'
  | 'misplaced'
  | 'in-the-way'
  | 'not-permitted'
  | 'depended-on';

/** The schema in the database is not the one that this release of the library works with, and cannot be made so. */
export class SchemaVersionError extends Error {
  override readonly name = 'SchemaVersionError';
  /** For hosts with messages of their own. */
  readonly problem: SchemaProblem;

  constructor(problem: SchemaProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
