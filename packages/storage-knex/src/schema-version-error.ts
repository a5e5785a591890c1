// Why can a schema not be used?
/** The reason why the schema cannot be used: it must be migrated, is newer than the library, lacks something, or cannot be here. */
export type SchemaProblem = 'not-migrated' | 'newer' | 'not-whole' | 'misplaced';

/** The schema in the database is not the one that this release of the library works with. */
export class SchemaVersionError extends Error {
  override readonly name = 'SchemaVersionError';
  /** For hosts with messages of their own. */
  readonly problem: SchemaProblem;

  constructor(problem: SchemaProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
