import type { SessionId, Stores } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { addUser, create, draft, LATER, logIn, NOW } from './support/fixtures.js';

const COUNT = 4;
const FOREVER = new Date('9999-01-01');

/** Each: rows that are past their time, one of which `hold` locks, and the sweep of them. */
const SWEEPS: Readonly<Record<string, { hold: string; sweep: (stores: Stores) => Promise<number> }>> = {
  sessions: {
    hold: 'UPDATE bailiwick_sessions SET last_used_at = last_used_at WHERE id = (SELECT id FROM bailiwick_sessions LIMIT 1)',
    sweep: ({ sessions }) => sessions.sweepExpired(LATER, COUNT),
  },
  'idempotency keys': {
    hold: "DELETE FROM bailiwick_idempotency_keys WHERE key = 'key-1'",
    sweep: ({ resources }) => resources.sweepIdempotencyKeys(LATER, COUNT),
  },
  'audit events': {
    hold: 'SELECT 1 FROM bailiwick_audit_events ORDER BY id LIMIT 1 FOR UPDATE',
    sweep: ({ auditEvents }) => auditEvents.sweep(FOREVER, COUNT),
  },
};

for (const [what, { hold, sweep }] of Object.entries(SWEEPS)) {
  test(`postgres: a sweep of ${what} skips rows that another transaction has locked, and does not wait for them`, async (t) => {
    const { knex, storage, rows } = await start(t);
    const before = await rows(what);
    const holder = await knex.transaction();
    await holder.raw(hold);
    // If it waited, its lock timeout would end it with an error.
    let swept = 0;
    for (let count = COUNT; count === COUNT; swept += count) count = await sweep(storage);
    t.is(swept, before - 1);
    await holder.rollback();
    t.is(await sweep(storage), 1);
    t.is(await rows(what), 0);
  });
}

test('postgres: a session that is used while a sweep examines it stays', async (t) => {
  const { knex, storage, rows } = await start(t);
  const id: SessionId = (await knex('bailiwick_sessions').first('id')).id;
  const all = await rows('sessions');
  const use = { lastUsedAt: NOW, idleExpiresAt: FOREVER };
  await knex('bailiwick_sessions').where({ id }).update({ absolute_expires_at: FOREVER });
  await knex.transaction(async (trx) => {
    await storage.within(trx).sessions.touch(id, use);
    t.is(await storage.sessions.sweepExpired(LATER, 100), all - 1);
  });
  t.is(await storage.sessions.sweepExpired(LATER, 100), 0);
  t.is(await rows('sessions'), 1);
});

async function start(t: ExecutionContext) {
  const database = await createDatabase('postgres', { poolMax: 4 });
  t.teardown(database.destroy);
  const { knex } = database;
  const storage = knexStorage(knex);
  const owner = await addUser(storage);
  for (let index = 0; index < 6; index += 1) {
    await logIn(storage, owner.id);
    await create(storage, owner.id, { key: `key-${index}` });
  }
  await storage.quotas.setLimit({ ownerId: owner.id, meter: 'resources', limit: 1 }, draft());
  const rows = async (what: string) => {
    const [row] = await knex(`bailiwick_${what.replace(' ', '_')}`).count({ count: '*' });
    return Number(row?.count);
  };
  return { knex, storage, rows };
}
