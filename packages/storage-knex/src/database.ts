// How does one statement reach the database?
import type { Knex } from 'knex';
import { connectionsOf, type Connections } from './connections.js';
import type { Dialect } from './dialect.js';
import type { Queryable } from './queryable.js';
import { redactError } from './redact-error.js';
import { requireSql, type Binding, type Sql } from './sql.js';
import { markOwnRule } from './translate-error.js';

/** A connection of the pool, or a transaction, on which statements run. */
export interface Database extends Queryable {
  readonly dialect: Dialect;
}

export function database(connection: Knex, dialect: Dialect): Database {
  const connections = connectionsOf(connection);
  return {
    dialect,
    async rows<Row>(sql: Sql) {
      const { text, bindings } = requireSql(sql);
      const statement = dialect.names.inDatabase(text);
      try {
        return dialect.rows(
          await send(connection, connections, statement, bindings.map(dialect.encode), dialect),
        ) as Row[];
      } catch (error) {
        throw withOrigin(redactError(error, statement), dialect);
      }
    },
  };
}

export async function runAll(db: Database, statements: readonly Sql[]): Promise<void> {
  for (const statement of statements) await db.rows(statement);
}

/**
 * Hands the statement to Knex's client, past the builder and the runner of `raw`. Knex still owns the connections, the
 * bindings, the errors and the events `query`, `query-response` and `query-error`; `start` is an event of builders. A
 * small statement takes a tenth less CPU time of the process this way, and with a prepared statement six tenths of the
 * time in all (`node benchmarks/src/statement.mjs`).
 *
 * `client.query`, `acquireConnection` and `releaseConnection` are not documented. The peer range of Knex is `^3.3.0`; the
 * tests run on 3.3.0. Replace this function with `knex.raw(…)` once that benchmark shows no gain any more, or once a
 * release of Knex changes one of the three.
 */
async function send(
  { client }: Knex,
  connections: Connections,
  sql: string,
  bindings: readonly Binding[],
  dialect: Dialect,
): Promise<unknown> {
  const connection = await connections.acquire(client);
  const ask = async (text: string, values: readonly Binding[]): Promise<unknown> => {
    const query = { method: 'raw', sql: text, bindings: values, options: dialect.driverOptions(text) };
    const { response } = await client.query(connection, query);
    client.emit('query-response', response, query);
    return response;
  };
  try {
    if (!connections.isLocated(connection)) {
      const rows = async <Row>({ text }: Sql) => dialect.rows(await ask(text, [])) as Row[];
      await connections.locate(connection, () => dialect.requireSchemaLocation({ rows }));
    }
    return await ask(sql, bindings);
  } catch (error) {
    connections.failed(connection, error);
    throw error;
  } finally {
    await client.releaseConnection(connection);
  }
}

/** A host adds rules to the tables under any name, so that only those of the migrations are the library's own. */
function withOrigin(error: unknown, { brokenRule, parts }: Dialect): unknown {
  if (!(error instanceof Error)) return error;
  const rule = brokenRule(error);
  if (rule !== null && parts().some(({ name, condition }) => rule === name || rule === condition))
    markOwnRule(error);
  return error;
}
