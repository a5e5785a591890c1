import test from 'ava';
import { runSeed } from './run-seed.js';

// `pnpm run faults` goes through many more, and repeats one: `pnpm run faults --seed 4`.
for (const seed of [1, 2, 4, 5]) {
  test.serial(
    `seed ${seed}: servers killed under load leave whole operations or none, and keep what they acknowledged`,
    async (t) => {
      const { problems, ...report } = await runSeed(t, seed, null);
      t.log(report);
      t.deepEqual(problems, []);
      t.true(report.acked > 0);
    },
  );
}
