// How does a connection to SQLite reuse its prepared statements?

/** The statements of the library have some dozens of texts; filters and the policy of a host add some more. */
const STATEMENTS_MAX = 100;

/** A prepared statement holds a program as long as its text, and a list of thousands of values does not come back. */
const TEXT_LENGTH_MAX = 10_000;

/**
 * Other statements are not cached: an EXPLAIN stays active after its last row and keeps transactions from committing, a
 * PRAGMA can act when it is prepared, and the names of savepoints do not come back.
 */
const CACHEABLE = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT)\b/i;

/** Knex uses `this`, which the driver sets to the statement. */
type Done = (this: Statement, error: Error | null, rows?: unknown[]) => void;

interface Statement {
  all(values: readonly unknown[], done: (error: Error | null, rows?: unknown[]) => void): unknown;
  finalize(): unknown;
}

/** How Knex asks for rows. A host that uses the connection itself may leave the values out, or spread them. */
type KnexCall = [text: string, values: readonly unknown[], done: Done];

/** Called without values, `sqlite3` reuses the previous bindings; binding `undefined` clears them. */
const NO_VALUES: readonly unknown[] = [undefined];

/** The part of a `sqlite3` connection that Knex uses to ask for rows and to end it. */
export interface RowsConnection {
  all(...call: readonly unknown[]): unknown;
  prepare(text: string, done: (error: Error | null) => void): Statement;
  close(done: (error: Error | null) => void): unknown;
}

/**
 * Lets a connection reuse its prepared statements, as other drivers do. By itself `sqlite3` prepares every statement
 * anew, which takes another turn of the thread pool, and more than half of the time of a small statement
 * (`node benchmarks/src/statement.mjs`).
 *
 * A statement that failed leaves the cache: after a lock timeout it would still be active. SQLite prepares a statement
 * again by itself after the schema has changed.
 */
export function cacheStatements(connection: RowsConnection): void {
  const cached = new Map<string, Statement>();
  /** The texts that are being prepared. Other callers bypass the cache meanwhile, since preparing may fail. */
  const preparing = new Set<string>();
  const all = connection.all.bind(connection);
  const close = connection.close.bind(connection);

  /** Ends a statement once: the driver ends the process over a statement that is ended twice. */
  function evict(text: string, statement: Statement): void {
    if (cached.get(text) !== statement) return;
    cached.delete(text);
    statement.finalize();
  }

  function prepare(text: string, done: Done): Statement {
    preparing.add(text);
    const statement = connection.prepare(text, (error) => {
      preparing.delete(text);
      // The driver has ended it by itself, and will not call back those who wait for its rows.
      if (error === null) return;
      if (cached.get(text) === statement) cached.delete(text);
      done.call(statement, error);
    });
    return statement;
  }

  connection.all = (...call) => {
    if (!isCacheable(call) || preparing.has(call[0])) return all(...call);
    const [text, values, done] = call;
    const statement = cached.get(text) ?? prepare(text, done);
    // The map is in the order of the last use.
    cached.delete(text);
    cached.set(text, statement);
    const [oldest] = cached;
    if (cached.size > STATEMENTS_MAX && oldest !== undefined) evict(...oldest);
    return statement.all(values.length > 0 ? values : NO_VALUES, (error, rows) => {
      if (error !== null) evict(text, statement);
      done.call(statement, error, rows);
    });
  };
  connection.close = (done) => {
    // A connection that is being closed fails when it prepares: it caches nothing any more.
    connection.all = all;
    for (const [text, statement] of cached) evict(text, statement);
    return close(done);
  };
}

function isCacheable(call: readonly unknown[]): call is KnexCall {
  const [text, values, done] = call;
  return (
    typeof text === 'string' &&
    text.length <= TEXT_LENGTH_MAX &&
    CACHEABLE.test(text) &&
    Array.isArray(values) &&
    typeof done === 'function'
  );
}
