// Which fragments and settings are PostgreSQL's?
import { isDate } from 'node:util/types';
import type { DatabaseDialect } from '../dialect.js';
import { rolesAlong } from '../migrations/0001-foundation/postgres/roles-along.js';
import { sql } from '../sql.js';
import { requireSchemaLocation } from './schema-location.js';

/** How PostgreSQL writes an array: each item is quoted, so that none is read as `NULL` or as two items. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join()}}`;
}

export const postgresDialect: DatabaseDialect = {
  name: 'postgres',
  // A database may default to a stricter isolation level. There, a transaction that waited for a lock gets a conflict,
  // and not the newest row.
  transaction: { isolationLevel: 'read committed' },
  writeBegin: [],
  migrationBegin: [
    // `connect` sets both far below the time that a migration, or waiting for one, may take.
    sql`SET LOCAL statement_timeout = 0`,
    sql`SET LOCAL lock_timeout = 0`,
    // The number is "bailiwic" in ASCII, so that no other program uses it by accident. Migrations of tables with
    // another prefix wait too, which does no harm.
    sql`SELECT pg_advisory_xact_lock(7089063202804689251)`,
  ],
  lock: {
    keyShare: sql`FOR KEY SHARE`,
    noKeyUpdate: sql`FOR NO KEY UPDATE`,
    noKeyUpdateFree: sql`FOR NO KEY UPDATE SKIP LOCKED`,
    update: sql`FOR UPDATE`,
    updateFree: sql`FOR UPDATE SKIP LOCKED`,
  },
  holdUsers: [sql`LOCK TABLE bailiwick_users IN SHARE ROW EXCLUSIVE MODE`],
  relyOnDefaultLimits: [
    sql`LOCK TABLE bailiwick_default_limits IN ROW SHARE MODE`,
    sql`SELECT 1 FROM bailiwick_default_limits_version FOR SHARE`,
  ],
  holdDefaultLimits: [
    sql`LOCK TABLE bailiwick_default_limits IN EXCLUSIVE MODE`,
    sql`UPDATE bailiwick_default_limits_version SET version = version + 1`,
  ],
  jsonEach: sql`jsonb_each_text`,
  path: (ids) => sql`${arrayLiteral(ids)}::uuid[]`,
  texts: (names) => sql`${arrayLiteral(names)}::text[]`,
  rolesAlong,
  rootOfPath: (path) => sql`(${path})[cardinality(${path})]`,
  rootOf: (owner) => sql`(SELECT r.path[cardinality(r.path)] FROM bailiwick_groups r WHERE r.id = ${owner})`,
  pathBelow: (id, path) => sql`${id} || ${path}`,
  eachOfPath: (path) => sql`unnest(${path}) WITH ORDINALITY AS p (value, key)`,
  eachOfPairs: (pairs) => {
    const [ones, others] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
    return sql`unnest(${arrayLiteral(ones)}::uuid[], ${arrayLiteral(others)}::uuid[]) AS pair (one, other)`;
  },
  isOneOf: (column, texts, type) => sql`${column} = ANY (${arrayLiteral(texts)}::${type}[])`,
  isExactly: (column, value, type) => sql`${column} = ANY (ARRAY[${value}]::${type}[])`,
  mergesWalks: false,
  isAmong: (column, ids) => sql`${column} = ANY (ARRAY(${ids}))`,
  lookUpEach: (table, column, value) =>
    sql`CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE ${column} BETWEEN ${value} AND ${value} OFFSET 0) g`,
  newestOfEach: (walks, page) => sql`SELECT n.id FROM ${walks} w CROSS JOIN LATERAL (${page}) n`,
  asId: (text) => sql`CAST(${text} AS uuid)`,
  hasOneConnection: false,
  rows: (result) => (result as { rows: unknown[] }).rows,
  encode: (value) => (isDate(value) ? value.toISOString() : value),
  async hasTable(db, name) {
    // A table in a later schema of the search path may be another tenant's.
    const [row] = await db.rows<{ found: boolean }>(sql`
      SELECT to_regclass(quote_ident(current_schema()) || '.' || quote_ident(${name}::text)) IS NOT NULL AS found`);
    return row?.found === true;
  },
  async seesThePast(db) {
    const [row] = await db.rows<{ level: string }>(
      sql`SELECT current_setting('transaction_isolation') AS level`,
    );
    return row?.level === 'repeatable read' || row?.level === 'serializable';
  },
  brokenRule: (error) =>
    'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null,
  missingOf: (parts) => sql`
    WITH m AS MATERIALIZED (
      SELECT e->>'kind' AS kind, e->>'name' AS name, e->>'columns' AS columns,
             quote_ident(current_schema())::regnamespace AS schema,
             e->>'table' AS of_table, e->>'privilege' AS privilege,
             to_regclass(quote_ident(current_schema()) || '.' || quote_ident(coalesce(e->>'table', e->>'name'))) AS relation
      FROM jsonb_array_elements(${parts}::jsonb) e
    )
    SELECT m.name FROM m
    WHERE (m.of_table IS NULL OR m.relation IS NOT NULL) AND CASE
      WHEN m.kind = 'FUNCTION' THEN NOT EXISTS (
        SELECT 1 FROM pg_proc p WHERE p.proname = m.name AND p.pronamespace = m.schema
          AND has_function_privilege(p.oid, 'EXECUTE'))
      WHEN m.kind = 'DOMAIN' THEN NOT EXISTS (
        SELECT 1 FROM pg_type t WHERE t.typname = m.name AND t.typnamespace = m.schema)
      WHEN m.kind = 'COLUMN' THEN NOT EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = m.relation AND a.attname = m.columns AND NOT a.attisdropped)
      WHEN m.kind IN ('PRIMARY KEY', 'UNIQUE', 'REFERENCES', 'CHECK') THEN NOT EXISTS (
        SELECT 1 FROM pg_constraint c WHERE c.conname = m.name AND c.connamespace = m.schema)
      WHEN m.kind = 'RIGHT' AND m.columns IS NULL THEN NOT has_table_privilege(m.relation, m.privilege)
      WHEN m.kind = 'RIGHT' THEN NOT EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = m.relation AND a.attname = m.columns
          AND has_column_privilege(m.relation, a.attnum, m.privilege))
      ELSE m.relation IS NULL
    END`,
  requireSchemaLocation,
  // The library chooses the isolation of each transaction, and foreign keys cannot be off. But it reads times from
  // text, and in another style than ISO the third of February can be the second of March.
  async requireSettings(db) {
    const [settings] = await db.rows<{ style: string }>(sql`SELECT current_setting('DateStyle') AS style`);
    if (settings?.style.startsWith('ISO') === true) return;
    throw new Error(
      `PostgreSQL must write times in the style "ISO", and its "datestyle" is "${settings?.style}" here: set it for the role or the database.`,
    );
  },
};
