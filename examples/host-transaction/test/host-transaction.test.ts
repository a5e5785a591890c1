import { TransactionConflictError, type UserActor } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { withTransaction } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTables, Databases } from '../dist/databases.js';
import { createPlatform, type Platform } from '../dist/platform.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ANN = { email: 'ann@example.com', password: 'four lanterns by the river' };
const SMALL = { name: 'orders', plan: 'small' } as const;

/** The level at which a host sees one state throughout; SQLite has no other. */
const ONE_STATE: Readonly<Record<DialectName, Knex.TransactionConfig>> = {
  postgres: { isolationLevel: 'repeatable read' },
  sqlite: {},
};

for (const dialect of DIALECTS) {
  test(`${dialect}: a database and its resource are created in one transaction, and deleted in one`, async (t) => {
    const { knex, databases, ann, used } = await start(t, dialect);
    const ordered = await databases.order(ann, SMALL);
    if (ordered.status !== 'running') return t.fail(ordered.status);
    t.deepEqual(await knex('databases').pluck('id'), [ordered.id]);
    t.is(await used(), 1);
    await databases.drop(ann, ordered.id);
    t.deepEqual(await knex('databases').pluck('id'), []);
    t.is(await used(), 0);
  });

  test(`${dialect}: when the host’s own rule is broken, nothing is charged or recorded`, async (t) => {
    const { platform, databases, ann, used } = await start(t, dialect);
    await databases.order(ann, SMALL);
    const error = await t.throwsAsync(databases.order(ann, { ...SMALL, plan: 'large' }));
    t.regex(error?.message ?? '', /unique/i);
    t.is(await used(), 1);
    const events = await platform.auditEvents.list(platform.system('test'), { action: 'resource:create' });
    t.is(events.items.length, 1);
  });

  test(`${dialect}: an order over the quota waits, in the same transaction, and states what is lacking`, async (t) => {
    const { knex, databases, ann } = await start(t, dialect, 1);
    await databases.order(ann, SMALL);
    const ordered = await databases.order(ann, { name: 'invoices', plan: 'large' });
    t.like(ordered, {
      status: 'waiting',
      quotas: [{ meter: 'databases', limit: 1, used: 1, requested: 1 }, { meter: 'storageGiB' }],
    });
    t.deepEqual(await knex('waiting_orders').pluck('name'), ['invoices']);
    t.deepEqual(await knex('databases').pluck('name'), ['orders']);
  });

  test(`${dialect}: a transaction that lost a race is repeated, and succeeds`, async (t) => {
    const { databases, ann, host, used } = await start(t, dialect);
    let attempts = 0;
    const work = async (trx: Knex.Transaction) => {
      attempts += 1;
      // This reads one snapshot; the rival below commits after it.
      await trx('bailiwick_quotas').select();
      if (attempts === 1) await databases.order(ann, { name: 'rival', plan: 'small' });
      return host.databases.orderWithin(trx, ann, SMALL);
    };
    const ordered = await withTransaction(host.knex, work, ONE_STATE[dialect]);
    t.is(ordered.status, 'running');
    t.is(attempts, 2);
    t.is(await used(), 2);
  });

  test(`${dialect}: a transaction that loses every time is abandoned, with nothing half done`, async (t) => {
    const { databases, ann, host, used } = await start(t, dialect);
    let attempts = 0;
    const work = async (trx: Knex.Transaction) => {
      attempts += 1;
      await trx('bailiwick_quotas').select();
      await databases.order(ann, { name: `rival ${attempts}`, plan: 'small' });
      return host.databases.orderWithin(trx, ann, SMALL);
    };
    await t.throwsAsync(withTransaction(host.knex, work, ONE_STATE[dialect]), {
      instanceOf: TransactionConflictError,
    });
    t.is(attempts, 5);
    t.is(await used(), 5);
  });
}

test('main: it runs as it stands and says what it does', async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN], { env: {} });
  t.deepEqual(stdout.trim().split('\n'), [
    'orders: running',
    'orders, again: the name is taken, and nothing was charged',
    'invoices: running',
    'reports: waiting, since {"meter":"databases","limit":2,"used":2,"requested":1}',
    'quotas: [{"meter":"databases","limit":2,"used":1,"over":0,"source":"user"},{"meter":"storageGiB","limit":null,"used":20,"over":0,"source":"default"}]',
  ]);
});

async function start(t: ExecutionContext, dialect: DialectName, limit: number | null = null) {
  const database = await createDatabase(dialect);
  t.teardown(database.destroy);
  const { knex } = database;
  await createTables(knex);
  const platform = createPlatform(knex, fastHasher);
  await platform.users.create(platform.system('test'), { ...ANN, limits: { databases: limit } });
  const { actor: ann } = await platform.sessions.logIn(ANN);
  return {
    knex,
    platform,
    ann,
    databases: new Databases(knex, platform),
    /** The same host on connections of its own, so that it can be overtaken. */
    host: onOwnConnections(database.connect(2)),
    used: () => usedBy(platform, ann),
  };
}

function onOwnConnections(knex: Knex) {
  return { knex, databases: new Databases(knex, createPlatform(knex, fastHasher)) };
}

async function usedBy(platform: Platform, ann: UserActor): Promise<number | undefined> {
  const quotas = await platform.quotas.list(ann, ann.id);
  return quotas.find(({ meter }) => meter === 'databases')?.used;
}
