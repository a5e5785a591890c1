import type { Knex } from 'knex';
import { readSchema, type Table } from './read-schema.js';

/**
 * SQL that makes the database again: how its schema was made, and then the rows as they are. PostgreSQL does
 * not keep the statements that made it: `heard` is what was sent to it.
 */
export async function dump(knex: Knex, heard: readonly string[]): Promise<string> {
  const { tables } = await readSchema(knex);
  const inserts = [];
  for (const table of inOrderOfReferences(tables)) inserts.push(...(await insertsOf(knex, table)));
  const statements = isPostgres(knex)
    ? [...heard.filter(changesSchema), ...inserts, ...(await sequencesOf(knex))]
    : [...(await statementsOfSqlite(knex)), ...inserts];
  return statements.map((text) => `${text.trim()};\n`).join('\n');
}

function changesSchema(statement: string): boolean {
  return /^\s*(?:--.*\n\s*)*(?:CREATE|ALTER|DROP|GRANT|REVOKE)\b/i.test(statement);
}

function inOrderOfReferences(tables: readonly Table[]): Table[] {
  const placed: Table[] = [];
  const isPlaced = (name: string) => placed.some((table) => table.name === name);
  while (placed.length < tables.length) {
    const next = tables.find((table) => !isPlaced(table.name) && referencesOf(table).every(isPlaced));
    if (next === undefined) throw new Error('Tables refer to each other in a circle.');
    placed.push(next);
  }
  return placed;
}

/** The other tables that a table refers to. Rows are inserted by id, so that a group comes before those that lie in it. */
function referencesOf({ name: own, rules }: Table): string[] {
  const named = rules.flatMap(({ definition }) =>
    [...definition.matchAll(/\bREFERENCES (\w+)/g)].map(([, name]) => name ?? ''),
  );
  return named.filter((name) => name !== own);
}

function insertsOf(knex: Knex, { name, columns }: Table): Promise<string[]> {
  const written = columns.filter(({ isGenerated }) => !isGenerated).map((column) => `"${column.name}"`);
  if (isPostgres(knex)) {
    const names = written.join(', ');
    const select = `format('SELECT ${names} FROM jsonb_populate_record(NULL::${name}, %L)', to_jsonb(t))`;
    return texts(
      knex,
      `SELECT 'INSERT INTO ${name} (${names}) ' || ${select} AS text FROM ${name} t ORDER BY 1`,
    );
  }
  const values = written.map((column) => `quote(${column})`).join(` || ', ' || `);
  return texts(
    knex,
    `SELECT 'INSERT INTO ${name} VALUES (' || ${values} || ')' AS text FROM ${name} ORDER BY 1`,
  );
}

/** A row that was inserted with its number has not moved the sequence that gives the next. */
function sequencesOf(knex: Knex): Promise<string[]> {
  return texts(
    knex,
    `SELECT format('SELECT setval(%L, %s)', sequencename, last_value) AS text
     FROM pg_sequences WHERE last_value IS NOT NULL ORDER BY 1`,
  );
}

/** In the order in which they were sent. */
function statementsOfSqlite(knex: Knex): Promise<string[]> {
  return texts(
    knex,
    `SELECT sql AS text FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
  );
}

async function texts(knex: Knex, query: string): Promise<string[]> {
  const answer = await knex.raw(query);
  return (isPostgres(knex) ? answer.rows : answer).map(({ text }: { text: string }) => text);
}

function isPostgres(knex: Knex): boolean {
  return knex.client.driverName === 'pg';
}
