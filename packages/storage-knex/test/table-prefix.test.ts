import { knexStorage, migrate, rollback, SchemaVersionError } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import makeKnex from 'knex';
import { addUser, create, draft, LATER, newUser, usedOf } from './support/fixtures.js';

/** As long as one may be. */
const LONGEST = `a${'_'.repeat(29)}`;

for (const tablePrefix of ['', 'Auth_', '1_', 'auth-', 'auth_"', "o'", 'sqlite_', `${LONGEST}_`]) {
  test(`a table prefix "${tablePrefix}" is refused`, async (t) => {
    const knex = makeKnex({ client: 'pg' });
    const expected = { instanceOf: TypeError, message: /table prefix must be 1 to 30 lower-case letters/ };
    t.throws(() => knexStorage(knex, { tablePrefix }), expected);
    await t.throwsAsync(migrate(knex, { tablePrefix }), expected);
    await t.throwsAsync(rollback(knex, { tablePrefix }), expected);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: two instances with different prefixes in one database do not affect each other`, async (t) => {
    const database = await createDatabase(dialect, { migrated: false });
    t.teardown(database.destroy);
    const { knex } = database;
    const prefixes = [{ tablePrefix: LONGEST }, { tablePrefix: 'bailiwick_too_' }];
    const [one, other] = prefixes.map((options) => knexStorage(knex, options)) as [Storage, Storage];
    await migrate(knex, prefixes[0]);
    await t.throwsAsync(other.ping(), { instanceOf: SchemaVersionError });
    await migrate(knex, prefixes[1]);
    await t.throwsAsync(knexStorage(knex).ping(), { instanceOf: SchemaVersionError });

    const ann = await addUser(one, { limits: { resources: 1 } });
    t.is(await other.users.find(ann.id), null);
    await addUser(other, { id: ann.id, email: ann.email });
    t.is((await create(one, ann.id)).type, 'created');
    t.is((await create(one, ann.id)).type, 'quota-exceeded');
    t.is(await usedOf(other, ann.id), 0);
    t.is((await create(other, ann.id)).type, 'created');
    t.notDeepEqual(await one.secretKey(), await other.secretKey());

    t.true((await rollback(knex, prefixes[0])).length > 0);
    t.is(await usedOf(other, ann.id), 1);
    const names = await namesIn(dialect, knex);
    t.deepEqual(
      // Knex keeps its two tables.
      names.filter((name) => !name.startsWith('bailiwick_too_') && !name.includes('migrations')),
      [],
    );
  });

  test(`${dialect}: an address that is taken at the same instant is noticed under another prefix`, async (t) => {
    const database = await createDatabase(dialect, { tablePrefix: 'auth_', poolMax: 4 });
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex, { tablePrefix: 'auth_' });
    const users = await Promise.all(Array.from({ length: 4 }, () => addUser(storage)));
    const email = { email: 'one@example.com', emailKey: 'one@example.com' };
    const outcomes = await Promise.all(
      users.map(({ id }) => storage.users.change(id, { email, at: LATER }, draft())),
    );
    t.deepEqual(outcomes.map(({ type }) => type).sort(), [
      'changed',
      'email-taken',
      'email-taken',
      'email-taken',
    ]);
  });
}

test('postgres: the tables and the function live where the searchPath of a Knex begins', async (t) => {
  const database = await createDatabase('postgres', { migrated: false });
  t.teardown(database.destroy);
  await database.knex.raw('CREATE SCHEMA auth');
  await migrate(database.knex);
  const knex = makeKnex({ client: 'pg', connection: database.url, searchPath: ['auth'] });
  t.teardown(() => knex.destroy());
  const storage = knexStorage(knex);
  await t.throwsAsync(storage.ping(), { instanceOf: SchemaVersionError });
  await migrate(knex);

  const ann = newUser({ limits: { resources: 1 } });
  await storage.users.add(ann, draft());
  t.is((await create(storage, ann.user.id)).type, 'created');
  t.is((await create(storage, ann.user.id)).type, 'quota-exceeded');
  t.is(await knexStorage(database.knex).users.find(ann.user.id), null);
  const { rows } = await database.knex.raw(
    `SELECT nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE proname = 'bailiwick_create_resource_v1' ORDER BY nspname`,
  );
  t.deepEqual(rows, [{ nspname: 'auth' }, { nspname: 'public' }]);
});

type Storage = ReturnType<typeof knexStorage>;

async function namesIn(dialect: string, knex: Parameters<typeof knexStorage>[0]): Promise<string[]> {
  const statement =
    dialect === 'postgres'
      ? `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
         UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`
      : `SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'`;
  const answer = await knex.raw(statement);
  return (answer.rows ?? answer).map(({ name }: { name: string }) => name);
}
