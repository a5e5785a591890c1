import { knexStorage, migrate, rollback } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import makeKnex, { type Knex } from 'knex';
import { addUser, create, draft, usedOf } from './support/fixtures.js';

const ONE = { attemptsMax: 1, windowMs: 60_000 };

/** What `knexSnakeCaseMappers` of Objection does, which many hosts have. */
const MAPPERS: Pick<Knex.Config, 'wrapIdentifier' | 'postProcessResponse'> = {
  wrapIdentifier: (name, quote) => quote(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  postProcessResponse: (result: unknown) => renamed(result),
};

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function renamed(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(renamed);
  if (typeof result !== 'object' || result === null) return result;
  if ('rows' in result) return Object.assign(result, { rows: renamed(result.rows) });
  if (Object.getPrototypeOf(result) !== Object.prototype) return result;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [camelCase(name), value]));
}

for (const dialect of DIALECTS) {
  test(`${dialect}: a host whose Knex renames columns is served, and keeps its renaming after a migration`, async (t) => {
    const database = await createDatabase(dialect, { migrated: false });
    t.teardown(database.destroy);
    const knex = makeKnex({ ...(database.knex.client.config as Knex.Config), ...MAPPERS });
    t.teardown(() => knex.destroy());
    await migrate(knex);
    await rollback(knex);
    await migrate(knex);

    const storage = knexStorage(knex);
    const owner = await addUser(storage, { limits: { resources: 1 } });
    t.is((await create(storage, owner.id, { key: 'key' })).type, 'created');
    t.is((await create(storage, owner.id, { key: 'key' })).type, 'repeated');
    t.is((await create(storage, owner.id)).type, 'quota-exceeded');
    t.is(await usedOf(storage, owner.id), 1);
    t.deepEqual(await storage.users.find(owner.id), owner);
    t.is((await storage.secretKey()).length, 32);
    t.like(await storage.loginThrottle?.claim('key', ONE), { type: 'claimed', key: 'key' });
    t.like(await storage.loginThrottle?.claim('key', ONE), { type: 'refused' });
    await storage.quotas.setDefaultLimit({ meter: 'resources', limit: 5 }, draft());
    const set = { ownerType: 'user', meter: 'resources', limit: 5 };
    t.deepEqual(await storage.quotas.listDefaultLimits(), [set]);

    const [row] = await knex('bailiwickUsers').select('emailKey', 'createdAt');
    t.is(row.emailKey, owner.email);
  });
}

test('postgres: a database with a date style other than ISO is refused', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  await database.knex.raw(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET datestyle = German', current_database()); END $$`,
  );
  const knex = makeKnex({ client: 'pg', connection: database.url });
  t.teardown(() => knex.destroy());
  await t.throwsAsync(knexStorage(knex).ping(), { message: /"ISO".*"German/ });
});

test('sqlite: a connection that does not check foreign keys is refused', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const knex = makeKnex({
    client: 'sqlite3',
    connection: { filename: fileOf(database.url) },
    useNullAsDefault: true,
  });
  t.teardown(() => knex.destroy());
  await t.throwsAsync(knexStorage(knex).ping(), { message: /PRAGMA foreign_keys = ON/ });
});

test('sqlite: a database without a write-ahead log is refused', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  await database.knex.raw('PRAGMA journal_mode = DELETE');
  await t.throwsAsync(knexStorage(database.knex).ping(), { message: /PRAGMA journal_mode = WAL/ });
});

test('a Knex for another database is refused at once', (t) => {
  const mysql = makeKnex({ client: 'mysql2' });
  t.throws(() => knexStorage(mysql), { instanceOf: TypeError, message: /"mysql2"/ });
});

function fileOf(url: string): string {
  return url.replace('sqlite:', '');
}

for (const dialect of DIALECTS) {
  test(`${dialect}: the events of a host’s Knex include the statements of the library`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    const storage = knexStorage(knex);
    await storage.ping();
    const heard = { query: [] as string[], 'query-response': [] as string[] };
    knex.on('query', ({ sql }) => heard.query.push(sql));
    knex.on('query-response', (_response, { sql }) => heard['query-response'].push(sql));
    await addUser(storage);
    await storage.quotas.listDefaultLimits();
    const isOurs = (text: string) => text.includes('bailiwick_');
    t.true(heard.query.filter(isOurs).length >= 3);
    t.is(heard['query-response'].filter(isOurs).length, heard.query.filter(isOurs).length);
  });
}
