// `pnpm test`: builds, starts a PostgreSQL, runs every test of every package, stops the PostgreSQL, and
// ends with a line of the form "N passed, N failed". Arguments go to ava; `--no-build` tests what is built.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './postgres.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);

if (!args.includes('--no-build')) {
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--clean'], {
    stdio: 'inherit',
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

const postgres = await startPostgres();
let ava = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ava?.kill('SIGTERM'));
try {
  const { output, code } = await runAva(args.filter((arg) => arg !== '--no-build'));
  const passed = count(output, /(\d+) tests? passed/);
  const failed = count(
    output,
    /(\d+) (?:tests?|hooks?) failed/,
    /(\d+) uncaught exceptions?/,
    /(\d+) unhandled rejections?/,
  );
  // A crash, a timeout or an empty run is a failure too, whatever was counted before it.
  const unexplained = failed === 0 && (code !== 0 || passed === 0) ? 1 : 0;
  console.log(`${passed} passed, ${failed + unexplained} failed`);
  process.exitCode = failed + unexplained === 0 ? 0 : 1;
} finally {
  await postgres.stop();
}

function runAva(avaArgs) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, BAILIWICK_TEST_POSTGRES_URL: postgres.url };
    ava = spawn(process.execPath, [join(root, 'node_modules/ava/entrypoints/cli.mjs'), ...avaArgs], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    ava.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    ava.once('error', reject);
    ava.once('close', (code) => resolve({ output, code }));
  });
}

/** The sum over the summary lines; a pattern that does not occur counts nothing. */
function count(output, ...patterns) {
  // oxlint-disable-next-line no-control-regex -- colours
  const summary = output.replaceAll(/\x1b\[[0-9;]*m/g, '').slice(-4000);
  return patterns.reduce((sum, pattern) => sum + Number(summary.match(pattern)?.[1] ?? 0), 0);
}
