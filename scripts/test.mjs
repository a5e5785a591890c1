// `pnpm test`: builds, starts a PostgreSQL, runs every test of every package, stops the PostgreSQL, and ends with a
// line like "N passed, N failed". Arguments are passed to ava; `--no-build` tests the existing build.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startPostgres } from '../packages/test-databases/start-postgres.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);

if (!args.includes('--no-build')) {
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--clean'], {
    stdio: 'inherit',
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

const postgres = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-test-'));
const countsFile = join(folder, 'counts.json');
writeFileSync(countsFile, JSON.stringify({ passed: 0, failed: 0 }));
let ava = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ava?.kill('SIGTERM'));
try {
  const code = await runAva(args.filter((arg) => arg !== '--no-build'));
  // By scripts/lib/count-tests.mjs.
  const { passed, failed } = JSON.parse(readFileSync(countsFile, 'utf8'));
  // A crash or an empty run is a failure too, even if tests passed before it.
  const unexplained = failed === 0 && (code !== 0 || passed === 0) ? 1 : 0;
  console.log(`${passed} passed, ${failed + unexplained} failed`);
  process.exitCode = failed + unexplained === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
  await postgres.stop();
}

/** Resolves to the exit code, or `null` if a signal ended the process. */
function runAva(avaArgs) {
  return new Promise((resolve, reject) => {
    const counter = pathToFileURL(join(root, 'scripts/lib/count-tests.mjs')).href;
    const cli = join(root, 'node_modules/ava/entrypoints/cli.mjs');
    ava = spawn(process.execPath, ['--import', counter, cli, ...avaArgs], {
      cwd: root,
      env: { ...process.env, BAILIWICK_TEST_POSTGRES_URL: postgres.url, BAILIWICK_TEST_COUNTS: countsFile },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    ava.once('error', reject);
    ava.once('close', resolve);
  });
}
