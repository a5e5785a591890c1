import { knexStorage, SchemaVersionError } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import type { Knex } from 'knex';
import { addUser, create, draft, newResource, usedOf } from './support/fixtures.js';

const LIMIT = 12;

test('postgres: while a release with a new version of the function is rolled out, the old one still works', async (t) => {
  const database = await createDatabase('postgres', { poolMax: 4 });
  t.teardown(database.destroy);
  const { knex } = database;
  // A process of the old release, which has looked at the schema already.
  const old = knexStorage(knex);
  const owner = await addUser(old, { limits: { resources: LIMIT } });

  const creates = () =>
    Promise.all(Array.from({ length: 4 }, async () => (await create(old, owner.id)).type));
  const [before] = await Promise.all([creates(), migrateToVersion2(knex)]);
  const [after, ofNew] = await Promise.all([creates(), createsByVersion2(knex, owner.id, 8)]);

  const created = [...before, ...after, ...ofNew].filter((type) => type === 'created');
  t.is(created.length, LIMIT);
  t.deepEqual([...new Set(before)], ['created']);
  t.is(await usedOf(old, owner.id), LIMIT);
  t.deepEqual((await old.quotas.check(null, 10)).differences, []);
  // One that starts only now finds a schema that it does not know.
  await t.throwsAsync(knexStorage(knex).ping(), { instanceOf: SchemaVersionError, message: /9999-next/ });
});

/** As the next release would: a function of another name beside the old one, with another answer. */
async function migrateToVersion2(knex: Knex): Promise<void> {
  const done = await knex('bailiwick_migrations').orderBy('id').pluck('name');
  const earlier = done.map((name: string) => ({ name, up: async () => {}, down: async () => {} }));
  const next = {
    name: '9999-next',
    up: async (trx: Knex) => {
      const { rows } = await trx.raw(
        `SELECT pg_get_functiondef('bailiwick_create_resource_v1'::regproc) AS definition`,
      );
      const definition = rows[0].definition
        .replace('create_resource_v1', 'create_resource_v2')
        .replace("'type', v_type", "'type', v_type, 'version', 2");
      await trx.raw(definition.replaceAll('?', String.raw`\?`));
    },
    down: async () => {},
  };
  await knex.migrate.latest({
    tableName: 'bailiwick_migrations',
    migrationSource: {
      getMigrations: async () => [...earlier, next],
      getMigrationName: ({ name }: typeof next) => name,
      getMigration: async (migration: typeof next) => migration,
    },
  });
}

function createsByVersion2(knex: Knex, ownerId: string, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { resource, demand } = newResource(ownerId as Parameters<typeof newResource>[0]);
      const { id, kind, name, createdAt, updatedAt } = resource;
      const event = draft('resource:create');
      const { rows } = await knex.raw(
        `SELECT bailiwick_create_resource_v2(?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           ?, ?, 'system', 'test', NULL, ?, 'platform', NULL, NULL, NULL, NULL, 'test', '{}') AS answer`,
        [
          id,
          ownerId,
          kind,
          name,
          createdAt,
          updatedAt,
          JSON.stringify(demand),
          event.id,
          event.at,
          event.action,
        ],
      );
      const { type, version } = rows[0].answer;
      return type === 'created' && version !== 2 ? 'of another version' : type;
    }),
  );
}
