// Measures how a flood of logins affects all other users: `pnpm run bench:flood [seconds]`. A server with the real cost
// of a hash receives ten times the logins that it can check, each from another address and for another account, so that
// the throttle lets them through to the queue. Meanwhile /livez is requested all the time, and users with a session
// keep reading and creating, which is compared with as many seconds before the flood: on SQLite, then on PostgreSQL.
//
// With `--from-networks` it measures instead whose logins get through: while a flood guesses from many addresses of one
// network, people log in with the right password, some from an address that they used before, some from a new one.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const { values, positionals } = parseArgs({
  options: { 'from-networks': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const SECONDS = Number(positionals[0] ?? 20);
const OVERLOAD = 10;
const WARM_UP_MS = 2000;
/** The callers that create one resource after another: enough for a meaningful p99. */
const CREATORS = 4;
const LIVEZ_P99_AIM_MS = 250;
/** Two hashes take 128 MiB each; the rest is for Node.js and the loaded code. */
const MEMORY_AIM_MIB = 512;
/** The p99 of a create under the flood, as a multiple of its p99 before. */
const CREATE_RATIO_AIM = 3;
const ADMIN = { email: 'admin@example.com', password: 'the password of the benchmark' };

/** The addresses from which the guesses come, in turn. Unless noted, they are for accounts that do not exist. */
const FLOODS = {
  'one IPv6 /56, another /64 each': { connections: 36, address: (i) => ipv6(0, i % 256) },
  'one IPv6 /48, another /64 each': { connections: 36, address: (i) => ipv6(0, i) },
  'one IPv4 /24, another address each': { connections: 36, address: (i) => `198.51.100.${i % 256}` },
  'one IPv6 /44, another /48 each': { connections: 50, address: (i) => ipv6(i % 16, i) },
  'one IPv6 /48, at those who log in': { connections: 36, address: (i) => ipv6(0, i), target: regular },
};
/** The number of people of each kind, for each flood. */
const PEOPLE = 20;
/** The pause of a guesser after an answer: all of them send several times the logins that can be checked. */
const GUESSER_PAUSE_MS = 250;

const main = fileURLToPath(new URL('../../examples/server/dist/main.js', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

console.log(
  `# A flood of logins for ${SECONDS} s (Node ${process.version}, ${availableParallelism()} cores)`,
);
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-flood-'));
const sqlite = `sqlite:${join(folder, 'flood.sqlite')}`;
try {
  if (values['from-networks']) await floodFromNetworks(sqlite);
  else await floodServer('SQLite', sqlite);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (!values['from-networks']) {
  const postgres = await startPostgres({ isDurable: true });
  try {
    await floodServer('PostgreSQL', postgres.url);
  } finally {
    await postgres.stop();
  }
}
agent.destroy();

/** Runs a server for as long as `use` takes. */
async function withServer(databaseUrl, use) {
  const server = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: databaseUrl,
      BAILIWICK_ADMIN_EMAIL: ADMIN.email,
      BAILIWICK_ADMIN_PASSWORD: ADMIN.password,
      BAILIWICK_TRUSTED_PROXIES: 'loopback',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await use(await listeningUrl(server), server);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
}

async function floodServer(name, databaseUrl) {
  await withServer(databaseUrl, async (url, server) => {
    const login = await logIn(url, ADMIN, '192.0.2.1');
    const { token } = JSON.parse(login.text);
    const [read, create] = withSession(url, token);
    const capacity = await capacityPerSecond(url);
    await askConcurrently(performance.now() + WARM_UP_MS, create);
    console.error(`${name}: quiet, then the flood`);
    const quiet = await askConcurrently(performance.now() + SECONDS * 1000, create);
    const end = performance.now() + SECONDS * 1000;
    const [flood, livez, session, creates] = await Promise.all([
      offer(url, capacity * OVERLOAD, end),
      askUntil(end, () => call(`${url}/livez`)),
      askUntil(end, read),
      askConcurrently(end, create),
    ]);
    report(name, { capacity, flood, livez, session, quiet, creates, memoryMiB: memoryPeakMiB(server) });
  });
}

/** Returns address `i` in one of the /48s of 2001:db8::/44, each in a /64 of its own. */
function ipv6(site, i) {
  return `2001:db8:${site.toString(16)}:${(i & 0xffff).toString(16)}::1`;
}

function regular(i) {
  return {
    email: `regular${i % PEOPLE}@example.com`,
    password: `the long passphrase of person ${i % PEOPLE}`,
  };
}

function newcomer(i) {
  return { email: `newcomer${i}@example.com`, password: `the long passphrase of newcomer ${i}` };
}

async function floodFromNetworks(databaseUrl) {
  await withServer(databaseUrl, async (url) => {
    const { token } = JSON.parse((await logIn(url, ADMIN, '192.0.2.1')).text);
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    for (let i = 0; i < PEOPLE; i += 1) {
      for (const person of [regular(i), newcomer(i)])
        await call(`${url}/v1/users`, { method: 'POST', headers, body: JSON.stringify(person) });
      await logIn(url, regular(i), `203.0.${i}.1`);
    }
  });
  console.log(
    `\n| the flood comes from | guesses: checked, refused | known clients: in, median, worst | new clients: in, median, worst |`,
  );
  console.log('| --- | --- | --- | --- |');
  for (const [index, [name, flood]] of Object.entries(FLOODS).entries()) {
    // Each flood gets a new server, which remembers no recently checked passwords.
    await withServer(databaseUrl, async (url) => {
      const state = { isOver: false };
      const guesses = Array.from({ length: flood.connections }, (_, k) => guess(url, flood, k, state));
      await delay(WARM_UP_MS);
      const known = await everySecond(PEOPLE, (i) => logIn(url, regular(i), `203.0.${i}.1`));
      const fresh = await everySecond(PEOPLE, (i) => logIn(url, newcomer(i), `100.${64 + i}.${index}.1`));
      state.isOver = true;
      const answers = (await Promise.all(guesses)).flat();
      const checked = answers.filter(({ status }) => status === 401).length;
      console.log(
        `| ${name} | ${checked}, ${answers.length - checked} | ${people(known)} | ${people(fresh)} |`,
      );
    });
  }
}

async function guess(url, { connections, address, target = (i) => wrong(`invented${i}`) }, k, state) {
  const answers = [];
  for (let i = k; !state.isOver; i += connections) {
    const account = { ...target(i), password: `a wrong guess, number ${i}` };
    answers.push(await logIn(url, account, address(i)));
    await delay(GUESSER_PAUSE_MS);
  }
  return answers;
}

/** Starts one each second, however long the others take. */
async function everySecond(count, ask) {
  const answers = [];
  for (let i = 0; i < count; i += 1) {
    answers.push(ask(i));
    await delay(1000);
  }
  return Promise.all(answers);
}

function people(answers) {
  const isIn = answers.filter(({ status }) => status === 201);
  const [median, worst] = [percentile(isIn, 0.5), percentile(isIn, 1)].map(
    (duration) => `${(duration / 1000).toFixed(1)} s`,
  );
  return isIn.length === 0
    ? `0 of ${answers.length}`
    : `${isIn.length} of ${answers.length}, ${median}, ${worst}`;
}

function withSession(url, token) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return [
    () => call(`${url}/v1/me`, { headers }),
    () => call(`${url}/v1/resources`, { method: 'POST', headers, body: '{"name":"benchmark"}' }),
  ];
}

/** Measures the logins per second of two callers: as many as the server hashes at once. */
async function capacityPerSecond(url) {
  const startedAt = performance.now();
  const rounds = 3;
  const caller = async (name) => {
    for (let i = 0; i < rounds; i += 1) await logIn(url, wrong(`${name}${i}`), `198.51.100.${i + 1}`);
  };
  await Promise.all([caller('a'), caller('b')]);
  return (2 * rounds * 1000) / (performance.now() - startedAt);
}

/** Sends `perSecond` logins a second, without waiting for earlier ones. */
async function offer(url, perSecond, end) {
  const answers = [];
  for (let i = 0; performance.now() < end; i += 1) {
    const address = `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
    answers.push(logIn(url, wrong(`user${i}`), address));
    await delay(1000 / perSecond);
  }
  return Promise.all(answers);
}

async function askUntil(end, ask) {
  const answers = [];
  while (performance.now() < end) {
    answers.push(await ask());
    await delay(10);
  }
  return answers;
}

async function askConcurrently(end, ask) {
  const answers = await Promise.all(Array.from({ length: CREATORS }, () => askUntil(end, ask)));
  return answers.flat();
}

function wrong(name) {
  return { email: `${name}@example.com`, password: 'a wrong guess of this benchmark' };
}

function logIn(url, account, address) {
  const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': address };
  return call(`${url}/v1/sessions`, { method: 'POST', headers, body: JSON.stringify(account) });
}

function call(url, { method = 'GET', headers = {}, body } = {}) {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode,
          retryAfter: response.headers['retry-after'],
          text,
          durationMs: performance.now() - startedAt,
        }),
      );
    });
    outgoing.once('error', reject).end(body);
  });
}

function listeningUrl(server) {
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const url = line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

/** Reads the peak memory of the server from Linux. */
function memoryPeakMiB(server) {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kib) / 1024);
  } catch {
    return null;
  }
}

function report(name, { capacity, flood, livez, session, quiet, creates, memoryMiB }) {
  const p99 = percentile(livez, 0.99);
  const verdict = (holds) => (holds ? 'met' : 'MISSED');
  const [quietP99, floodP99] = [percentile(quiet, 0.99), percentile(creates, 0.99)];
  console.log(`\n## ${name}\n`);
  console.log(`- checked when nobody else asks: ${capacity.toFixed(1)} logins a second`);
  console.log(`- offered: ${flood.length} logins, ${(flood.length / SECONDS).toFixed(1)} a second`);
  console.log(
    `- answered: ${JSON.stringify(tally(flood))}; without Retry-After: ${flood.filter(isMute).length}`,
  );
  console.log(
    `- /livez: ${livez.length} times, median ${ms(percentile(livez, 0.5))}, p99 ${ms(p99)} (aim: below ${LIVEZ_P99_AIM_MS} ms, ${verdict(p99 < LIVEZ_P99_AIM_MS)})`,
  );
  console.log(
    `- a session: ${JSON.stringify(tally(session))}, median ${ms(percentile(session, 0.5))}, p99 ${ms(percentile(session, 0.99))}`,
  );
  console.log(
    `- a create: ${JSON.stringify(tally(creates))}; quiet: median ${ms(percentile(quiet, 0.5))}, p99 ${ms(quietP99)}; in the flood: median ${ms(percentile(creates, 0.5))}, p99 ${ms(floodP99)}, ${(floodP99 / quietP99).toFixed(2)} × (aim: ${CREATE_RATIO_AIM} × at most, ${verdict(floodP99 <= CREATE_RATIO_AIM * quietP99)})`,
  );
  console.log(
    `- memory at most: ${memoryMiB ?? 'unknown'} MiB (aim: below ${MEMORY_AIM_MIB} MiB, ${verdict(memoryMiB === null || memoryMiB < MEMORY_AIM_MIB)})`,
  );
}

function isMute({ status, retryAfter }) {
  return (status === 503 || status === 429) && !/^[1-9]\d*$/.test(retryAfter ?? '');
}

function percentile(answers, share) {
  const sorted = answers.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function tally(answers) {
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function ms(value) {
  return `${value.toFixed(1)} ms`;
}
