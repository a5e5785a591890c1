import { createBailiwick } from '@bailiwick/core';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { BackgroundSweep } from '../dist/background-sweep.js';
import { createLogger } from '../dist/logger.js';
import { eventually } from './eventually.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
/** Six milliseconds. */
const OFTEN_MINUTES = 0.0001;

test('BackgroundSweep: it sweeps again and again, logs what it did, outlives a failure, and ends when stopped', async (t) => {
  const knex = connect('sqlite::memory:');
  t.teardown(() => knex.destroy());
  const clock = manualClock();
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher, clock });
  const { lines, logger } = log();
  const sweeping = new BackgroundSweep(bailiwick, logger, OFTEN_MINUTES);
  t.teardown(() => sweeping.stop());
  sweeping.start();

  // There are no tables yet.
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

test('BackgroundSweep: a stop waits for the batch at work, and for no other', async (t) => {
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
