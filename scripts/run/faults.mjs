// `pnpm run faults [--seeds 200] [--seed N]`: does with many seeds what the tests do with a few. It kills servers under
// load, or their PostgreSQL, and then compares all stored data with the answers that the clients got. Prints one line
// for each seed, and the problems that it found; `--seed N` repeats one seed.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    seed: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
});
const first = values.seed === undefined ? 1 : Number(values.seed);
const count = values.seed === undefined ? Number(values.seeds) : 1;
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count)) {
  console.error('Seeds are integers: pnpm run faults [--seeds 200] [--seed N]');
  process.exit(2);
}

if (!values['no-build']) {
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

const postgres = await startPostgres();
process.env.BAILIWICK_TEST_POSTGRES_URL = postgres.url;
const faults = join(root, 'examples/server/dist-test/faults');
const { runSeed } = await import(join(faults, 'run-seed.js'));
/** Ends everything that the current seed has started. */
const teardowns = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void interrupted());
let failed = 0;
try {
  for (let seed = first; seed < first + count; seed += 1) {
    const startedAt = performance.now();
    const problems = await run(seed);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (problems.length > 0) failed += 1;
    console.log(`${seed - first + 1}/${count} ${problems.length === 0 ? 'ok' : 'FAILED'}, ${seconds} s`);
    for (const problem of problems) console.log(`  ${problem}`);
  }
} finally {
  await postgres.stop();
}
console.log(`${count - failed} of ${count} seeds held`);
process.exitCode = failed === 0 ? 0 : 1;

async function interrupted() {
  await tearDown();
  await postgres.stop();
  process.exit(1);
}

async function tearDown() {
  while (teardowns.length > 0) await teardowns.pop()();
}

async function run(seed) {
  try {
    const t = { teardown: (end) => teardowns.push(end) };
    const report = await runSeed(t, seed, () => postgres.crashAndRestart());
    const { name, strikes, acked, refused, ambiguous, problems } = report;
    const figures = `${acked} acknowledged, ${refused} refused, ${ambiguous} ambiguous`;
    console.log(`seed ${seed}, ${name}: ${strikes.join('; ')}; ${figures}`);
    return problems;
  } catch (error) {
    return [String(error?.stack ?? error)];
  } finally {
    await tearDown();
  }
}
