// Checks the last line of `pnpm test` against runs with a known outcome: it must count the tests that passed and those
// that failed, also if there are both, and if a test hangs, its process crashes, or the run is killed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// This folder is one where ava finds tests, and which git ignores.
const folder = mkdtempSync(join(root, 'packages/core/dist-test/line-'));

const PASSES = "test('passes', (t) => t.pass());";
const FAILS = "test('fails', (t) => t.deepEqual('a'.repeat(9000), 'b'));";
const HANGS = "test('hangs', () => new Promise((resolve) => setTimeout(resolve, 60_000)));";
const CRASHES = "test('crashes', () => new Promise(() => setTimeout(() => { throw new Error('crash'); })));";

// The other test has passed, and what it reported has arrived.
const ENDS =
  "test('ends', () => new Promise(() => setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1000)));";

const RUNS = [
  { name: 'all passes', tests: [PASSES], expected: '1 passed, 0 failed' },
  { name: 'one fails, at length', tests: [PASSES, FAILS], expected: '1 passed, 1 failed' },
  { name: 'one hangs', tests: [PASSES, HANGS], expected: '1 passed, 1 failed' },
  // Both count as failed: the test that was running, and the exception.
  { name: 'one crashes', tests: [PASSES, CRASHES], expected: '1 passed, 2 failed' },
  { name: 'a signal ends the run', tests: [PASSES, ENDS], expected: '1 passed, 1 failed' },
  { name: 'the file ends before its tests', tests: ['process.exit(3);'], expected: '0 passed, 1 failed' },
];

let failures = 0;
for (const [index, { name, tests, expected }] of RUNS.entries()) {
  const file = join(folder, `${index}.test.js`);
  writeFileSync(file, ["import test from 'ava';", ...tests].join('\n'));
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(root, 'scripts/test.mjs'), '--no-build', '--timeout=5s', file],
    { encoding: 'utf8' },
  );
  const line = stdout.trimEnd().split('\n').at(-1);
  if (line === expected && (status === 0) === expected.endsWith(' 0 failed')) continue;
  failures += 1;
  console.error(`${name}: the line is "${line}", with exit code ${status}; expected "${expected}".`);
}
rmSync(folder, { recursive: true });
console.log(
  failures === 0 ? 'The last line of the tests counts right.' : `${failures} runs are counted wrong.`,
);
process.exitCode = failures === 0 ? 0 : 1;
