// Compares requests per second with hand-written routes, Feathers and Better Auth, each in a process of its own with a
// database of its own, on one PostgreSQL and on SQLite. They take turns, A B C A B C. Callers in this process send
// requests and wait for each answer; the tables show medians, and the ratio to the hand-written route.
//
//   pnpm bench            5 rounds of 3 s; takes about twenty minutes
//   pnpm bench --short    3 rounds of 1 s, creating and listing only; takes less than two minutes
//   pnpm bench --ci       every operation for a moment, without the peers: it fails if an answer is wrong, whatever the
//                         speed
//   pnpm bench --write    also writes docs/benchmarks/http.md and its picture
//   pnpm bench --rounds 9 --seconds 5
//   pnpm bench --contest PostgreSQL --operation 'create, with' --no-peers     only what these names select
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { holdContest } from './http/contest.mjs';
import { CONTESTS } from './http/contests.mjs';
import { startDatabases } from './http/databases.mjs';
import { CONNECTIONS, POOL_MAX } from './http/load.mjs';
import { OPERATIONS } from './http/operations.mjs';
import { writeReport } from './http/report.mjs';

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    contest: { type: 'string', default: '' },
    operation: { type: 'string', default: '' },
    peers: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

/**
 * `operations` is the number that are checked; `measured` of them, by default all, are measured. The first one warms up
 * the code that all of them share.
 */
const FORMS = {
  long: { rounds: 5, roundSeconds: 3, firstWarmUpSeconds: 9, warmUpSeconds: 3, operations: Infinity },
  short: { rounds: 3, roundSeconds: 1, firstWarmUpSeconds: 2, warmUpSeconds: 1, operations: 2 },
  ci: {
    rounds: 1,
    roundSeconds: 0.5,
    firstWarmUpSeconds: 0.5,
    warmUpSeconds: 0.5,
    connections: 8,
    operations: Infinity,
    measured: 1,
  },
};
const isLong = !options.short && !options.ci;
const form = { connections: CONNECTIONS, ...FORMS[options.ci ? 'ci' : options.short ? 'short' : 'long'] };
const rounds = Number(options.rounds ?? form.rounds);
const roundSeconds = Number(options.seconds ?? form.roundSeconds);
const say = (text) => console.error(text);

const hasPeers = options.peers && !options.ci;
if (hasPeers) installPeers();
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-bench-'));
const databases = await startDatabases(folder);
try {
  const named = Object.entries(OPERATIONS).filter(([name]) => name.includes(options.operation));
  const operations = Object.fromEntries(named.slice(0, form.operations));
  const shared = {
    ...form,
    rounds,
    roundSeconds,
    databases,
    folder,
    poolMax: POOL_MAX,
    isWelcome: ({ isPeer, isExtra }) => (hasPeers || !isPeer) && (isLong || !isExtra),
    say,
  };
  const contests = [];
  for (const contest of CONTESTS.filter(({ name }) => name.includes(options.contest))) {
    // The same passwords are checked on every database.
    const hasLogins = isLong && contest.database === 'postgres' && 'login'.startsWith(options.operation);
    contests.push(await holdContest(contest, operations, { ...shared, hasLogins }));
  }
  console.log(writeReport(contests, { ...shared, isWritten: options.write }));
} finally {
  await databases.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Installs the peers, which are not in the workspace because only this benchmark needs them. */
function installPeers() {
  say('installing the peers');
  const { status } = spawnSync('npx', ['-y', 'pnpm', 'install', '--ignore-workspace', '--frozen-lockfile'], {
    cwd: fileURLToPath(new URL('../peers/', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The peers could not be installed.');
}
