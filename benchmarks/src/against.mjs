// Compares the server of this tree with that of another checkout, such as the tree before a change. Both are contestants
// of one contest: each in a process of its own with a database of its own, taking turns. The contest is held twice, in
// both orders, since the second of two servers can find a busier machine. The other checkout must be installed and built.
// The ratio is the median of the ratios of the rounds, since the two figures of a round are of one moment of the machine.
//
//   git worktree add ../before HEAD~1 && (cd ../before && npx -y pnpm install && npx -y pnpm run build)
//   pnpm bench:against ../before
//   pnpm bench:against ../before --operation 'list 20' --driver sqlite3 --rounds 9 --seconds 3
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { holdContest } from './http/contest.mjs';
import { startDatabases } from './http/databases.mjs';
import { CONNECTIONS, POOL_MAX } from './http/load.mjs';
import { OPERATIONS } from './http/operations.mjs';

const SERVER = 'benchmarks/src/http/contestants/bailiwick.mjs';
const DRIVERS = ['pg', 'sqlite3', 'better-sqlite3'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    operation: { type: 'string', default: 'create, with a limit' },
    driver: { type: 'string', default: 'pg' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
  },
});
const { driver } = options;
const [other = ''] = positionals;
const operation = OPERATIONS[options.operation];
require(positionals.length === 1 &&
  existsSync(resolve(other, SERVER)), 'Name the folder of another checkout.');
require(DRIVERS.includes(driver), `--driver must be one of ${DRIVERS.join(', ')}.`);
require(operation !== undefined, `--operation must be one of '${Object.keys(OPERATIONS).join("', '")}'.`);

const root = fileURLToPath(new URL('../..', import.meta.url));
const [before, now] = [entry('other', resolve(other)), entry('this', root)];
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-against-'));
const databases = await startDatabases(folder);
try {
  console.log(
    `${options.operation}, by ${driver}: ${options.rounds} rounds of ${options.seconds} s in each order\n`,
  );
  console.log('| order | other, requests/s | this, requests/s | ratio | middle half | server CPU, ratio |');
  console.log('|---|---:|---:|---:|---|---:|');
  for (const contestants of [
    [before, now],
    [now, before],
  ]) {
    const contest = { name: 'against', database: driver === 'pg' ? 'postgres' : 'sqlite', contestants };
    const { results } = await holdContest(contest, { [options.operation]: operation }, form());
    console.log(line(contestants, results[0].contestants));
  }
} finally {
  await databases.stop();
  rmSync(folder, { recursive: true, force: true });
}

function entry(name, tree) {
  const module = pathToFileURL(join(tree, SERVER)).href;
  return { name, module, isOurs: true, options: driver === 'pg' ? {} : { driver } };
}

function form() {
  return {
    connections: CONNECTIONS,
    rounds: Number(options.rounds),
    roundSeconds: Number(options.seconds),
    firstWarmUpSeconds: 9,
    warmUpSeconds: 3,
    databases,
    folder,
    poolMax: POOL_MAX,
    isWelcome: () => true,
    hasLogins: false,
    say: (text) => console.error(text),
  };
}

function line(contestants, figures) {
  const of = (name) => figures.find((contestant) => contestant.name === name);
  const [theirs, ours] = [of('other'), of('this')];
  const ratios = (key) => ours.rounds.map((round, index) => round[key] / theirs.rounds[index][key]);
  const [low, middle, high] = quartiles(ratios('perSecond'));
  const cells = [
    contestants.map(({ name }) => name).join(', '),
    theirs.perSecond.toFixed(0),
    ours.perSecond.toFixed(0),
    middle.toFixed(2),
    `${low.toFixed(2)} to ${high.toFixed(2)}`,
    quartiles(ratios('serverCpuUs'))[1].toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

function quartiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}

function require(condition, message) {
  if (condition) return;
  console.error(message);
  process.exit(2);
}
