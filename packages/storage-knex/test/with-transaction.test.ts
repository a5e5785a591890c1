import { TransactionConflictError } from '@bailiwick/core';
import { connect, knexStorage, withTransaction } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, PATIENCE, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { addUser, create, usedOf } from './support/fixtures.js';

/** The level at which a transaction sees one state throughout; SQLite has no other. */
const ONE_STATE: Readonly<Record<DialectName, Knex.TransactionConfig>> = {
  postgres: { isolationLevel: 'repeatable read' },
  sqlite: {},
};

test('postgres: withTransaction: work that caught the error that ended its transaction is not committed', async (t) => {
  const { host, rival } = await start(t, 'postgres');
  let attempts = 0;
  const work = (failures: number) => async (trx: Knex.Transaction) => {
    attempts += 1;
    await trx('counters').update({ value: 7 });
    if (attempts <= failures) await trx.raw('SELECT 1 / 0').catch(() => {});
    return 'done';
  };
  const error = await t.throwsAsync(withTransaction(host, work(5)), { instanceOf: TransactionConflictError });
  t.like(error?.cause, { code: '25P02' });
  t.deepEqual(await rival('counters').pluck('value'), [0]);

  attempts = 0;
  t.is(await withTransaction(host, work(1)), 'done');
  t.deepEqual(await rival('counters').pluck('value'), [7]);
});

for (const dialect of DIALECTS) {
  test(`${dialect}: withTransaction: a host may commit by itself`, async (t) => {
    const { host, rival } = await start(t, dialect);
    await withTransaction(host, async (trx) => {
      await trx('counters').update({ value: 7 });
      await trx.commit();
    });
    t.deepEqual(await rival('counters').pluck('value'), [7]);
  });

  test(`${dialect}: withTransaction: a transaction that loses a race is repeated from its beginning`, async (t) => {
    const { host, rival } = await start(t, dialect);
    let attempts = 0;
    const result = await withTransaction(
      host,
      async (trx) => {
        attempts += 1;
        const { value } = await trx('counters').first();
        if (attempts === 1) await rival('counters').increment('value', 10);
        await trx('counters').update({ value: value + 1 });
        return value + 1;
      },
      ONE_STATE[dialect],
    );
    t.is(result, 11);
    t.is(attempts, 2);
    t.deepEqual(await rival('counters').pluck('value'), [11]);
  });

  test(`${dialect}: withTransaction: a conflict that the library finds is repeated too`, async (t) => {
    const { host, rival } = await start(t, dialect);
    const [storage, others] = [knexStorage(host), knexStorage(rival)];
    const owner = await addUser(others);
    let attempts = 0;
    const outcome = await withTransaction(
      host,
      async (trx) => {
        attempts += 1;
        await trx('bailiwick_quotas').select();
        if (attempts === 1) await create(others, owner.id);
        return create(storage.within(trx), owner.id);
      },
      ONE_STATE[dialect],
    );
    t.is(outcome.type, 'created');
    t.is(attempts, 2);
    t.is(await usedOf(others, owner.id), 2);
  });

  test(`${dialect}: withTransaction: a transaction that loses every time ends as a typed conflict, with nothing half done`, async (t) => {
    const { host, rival } = await start(t, dialect);
    let attempts = 0;
    const work = async (trx: Knex.Transaction) => {
      attempts += 1;
      await trx('counters').select();
      await rival('counters').increment('value', 10);
      await trx('counters').update({ value: 0 });
    };
    const error = await t.throwsAsync(withTransaction(host, work, ONE_STATE[dialect]), {
      instanceOf: TransactionConflictError,
    });
    t.truthy(error?.cause, 'what the database said is kept');
    t.is(attempts, 5);
    t.deepEqual(await rival('counters').pluck('value'), [50]);
  });

  test(`${dialect}: withTransaction: any other error reaches the host once, as it was thrown`, async (t) => {
    const { host, rival } = await start(t, dialect);
    let attempts = 0;
    const mine = new Error('the host changed its mind');
    const failing = (fail: (trx: Knex.Transaction) => Promise<unknown>) =>
      withTransaction(host, async (trx) => {
        attempts += 1;
        await trx('counters').update({ value: 7 });
        await fail(trx);
      });
    t.is(await t.throwsAsync(failing(() => Promise.reject(mine))), mine);
    const violation = await t.throwsAsync(failing((trx) => trx('counters').insert({ id: 1, value: 1 })));
    t.regex(violation?.message ?? '', /unique/i);
    const typo = await t.throwsAsync(failing((trx) => trx('conters').select()));
    t.regex(typo?.message ?? '', /conters/);
    t.is(attempts, 3);
    t.deepEqual(await rival('counters').pluck('value'), [0]);
  });

  test(`${dialect}: withTransaction: it cannot begin within a transaction`, async (t) => {
    const { host } = await start(t, dialect);
    await t.throwsAsync(
      host.transaction((trx) => withTransaction(trx, async () => {})),
      { instanceOf: TypeError, message: /retry where it begins/ },
    );
  });
}

test('postgres: withTransaction: a conflict that only the commit finds is repeated', async (t) => {
  const { host, rival } = await start(t, 'postgres');
  const SERIALIZABLE = { isolationLevel: 'serializable' } as const;
  await host('counters').insert({ id: 2, value: 0 });
  let attempts = 0;
  // Each reads what the other writes, so that no order of the two explains both results.
  const copy = (from: number, to: number) => async (trx: Knex.Transaction) => {
    const { value } = await trx('counters').where({ id: from }).first();
    await trx('counters')
      .where({ id: to })
      .update({ value: value + 1 });
  };
  await withTransaction(
    host,
    async (trx) => {
      attempts += 1;
      await copy(1, 2)(trx);
      if (attempts === 1) await rival.transaction(copy(2, 1), SERIALIZABLE);
    },
    SERIALIZABLE,
  );
  t.is(attempts, 2);
  t.deepEqual(await rival('counters').orderBy('id').pluck('value'), [1, 2]);
});

/** Two connections to one database: as two processes have them. */
async function start(t: ExecutionContext, dialect: DialectName) {
  const database = await createDatabase(dialect);
  const host = connect(database.url, PATIENCE);
  t.teardown(async () => {
    await host.destroy();
    await database.destroy();
  });
  await host.schema.createTable('counters', (table) => {
    table.integer('id').primary();
    table.integer('value').notNullable();
  });
  await host('counters').insert({ id: 1, value: 0 });
  return { host, rival: database.knex };
}
