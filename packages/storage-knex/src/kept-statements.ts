/** The statements of the library take some tens of forms; filters and the policy of a host make some more. */
const KEPT_MAX = 100;

/** A kept statement holds a program as long as its text, and a list of thousands of values does not come back. */
const TEXT_LENGTH_MAX = 10_000;

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

/** How Knex asks for rows. A host that has borrowed the connection may leave the values out, or spread them. */
type KnexCall = [text: string, values: readonly unknown[], done: Done];

/** Clears what a kept statement was sent with last, which no values at all would leave in their places. */
const NO_VALUES: readonly unknown[] = [undefined];

/** A connection of `sqlite3`: as much of it as Knex uses to ask for rows, and to end it. */
export interface RowsConnection {
  all(...call: readonly unknown[]): unknown;
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
  /** Texts of which it is not known whether they can be prepared: nobody else is to wait for those. */
  const preparing = new Set<string>();
  const all = connection.all.bind(connection);
  const close = connection.close.bind(connection);

  /** Unless it has been let go: the driver ends the process over a statement that is ended twice. */
  function letGo(text: string, statement: Statement): void {
    if (kept.get(text) !== statement) return;
    kept.delete(text);
    statement.finalize();
  }

  function prepare(text: string, done: Done): Statement {
    preparing.add(text);
    const statement = connection.prepare(text, (error) => {
      preparing.delete(text);
      // The driver has ended it by itself, and forgotten who waits for its rows.
      if (error === null) return;
      if (kept.get(text) === statement) kept.delete(text);
      done.call(statement, error);
    });
    return statement;
  }

  connection.all = (...call) => {
    if (!isWorthKeeping(call) || preparing.has(call[0])) return all(...call);
    const [text, values, done] = call;
    const statement = kept.get(text) ?? prepare(text, done);
    // In the order in which they were used last.
    kept.delete(text);
    kept.set(text, statement);
    const [oldest] = kept;
    if (kept.size > KEPT_MAX && oldest !== undefined) letGo(...oldest);
    return statement.all(values.length > 0 ? values : NO_VALUES, (error, rows) => {
      if (error !== null) letGo(text, statement);
      done.call(statement, error, rows);
    });
  };
  connection.close = (done) => {
    // A connection that is closed fails while it prepares: it can keep nothing any more.
    connection.all = all;
    for (const [text, statement] of kept) letGo(text, statement);
    return close(done);
  };
}

function isWorthKeeping(call: readonly unknown[]): call is KnexCall {
  const [text, values, done] = call;
  return (
    typeof text === 'string' &&
    text.length <= TEXT_LENGTH_MAX &&
    WORTH_KEEPING.test(text) &&
    Array.isArray(values) &&
    typeof done === 'function'
  );
}
