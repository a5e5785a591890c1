import { isBailiwickError, type UserStatus } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import { dialectOf } from '../dist/choose-database.js';
import { asOneLine, type SchemaPart } from '../dist/migrations/schema-parts.js';
import { draft, newUser } from './support/fixtures.js';
import { readSchema } from './support/read-schema.js';

const CONSTRAINTS = ['PRIMARY KEY', 'UNIQUE', 'REFERENCES', 'CHECK'];
/** PostgreSQL has to shorten one name behind the longest prefix. */
const PREFIXES = ['bailiwick_', `a${'_'.repeat(29)}`];

const namesOf = (parts: readonly SchemaPart[], kinds: readonly string[]) =>
  parts
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ name }) => name)
    .sort();

for (const tablePrefix of PREFIXES) {
  test(`postgres: the parts that are read from the migrations are those in the catalog, under the prefix ${tablePrefix}`, async (t) => {
    const database = await createDatabase('postgres', { tablePrefix });
    t.teardown(database.destroy);
    const parts = dialectOf(database.knex, { tablePrefix }).parts();
    const { rows } = await database.knex.raw(`
      SELECT conname AS name FROM pg_constraint
      WHERE contype IN ('p', 'u', 'f', 'c') AND connamespace = current_schema()::regnamespace
        AND coalesce(conrelid::regclass::text, '') NOT LIKE '%migrations%'`);
    const inCatalog = (rows as { name: string }[]).map(({ name }) => name);
    t.deepEqual(namesOf(parts, CONSTRAINTS), inCatalog.sort());
    const { tables } = await readSchema(database.knex);
    const columns = tables.flatMap((table) => table.columns.map(({ name }) => `${table.name}.${name}`));
    t.deepEqual(namesOf(parts, ['COLUMN']), columns.filter((name) => !name.includes('migrations')).sort());
  });
}

test('sqlite: the parts that are read from the migrations are those in the catalog', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const parts = dialectOf(database.knex, {}).parts();
  const { tables } = await readSchema(database.knex);
  for (const { name, columns, rules } of tables.filter((table) => !table.name.includes('migrations'))) {
    const statement = asOneLine(rules[0]?.definition ?? '');
    const ofTable = parts.filter(({ table }) => table === name);
    t.deepEqual(
      ofTable.filter(({ kind }) => kind === 'COLUMN').map((part) => part.columns),
      columns.map((column) => column.name),
    );
    for (const kind of CONSTRAINTS) {
      const written = statement.split(new RegExp(String.raw`\b${kind}\b`)).length - 1;
      t.is(ofTable.filter((part) => part.kind === kind).length, written, `${name}: ${kind}`);
    }
    for (const { condition = '' } of ofTable) t.true(statement.includes(condition), condition);
  }
});

for (const dialect of DIALECTS) {
  for (const tablePrefix of PREFIXES) {
    test(`${dialect}: a broken rule of the library’s own is a defect, and not typed, under the prefix ${tablePrefix}`, async (t) => {
      const database = await createDatabase(dialect, { tablePrefix });
      t.teardown(database.destroy);
      const { users, quotas } = knexStorage(database.knex, { tablePrefix });
      const { user, ...credentials } = newUser();
      const adding = (given: Partial<typeof user>) =>
        users.add({ ...credentials, user: { ...user, ...given } }, draft());
      for (const defect of [
        adding({ status: 'unheard-of' as UserStatus }),
        adding({ role: '' }),
        adding({ createdAt: new Date(-1) }),
        quotas.setDefaultLimit({ ownerType: 'user', meter: '', limit: 1 }, draft()),
      ])
        t.false(isBailiwickError(await t.throwsAsync(defect)));
    });
  }
}

test('sqlite: text in a number of the library’s own is such a defect too', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const { users } = knexStorage(database.knex);
  const { user, ...credentials } = newUser();
  const adding = users.add(
    { ...credentials, user: { ...user, createdAt: 'yesterday' as unknown as Date } },
    draft(),
  );
  const error = await t.throwsAsync(adding, { message: /cannot store TEXT value/ });
  t.false(isBailiwickError(error));
});
