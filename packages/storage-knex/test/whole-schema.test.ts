import { StorageUnavailableError } from '@bailiwick/core';
import { connect, knexStorage, migrate, SchemaVersionError } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, PATIENCE, type DialectName } from '@bailiwick/test-databases';
import test from 'ava';
import type { Knex } from 'knex';
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { addUser, create } from './support/fixtures.js';

/** Makes an empty table again, with its indexes and triggers, but without a rule: SQLite cannot drop one. */
const remaking = (table: string, rule: string, substitute: string) => async (knex: Knex) => {
  const made = await knex('sqlite_master')
    .where({ tbl_name: table })
    .whereNotNull('sql')
    .select('type', 'sql');
  await knex.raw('PRAGMA foreign_keys = OFF');
  await knex.raw('DROP TABLE ??', table);
  for (const { type, sql } of made)
    await knex.raw((type === 'table' ? sql.replace(rule, substitute) : sql).replaceAll('?', String.raw`\?`));
  await knex.raw('PRAGMA foreign_keys = ON');
};

/** What may be missing, by the name that is said. */
const HALVES: Readonly<
  Record<DialectName, Readonly<Record<string, string | ((knex: Knex) => Promise<void>)>>>
> = {
  postgres: {
    bailiwick_create_resource_v1: 'DROP FUNCTION bailiwick_create_resource_v1',
    bailiwick_add_session_v1: 'DROP FUNCTION bailiwick_add_session_v1',
    bailiwick_sessions: 'DROP TABLE bailiwick_sessions',
    'bailiwick_sessions.last_used_at': 'ALTER TABLE bailiwick_sessions DROP COLUMN last_used_at',
    bailiwick_resources_by_kind: 'DROP INDEX bailiwick_resources_by_kind',
    bailiwick_count: 'ALTER DOMAIN bailiwick_count RENAME TO bailiwick_counts',
    bailiwick_quotas_pkey: 'ALTER TABLE bailiwick_quotas DROP CONSTRAINT bailiwick_quotas_pkey',
    bailiwick_sessions_token_hash:
      'ALTER TABLE bailiwick_sessions DROP CONSTRAINT bailiwick_sessions_token_hash',
    bailiwick_resources_owner: 'ALTER TABLE bailiwick_resources DROP CONSTRAINT bailiwick_resources_owner',
    bailiwick_users_status_check: 'ALTER TABLE bailiwick_users DROP CONSTRAINT bailiwick_users_status_check',
    bailiwick_count_check: 'ALTER DOMAIN bailiwick_count DROP CONSTRAINT bailiwick_count_check',
    'the secret key in bailiwick_secrets': 'DELETE FROM bailiwick_secrets',
    'the row of bailiwick_default_limits_version': 'DELETE FROM bailiwick_default_limits_version',
  },
  sqlite: {
    bailiwick_creates: 'DROP VIEW bailiwick_creates',
    bailiwick_creates_at_once: 'DROP TRIGGER bailiwick_creates_at_once',
    bailiwick_sessions: 'DROP TABLE bailiwick_sessions',
    'bailiwick_sessions.last_used_at': 'ALTER TABLE bailiwick_sessions DROP COLUMN last_used_at',
    bailiwick_resources_by_kind: 'DROP INDEX bailiwick_resources_by_kind',
    bailiwick_quotas_pkey: remaking('bailiwick_quotas', ', meter),', '),'),
    bailiwick_sessions_token_hash_key: remaking('bailiwick_sessions', 'UNIQUE', ''),
    bailiwick_resources_owner_id_fkey: remaking('bailiwick_resources', 'REFERENCES bailiwick_owners', ''),
    'the secret key in bailiwick_secrets': 'DELETE FROM bailiwick_secrets',
  },
};

for (const dialect of DIALECTS) {
  for (const tablePrefix of ['bailiwick_', 'auth_']) {
    test(`${dialect}: a whole schema is ready, under the prefix ${tablePrefix} too`, async (t) => {
      const database = await createDatabase(dialect, { tablePrefix });
      t.teardown(database.destroy);
      await t.notThrowsAsync(knexStorage(database.knex, { tablePrefix }).ping());
      t.deepEqual(await migrate(database.knex, { tablePrefix }), []);
    });
  }

  for (const [name, halving] of Object.entries(HALVES[dialect])) {
    test(`${dialect}: a schema without ${name} is not ready, is not migrated, and does not start`, async (t) => {
      const database = await createDatabase(dialect);
      t.teardown(database.destroy);
      const running = knexStorage(database.knex);
      await running.ping();
      await (typeof halving === 'string' ? database.knex.raw(halving) : halving(database.knex));

      const message = new RegExp(`not whole: .*${name}`);
      const error = await t.throwsAsync(running.ping(), { instanceOf: StorageUnavailableError });
      t.true(error?.cause instanceof SchemaVersionError);
      t.regex(String(error?.cause), message);
      await t.throwsAsync(migrate(database.knex), { instanceOf: SchemaVersionError, message });
      const fresh = knexStorage(database.knex);
      await t.throwsAsync(fresh.quotas.listDefaultLimits(), { instanceOf: SchemaVersionError, message });
    });
  }
}

test('postgres: a function that the role may not call counts as missing', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const storage = knexStorage(database.knex);
  await storage.ping();
  await database.knex.raw('REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC');
  await database.knex.raw(
    `DO $$ BEGIN CREATE ROLE without_bailiwick; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
  await database.knex.raw('GRANT ALL ON ALL TABLES IN SCHEMA public TO without_bailiwick');
  const knex = database.connect(1);
  await knex.raw('SET ROLE without_bailiwick');
  const error = await t.throwsAsync(knexStorage(knex).ping(), { instanceOf: SchemaVersionError });
  t.regex(error?.message ?? '', /bailiwick_create_resource_v1/);
  await knex.raw('RESET ROLE');
  await database.knex.raw('DROP OWNED BY without_bailiwick');
});

for (const dialect of DIALECTS) {
  test(`${dialect}: a secret key that goes while the library starts is storage-unavailable`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    await storage.ping();
    const [row] = await knex('bailiwick_secrets');
    await knex('bailiwick_secrets').delete();
    const error = await t.throwsAsync(storage.secretKey(), { instanceOf: StorageUnavailableError });
    t.regex(String(error?.cause), /secret key is missing from bailiwick_secrets: restore/);
    await knex('bailiwick_secrets').insert({ ...row, value: 'short' });
    await t.throwsAsync(storage.ping(), { instanceOf: StorageUnavailableError });
    await knex('bailiwick_secrets').update(row);
    await storage.ping();
    t.is((await storage.secretKey()).length, 32);
  });
}

test('sqlite: a missing file is noticed, is not created anew, and is served again once it is back', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const file = database.url.replace('sqlite:', '');
  const storage = knexStorage(database.knex);
  const owner = await addUser(storage);
  await storage.ping();

  renameSync(file, `${file}.aside`);
  await t.throwsAsync(storage.ping(), { code: 'storage-unavailable' });
  await setTimeout(1_050);
  await t.throwsAsync(create(storage, owner.id), { code: 'storage-unavailable' });
  t.false(existsSync(file));

  renameSync(`${file}.aside`, file);
  await storage.ping();
  t.is((await create(storage, owner.id)).type, 'created');
});

test('sqlite: a file that replaces the first is opened, and writes go to it', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const file = database.url.replace('sqlite:', '');
  const storage = knexStorage(database.knex);
  const owner = await addUser(storage);
  await database.knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(file, `${file}.backup`);
  await addUser(storage, { email: 'lost@example.com' });
  await storage.ping();

  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  renameSync(`${file}.backup`, file);
  await setTimeout(1_050);
  t.is((await create(storage, owner.id)).type, 'created');
  t.is(await storage.users.findWithPassword({ emailKey: 'lost@example.com' }), null);
  const other = connect(database.url, PATIENCE);
  t.teardown(() => other.destroy());
  t.is((await other('bailiwick_resources')).length, 1);
});
