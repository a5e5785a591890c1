import { knexStorage, migrate } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName, type TestDatabase } from '@bailiwick/test-databases';
import Database from 'better-sqlite3';
import test from 'ava';
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import { create, usedOf } from './support/fixtures.js';
import { readSchema } from './support/read-schema.js';

const FOLDER = new URL('../test/released-schemas/', import.meta.url);
const FILES = readdirSync(FOLDER);

for (const dialect of DIALECTS) {
  const ending = `.${dialect}.sql`;
  const released = FILES.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));

  test(`${dialect}: every migration has its dump`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const names = await database.knex('bailiwick_migrations').orderBy('id').pluck('name');
    t.deepEqual(released.sort(), names, 'run `node scripts/run/release-schema.mjs`');
  });

  for (const name of released) {
    // One after the other: each needs two databases, and there are four at once.
    test.serial(`${dialect}: a database of ${name} is migrated, equals a new one, and answers`, async (t) => {
      const database = await createDatabase(dialect, { migrated: false });
      t.teardown(database.destroy);
      await load(dialect, database, readFileSync(new URL(name + ending, FOLDER), 'utf8'));
      const { knex } = database;
      await migrate(knex);

      const fresh = await createDatabase(dialect);
      t.teardown(fresh.destroy);
      t.deepEqual(
        await readSchema(knex),
        await readSchema(fresh.knex),
        `${name} is not what it was when it was released: undo the change, and add a migration that makes it`,
      );

      const storage = knexStorage(knex);
      const { id } = await knex('bailiwick_users').first('id');
      const { differences, ownersChecked } = await storage.quotas.check(null, 10);
      t.deepEqual(differences, []);
      t.is(ownersChecked, Number((await knex('bailiwick_owners').count({ count: '*' }))[0]?.['count']));
      t.is((await storage.secretKey()).length, 32);
      t.is(await usedOf(storage, id), 1);
      t.is((await create(storage, id)).type, 'created');
      t.is((await create(storage, id)).type, 'quota-exceeded');
      t.is(await usedOf(storage, id), 2);
    });
  }
}

async function load(dialect: DialectName, { url }: TestDatabase, text: string): Promise<void> {
  if (dialect === 'sqlite') {
    const file = new Database(url.replace('sqlite:', ''));
    file.exec(text);
    file.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
