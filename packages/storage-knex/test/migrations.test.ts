import { knexStorage, migrate, rollback, SchemaVersionError } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test from 'ava';
import { addUser, create, newUser, draft, usedOf } from './support/fixtures.js';
import { readSchema } from './support/read-schema.js';
import { putRowsEverywhere } from './support/rows-everywhere.js';

/** Statements that make something under a name that a migration uses, as a host or half a restore can. */
const IN_THE_WAY: Readonly<Record<DialectName, Readonly<Record<string, readonly string[]>>>> = {
  postgres: {
    'a table': ['CREATE TABLE bailiwick_sessions (id integer)'],
    'a type': ['CREATE TYPE bailiwick_count AS ENUM ()'],
    'a sequence': ['CREATE SEQUENCE bailiwick_users'],
    'an index': ['CREATE TABLE host (id integer)', 'CREATE INDEX bailiwick_users_by_role ON host (id)'],
  },
  sqlite: {
    'a table': ['CREATE TABLE bailiwick_sessions (id integer)'],
    'a view': ['CREATE VIEW bailiwick_creates AS SELECT 1'],
    'a table named like an index': ['CREATE TABLE bailiwick_users_by_role (id integer)'],
    'an index': ['CREATE TABLE host (id integer)', 'CREATE INDEX bailiwick_users_by_role ON host (id)'],
  },
};

/** Statements that hinder a rollback, by the problem of the error. */
const HINDRANCES: Readonly<Record<string, Readonly<Record<DialectName, readonly string[]>>>> = {
  'depended-on': {
    postgres: ['CREATE VIEW host AS SELECT id FROM bailiwick_users'],
    sqlite: [
      'CREATE TABLE host (name TEXT REFERENCES bailiwick_secrets)',
      `INSERT INTO host VALUES ('secret-key')`,
    ],
  },
  'not-whole': { postgres: ['DROP TABLE bailiwick_nonces'], sqlite: ['DROP TABLE bailiwick_nonces'] },
};

const ALL = ['0001-foundation', '0002-groups-near-a-limit'];

for (const dialect of DIALECTS) {
  test(`${dialect}: migrations run up, down with rows in every table, and up again`, async (t) => {
    const database = await createDatabase(dialect, { migrated: false });
    t.teardown(database.destroy);
    const { knex } = database;
    const progress: string[] = [];
    const applied = await migrate(knex, { onProgress: (name) => progress.push(name) });
    t.deepEqual(applied, ALL);
    t.deepEqual(progress, applied);
    t.deepEqual(await migrate(knex), []);

    const owner = await putRowsEverywhere(knex);
    for (const { name } of (await readSchema(knex)).tables) {
      t.is((await knex(name).limit(1)).length, 1, `putRowsEverywhere puts none into ${name}`);
    }

    t.deepEqual(await rollback(knex), applied.toReversed());
    t.false(await knex.schema.hasTable('bailiwick_users'));
    t.deepEqual(await rollback(knex), []);
    t.deepEqual(await migrate(knex), applied);
    const storage = knexStorage(knex);
    t.is(await storage.users.find(owner.id), null);
    const again = await addUser(storage);
    t.is((await create(storage, again.id)).type, 'created');
    t.is(await usedOf(storage, again.id), 1);
  });

  test(`${dialect}: when several processes migrate at once, one does it, and the others find it done`, async (t) => {
    const database = await createDatabase(dialect, { migrated: false });
    t.teardown(database.destroy);
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.connect(1))));
    t.deepEqual(runs.flat(), ALL);
    await knexStorage(database.knex).ping();
  });

  test(`${dialect}: a migration that fails leaves nothing behind, and no lock`, async (t) => {
    const database = await createDatabase(dialect, { migrated: false });
    t.teardown(database.destroy);
    const { knex } = database;
    await knex.raw('CREATE TABLE bailiwick_sessions (in_the_way integer)');
    await t.throwsAsync(migrate(knex), { message: /bailiwick_sessions/ });
    t.false(await knex.schema.hasTable('bailiwick_users'));
    await knex.raw('DROP TABLE bailiwick_sessions');
    t.deepEqual(await migrate(knex), ALL);
  });

  for (const [what, statements] of Object.entries(IN_THE_WAY[dialect])) {
    test(`${dialect}: the error names what is in the way of a migration: ${what}`, async (t) => {
      const database = await createDatabase(dialect, { migrated: false });
      t.teardown(database.destroy);
      const { knex } = database;
      for (const statement of statements) await knex.raw(statement);
      const error = await t.throwsAsync<SchemaVersionError>(migrate(knex), {
        instanceOf: SchemaVersionError,
      });
      t.is(error?.problem, 'in-the-way');
      t.regex(error?.message ?? '', /^The database cannot be migrated: .*bailiwick_\w+.* is in the way/);
      t.true(error?.cause instanceof Error);
      t.false(await knex.schema.hasTable('bailiwick_owners'));
    });
  }

  test(`${dialect}: if only the record of the migrations is lost, the error says so, and nothing is changed`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const user = await addUser(knexStorage(knex));
    const records = await knex('bailiwick_migrations');
    await knex.schema.dropTable('bailiwick_migrations');
    const error = await t.throwsAsync<SchemaVersionError>(migrate(knex), { instanceOf: SchemaVersionError });
    t.is(error?.problem, 'in-the-way');
    t.regex(error?.message ?? '', /already exists.*restore bailiwick_migrations/);
    t.notRegex(error?.message ?? '', /CREATE/);

    await knex.schema.createTable('bailiwick_migrations', (table) => {
      table.increments();
      table.string('name');
      table.integer('batch');
      table.timestamp('migration_time');
    });
    await knex('bailiwick_migrations').insert(records);
    t.deepEqual(await migrate(knex), []);
    t.is((await knexStorage(knex).users.find(user.id))?.id, user.id);
  });

  for (const [problem, statements] of Object.entries(HINDRANCES)) {
    test(`${dialect}: the error says why a rollback cannot go on, and nothing is changed: ${problem}`, async (t) => {
      const database = await createDatabase(dialect);
      t.teardown(database.destroy);
      const { knex } = database;
      for (const statement of statements[dialect]) await knex.raw(statement);
      const error = await t.throwsAsync<SchemaVersionError>(rollback(knex), {
        instanceOf: SchemaVersionError,
      });
      t.like(error, { problem });
      t.regex(error?.message ?? '', /^The database cannot be migrated: [^-]+\./);
      t.true(await knex.schema.hasTable('bailiwick_login_throttle'));
    });
  }

  test(`${dialect}: every command refuses a schema that is newer than the library`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    await knex('bailiwick_migrations').insert({
      name: '9999-the-future',
      batch: 2,
      migration_time: new Date(),
    });
    const expected = { instanceOf: SchemaVersionError, message: /newer than this library.*9999-the-future/ };
    await t.throwsAsync(migrate(knex), expected);
    await t.throwsAsync(rollback(knex), expected);
    await t.throwsAsync(knexStorage(knex).ping(), expected);
    await t.throwsAsync(knexStorage(knex).users.add(newUser(), draft()), expected);
    const within = knex.transaction((trx) => knexStorage(knex).within(trx).users.add(newUser(), draft()));
    await t.throwsAsync(within, expected);

    await knex('bailiwick_migrations').where({ name: '9999-the-future' }).delete();
    const storage = knexStorage(knex);
    await storage.ping();
    t.deepEqual(await knex('bailiwick_users').select(), []);
  });

  test(`${dialect}: without tables, the error says what to do, and the storage works once it is done`, async (t) => {
    const database = await createDatabase(dialect, { migrated: false });
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    await t.throwsAsync(storage.ping(), { instanceOf: SchemaVersionError, message: /Migrate it first/ });
    await t.throwsAsync(addUser(storage), { instanceOf: SchemaVersionError });
    await t.throwsAsync(
      storage.transaction((stores) => addUser(stores)),
      { instanceOf: SchemaVersionError },
    );
    await migrate(database.knex);
    await storage.ping();
  });
}
