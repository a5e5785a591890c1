// Which fragments and settings are SQLite's?
import { isDate } from 'node:util/types';
import type { DatabaseDialect } from '../dialect.js';
import { rolesAlong } from '../migrations/0001-foundation/sqlite/roles-along.js';
import { asOneLine } from '../migrations/schema-parts.js';
import { sql } from '../sql.js';

export const sqliteDialect: DatabaseDialect = {
  name: 'sqlite',
  transaction: {},
  // Knex sends a plain BEGIN, which takes no lock. A transaction that reads first and writes later fails at once when
  // another connection wrote in between, whatever `busy_timeout` says. This statement changes no row, but it waits for
  // the write lock and takes it.
  writeBegin: [sql`UPDATE bailiwick_default_limits SET limit_value = limit_value WHERE false`],
  // The same for a database without tables.
  migrationBegin: [
    sql`CREATE TABLE bailiwick_migrating (id INTEGER) STRICT`,
    sql`DROP TABLE bailiwick_migrating`,
  ],
  // A transaction that writes holds the lock on the whole file.
  lock: { keyShare: sql``, noKeyUpdate: sql``, noKeyUpdateFree: sql``, update: sql``, updateFree: sql`` },
  holdUsers: [],
  relyOnDefaultLimits: [],
  holdDefaultLimits: [],
  jsonEach: sql`json_each`,
  path: (ids) => sql`${JSON.stringify(ids)}`,
  texts: (names) => sql`${JSON.stringify(names)}`,
  rolesAlong,
  rootOfPath: (path) => sql`${path} ->> '$[#-1]'`,
  rootOf: (owner) => sql`(SELECT r.path ->> '$[#-1]' FROM bailiwick_groups r WHERE r.id = ${owner})`,
  pathBelow: (id, path) => sql`'["' || ${id} || '",' || substr(${path}, 2)`,
  eachOfPath: (path) => sql`json_each(${path}) AS p`,
  eachOfPairs: (pairs) =>
    sql`(SELECT value ->> 0 AS one, value ->> 1 AS other FROM json_each(${JSON.stringify(pairs)})) AS pair`,
  isOneOf: (column, texts) => sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(texts)}))`,
  isExactly: (column, value) => sql`${column} = ${value}`,
  mergesWalks: true,
  isAmong: (column, ids) => sql`${column} IN (${ids})`,
  lookUpEach: (table, column, value) => sql`JOIN ${table} g ON g.${column} = ${value}`,
  newestOfEach: (walks, page) =>
    sql`SELECT n.value AS id FROM ${walks} w CROSS JOIN json_each((SELECT json_group_array(id) FROM (${page}))) n`,
  asId: (text) => text,
  hasOneConnection: true,
  // `better-sqlite3` returns an object for a statement without a result.
  rows: (result) => (Array.isArray(result) ? result : []),
  encode: (value) => (isDate(value) ? value.getTime() : value),
  async hasTable(db, name) {
    return (
      (await db.rows(sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${name}`)).length > 0
    );
  },
  // It takes the write lock first, and does not get it if it has read an older state.
  seesThePast: async () => false,
  // A condition without a name is reported itself, as it was written.
  brokenRule: ({ message }) => {
    const [, rule] =
      /(?:CHECK constraint failed: |cannot store \w+ value in \w+ column )(.+)$/s.exec(message) ?? [];
    return rule === undefined ? null : asOneLine(rule);
  },
  missingOf: (parts) => sql`
    WITH m AS MATERIALIZED (
      SELECT value->>'kind' AS kind, value->>'name' AS name, value->>'table' AS tbl, value->>'columns' AS columns
      FROM json_each(${parts})
    )
    SELECT m.name FROM m
    WHERE (m.tbl IS NULL OR EXISTS (SELECT 1 FROM sqlite_master s WHERE s.name = m.tbl)) AND CASE m.kind
      WHEN 'COLUMN' THEN NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(m.tbl) c WHERE c.name = m.columns)
      WHEN 'PRIMARY KEY' THEN m.columns IS NOT (
        SELECT group_concat(name) FROM (SELECT name FROM pragma_table_xinfo(m.tbl) WHERE pk > 0 ORDER BY pk))
      WHEN 'UNIQUE' THEN NOT EXISTS (
        SELECT 1 FROM pragma_index_list(m.tbl) i WHERE i."unique" AND m.columns = (
          SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)))
      WHEN 'REFERENCES' THEN NOT EXISTS (
        SELECT 1 FROM pragma_foreign_key_list(m.tbl) k WHERE k."from" = m.columns)
      -- SQLite knows a condition only as a part of the statement that made the table.
      WHEN 'CHECK' THEN false
      ELSE NOT EXISTS (SELECT 1 FROM sqlite_master s WHERE s.name = m.name)
    END`,
  requireSchemaLocation: async () => {},
  async requireSettings(db) {
    const [settings] = await db.rows<{ keys: number; journal: string }>(sql`
      SELECT f.foreign_keys AS keys, j.journal_mode AS journal FROM pragma_foreign_keys f, pragma_journal_mode j`);
    if (Number(settings?.keys) !== 1) {
      throw new Error(
        'SQLite must check foreign keys: send "PRAGMA foreign_keys = ON" in pool.afterCreate, or use connect().',
      );
    }
    // With a rollback journal, a COMMIT can fail as busy. Knex then puts the connection back into its pool with the
    // transaction still open, and every later BEGIN on it fails.
    if (settings?.journal !== 'wal' && settings?.journal !== 'memory') {
      throw new Error(
        'SQLite must keep a write-ahead log: send "PRAGMA journal_mode = WAL" in pool.afterCreate, or use connect().',
      );
    }
  },
};
