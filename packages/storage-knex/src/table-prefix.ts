// What are the tables called in the database?
/** The prefix of tables, indexes, constraints and functions in the SQL of this package. */
const WRITTEN = 'bailiwick_';

/**
 * With at most 30 characters instead of these 10, the longest name still fits into PostgreSQL's limit of 63. The prefix
 * `sqlite_` is reserved by SQLite.
 */
const ALLOWED = /^(?!sqlite_)[a-z][a-z0-9_]{0,29}$/;

export interface TablePrefixOptions {
  /**
   * The prefix of all names that the library makes in the database; `bailiwick_` when left out. It has at most 30
   * lower-case letters, digits and `_`, and begins with a letter.
   */
  readonly tablePrefix?: string;
}

/**
 * Translates the names in the SQL of this package to those in the database. All values of users are bindings, so that
 * the prefix in the text of a statement is always part of a name.
 */
export interface TableNames {
  /** Translates a name, or all names in a statement. */
  inDatabase(text: string): string;
}

/** @throws {TypeError} for a prefix that cannot begin a name everywhere. */
export function tableNames({ tablePrefix = WRITTEN }: TablePrefixOptions): TableNames {
  if (!ALLOWED.test(tablePrefix)) {
    throw new TypeError(
      `The table prefix must be 1 to 30 lower-case letters, digits or "_", begin with a letter and not with "sqlite_", unlike ${JSON.stringify(tablePrefix)}.`,
    );
  }
  return {
    inDatabase: tablePrefix === WRITTEN ? (text) => text : (text) => text.replaceAll(WRITTEN, tablePrefix),
  };
}
