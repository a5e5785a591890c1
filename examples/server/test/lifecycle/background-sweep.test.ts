import { createBailiwick, limits } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { BackgroundSweep } from '../../dist/lifecycle/background-sweep.js';
import { createLogger } from '../../dist/logger.js';
import { eventually } from '../support/eventually.js';
import { serve } from '../support/server-in-process.js';
import { ADMIN } from '../support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
/** Six milliseconds. */
const OFTEN_MINUTES = 0.0001;

test('BackgroundSweep: it sweeps repeatedly, logs what it did, survives a failure, and ends when stopped', async (t) => {
  const knex = connect('sqlite::memory:');
  t.teardown(() => knex.destroy());
  const clock = manualClock();
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher, clock });
  const { lines, logger } = log();
  const sweeping = new BackgroundSweep(bailiwick, logger, OFTEN_MINUTES);
  t.teardown(() => sweeping.stop());
  sweeping.start();

  // The sweep fails because there are no tables yet.
  await eventually('a failure', () => lines.find(({ msg }) => msg === 'sweep failed') ?? null);
  await migrate(knex);
  await bailiwick.users.create(bailiwick.system('test'), ANN);
  await bailiwick.sessions.logIn(ANN);
  clock.advance(bailiwick.settings.sessionAbsoluteTtlMs * 2);
  const swept = await eventually(
    'the session to be swept',
    () => lines.find(({ sessions }) => sessions === 1) ?? null,
  );
  t.like(swept, { level: 'info', msg: 'swept', 'idempotency-keys': 0, 'audit-events': 0 });

  await sweeping.stop();
  const { length } = lines;
  await new Promise((resolve) => setTimeout(resolve, 30));
  t.is(lines.length, length);
});

test('BackgroundSweep: a stop waits for the current batch, and for no other', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const bailiwick = createBailiwick({ storage: knexStorage(database.knex), passwordHasher: fastHasher });
  const batches: string[] = [];
  const sweeping = new BackgroundSweep(
    {
      async *sweep() {
        for await (const step of bailiwick.sweep()) {
          batches.push(step.swept);
          if (batches.length === 1) void sweeping.stop();
          yield step;
        }
      },
    },
    log().logger,
    OFTEN_MINUTES,
  );
  sweeping.start();
  await eventually('the first batch', () => batches.length > 0 || null);
  await sweeping.stop();
  t.deepEqual(batches, ['sessions']);
});

test('the server: it finishes a large deletion, even one that another process has begun', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const bailiwick = createBailiwick({ storage: knexStorage(database.knex), passwordHasher: fastHasher });
  const system = bailiwick.system('test');
  const { id } = await bailiwick.users.create(system, ANN);
  for (let number = 0; number <= limits.DELETE_AT_ONCE_ROWS_MAX; number += 1) {
    await bailiwick.resources.create(system, { ownerId: id, name: `${number}` });
  }
  const deleting = await bailiwick.users.delete(system, id, { resources: 'delete' });
  t.is(deleting?.status, 'deleting');

  const api = await serve(t, database.url, { BAILIWICK_DELETION_INTERVAL_SECONDS: '1' });
  const admin = await api.logIn(ADMIN);
  await eventually('the user to be gone', async () => {
    const { status } = await admin.get(`/v1/users/${id}`);
    return status === 404 || null;
  });
  t.deepEqual((await admin.get('/v1/resources')).body.items, []);
});

test('BackgroundSweep: it logs nothing when there is nothing to do', async (t) => {
  const { lines, logger } = log();
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  let sweeps = 0;
  const sweep = () => {
    sweeps += 1;
    return bailiwick.finishDeletions();
  };
  const sweeping = new BackgroundSweep({ sweep }, logger, OFTEN_MINUTES);
  sweeping.start();
  await eventually('two sweeps', () => sweeps > 1 || null);
  await sweeping.stop();
  t.deepEqual(lines, []);
});

test('BackgroundSweep: an interval of 0 never sweeps', async (t) => {
  const { lines, logger } = log();
  const sweeping = new BackgroundSweep({ sweep: () => t.fail() }, logger, 0);
  sweeping.start();
  await sweeping.stop();
  t.deepEqual(lines, []);
});

function log() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) });
  return { lines, logger };
}
