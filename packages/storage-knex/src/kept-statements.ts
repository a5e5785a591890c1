/** The statements of the library take some tens of forms; filters and the policy of a host make some more. */
const KEPT_MAX = 100;

/**
 * Of the others, an EXPLAIN stays under way after its last row and keeps transactions from committing, a PRAGMA can act
 * when it is prepared, and the names of savepoints do not come back.
 */
const WORTH_KEEPING = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT)\b/i;

/** Knex keeps `this`, which the driver makes the statement. */
type Done = (this: Statement, error: Error | null, rows?: unknown[]) => void;

interface Statement {
  all(values: readonly unknown[], done: (error: Error | null, rows?: unknown[]) => void): unknown;
  finalize(): unknown;
}

/** A connection of `sqlite3`: as much of it as Knex uses to ask for rows, and to end it. */
export interface RowsConnection {
  all(text: string, values: readonly unknown[], done: Done): unknown;
  prepare(text: string, done: (error: Error | null) => void): Statement;
  close(done: (error: Error | null) => void): unknown;
}

/**
 * Lets a connection keep what it has prepared, as those of other databases do. By itself `sqlite3` prepares every
 * statement anew, which takes another turn of the thread pool, and of a small statement more than half of its time
 * (`node benchmarks/src/statement.mjs`).
 *
 * What has failed is let go: after waiting for a lock in vain it would still be under way. What another schema has
 * made invalid SQLite prepares again by itself.
 */
export function keepStatements(connection: RowsConnection): void {
  const kept = new Map<string, Statement>();
  const all = connection.all.bind(connection);
  const close = connection.close.bind(connection);

  /** Unless it has been let go: the driver ends the process over a statement that is ended twice. */
  function letGo(text: string, statement: Statement): void {
    if (kept.get(text) !== statement) return;
    kept.delete(text);
    statement.finalize();
  }

  connection.all = (text, values, done) => {
    if (!WORTH_KEEPING.test(text)) return all(text, values, done);
    const statement: Statement =
      kept.get(text) ??
      connection.prepare(text, (error) => {
        // The driver has ended it by itself, and forgotten who waits for its rows.
        if (error === null) return;
        if (kept.get(text) === statement) kept.delete(text);
        done.call(statement, error);
      });
    // In the order in which they were used last.
    kept.delete(text);
    kept.set(text, statement);
    const [oldest] = kept;
    if (kept.size > KEPT_MAX && oldest !== undefined) letGo(...oldest);
    return statement.all(values, (error, rows) => {
      if (error !== null) letGo(text, statement);
      done.call(statement, error, rows);
    });
  };
  connection.close = (done) => {
    for (const [text, statement] of kept) letGo(text, statement);
    return close(done);
  };
}
