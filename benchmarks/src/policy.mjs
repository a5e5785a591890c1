// Compares decisions per second with a hand-written `if`, CASL, casbin and Cedar, on the same rules and requests. All
// engines must agree on every request before they are measured. They take turns in one process, A B C A B C; the table
// shows medians over the rounds, and ratios to Bailiwick within the same run.
//
//   pnpm bench:policy            7 rounds of 300 ms
//   pnpm bench:policy --short    3 rounds of 50 ms, to check that the benchmark works
//   pnpm bench:policy --write    also writes docs/benchmarks/policy.md
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  all,
  allow,
  any,
  definePolicy,
  equals,
  kind,
  not,
  ofActor,
  owner,
  ownerId,
  platformPolicy,
  role,
  targetId,
} from '@bailiwick/core/policy';
import { actors, targets } from '@bailiwick/core/testing';
import { reach } from '../../scripts/lib/reach.mjs';
import { median } from './median.mjs';
import { bailiwick, casbin, casl, cedar, handWritten } from './policy-engines.mjs';

const short = process.argv.includes('--short');
const ROUNDS = short ? 3 : 7;
const ROUND_MS = short ? 50 : 300;
const DEFINITIONS = short ? 2 : 10;

/** Makes the platform's own rules and, for each further rule, operators who may read and update one kind. */
function world(ruleCount) {
  const kinds = Array.from(
    { length: Math.max(0, ruleCount - platformPolicy.rules.length) },
    (_, index) => `kind${index}`,
  );
  const policy = definePolicy(
    platformPolicy,
    ...kinds.map((kind) =>
      allow(`operators of ${kind}`, {
        role: `op-${kind}`,
        kind,
        actions: ['resource:read', 'resource:update'],
      }),
    ),
  );
  const ann = actors.user({ id: 'ann' });
  const bob = actors.user({ id: 'bob' });
  const root = actors.admin({ id: 'root' });
  const gone = actors.user({ id: 'gone', status: 'disabled' });
  const request = (actor, action, target) => ({ actor, action, target });
  const common = [
    request(ann, 'resource:read', targets.resource('ann')),
    request(bob, 'resource:read', targets.resource('ann')),
    request(root, 'resource:delete', targets.resource('ann')),
    request(ann, 'resource:create', targets.resource('ann')),
    request(gone, 'resource:read', targets.resource('gone')),
    request(bob, 'user:create', targets.platform),
  ];
  const middle = kinds[Math.floor(kinds.length / 2)];
  if (middle === undefined) return { kinds, policy, requests: common };
  const operator = actors.user({ id: 'olga', role: `op-${middle}` });
  const ofOperators = [
    request(operator, 'resource:update', targets.resource('ann', middle)),
    request(operator, 'resource:update', targets.resource('ann', kinds[0])),
  ];
  return { kinds, policy, requests: [...common, ...ofOperators] };
}

// Each number of rules is measured in a process of its own: engines that have run for a while leave optimised code
// behind, and with casbin and Cedar in turn, Node.js 20.20 crashes when it discards that code.
const given = process.argv.indexOf('--rules');
if (given > 0) {
  console.log(await section(Number(process.argv[given + 1])));
  process.exit(0);
}
const toDefine = process.argv.indexOf('--define');
if (toDefine > 0) {
  console.log(definitionTimes(process.argv[toDefine + 1]));
  process.exit(0);
}
const sections = [platformPolicy.rules.length, 10, 100, 1000].map((count) =>
  afresh('--rules', String(count)),
);

/** Runs this file in a new process and returns what it prints. */
function afresh(...which) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2), ...which];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`Measuring ${which.join(' ')} ended with ${status}.`);
  return stdout;
}

async function section(ruleCount) {
  const { kinds, policy, requests } = world(ruleCount);
  const engines = {
    ...(kinds.length === 0 ? { 'hand-written `if`': handWritten() } : {}),
    Bailiwick: bailiwick(policy),
    CASL: casl(kinds),
    casbin: await casbin(kinds),
    Cedar: await cedar(kinds),
  };
  agree(engines, requests);
  return measure(ruleCount, engines, requests);
}

const report = `# Policy: decisions per second

How many decisions per second does the policy make, compared with other engines?

Measured by \`pnpm bench:policy --write\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node.js ${process.version}:
${ROUNDS} rounds of ${ROUND_MS} ms in which the engines take turns; the figures are medians. All engines give the same answers. CASL
keeps one ability for each user, and Cedar keeps its policies parsed. The rules are those of the platform policy and,
beyond them, one rule for the operators of each kind.

${sections.join('\n')}
${definitions()}
${policySize()}`;
console.log(report);
if (process.argv.includes('--write')) {
  const folder = new URL('../../docs/benchmarks/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('policy.md', folder), report);
}

function agree(engines, requests) {
  for (const request of requests) {
    const answers = Object.entries(engines).map(([name, decide]) => [name, decide(request)]);
    const expected = answers.find(([name]) => name === 'Bailiwick')[1];
    const other = answers.find(([, answer]) => answer !== expected);
    if (other !== undefined) {
      throw new Error(`${other[0]} says ${other[1]}, Bailiwick ${expected}: ${JSON.stringify(request)}`);
    }
  }
}

function measure(ruleCount, engines, requests) {
  const names = Object.keys(engines);
  const perSecond = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const name of names) {
      const rate = decisionsPerSecond(engines[name], requests);
      // Round −1 warms up.
      if (round >= 0) perSecond[name].push(rate);
    }
    process.stderr.write(`\r${ruleCount} rules: round ${round + 1} of ${ROUNDS} `);
  }
  process.stderr.write('\n');
  const ours = median(perSecond.Bailiwick);
  const rows = names.map((name) => {
    const rates = perSecond[name];
    const spread = (Math.max(...rates) - Math.min(...rates)) / median(rates);
    return `| ${name} | ${millions(median(rates))} | ± ${Math.round(spread * 50)} % | ${(ours / median(rates)).toPrecision(3)} |`;
  });
  return [
    `## ${ruleCount} rules`,
    '',
    '| engine | million decisions/s | spread | Bailiwick is × as fast |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function decisionsPerSecond(decide, requests) {
  const startedAt = performance.now();
  let decisions = 0;
  let allowed = 0;
  // The batch doubles until it takes a millisecond, so that reading the clock does not distort the result.
  let batch = 1;
  while (performance.now() - startedAt < ROUND_MS) {
    const batchStartedAt = performance.now();
    for (let repeat = 0; repeat < batch; repeat += 1) {
      for (const request of requests) if (decide(request)) allowed += 1;
    }
    decisions += batch * requests.length;
    if (performance.now() - batchStartedAt < 1) batch *= 2;
  }
  if (allowed === 0) throw new Error('Nothing was allowed: nothing was measured.');
  return decisions / ((performance.now() - startedAt) / 1000);
}
function millions(rate) {
  return (rate / 1e6).toPrecision(3);
}

/** Makes arguments for `definePolicy`, each with ten thousand conditions or a few more. */
function large() {
  const id = (index) => `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  const many = (count, make) => Array.from({ length: count }, (_, index) => make(index));
  const rule = (when) => () => [allow('large', { actions: ['resource:update'], when: when() })];
  return {
    'any of 10,000 owners': rule(() => any(...many(10_000, (index) => ownerId(id(index))))),
    'all of 5,000 that are not': rule(() => all(...many(5000, (index) => not(ownerId(id(index)))))),
    'any of 2,500 triples': rule(() =>
      any(...many(2500, (index) => all(ownerId(id(index)), kind(`k${index}`), targetId(id(index))))),
    ),
    'all of 3,333 pairs': rule(() => all(...many(3333, (index) => any(not(role(`r${index}`)), owner)))),
    '10,000 comparisons': rule(() => any(...many(10_000, (index) => equals(ofActor('a'), index)))),
    '490 levels': rule(() =>
      many(490, id).reduce((inner, one) => all(not(ownerId(one)), any(ownerId(id(9999)), inner)), role('a')),
    ),
    '10,000 rules of one condition': () =>
      many(10_000, (index) =>
        allow(`rule ${index}`, { actions: ['resource:update'], when: ownerId(id(index)) }),
      ),
  };
}

function definitions() {
  const rows = Object.keys(large()).map((name) => afresh('--define', name).trim());
  return `## Defining ten thousand conditions

Milliseconds that \`definePolicy\` takes to find out that each part of each rule can match, first in a new process
and then as the median of ${DEFINITIONS - 1} more, and that \`allow\` takes before it, to read its arguments.

| conditions | first | again | reading them |
|---|---|---|---|
${rows.join('\n')}
`;
}

function definitionTimes(name) {
  const make = large()[name];
  const times = Array.from({ length: DEFINITIONS }, () => {
    const startedAt = performance.now();
    const rules = make();
    const readAt = performance.now();
    definePolicy(...rules);
    return { read: readAt - startedAt, define: performance.now() - readAt };
  });
  const [first, ...others] = times.map(({ define }) => define);
  const ms = (value) => value.toFixed(0);
  return `| ${name} | ${ms(first)} | ${ms(median(others))} | ${ms(median(times.map(({ read }) => read)))} |`;
}

/** Measures the policy entry point by itself: it has no dependency, so only its own files count. */
function policySize() {
  const { files, outside } = reach(fileURLToPath(import.meta.resolve('@bailiwick/core/policy')));
  if (outside.size > 0) throw new Error(`The policy entry imports ${[...outside.keys()].join(', ')}.`);
  const code = [...files]
    .map((file) => readFileSync(file))
    .map((bytes) => bytes.toString().replace(/\n\/\/# sourceMappingURL.*/, ''));
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  const built = Buffer.from(code.join('\n'));
  return `## Size

\`@bailiwick/core/policy\` by itself: ${files.size} files, no dependency, ${kib(built.length)} as built, ${kib(gzipSync(built).length)} gzipped.
`;
}
