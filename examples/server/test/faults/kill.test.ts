import test from 'ava';
import { runSeed } from './run-seed.js';

/**
 * Two seeds on each database. A pool of one only makes a difference on PostgreSQL, since SQLite always has one
 * connection.
 */
const SEEDS = process.env['BAILIWICK_TEST_POOL_MAX'] === '1' ? [2] : [1, 2, 4, 5];

/** Each run starts half a dozen servers, which takes a while on a busy machine. */
const PATIENCE_MS = 5 * 60_000;

// `pnpm run faults` runs many more seeds, and `pnpm run faults --seed 4` repeats one.
for (const seed of SEEDS) {
  test.serial(
    `seed ${seed}: servers killed under load leave whole operations or none, and lose no acknowledged write`,
    async (t) => {
      t.timeout(PATIENCE_MS);
      const { problems, ...report } = await runSeed(t, seed, null);
      t.log(report);
      t.deepEqual(problems, []);
      t.true(report.acked > 0);
    },
  );
}
