// Restores a backup over the database of a running server under load. Whatever the requests encounter meanwhile, the
// server must work again by itself within five seconds. It does so once with the defaults of `pg_restore`, and once in
// one transaction. `--write` writes the figures to docs/operating.md; the defaults are `--rate 50` and
// `--resources 200000`.
// Needs the server, pg_dump and pg_restore of one PostgreSQL, as `apt-get install postgresql` installs them: pg_dump
// refuses a newer server than itself, and the PostgreSQL of the tests has no pg_dump. `--bin` names the folder.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from '../../packages/test-databases/start-postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documentPath = join(root, 'docs/operating.md');
const { values } = parseArgs({
  options: {
    bin: { type: 'string' },
    rate: { type: 'string', default: '50' },
    resources: { type: 'string', default: '200000' },
    write: { type: 'boolean', default: false },
  },
});
const rate = Number(values.rate);

const SERVED_WITHIN_MS = 5_000;
/** The duration of the traffic before a restore begins, and after it has ended. */
const BEFORE_MS = 2_000;
const AFTER_MS = 10_000;
const ADMIN = { email: 'root@example.com', password: 'a password of this run only' };
const NEEDED = ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'];
/** The options that an operator would use; with the second ones, a failure leaves nothing half restored. */
const WAYS = [
  ['--clean', '--if-exists'],
  ['--clean', '--if-exists', '--single-transaction'],
];

const bin = values.bin ?? newestOfDebian();
if (bin === undefined || NEEDED.some((program) => !existsSync(join(bin, program)))) {
  console.error(
    `This needs a folder with ${NEEDED.join(', ')}, all of one version: "apt-get install postgresql", or --bin /path/to/it.`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-restore-'));
const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root. */
const asPostgres = isRoot ? idsOf('postgres') : {};
const agent = new Agent({ keepAlive: true });
const started = [];
try {
  const postgres = await startPostgres();
  const server = await startServer(postgres.url);
  console.log(`${postgres.version}, Node.js ${process.versions.node}, ${rate} requests a second`);
  const backup = await fill(server, postgres);
  const lines = [];
  for (const way of WAYS) lines.push(await measure(way, backup, server, postgres));
  if (values.write && process.exitCode !== 1)
    write([`${postgres.version}, ${rate} requests a second:`, '', ...lines]);
} finally {
  // The server stops first, because it would complain about the missing database.
  for (const child of started.toReversed()) {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGINT')) await ended;
  }
  rmSync(folder, { recursive: true });
}

/** Makes a database with data, and a backup of it. */
async function fill(server, postgres) {
  const { body } = await server.call('POST', '/v1/sessions', null, ADMIN);
  await server.call('POST', '/v1/resources', body.token, { name: 'one of many' });
  postgres.run('psql', ['--quiet', '--command', copiesOfResource(Number(values.resources))]);
  const path = join(folder, 'backup');
  postgres.run('pg_dump', ['--format=custom', '--file', path]);
  return { path, token: body.token };
}

/** Adds resources and their usage, so that the restore takes long enough to affect requests. */
function copiesOfResource(count) {
  return `INSERT INTO bailiwick_resources SELECT (jsonb_populate_record(r,
      jsonb_build_object('id', gen_random_uuid()))).* FROM bailiwick_resources r, generate_series(1, ${count});
    UPDATE bailiwick_quotas SET used = (SELECT count(*) FROM bailiwick_resources)`;
}

async function measure(way, backup, server, postgres) {
  console.log(`\npg_restore ${way.join(' ')}`);
  const answers = [];
  const traffic = new AbortController();
  const sent = send(backup.token, server, answers, traffic.signal);
  await delay(BEFORE_MS);
  const startedAt = performance.now();
  const restore = postgres.start('pg_restore', [...way, '--dbname', postgres.url, backup.path]);
  const [code] = await once(restore, 'exit');
  const endedAt = performance.now();
  await delay(AFTER_MS);
  traffic.abort();
  await sent;

  const before = answers.filter(({ answeredAt }) => answeredAt < startedAt);
  const after = answers.filter(({ sentAt }) => sentAt >= startedAt);
  const lastFailedAt = Math.max(endedAt, ...after.filter(isFailure).map(({ answeredAt }) => answeredAt));
  const servedAfterMs = Math.round(lastFailedAt - endedAt);
  const restoreMs = Math.round(endedAt - startedAt);
  const complaints = [
    ...(code === 0 ? [] : [`pg_restore ended with ${code}.`]),
    ...(before.some(isFailure) ? ['Requests failed before the restore began.'] : []),
    ...(servedAfterMs <= SERVED_WITHIN_MS
      ? []
      : [`It took ${servedAfterMs} ms until no request failed any more.`]),
    ...(after.some(({ status }) => status === 500) ? ['A restore is no defect of the server: no 500.'] : []),
    ...(await differences(postgres)),
  ];
  console.log(`restored in ${restoreMs} ms; no request failed later than ${servedAfterMs} ms after that`);
  console.log(`before: ${statuses(before)}\nmeanwhile and after: ${statuses(after)}`);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
  const seconds = (ms) => (ms / 1000).toFixed(1);
  return `- \`pg_restore ${way.join(' ')}\`: restored in ${seconds(restoreMs)} s, served again ${seconds(servedAfterMs)} s after that. From its beginning on: ${statuses(after)}.`;
}

/** Sends requests of all sorts at a fixed rate until the signal. */
async function send(token, server, answers, signal) {
  const calls = [];
  const startedAt = performance.now();
  for (let i = 0; !signal.aborted; i += 1) {
    await delay(startedAt + (i * 1000) / rate - performance.now());
    calls.push(server.call(...nth(i, token)).then((answer) => answers.push(answer)));
  }
  await Promise.all(calls);
}

function nth(i, token) {
  if (i % 25 === 0) return ['POST', '/v1/sessions', null, ADMIN];
  if (i % 25 === 1) return ['GET', '/readyz', null, null];
  if (i % 3 === 0) return ['POST', '/v1/resources', token, { name: `resource ${i}` }];
  if (i % 3 === 1) return ['GET', '/v1/users', token, null];
  return ['GET', '/v1/resources', token, null];
}

function isFailure({ status }) {
  return typeof status !== 'number' || status >= 300;
}

function statuses(answers) {
  const counts = new Map();
  for (const { label } of answers) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([label, count]) => `${count} × ${label}`)
    .join(', ');
}

/** Fails if a usage is wrong, which only the requests during the restore could have caused. */
async function differences(postgres) {
  const verify = spawn(process.execPath, [join(root, 'examples/server/dist/cli.js'), 'verify'], {
    env: { PATH: process.env.PATH, DATABASE_URL: postgres.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [[code], output] = await Promise.all([once(verify, 'exit'), verify.stdout.toArray()]);
  return code === 0 ? [] : [`verify: ${Buffer.concat(output).toString()}`];
}

async function startPostgres() {
  const port = await freePort();
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, ADMIN.password);
  chmodSync(folder, 0o711);
  if (isRoot) for (const path of [folder, passwordFile]) chownSync(path, asPostgres.uid, asPostgres.gid);
  const url = new URL(`postgres://bailiwick@127.0.0.1:${port}/postgres`);
  url.password = ADMIN.password;
  const options = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...environmentOf(url) } };
  const start = (program, args) => spawn(join(bin, program), args, { ...options, stdio: 'inherit' });
  const run = (program, args, user = {}) => {
    const stdio = ['ignore', 'pipe', 'inherit'];
    const { status, stdout } = spawnSync(join(bin, program), args, {
      ...options,
      ...user,
      encoding: 'utf8',
      stdio,
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}.`);
    return stdout;
  };
  const login = ['--username=bailiwick', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  run('initdb', ['--pgdata', data, '--encoding=UTF8', ...login], asPostgres);
  const flags = [
    '-D',
    data,
    '-p',
    `${port}`,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=`,
  ];
  // The log of failed requests goes to a file, because this script is about the answers to clients.
  const log = ['-c', 'logging_collector=on', '-c', 'log_directory=log'];
  const server = spawn(join(bin, 'postgres'), [...flags, ...log], {
    ...options,
    ...asPostgres,
    stdio: 'ignore',
  });
  started.push(server);
  for (let attempt = 0; spawnSync(join(bin, 'psql'), ['--list'], options).status !== 0; attempt += 1) {
    if (attempt === 100) throw new Error('PostgreSQL does not start.');
    await delay(100);
  }
  return { url: url.href, version: run('postgres', ['--version']).trim(), start, run };
}

function environmentOf({ hostname, port, username, password }) {
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: 'postgres',
  };
}

async function startServer(databaseUrl) {
  const port = await freePort();
  const server = spawn(process.execPath, [join(root, 'examples/server/dist/main.js')], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'silent',
      BAILIWICK_SCRYPT_LOG_N: '10',
      BAILIWICK_ADMIN_EMAIL: ADMIN.email,
      BAILIWICK_ADMIN_PASSWORD: ADMIN.password,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  started.push(server);
  const call = (...args) => answerTo(port, ...args);
  for (let attempt = 0; (await call('GET', '/readyz', null, null)).status !== 200; attempt += 1) {
    if (attempt === 300) throw new Error('The server does not start.');
    await delay(100);
  }
  return { call };
}

/** Sends a request and counts its outcome; it never rejects. */
async function answerTo(port, method, path, token, body) {
  const sentAt = performance.now();
  const outgoing = request(`http://127.0.0.1:${port}${path}`, {
    method,
    agent,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    },
  });
  outgoing.end(body === null ? undefined : JSON.stringify(body));
  try {
    const [response] = await once(outgoing, 'response');
    const answer = JSON.parse(Buffer.concat(await response.toArray()).toString());
    const status = response.statusCode;
    const label = status < 300 ? `${status}` : `${status} ${answer.code ?? answer.status}`;
    return { sentAt, answeredAt: performance.now(), status, label, body: answer };
  } catch (error) {
    return { sentAt, answeredAt: performance.now(), status: error.code, label: `${error.code}` };
  }
}

function newestOfDebian() {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return undefined;
  const [newest] = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a));
  return newest === undefined ? undefined : join(versions, newest, 'bin');
}

function idsOf(user) {
  const id = (flag) => Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function write(lines) {
  const text = readFileSync(documentPath, 'utf8');
  const between = /(<!-- restore in place: .*? -->\n)[^]*?(<!-- \/restore in place -->)/;
  writeFileSync(
    documentPath,
    text.replace(between, (_, open, close) => `${open}\n${lines.join('\n')}\n\n${close}`),
  );
}
