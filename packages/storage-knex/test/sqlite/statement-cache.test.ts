import { connect } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** A file of one's own, and a connection to it that waits for locks for `lockTimeoutMs`. */
async function open(t: ExecutionContext, lockTimeoutMs = 100) {
  const database = await createDatabase('sqlite', { migrated: false });
  t.teardown(database.destroy);
  const knex = connect(database.url, { lockTimeoutMs });
  t.teardown(() => knex.destroy());
  await knex.raw('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)');
  return { url: database.url, knex, prepared: await preparedBy(knex) };
}

/** The texts that the one connection of `knex` prepares from now on. */
async function preparedBy(knex: Knex): Promise<string[]> {
  const connection = await knex.client.acquireConnection();
  await knex.client.releaseConnection(connection);
  const texts: string[] = [];
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (text: string, ...rest: unknown[]) => {
    texts.push(text);
    return prepare(text, ...rest);
  };
  return texts;
}

const ADD = 'INSERT INTO things (name) VALUES (?) RETURNING name';
const LIST = 'SELECT name FROM things ORDER BY name';

test('statement cache: a statement that is sent again is prepared once, also with other values and in a transaction', async (t) => {
  const { knex, prepared } = await open(t);
  for (const name of ['a', 'b', 'c']) t.deepEqual(await knex.raw(ADD, [name]), [{ name }]);
  await knex.transaction((trx) => trx.raw(ADD, ['d']));
  t.deepEqual(await knex.raw(LIST), [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }]);
  t.deepEqual(
    prepared.filter((text) => text === ADD),
    [ADD],
  );
});

test('statement cache: a statement that cannot be prepared fails every time, and affects no other', async (t) => {
  const { knex } = await open(t);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await t.throwsAsync(knex.raw('SELECT * FROM nowhere'), { message: /no such table: nowhere/ });
  }
  await knex.raw('CREATE TABLE nowhere (id INTEGER)');
  t.deepEqual(await knex.raw('SELECT * FROM nowhere'), []);
});

test('statement cache: a statement that cannot be prepared fails for all concurrent callers', async (t) => {
  const { knex } = await open(t);
  const answers = await knex.transaction((trx) =>
    Promise.allSettled([1, 2, 3].map(() => trx.raw('SELECT * FROM nowhere'))),
  );
  t.deepEqual(
    answers.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  t.deepEqual(await knex.raw(LIST), []);
});

test('statement cache: a call without values does not get those of the call before it', async (t) => {
  const { knex } = await open(t);
  t.deepEqual(await knex.raw('SELECT ? AS value', ['of somebody']), [{ value: 'of somebody' }]);
  t.deepEqual(await knex.raw('SELECT ? AS value'), [{ value: null }]);
});

test('statement cache: a host that uses the connection may call it as the driver describes', async (t) => {
  const { knex } = await open(t);
  const connection = await knex.client.acquireConnection();
  t.teardown(() => knex.client.releaseConnection(connection));
  const all = promisify(connection.all.bind(connection));
  t.deepEqual(await all('SELECT 1 AS one'), [{ one: 1 }]);
  t.deepEqual(await all('SELECT ? AS one, ? AS two', 1, 2), [{ one: 1, two: 2 }]);
  t.deepEqual(await all('SELECT $one AS one', { $one: 1 }), [{ one: 1 }]);
});

test('statement cache: a statement that failed can be sent again', async (t) => {
  const { knex } = await open(t);
  await knex.raw(ADD, ['a']);
  await t.throwsAsync(knex.raw(ADD, ['a']), { message: /UNIQUE/ });
  t.deepEqual(await knex.raw(ADD, ['b']), [{ name: 'b' }]);
});

test('statement cache: a statement that reached its lock timeout blocks no write and no read', async (t) => {
  const { url, knex } = await open(t);
  const other = connect(url, { lockTimeoutMs: 100 });
  t.teardown(() => other.destroy());
  await knex.raw(ADD, ['before']);
  const held = await other.transaction();
  await held.raw(ADD, ['held']);
  await t.throwsAsync(knex.raw(ADD, ['refused']), { message: /SQLITE_BUSY/ });
  t.deepEqual(await knex.raw(LIST), [{ name: 'before' }]);
  await held.commit();
  t.deepEqual(await knex.raw(LIST), [{ name: 'before' }, { name: 'held' }]);
  t.deepEqual(await knex.raw(ADD, ['after']), [{ name: 'after' }]);
  t.deepEqual(await other.raw(ADD, ['and after']), [{ name: 'and after' }]);
});

test('statement cache: a changed schema is used at once by statements that were prepared before', async (t) => {
  const { url, knex } = await open(t);
  await knex.raw(ADD, ['a']);
  t.deepEqual(await knex.raw('SELECT * FROM things'), [{ id: 1, name: 'a' }]);
  const other = connect(url);
  t.teardown(() => other.destroy());
  await other.raw("ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'");
  t.deepEqual(await knex.raw('SELECT * FROM things'), [{ id: 1, name: 'a', colour: 'red' }]);
});

test('statement cache: a PRAGMA acts every time', async (t) => {
  const { knex } = await open(t);
  for (const timeout of [100, 200, 100, 200]) {
    await knex.raw(`PRAGMA busy_timeout = ${timeout}`);
    t.deepEqual(await knex.raw('SELECT timeout FROM pragma_busy_timeout'), [{ timeout }]);
  }
});

test('statement cache: after an EXPLAIN, a connection can write and commit', async (t) => {
  const { knex } = await open(t);
  await knex.raw(`EXPLAIN QUERY PLAN ${ADD}`, ['a']);
  await knex.transaction((trx) => trx.raw(ADD, ['a']));
  t.deepEqual(await knex.raw(LIST), [{ name: 'a' }]);
});

test('statement cache: after any number of statements, the connection closes, and leaves no log behind', async (t) => {
  const { url, knex, prepared } = await open(t);
  await knex.raw(ADD, ['a']);
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 150; index += 1) {
      t.deepEqual(await knex.raw(`SELECT ${index} AS i`), [{ i: index }]);
    }
  }
  // More than are kept: none of the first round was left for the second.
  t.is(prepared.length, 301);
  await knex.raw('SELECT 149 AS i');
  t.is(prepared.length, 301);
  const file = url.replace('sqlite:', '');
  t.true(existsSync(`${file}-wal`));
  await knex.destroy();
  t.false(existsSync(`${file}-wal`));
});

test('statement cache: a long statement is prepared every time', async (t) => {
  const { knex, prepared } = await open(t);
  const long = `SELECT 1 AS one -- ${'and so on '.repeat(1_000)}`;
  for (let round = 0; round < 2; round += 1) t.deepEqual(await knex.raw(long), [{ one: 1 }]);
  t.deepEqual(prepared, []);
});

test('statement cache: a call after the connection was closed gets an error', async (t) => {
  const { knex } = await open(t);
  const connection = await knex.client.acquireConnection();
  await knex.client.releaseConnection(connection);
  await knex.raw(LIST);
  await knex.destroy();
  await t.throwsAsync(promisify(connection.all.bind(connection))(LIST, []), { code: 'SQLITE_MISUSE' });
});
