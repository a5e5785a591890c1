// Checks that packages/storage-knex/SCHEMA.md describes the result of the migrations: every table and column in the
// catalogs of both databases, explained by the comments in the migrations. `--write` updates it. Needs a built
// workspace.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../packages/storage-knex/dist/index.js';
import { readSchema } from '../../packages/storage-knex/dist-test/support/read-schema.js';
import { withDatabases } from '../lib/databases.mjs';

const path = fileURLToPath(new URL('../../packages/storage-knex/SCHEMA.md', import.meta.url));
/** The two tables that Knex creates for itself. */
const KNEX_TABLES = /^bailiwick_migrations/;
/** PostgreSQL keeps 63 characters of a name, which must be enough with the longest prefix instead of ours. */
const NAME_LENGTH_MAX = 63 - 30 + 'bailiwick_'.length;

const explanations = new Map();
const [postgres, sqlite] = await withDatabases(async (databases) => {
  const schemas = [];
  for (const knex of Object.values(databases)) {
    knex.on('query', ({ sql }) => explain(sql));
    await migrate(knex);
    schemas.push(await readSchema(knex));
  }
  return schemas;
});

const document = render();
// The formatter pads the columns of tables, which must make no difference.
const unpadded = (text) => text.replaceAll(/ {2,}|-{3,}/g, ' ').replaceAll(/ +\|/g, ' |');
if (process.argv.includes('--write')) writeFileSync(path, document);
else {
  const isTrue = unpadded(readFileSync(path, 'utf8')) === unpadded(document);
  assert.ok(isTrue, 'SCHEMA.md is out of date: run `node scripts/check/schema.mjs --write`.');
}
console.log(`SCHEMA.md: ${postgres.tables.filter(isOurs).length} tables, all explained`);

/** Extracts the comments of a statement; each one explains the name at the beginning of the next line. */
function explain(statement) {
  const [, table] = statement.match(/^\s*(?:--.*\n\s*)*(?:CREATE|ALTER) TABLE (\w+)/) ?? [];
  let comment = [];
  for (const line of statement.split('\n')) {
    const [, words] = line.match(/^\s*-- (.*)$/) ?? [];
    if (words !== undefined) {
      comment.push(words);
      continue;
    }
    const [, made] =
      line.match(/^\s*CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER|FUNCTION|DOMAIN|VIEW) (\w+)/) ?? [];
    const [, named] = line.match(/^\s*(?:ADD )?CONSTRAINT (\w+)/) ?? [];
    const [, column] = line.match(/^\s*(?:ADD COLUMN )?([a-z_]+) /) ?? [];
    const name = made ?? named ?? `${table}.${column}`;
    if (comment.length > 0) explanations.set(name, comment.join(' '));
    comment = [];
  }
}

function explanationOf(name) {
  const explanation = explanations.get(name);
  assert.ok(explanation, `The migration does not explain ${name}: put a comment above it.`);
  assert.ok(
    name.replace(/.*\./, '').length <= NAME_LENGTH_MAX,
    `The name ${name} is too long for every prefix.`,
  );
  return explanation;
}

function isOurs({ name }) {
  return !KNEX_TABLES.test(name);
}

function render() {
  const known = new Set(postgres.tables.map(({ name }) => name));
  for (const { name } of sqlite.tables) assert.ok(known.has(name), `${name} is in SQLite only.`);
  const views = sqlite.objects.filter(({ definition }) => definition.startsWith('CREATE VIEW'));
  const triggersOf = (view) =>
    sqlite.objects
      .filter(({ table, name }) => table === view && name !== view)
      .map(({ name }) => ` \`${name}\`: ${explanationOf(name)}`)
      .join('');
  const isDomain = ({ definition }) => definition.startsWith('DOMAIN ');
  const [domains, functions] = [isDomain, (object) => !isDomain(object)].map((is) =>
    postgres.objects.filter((object) => object.table === null && is(object)),
  );
  return `# The schema

Which tables and columns does the database have, and what is each of them for?

<!-- Written by \`node scripts/check/schema.mjs --write\` from the catalogs of both databases and the comments in the migrations. -->

Names begin with \`bailiwick_\`, or with the \`tablePrefix\` of the host's choice. Besides these, Knex keeps
\`bailiwick_migrations\`, which records the migrations that have run, and \`bailiwick_migrations_lock\`. Times are \`timestamptz(3)\`
in PostgreSQL and milliseconds since 1970 in SQLite, where ids and JSON are text.

${postgres.tables.filter(isOurs).map(renderTable).join('\n\n')}

## Domains

PostgreSQL only: the rules of columns, which it plans once for each connection. SQLite has them in its tables.

${domains.map(({ name, definition }) => `- \`${name}\`, \`${definition.slice('DOMAIN '.length)}\`: ${explanationOf(name)}`).join('\n')}

## Functions

PostgreSQL only. A function never changes: a new version gets a new name, so that processes of two releases
work on one database.

${functions.map(({ name }) => `- \`${name}\`: ${explanationOf(name)}`).join('\n')}

## Views

SQLite only: the trigger of a view is what a function is to PostgreSQL.

${views.map(({ name }) => `- \`${name}\`: ${explanationOf(name)}${triggersOf(name)}`).join('\n')}

## SQLite, as it is kept

\`\`\`sql
${sqlite.tables
  .filter(isOurs)
  .map(({ rules: [{ definition }] }) => `${definition};`)
  .join('\n\n')}
\`\`\`
`;
}

function renderTable(table) {
  const twin = sqlite.tables.find(({ name }) => name === table.name);
  return `## ${table.name}

${explanationOf(table.name)}${twin === undefined ? ' PostgreSQL only.' : ''}

${renderColumns(table, twin)}

${renderRules(table)}${renderObjects(table)}`.trimEnd();
}

function renderColumns(table, twin) {
  if (twin !== undefined) {
    const names = ({ columns }) => columns.map(({ name, nullable }) => `${name} ${nullable}`);
    assert.deepEqual(names(twin), names(table), `${table.name} differs between the databases.`);
  }
  const lines = table.columns.map(({ name, type, nullable, default: value }) => {
    const other = twin?.columns.find((column) => column.name === name)?.type ?? '';
    const explanation = explanationOf(`${table.name}.${name}`);
    return `| \`${name}\` | ${type} | ${other} | ${nullable ? 'yes' : ''} | ${value ?? ''} | ${explanation} |`;
  });
  return `| column | PostgreSQL | SQLite | null | default | what it is |\n|---|---|---|---|---|---|\n${lines.join('\n')}`;
}

/** The rules of one column are explained with it; those of a whole table have comments of their own. */
function renderRules({ rules }) {
  const lines = rules.map(({ name, definition }) => {
    const explanation = explanations.has(name) ? `: ${explanationOf(name)}` : '';
    return `- \`${name}\`: \`${definition}\`${explanation}`;
  });
  return `Rules in PostgreSQL:\n\n${lines.join('\n')}\n`;
}

function renderObjects({ name: table }) {
  const objects = new Map(
    [...sqlite.objects, ...postgres.objects]
      .filter((object) => object.table === table)
      .map((object) => [object.name, object]),
  );
  if (objects.size === 0) return '';
  const lines = [...objects.values()].map(({ name, definition }) => {
    const [, on] = definition.match(/ON (?:\w+\.)?\w+ ((?:USING \w+ )?\(.*)$/s) ?? [];
    const isInBoth = [sqlite, postgres].every(({ objects }) =>
      objects.some((object) => object.name === name),
    );
    const sort = on === undefined ? 'a trigger' : `\`${on.replace('USING btree ', '')}\``;
    return `- \`${name}\`, ${sort}${isInBoth ? '' : `, in ${on === undefined ? 'SQLite' : 'one database'} only`}: ${explanationOf(name)}`;
  });
  return `\nIndexes and triggers:\n\n${lines.join('\n')}\n`;
}
