import type { Knex } from 'knex';

export interface Schema {
  readonly tables: readonly Table[];
  /** Indexes that no constraint makes, triggers, functions and domains, by name. */
  readonly objects: readonly {
    readonly name: string;
    readonly table: string | null;
    readonly definition: string;
  }[];
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** PostgreSQL: constraints except NOT NULL. SQLite: the whole statement, which is all that it keeps. */
  readonly rules: readonly { readonly name: string; readonly definition: string }[];
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  /** Is it computed from others, so that no statement may set it? */
  readonly isGenerated: boolean;
}

/** What the catalog of the database says, in an order and a form that two databases can be compared in. */
export function readSchema(knex: Knex): Promise<Schema> {
  return knex.client.driverName === 'pg' ? readPostgres(knex) : readSqlite(knex);
}

function readPostgres(knex: Knex): Promise<Schema> {
  return knex.transaction(async (trx) => {
    await trx.raw(`SET LOCAL TimeZone = 'UTC'`);
    const { rows } = await trx.raw(`
      WITH tables AS (
        SELECT c.oid, c.relname AS name FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
      )
      SELECT json_build_object(
        'tables', (SELECT json_agg(json_build_object(
          'name', t.name,
          'columns', (SELECT json_agg(json_build_object(
              'name', a.attname,
              'type', format_type(a.atttypid, a.atttypmod) || coalesce(' COLLATE ' || quote_ident(nullif(l.collname, 'default')), ''),
              'nullable', NOT a.attnotnull,
              'isGenerated', a.attgenerated <> '',
              'default', CASE a.attgenerated WHEN '' THEN '' ELSE 'generated: ' END
                || regexp_replace(pg_get_expr(d.adbin, d.adrelid), '\\s+', ' ', 'g')) ORDER BY a.attnum)
            FROM pg_attribute a
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_collation l ON l.oid = a.attcollation
            WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped),
          'rules', (SELECT json_agg(json_build_object('name', conname, 'definition', pg_get_constraintdef(oid)) ORDER BY conname)
            FROM pg_constraint WHERE conrelid = t.oid AND contype <> 'n')
        ) ORDER BY t.name) FROM tables t),
        'objects', (SELECT json_agg(o ORDER BY o.name) FROM (
          SELECT i.indexrelid::regclass::text AS name, t.name AS "table", pg_get_indexdef(i.indexrelid) AS definition
          FROM pg_index i JOIN tables t ON t.oid = i.indrelid
          WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u'))
          UNION ALL SELECT proname, NULL, pg_get_functiondef(oid) FROM pg_proc
          WHERE pronamespace = current_schema()::regnamespace
          UNION ALL
          SELECT t.typname, NULL, format('DOMAIN %s %s', format_type(t.typbasetype, t.typtypmod), pg_get_constraintdef(c.oid))
          FROM pg_type t JOIN pg_constraint c ON c.contypid = t.oid
          WHERE t.typnamespace = current_schema()::regnamespace
        ) o)
      ) AS schema`);
    return rows[0].schema;
  });
}

async function readSqlite(knex: Knex): Promise<Schema> {
  const rows: { type: string; name: string; table: string; definition: string }[] = await knex.raw(`
    SELECT type, name, tbl_name AS "table", sql AS definition FROM sqlite_master
    WHERE name NOT LIKE 'sqlite_%' ORDER BY name`);
  const tables: Table[] = [];
  for (const { name, definition } of rows.filter(({ type }) => type === 'table')) {
    const columns: {
      name: string;
      type: string;
      notnull: number;
      dflt_value: string | null;
      hidden: number;
    }[] = await knex.raw(
      `SELECT name, type, "notnull", dflt_value, hidden FROM pragma_table_xinfo('${name}')`,
    );
    tables.push({
      name,
      columns: columns.map(({ name: column, type, notnull, dflt_value, hidden }) => ({
        name: column,
        type,
        nullable: notnull === 0,
        default: dflt_value,
        isGenerated: hidden !== 0,
      })),
      rules: [{ name, definition }],
    });
  }
  const objects = rows.filter(({ type }) => type !== 'table').map(({ type: _type, ...object }) => object);
  return { tables, objects };
}
