import test from 'ava';
import { runSeed } from './run-seed.js';

/** Two on each database; with a pool of one only PostgreSQL would be anything new, since SQLite always has one. */
const SEEDS = process.env['BAILIWICK_TEST_POOL_MAX'] === '1' ? [2] : [1, 2, 4, 5];

/** Half a dozen servers are started, one run after the other: on a busy machine that takes its time. */
const PATIENCE_MS = 5 * 60_000;

// `pnpm run faults` goes through many more, and repeats one: `pnpm run faults --seed 4`.
for (const seed of SEEDS) {
  test.serial(
    `seed ${seed}: servers killed under load leave whole operations or none, and keep what they acknowledged`,
    async (t) => {
      t.timeout(PATIENCE_MS);
      const { problems, ...report } = await runSeed(t, seed, null);
      t.log(report);
      t.deepEqual(problems, []);
      t.true(report.acked > 0);
    },
  );
}
