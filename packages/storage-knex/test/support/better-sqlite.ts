import makeKnex, { type Knex } from 'knex';

interface Connection {
  pragma(text: string): void;
}

/** A host's own Knex on the other driver for SQLite. */
export function betterSqlite(url: string, options: { readonly safeIntegers?: boolean } = {}): Knex {
  return makeKnex({
    client: 'better-sqlite3',
    connection: { filename: url.replace('sqlite:', ''), options } as Knex.BetterSqlite3ConnectionConfig,
    useNullAsDefault: true,
    pool: {
      afterCreate(connection: Connection, done: (error: null, connection: Connection) => void) {
        connection.pragma('foreign_keys = ON');
        connection.pragma('journal_mode = WAL');
        done(null, connection);
      },
    },
  });
}
