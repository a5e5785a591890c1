// Where do the microseconds of a create go? Callers that wait for each answer send creates to a server with its
// defaults, and to the hand-written route. The CPU time of the process for each create is divided according to a
// profile, and PostgreSQL reports the time of each statement.
//
//   pnpm run bench:profile            10 s
//   pnpm run bench:profile --short    2 s
//   pnpm run bench:profile --write    also writes docs/benchmarks/create-profile.md
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, enter, leave, meter } from './http/contestant.mjs';
import { BAILIWICK, BY_HAND } from './http/contests.mjs';
import { processCpuUs, startDatabases } from './http/databases.mjs';
import { CONNECTIONS, POOL_MAX, drive } from './http/load.mjs';
import { perRequest } from './http/measure.mjs';
import { LIMITS, OPERATIONS } from './http/operations.mjs';
import { attribute } from './profile/attribute.mjs';
import { writeDocument } from './write-document.mjs';

const isShort = process.argv.includes('--short');
const SECONDS = isShort ? 2 : 10;
const MODULES_TOLD = 25;
const FUNCTIONS_TOLD = 30;
const OPERATION = OPERATIONS['create, with a limit'];

const say = (text) => console.error(text);
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-profile-'));
const databases = await startDatabases(folder, {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.track_planning': 'on',
});
try {
  await databases.admin.query('CREATE EXTENSION pg_stat_statements');
  const byHand = await profileOf(BY_HAND);
  const ours = await profileOf(BAILIWICK);
  const report = render(ours, byHand);
  console.log(report);
  if (process.argv.includes('--write')) writeDocument('benchmarks/create-profile.md', report);
} finally {
  await databases.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function profileOf(entry) {
  const database = await databases.create('postgres');
  const limits = { limited: LIMITS.limited };
  const options = { database, folder, limits, callers: CONNECTIONS, poolMax: POOL_MAX };
  const contestant = await enter(entry, options);
  try {
    say(`${entry.name}: warming up`);
    await drive(contestant, OPERATION, { seconds: SECONDS, connections: CONNECTIONS });
    await database.analyse();
    say(`${SECONDS} s without a profile, ${SECONDS} s with one`);
    const plain = await spend(contestant);
    await databases.admin.query('SELECT pg_stat_statements_reset()');
    await ask(contestant, 'profile');
    const watched = await spend(contestant);
    const { profile } = await ask(contestant, 'profiled');
    const statements = await slowest(databases.admin, watched.requests);
    return { plain, watched, ...attribute(profile), statements };
  } finally {
    await leave([contestant]);
  }
}

/** Sends creates to the contestant, and measures the cost of each. */
async function spend(contestant) {
  const thread = `/proc/${contestant.child.pid}/task/${contestant.child.pid}/stat`;
  const threadBefore = processCpuUs(thread);
  const spentSince = await meter(contestant);
  const { perSecond } = await drive(contestant, OPERATION, {
    seconds: SECONDS,
    connections: CONNECTIONS,
  });
  const spent = await spentSince();
  const { requests } = spent;
  const { serverCpuUs, databaseCpuUs, statements } = perRequest(spent);
  const threadUs = (processCpuUs(thread) - threadBefore) / requests;
  const otherThreadsUs = Math.max(0, serverCpuUs - threadUs);
  return { requests, perSecond, threadUs, otherThreadsUs, databaseCpuUs, statements };
}

/** Nested statements run within a function; their time is also part of the statement that called it. */
async function slowest(admin, requests) {
  const { rows } = await admin.query(`
    SELECT toplevel, query, calls::float8 AS calls, total_exec_time AS ms, total_plan_time AS plan_ms,
           wal_bytes::float8 AS wal
    FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
    WHERE d.datname LIKE 'contestant%' AND calls >= ${requests / 100}
    ORDER BY toplevel DESC, total_exec_time + total_plan_time DESC`);
  return rows.map(({ toplevel, query, calls, ms, plan_ms: planMs, wal }) => ({
    isNested: !toplevel,
    text: query.replaceAll(/\s+/g, ' ').trim(),
    calls: calls / requests,
    us: ((ms + planMs) * 1000) / requests,
    planUs: (planMs * 1000) / requests,
    walBytes: wal / requests,
  }));
}

function render({ plain, watched, packages, modules, functions, statements }, byHand) {
  const us = (share, { threadUs } = plain) => `${(share * threadUs).toFixed(1)} µs`;
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  const by = (column, entries) => entries.toSorted((a, b) => b[column] - a[column]);
  const handOf = new Map(byHand.packages.map(({ name, called }) => [name, us(called, byHand.plain)]));
  const both = ({ self, called }) => `${us(called)} | ${percent(called)} | ${us(self)} | ${percent(self)}`;
  const sums = {
    'creates a second': ({ perSecond }) => Math.round(perSecond),
    'CPU of the server’s JavaScript thread': ({ threadUs }) => `${Math.round(threadUs)} µs`,
    'CPU of its other threads: compiler, collector, thread pool': ({ otherThreadsUs }) =>
      `${Math.round(otherThreadsUs)} µs`,
    'CPU of its connections in PostgreSQL': ({ databaseCpuUs }) => `${Math.round(databaseCpuUs)} µs`,
    statements: ({ statements: count }) => count.toFixed(2),
  };
  const lines = {
    sums: Object.entries(sums).map(
      ([name, of]) => `| ${name} | ${[byHand.plain, plain, watched].map(of).join(' | ')} |`,
    ),
    packages: by('called', packages)
      .filter(({ self, called }) => self + called > 0.001)
      .map((entry) => `| ${entry.name} | ${handOf.get(entry.name) ?? '–'} | ${both(entry)} |`),
    modules: by('called', modules)
      .slice(0, MODULES_TOLD)
      .map((entry) => `| \`${entry.name}\` | ${both(entry)} |`),
    functions: by('self', functions)
      .slice(0, FUNCTIONS_TOLD)
      .map(({ name, self }) => `| \`${name}\` | ${us(self)} | ${percent(self)} |`),
  };
  return `# Where the microseconds of a create go

Which packages, modules and functions use the CPU time of a create?

Written by \`pnpm run bench:profile${isShort ? ' --short' : ''} --write\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node.js ${process.version}. ${CONNECTIONS} callers
create on the server with its defaults on PostgreSQL, and on the hand-written route: ${SECONDS} s without a profile and ${SECONDS} s with
one, which takes a sample every 200 µs. The CPU time is that without the profile; the shares are from the profile.

| for one create | by hand | Bailiwick | Bailiwick, while profiled |
|---|---:|---:|---:|
${lines.sums.join('\n')}

## By package

These are times of the JavaScript thread. "With Node.js" is the time of a package together with that of the Node.js and
native functions that it called; work that no package asked for counts as Node.js's own.

| | by hand, with Node.js | with Node.js | | by itself | |
|---|---:|---:|---:|---:|---:|
${lines.packages.join('\n')}

## By module of ours

| | with Node.js | | by itself | |
|---|---:|---:|---:|---:|
${lines.modules.join('\n')}

## By function, by itself

| | | |
|---|---:|---:|
${lines.functions.join('\n')}

## In PostgreSQL

Time, planning included, and write-ahead log for one create, as \`pg_stat_statements\` counts them. Waiting for locks is
part of the time; the commit, which waits for the disk, is not. Statements within a function are indented: their time is
part of the statement that calls the function.

By hand:

${statementTable(byHand.statements)}

Bailiwick:

${statementTable(statements)}
`;
}

function statementTable(statements) {
  const lines = statements.map(
    ({ isNested, text, calls, us, planUs, walBytes }) =>
      `| ${isNested ? '&nbsp;&nbsp;' : ''}\`${shorten(text)}\` | ${calls.toFixed(2)} | ${us.toFixed(1)} µs | ${planUs.toFixed(1)} µs | ${Math.round(walBytes)} B |`,
  );
  return [
    '| statement | for one create | time | of it planning | log |',
    '|---|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

function shorten(text) {
  const inCell = text.replaceAll('|', '\\|').replaceAll('`', "'");
  return inCell.length > 110 ? `${inCell.slice(0, 110)}…` : inCell;
}
