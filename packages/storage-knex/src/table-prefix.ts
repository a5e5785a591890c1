/** What the names of tables, indexes, constraints and functions begin with in the SQL of this package. */
const WRITTEN = 'bailiwick_';

/**
 * With at most 30 characters in place of these 10, the longest name still fits into the 63 that PostgreSQL
 * keeps of one. SQLite has `sqlite_` for itself.
 */
const ALLOWED = /^(?!sqlite_)[a-z][a-z0-9_]{0,29}$/;

export interface TablePrefixOptions {
  /**
   * What the names of everything that the library makes in the database begin with; `bailiwick_` when left
   * out. At most 30 lower-case letters, digits and `_`, of which the first is a letter.
   */
  readonly tablePrefix?: string;
}

/**
 * Translates between the names as this package writes them and as they are in the database. The text of a
 * statement holds nothing of a user's, whose values are bindings, so that every occurrence is a name.
 */
export interface TableNames {
  /** A name, or a statement with names in it, as the database has them. */
  inDatabase(text: string): string;
  /** The name of the library's that is called `name` in the database; `null` for anybody else's. */
  asWritten(name: string): string | null;
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
    asWritten: (name) => (name.startsWith(tablePrefix) ? WRITTEN + name.slice(tablePrefix.length) : null),
  };
}
