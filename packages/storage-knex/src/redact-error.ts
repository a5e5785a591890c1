// How does an error of the database become safe to log?

/** Between the statement and the message. */
const SEPARATOR = ' - ';

/** Returns the message of the database, without the statement that Knex writes in front of it. */
export function wordsOf({ message }: Error): string {
  const end = message.lastIndexOf(SEPARATOR);
  return (end === -1 ? message : message.slice(end + SEPARATOR.length)).replace(/^SQLITE_\w+: /, '');
}

/**
 * Removes the values from an error of the database. Knex writes the statement with all of its bindings in front of the
 * message, and PostgreSQL adds the row that broke a rule. Both may hold the hash of a password or of a token.
 */
export function redactError(error: unknown, statement: string): unknown {
  if (!(error instanceof Error)) return error;
  // A value may contain the separator too. Only the text after the last one is the database's own.
  const end = error.message.lastIndexOf(SEPARATOR);
  if (end !== -1) error.message = statement.trim() + error.message.slice(end);
  if ('detail' in error) error.detail = undefined;
  return error;
}
