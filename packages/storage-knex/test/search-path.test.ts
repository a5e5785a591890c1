import { connect, knexStorage, migrate, SchemaVersionError } from '@bailiwick/storage-knex';
import { createDatabase, PATIENCE, type TestDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { addUser, create, draft, newId, newResource } from './support/fixtures.js';

/**
 * What a role plants that may create in the schema and has no right on its tables: functions and operators that fit
 * the arguments better than the built-in ones, and so win wherever the schema is in the search path.
 */
const PLANTED = `
  CREATE FUNCTION promote() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN UPDATE public.bailiwick_users SET role = 'admin'; END $$;
  CREATE FUNCTION jsonb_build_object(text, text) RETURNS jsonb LANGUAGE plpgsql AS $$
    BEGIN PERFORM public.promote(); RETURN pg_catalog.jsonb_build_object($1, $2); END $$;
  CREATE FUNCTION jsonb_build_object(text, jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
    BEGIN PERFORM public.promote(); RETURN pg_catalog.jsonb_build_object($1, $2); END $$;
  CREATE FUNCTION string_to_array(text, varchar) RETURNS text[] LANGUAGE plpgsql AS $$
    BEGIN PERFORM public.promote(); RETURN pg_catalog.string_to_array($1, $2::text); END $$;
  CREATE FUNCTION word_is_text(bailiwick_word, text) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN PERFORM public.promote(); RETURN $1::text OPERATOR(pg_catalog.=) $2; END $$;
  CREATE OPERATOR = (LEFTARG = bailiwick_word, RIGHTARG = text, FUNCTION = word_is_text);
  CREATE FUNCTION count_minus_count(bailiwick_count, bailiwick_count) RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN PERFORM public.promote(); RETURN $1::bigint OPERATOR(pg_catalog.-) $2::bigint; END $$;
  CREATE OPERATOR - (LEFTARG = bailiwick_count, RIGHTARG = bailiwick_count, FUNCTION = count_minus_count);
`;

test('postgres: the functions do not call what another role plants in the schema', async (t) => {
  const database = await createDatabase('postgres');
  const { knex } = database;
  const role = await addRole(t, database);
  // So that it can plant what fits best; the functions do not rely on that it cannot.
  await knex.raw(`GRANT USAGE ON DOMAIN bailiwick_word, bailiwick_count TO ${role}`);
  const storage = knexStorage(knex);
  const mallory = await addUser(storage, { limits: { resources: 2 } });
  await as(role, database.url, PLANTED);

  const key = { key: 'once' };
  const command = newResource(mallory.id, key);
  t.is((await storage.resources.create(command, draft())).type, 'created');
  t.is((await storage.resources.create(command, draft())).type, 'repeated');
  t.is((await create(storage, mallory.id, { demand: { resources: 1, gib: 1 } })).type, 'created');
  const outcomes = await Promise.all([create(storage, mallory.id), create(storage, mallory.id)]);
  t.deepEqual(
    outcomes.map(({ type }) => type),
    ['quota-exceeded', 'quota-exceeded'],
  );
  const other = { ...command, idempotency: { key: 'once', payloadHash: 'other' } };
  t.is((await storage.resources.create(other, draft())).type, 'key-reused');
  const { id } = command.resource;
  t.is((await storage.resources.delete(id, mallory.id, draft())).type, 'deleted');
  t.is((await storage.resources.delete(id, mallory.id, draft())).type, 'absent');

  t.is((await storage.users.find(mallory.id))?.role, 'user');
});

test('postgres: another role cannot create a function or operator for a domain of the library', async (t) => {
  const database = await createDatabase('postgres');
  const { knex } = database;
  const role = await addRole(t, database);
  const { rows } = await knex.raw(
    `SELECT typname AS name FROM pg_type WHERE typtype = 'd' AND typname LIKE 'bailiwick%'`,
  );
  t.true(rows.length >= 10);
  for (const { name } of rows) {
    const planted = `CREATE FUNCTION planted(${name}, ${name}) RETURNS boolean LANGUAGE sql AS 'SELECT true'`;
    await t.throwsAsync(as(role, database.url, planted), { message: /permission denied for type/ }, name);
  }
});

for (const schema of ['of "Ann"?', 'bailiwick_one', "o'neil", String.raw`back\slash bailiwick_?`]) {
  test(`postgres: the functions work in a schema called ${schema}, beside another in "public"`, async (t) => {
    const database = await createDatabase('postgres', { migrated: false });
    t.teardown(database.destroy);
    const quoted = `"${schema.replaceAll('"', '""')}"`;
    await database.knex.raw(`CREATE SCHEMA ${quoted.replaceAll('?', String.raw`\?`)}`);
    await migrate(database.knex);
    const knex = connectWithPath(database.url, quoted);
    t.teardown(() => knex.destroy());
    const options = { tablePrefix: 'auth_' };
    await migrate(knex, options);
    const storage = knexStorage(knex, options);
    const ann = await addUser(storage, { limits: { resources: 1 } });
    const made = newResource(ann.id);
    t.is((await storage.resources.create(made, draft())).type, 'created');
    t.is((await create(storage, ann.id)).type, 'quota-exceeded');
    t.is((await storage.resources.delete(made.resource.id, ann.id, draft())).type, 'deleted');
    t.is(await knexStorage(database.knex).users.find(ann.id), null);
  });
}

for (const path of ['nowhere', 'nowhere, public', '"No, where", public', '"$user", nowhere, public']) {
  test(`postgres: the search path ${path} is refused, since it begins with a missing schema`, async (t) => {
    const database = await createDatabase('postgres');
    t.teardown(database.destroy);
    const knex = connectWithPath(database.url, path);
    t.teardown(() => knex.destroy());
    const expected = {
      instanceOf: SchemaVersionError,
      message: /search path .* begins with .*[Nn]o.?.?where/,
    };
    await t.throwsAsync(migrate(knex), expected);
    await t.throwsAsync(knexStorage(knex).ping(), expected);
  });
}

test('postgres: the tables of a later schema in the path are not used', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  await database.knex.raw('CREATE SCHEMA tenant_a');
  const knex = connectWithPath(database.url, 'tenant_a, public');
  t.teardown(() => knex.destroy());
  const storage = knexStorage(knex);
  await t.throwsAsync(storage.users.find(newId()), {
    instanceOf: SchemaVersionError,
    message: /Migrate it first/,
  });

  await migrate(knex);
  const ann = await addUser(storage);
  t.is((await create(storage, ann.id)).type, 'created');
  t.is(await knexStorage(database.knex).users.find(ann.id), null);
});

for (const [what, statement] of [
  ['dropped', 'DROP SCHEMA tenant_a CASCADE'],
  ['renamed', 'ALTER SCHEMA tenant_a RENAME TO tenant_b'],
] as const) {
  const start = async (t: ExecutionContext) => {
    const database = await createDatabase('postgres');
    t.teardown(database.destroy);
    await database.knex.raw('CREATE SCHEMA tenant_a');
    const knex = connectWithPath(database.url, 'tenant_a, public');
    t.teardown(() => knex.destroy());
    await migrate(knex);
    const storage = knexStorage(knex);
    await addUser(storage);
    return { knex, storage, change: () => database.knex.raw(statement) };
  };
  const expected = { code: 'storage-unavailable' };

  test(`postgres: a schema that was ${what} is noticed by ping, and no command goes on in the next one`, async (t) => {
    const { knex, storage, change } = await start(t);
    await storage.ping();
    await change();
    const error = await t.throwsAsync(storage.ping(), expected);
    t.true(error?.cause instanceof SchemaVersionError);
    t.regex(String(error?.cause), /search path .* begins with .*tenant_a/);
    await t.throwsAsync(addUser(storage), expected);
    await t.throwsAsync(
      storage.transaction((stores) => addUser(stores)),
      expected,
    );
    await t.throwsAsync(
      knex.transaction((trx) => addUser(storage.within(trx))),
      expected,
    );

    await knex.raw('CREATE SCHEMA tenant_a');
    await migrate(knex);
    await storage.ping();
    await addUser(storage);
    t.is((await knex('tenant_a.bailiwick_users')).length, 1);
    t.deepEqual(await knex('public.bailiwick_users'), []);
  });

  test(`postgres: a schema that was ${what} is noticed by each new connection, and others cost nothing more`, async (t) => {
    const { knex, storage, change } = await start(t);
    // `recordStatements` would leave out the look for the schema, which must not be repeated here.
    const statements: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await storage.users.find(newId());
    t.is(statements.length, 1);
    await knex
      .transaction(async (holder) => {
        await change();
        await t.throwsAsync(addUser(storage), expected);
        await holder.rollback();
      })
      .catch(() => {});
    t.deepEqual(await knex('public.bailiwick_users'), []);
  });
}

test('postgres: a database of another encoding than UTF8 is refused', async (t) => {
  const database = await createDatabase('postgres', { migrated: false });
  const latin = `latin_${randomUUID().replaceAll('-', '')}`;
  await database.knex.raw(`CREATE DATABASE ${latin} ENCODING LATIN1 LOCALE 'C' TEMPLATE template0`);
  const url = new URL(database.url);
  url.pathname = `/${latin}`;
  const knex = connect(url.href, PATIENCE);
  t.teardown(async () => {
    await knex.destroy();
    await database.knex.raw(`DROP DATABASE ${latin} WITH (FORCE)`);
    await database.destroy();
  });
  const expected = { instanceOf: SchemaVersionError, message: /must be UTF8, and is LATIN1/ };
  await t.throwsAsync(migrate(knex), expected);
  await t.throwsAsync(knexStorage(knex).ping(), expected);
});

function connectWithPath(databaseUrl: string, path: string): Knex {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${path.replaceAll(/[\\ ]/g, String.raw`\$&`)}`);
  return connect(url.href, PATIENCE);
}

async function as(role: string, databaseUrl: string, statements: string): Promise<void> {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = 'lowly';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

/** A role that may create in the schema, and has no right on its tables. */
async function addRole(t: ExecutionContext, { knex, destroy }: TestDatabase): Promise<string> {
  const role = `lowly_${randomUUID().replaceAll('-', '')}`;
  await knex.raw(`CREATE ROLE ${role} LOGIN PASSWORD 'lowly'`);
  await knex.raw(`GRANT CREATE ON SCHEMA public TO ${role}`);
  t.teardown(async () => {
    await knex.raw(`DROP OWNED BY ${role}`);
    await knex.raw(`DROP ROLE ${role}`);
    await destroy();
  });
  return role;
}
