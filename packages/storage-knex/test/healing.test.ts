import { connect, knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, PATIENCE } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { untilBlocked } from './support/blocked.js';
import { addUser, create, draft, LATER, newUser } from './support/fixtures.js';

const POOL_MAX = 4;

async function start(t: ExecutionContext, prepare: (knex: Knex) => void = () => {}) {
  const database = await createDatabase('postgres', { poolMax: POOL_MAX });
  t.teardown(database.destroy);
  const knex = connect(database.url, { ...PATIENCE, poolMax: POOL_MAX });
  t.teardown(() => knex.destroy());
  prepare(knex);
  const storage = knexStorage(knex, { preparedStatements: true });
  const owner = await addUser(storage);
  const lookUp = (users = storage.users) => users.findWithPassword({ id: owner.id });
  // Once on every connection of the pool: each has the statement prepared afterwards, and is known.
  let missing = POOL_MAX;
  let meet = () => {};
  const everybody = new Promise<void>((resolve) => (meet = resolve));
  const onItsOwn = () =>
    storage.transaction(async ({ users }) => {
      missing -= 1;
      if (missing === 0) meet();
      await everybody;
      return lookUp(users);
    });
  await Promise.all(Array.from({ length: POOL_MAX }, onItsOwn));
  const all = () => Promise.all(Array.from({ length: POOL_MAX * 4 }, () => lookUp()));
  return { database, knex, storage, owner, all };
}

/**
 * Replaces the text of an error before the driver sees it, as a server with another `lc_messages` would write it: few
 * machines have the locale for that. The error is the server's own in all other fields.
 */
function inGerman(knex: Knex, onTranslated: () => void): void {
  const acquire = knex.client.acquireRawConnection.bind(knex.client);
  knex.client.acquireRawConnection = async () => {
    const client = await acquire();
    client.connection.prependListener('errorMessage', (error: Error & { code: string }) => {
      if (error.code !== '0A000') return;
      onTranslated();
      error.message = 'gecachter Plan darf den Ergebnistyp nicht ändern';
    });
    return client;
  };
}

/** On every connection that the pool has at this instant. */
async function onEach(knex: Knex, statement: string): Promise<void> {
  const held = await Promise.all(Array.from({ length: POOL_MAX }, () => knex.transaction()));
  await Promise.all(
    held.map(async (trx) => {
      await trx.raw(statement);
      await trx.commit();
    }),
  );
}

test('postgres: prepared statements whose tables were recreated are prepared again, without an error', async (t) => {
  const { database, owner, all } = await start(t);
  await database.knex.raw('ALTER TABLE bailiwick_users ALTER COLUMN password_version TYPE integer');
  for (const found of await all()) t.is(found?.user.id, owner.id);
});

test('postgres: they are also prepared again if the server writes its messages in another language', async (t) => {
  let translated = 0;
  const { database, owner, all, storage } = await start(t, (knex) =>
    inGerman(knex, () => {
      translated += 1;
    }),
  );
  await database.knex.raw('ALTER TABLE bailiwick_users ALTER COLUMN password_version TYPE integer');
  for (const found of await all()) t.is(found?.user.id, owner.id);
  t.true(translated > 0);

  // A transaction that has done nothing yet begins again on another connection.
  await database.knex.raw('ALTER TABLE bailiwick_users ALTER COLUMN password_version TYPE bigint');
  t.is((await storage.users.change(owner.id, { role: 'admin', at: LATER }, draft())).type, 'changed');
});

test('postgres: a statement that the server has deallocated is prepared again', async (t) => {
  const { knex, owner, storage, all } = await start(t);
  await onEach(knex, 'DEALLOCATE ALL');
  for (const found of await all()) t.is(found?.user.id, owner.id);
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => create(storage, owner.id)));
  t.true(outcomes.every(({ type }) => type === 'created'));
});

test('postgres: a connection to a server that has become a standby is dropped, and writes continue', async (t) => {
  const { knex, owner, storage } = await start(t);
  await onEach(knex, 'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY');
  await setTimeout(1_100);
  t.is((await create(storage, owner.id)).type, 'created');
  const change = { role: 'admin', at: LATER };
  t.is((await storage.users.change(owner.id, change, draft())).type, 'changed');
});

test('postgres: a database that is read-only on purpose keeps its connections', async (t) => {
  const { database } = await start(t);
  const url = new URL(database.url);
  url.searchParams.set('options', '-c default_transaction_read_only=on');
  const knex = connect(url.href, { ...PATIENCE, poolMax: 1 });
  t.teardown(() => knex.destroy());
  const storage = knexStorage(knex);
  const pid = async () => (await knex.raw('SELECT pg_backend_pid() AS pid')).rows[0].pid as number;
  const startedAt = performance.now();
  const pids = new Set<number>();
  for (let count = 0; count < 20; count += 1) {
    await t.throwsAsync(storage.users.add(newUser(), draft()), { code: 'storage-unavailable' });
    pids.add(await pid());
  }
  // A connection is dropped only when it is more than a second old, however slow the machine is.
  t.true(pids.size <= 2 + (performance.now() - startedAt) / 1000, `${pids.size} connections`);
});

test('postgres: a read, or a write that was not committed, is repeated when the server ends its connection', async (t) => {
  const { database, owner, storage } = await start(t);
  const holder = await database.knex.transaction();
  await holder.raw('LOCK TABLE bailiwick_users IN ACCESS EXCLUSIVE MODE');
  const reading = storage.users.find(owner.id);
  const changing = storage.users.change(owner.id, { role: 'admin', at: LATER }, draft());
  await untilBlocked(database.knex, 2);
  await database.knex.raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  await untilBlocked(database.knex, 2);
  await holder.commit();
  t.is((await reading)?.id, owner.id);
  t.is((await changing).type, 'changed');
});

test('postgres: a create whose connection is ended is not repeated, since it may have been committed', async (t) => {
  const { database, owner, storage } = await start(t);
  const holder = await database.knex.transaction();
  await holder.raw('LOCK TABLE bailiwick_users IN ACCESS EXCLUSIVE MODE');
  const creating = create(storage, owner.id);
  await untilBlocked(database.knex);
  await database.knex.raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  await t.throwsAsync(creating, { code: 'storage-unavailable' });
  await holder.commit();
  t.is((await create(storage, owner.id)).type, 'created');
});

test('postgres: a database that is restored in place under traffic is served again within five seconds', async (t) => {
  const { database, knex, storage } = await start(t);
  const dump = readFileSync(
    new URL('../test/released-schemas/0001-foundation.postgres.sql', import.meta.url),
    'utf8',
  );
  let failedAt = 0;
  let failure: unknown = null;
  const stop = new AbortController();
  let servedAt = 0;
  const traffic = Array.from({ length: 8 }, async (_, index) => {
    while (!stop.signal.aborted) {
      const call =
        index % 2 === 0
          ? storage.users.findWithPassword({ emailKey: 'nobody' })
          : storage.quotas.listDefaultLimits();
      await call.then(
        () => (servedAt = performance.now()),
        (error: unknown) => {
          failedAt = performance.now();
          failure = error;
        },
      );
      await setTimeout(5);
    }
  });
  await setTimeout(200);
  // As `pg_restore --clean` does: what is there is dropped, one by one, and then made again.
  await database.knex.raw('DROP SCHEMA public CASCADE');
  await database.knex.raw('CREATE SCHEMA public');
  await setTimeout(200);
  await database.knex.raw(dump.replaceAll('?', String.raw`\?`));
  const restoredAt = performance.now();
  // The last failure is the last one when a second has passed without another.
  const isCalm = () => performance.now() - Math.max(restoredAt, failedAt) > 1_000;
  while (!isCalm() && performance.now() < restoredAt + 10_000) await setTimeout(5);
  stop.abort();
  await Promise.all(traffic);
  t.true(failedAt < restoredAt + 5_000, String(failure));
  t.true(servedAt > Math.max(restoredAt, failedAt));
  const { id } = await knex('bailiwick_users').first('id');
  t.is((await create(storage, id)).type, 'created');
});
