// Requests per second, beside a hand-written route, Feathers and Better Auth, each in a process of its own with a
// database of its own on one PostgreSQL. They take turns, A B C A B C, and are driven from this process by callers who
// wait for their answer; the table shows medians and, within the same run, the ratio to the hand-written route.
//
//   pnpm bench            5 rounds of 3 s
//   pnpm bench --short    3 rounds of 1 s, creating and listing only
//   pnpm bench --write    also writes docs/benchmarks/http.md and its picture
import autocannon from 'autocannon';
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPostgres } from '../../scripts/postgres.mjs';
import { median } from './median.mjs';
import { writeReport } from './http/report.mjs';

const PACKAGE = new URL('../', import.meta.url);
const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 3 : 5;
const ROUND_SECONDS = isShort ? 1 : 3;
const CALLERS = 32;
const POOL_MAX = 32;
/** Clock ticks of /proc/[pid]/stat in a second: the kernel's USER_HZ, 100 on every Linux. */
const TICKS_PER_SECOND = 100;

/** The first is what the others are compared with. */
const CONTESTANTS = {
  'hand-written, Koa + pg, one statement': 'src/http/contestants/hand-written-postgres.mjs',
  Bailiwick: 'src/http/contestants/bailiwick.mjs',
  'Feathers 5, Koa + Knex': 'peers/feathers.mjs',
  'Better Auth, Koa + pg': 'peers/better-auth.mjs',
};

/** What one caller asks, and what must come back. Refused callers may have nothing, the others a great deal. */
const OPERATIONS = {
  'create, with a limit': { user: 'limited', request: create, status: 201 },
  'list 20': { user: 'reader', request: ({ path }) => ({ method: 'GET', path }), status: 200 },
  ...(isShort
    ? {}
    : {
        'create, unlimited': { user: 'unlimited', request: create, status: 201 },
        'create, refused': { user: 'refused', request: create, status: 403 },
        get: {
          user: 'reader',
          request: ({ path, id }) => ({ method: 'GET', path: `${path}/${id}` }),
          status: 200,
        },
      }),
};
const LIMITS = { limited: 1_000_000_000, unlimited: null, refused: 0, reader: 1_000_000_000 };
const READER_OWNS = 100;

const say = (text) => console.error(text);
installPeers();
const postgres = await startPostgres();
const admin = new pg.Client({ connectionString: postgres.url });
// The server may stop before it has said goodbye.
admin.on('error', () => {});
const contestants = [];
try {
  await admin.connect();
  for (const [name, module] of Object.entries(CONTESTANTS)) contestants.push(await enter(name, module));
  await warmUp();
  const results = [];
  for (const [name, operation] of Object.entries(OPERATIONS)) results.push(await measure(name, operation));
  const report = writeReport(results, {
    rounds: ROUNDS,
    roundSeconds: ROUND_SECONDS,
    callers: CALLERS,
    isWritten: process.argv.includes('--write'),
  });
  console.log(report);
} finally {
  const running = contestants.filter(({ child }) => child.exitCode === null);
  for (const { child } of running) child.disconnect();
  await Promise.all(running.map(({ child }) => once(child, 'exit')));
  await admin.end();
  await postgres.stop();
}

/** Nobody but this benchmark needs them, so that they are not in the workspace. */
function installPeers() {
  say('installing the peers');
  const { status } = spawnSync('npx', ['-y', 'pnpm', 'install', '--ignore-workspace', '--frozen-lockfile'], {
    cwd: fileURLToPath(new URL('peers/', PACKAGE)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The peers could not be installed.');
}

function create({ path }) {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: '{"name":"benchmark"}',
  };
}

/** A process, a database and its users: as many of each sort as there are callers. */
async function enter(name, module) {
  const database = `contestant_${contestants.length}`;
  await admin.query(`CREATE DATABASE ${database}`);
  const url = new URL(postgres.url);
  url.pathname = `/${database}`;
  const sorts = Object.keys(LIMITS).flatMap((sort) => Array(CALLERS).fill(sort));
  const users = JSON.stringify(sorts.map((sort) => ({ limit: LIMITS[sort] })));
  const child = fork(fileURLToPath(new URL('http/serve.mjs', import.meta.url)), [
    fileURLToPath(new URL(module, PACKAGE)),
    url.href,
    users,
    `${POOL_MAX}`,
  ]);
  const [entered] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [null])]);
  if (entered === null) throw new Error(`${name} did not start`);
  const callers = {};
  for (const [index, { token }] of entered.users.entries()) {
    (callers[sorts[index]] ??= []).push({ token, path: entered.path });
  }
  const contestant = { name, child, database, url: entered.url, callers };
  for (const caller of callers.reader) await fill(contestant, caller);
  await analyse(url.href);
  say(`${name}: ready`);
  return contestant;
}

async function fill(contestant, caller) {
  for (let made = 0; made < READER_OWNS; made += 1) {
    const response = await send(contestant, caller, create(caller));
    if (response.status !== 201) throw new Error(`${contestant.name}: a create answered ${response.status}`);
    caller.id = (await response.json()).id;
  }
}

/** As autovacuum does within a minute; plans made before it are plans for empty tables. */
async function analyse(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE');
  await client.end();
}

function send({ url }, { token }, { method, path, headers, body }) {
  const withToken = { ...headers, authorization: `Bearer ${token}` };
  return fetch(url + path, { method, headers: withToken, body });
}

/** Every operation of every contestant must answer as it should before anything is measured. */
async function warmUp() {
  for (const contestant of contestants) {
    for (const [name, { user, request, status }] of Object.entries(OPERATIONS)) {
      const caller = contestant.callers[user][0];
      const response = await send(contestant, caller, request(caller));
      const body = await response.json();
      if (response.status !== status)
        throw new Error(`${contestant.name}: ${name} answered ${response.status}`);
      if (name === 'list 20' && (body.items ?? body.data).length !== 20) {
        throw new Error(`${contestant.name}: a list of ${(body.items ?? body.data).length}`);
      }
      await drive(contestant, { user, request, status }, 1);
    }
  }
}

async function measure(name, operation) {
  const rounds = new Map(contestants.map((contestant) => [contestant.name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contestant of contestants) {
      rounds.get(contestant.name).push(await driveAndCount(contestant, operation));
    }
    say(`${name}: round ${round + 1} of ${ROUNDS}`);
  }
  const summary = (figures) =>
    Object.fromEntries(
      Object.keys(figures[0]).map((key) => [key, median(figures.map((figure) => figure[key]))]),
    );
  const spread = (figures) => {
    const rates = figures.map(({ perSecond }) => perSecond);
    return (Math.max(...rates) - Math.min(...rates)) / median(rates) / 2;
  };
  return {
    name,
    contestants: [...rounds].map(([contestant, figures]) => ({
      name: contestant,
      spread: spread(figures),
      ...summary(figures),
    })),
  };
}

async function driveAndCount(contestant, operation) {
  const before = await usage(contestant);
  const { requests, perSecond, p50Ms, p99Ms } = await drive(contestant, operation, ROUND_SECONDS);
  const after = await usage(contestant);
  return {
    perSecond,
    p50Ms,
    p99Ms,
    statements: (after.statements - before.statements) / requests,
    serverCpuUs: (after.cpuUs - before.cpuUs) / requests,
    databaseCpuUs: (after.databaseCpuUs - before.databaseCpuUs) / requests,
  };
}

async function usage({ child, database }) {
  child.send('usage');
  const [{ cpuUs, statements }] = await once(child, 'message');
  const { rows } = await admin.query('SELECT pid FROM pg_stat_activity WHERE datname = $1', [database]);
  return {
    cpuUs,
    statements,
    databaseCpuUs: rows.reduce((sum, { pid }) => sum + cpuUsOf(pid), 0),
  };
}

function cpuUsOf(pid) {
  // The name of the process comes second, in parentheses, and may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6;
}

async function drive({ name, url, callers }, { user, request, status }, seconds) {
  let next = 0;
  const run = autocannon({
    url,
    connections: CALLERS,
    duration: seconds,
    setupClient(client) {
      const caller = callers[user][next++ % CALLERS];
      const { headers, ...rest } = request(caller);
      client.setRequests([{ ...rest, headers: { ...headers, authorization: `Bearer ${caller.token}` } }]);
    },
  });
  const result = await run;
  const answered = result.statusCodeStats[status]?.count ?? 0;
  const all = Object.values(result.statusCodeStats).reduce((sum, { count }) => sum + count, 0);
  if (answered !== all || result.errors > 0) {
    throw new Error(`${name} answered ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`);
  }
  return {
    requests: all,
    perSecond: all / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}
