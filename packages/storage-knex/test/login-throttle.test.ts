import { createBailiwick, StorageUnavailableError, type LoginThrottle } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';

const FIVE = { attemptsMax: 5, windowMs: 60_000 };
const ANN = { email: 'ann@example.com', password: 'correct horse battery staple' };

for (const dialect of DIALECTS) {
  test(`${dialect}: R12 the throttle works by default, on a pool of one, and its keys reveal nothing`, async (t) => {
    const database = await createDatabase(dialect, { poolMax: 1 });
    t.teardown(database.destroy);
    const bailiwick = createBailiwick({ storage: knexStorage(database.knex), passwordHasher: fastHasher });
    await bailiwick.users.create(bailiwick.system('test'), ANN);
    const guess = async (i: number) => {
      const error = await t.throwsAsync(
        bailiwick.sessions.logIn({ ...ANN, password: `a wrong guess, number ${i}` }),
      );
      return (error as { code?: string }).code;
    };
    const codes = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(i)));
    t.is(codes.filter((code) => code === 'invalid-credentials').length, 5);
    t.is(codes.filter((code) => code === 'too-many-attempts').length, 7);
    const rows = await database.knex('bailiwick_login_throttle').select('key', 'points');
    t.deepEqual(
      rows.map(({ points }) => points),
      [5, 5, 5],
    );
    for (const { key } of rows) t.regex(key, /^[\w-]{43}$/);
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: R12 refusals in progress when a window ends are no credit for the next one`, async (t) => {
    // One connection, and somebody has it: whatever wants it meanwhile is served in this order, and what the
    // refused have to take back comes after all of it.
    const database = await createDatabase(dialect, { poolMax: 1 });
    t.teardown(database.destroy);
    const throttle = throttleOf(database.knex);
    const claims = (count: number) =>
      Promise.all(Array.from({ length: count }, () => throttle.claim('key', FIVE)));
    const endWindows = async () => database.knex('bailiwick_login_throttle').update({ expire: 1 });
    await claims(5);
    const holder = await database.knex.transaction();
    const late = claims(10);
    await setImmediate();
    const end = endWindows();
    await setImmediate();
    const first = claims(1);
    await setImmediate();
    await holder.rollback();
    const [refused, next] = await Promise.all([late, first, end]);
    t.true(refused.every(({ type }) => type === 'refused'));
    const types = [...next, ...(await claims(20))].map(({ type }) => type);
    t.is(types.filter((type) => type === 'claimed').length, 5);
  });
}

test('postgres: the throttle prepares no statement by name, so that any connection of PgBouncer can run it', async (t) => {
  const database = await createDatabase('postgres', { poolMax: 1 });
  t.teardown(database.destroy);
  const throttle = throttleOf(database.knex);
  await throttle.claim('key', FIVE);
  await throttle.remember('key', 1000);
  await throttle.remembers('key');
  const { rows } = await database.knex.raw('SELECT name FROM pg_prepared_statements');
  t.deepEqual(rows, []);
});

test('R81 a throttle that cannot count lets nobody in: storage-unavailable, and no password is compared', async (t) => {
  const knex = connect('postgres://nobody@127.0.0.1:1/nothing');
  t.teardown(() => knex.destroy());
  const throttle = throttleOf(knex);
  for (const call of [
    () => throttle.claim('key', FIVE),
    () =>
      throttle.giveBack([{ type: 'claimed', key: 'key', bound: FIVE, until: new Date(Date.now() + 1000) }]),
    () => throttle.remembers('key'),
    () => throttle.remember('key', 1000),
    () => throttle.sweep(new Date(), 10),
  ]) {
    await t.throwsAsync(call(), { instanceOf: StorageUnavailableError });
  }

  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  let compared = 0;
  const passwordHasher = {
    ...fastHasher,
    check: (password: string, hash: string) =>
      fastHasher.check(password, hash).finally(() => (compared += 1)),
  };
  const storage = knexStorage(database.knex);
  const bailiwick = createBailiwick({ storage, passwordHasher, loginThrottle: throttle });
  await bailiwick.users.create(bailiwick.system('test'), ANN);
  await t.throwsAsync(bailiwick.sessions.logIn(ANN), { instanceOf: StorageUnavailableError });
  t.is(compared, 0);
});

function throttleOf(knex: Knex): LoginThrottle {
  const { loginThrottle } = knexStorage(knex);
  if (loginThrottle === undefined) throw new TypeError('The storage has no throttle.');
  return loginThrottle;
}
