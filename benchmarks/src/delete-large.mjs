// Do other users wait while a user with many resources is deleted? A server runs in a process of its own, on SQLite and
// on PostgreSQL. Other users send requests, one after the other of each sort, before the deletion and until it is over.
// The benchmark fails if a request fails, or if one in a hundred takes longer than 250 ms.
//
//   pnpm bench:deletion                      a million resources
//   pnpm bench:deletion --resources 200000
//   pnpm bench:deletion --only sqlite        or postgres
//   pnpm bench:deletion --short              5 thousand; checks that nothing fails, but not the times
//   pnpm bench:deletion --write              also writes docs/benchmarks/deletion.md
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBailiwick } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';
import { LOADERS, loadResources, usersLike } from './bulk-load.mjs';
import { writeDocument } from './write-document.mjs';

const { values: options } = parseArgs({
  options: {
    resources: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const RESOURCES = options.short ? 5_000 : Number(options.resources);
const BEFORE_MS = options.short ? 500 : 5_000;
/** The pause between two requests of one sort: seven sorts make about three hundred requests a second. */
const PAUSE_MS = 20;
const P99_MAX_MS = 250;
const PATIENCE_MS = 60 * 60 * 1000;
/** The lowest cost that the server accepts, since this does not measure the hashing of passwords. */
const SCRYPT_LOG_N = 10;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'a password of this run only';
const emailOf = (name) => `${name}@example.com`;

if (!(Number.isSafeInteger(RESOURCES) && RESOURCES > 1000)) {
  console.error(`--resources must be a whole number above 1000, not "${options.resources}".`);
  process.exit(2);
}

const agent = new Agent({ keepAlive: true });

/** A client, with or without a session. */
class Api {
  #url;
  #token;
  user;

  constructor(url, { token = null, user = null } = {}) {
    this.#url = url;
    this.#token = token;
    this.user = user;
  }

  async logIn(name) {
    return new Api(
      this.#url,
      await this.send('POST', '/sessions', { email: emailOf(name), password: PASSWORD }),
    );
  }

  async send(method, path, body) {
    const { status, text } = await this.#exchange(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path} was answered with ${status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  async has(path) {
    const { status, text } = await this.#exchange('GET', path);
    if (status === 200 || status === 404) return status === 200;
    throw new Error(`GET ${path} was answered with ${status}: ${text}`);
  }

  async #exchange(method, path, body) {
    const headers = this.#token === null ? {} : { authorization: `Bearer ${this.#token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const outgoing = request(`${this.#url}/v1${path}`, { method, headers, agent });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    const [incoming] = await once(outgoing, 'response');
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
    return { status: incoming.statusCode, text };
  }
}

const failures = [];
const sections = [];
if (options.only !== 'postgres') sections.push(await onSqlite());
if (options.only !== 'sqlite') sections.push(await onPostgres());
const report = `# A large deletion, as other callers see it

Do other callers wait while a user with many resources is deleted?

Measured by \`pnpm bench:deletion${options.short ? ' --short' : ''}\`, one database after the other, on ${cpus().length} cores, which the server, the database, the client and
the other work of a busy machine share: a user with ${count(RESOURCES)} resources is deleted by \`DELETE /v1/users/{id}?resources=delete\`, while others send
seven kinds of requests, those of each kind one after the other with ${PAUSE_MS} ms in between. Times are milliseconds.

${sections.join('\n\n')}
`;
agent.destroy();
console.log(report);
if (options.write) writeDocument('benchmarks/deletion.md', report);
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exit(1);
}

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-deletion-'));
  try {
    return await measure('SQLite', `sqlite:${join(folder, 'deletion.sqlite')}`, LOADERS.sqlite);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onPostgres() {
  const postgres = await startPostgres({ isDurable: true });
  try {
    return await measure('PostgreSQL', postgres.url, LOADERS.postgres);
  } finally {
    await postgres.stop();
  }
}

async function measure(name, url, loader) {
  const giant = await load(url, loader);
  const server = await startServer(url);
  try {
    const api = new Api(server.url);
    const root = await api.logIn('root');
    const ann = await api.logIn('ann');
    const vice = await api.logIn('vice');
    const { id } = await ann.send('POST', '/resources', { name: 'the first' });
    const sorts = {
      'a user reads a resource': () => ann.send('GET', `/resources/${id}`),
      'a user lists their resources': () => ann.send('GET', '/resources'),
      'a user creates a resource': () => ann.send('POST', '/resources', { name: 'another' }),
      'a user logs in': () => api.logIn('ben'),
      'an administrator lists all resources': () => root.send('GET', '/resources'),
      'an administrator changes a user': () =>
        root.send('PATCH', `/users/${ann.user.id}`, { status: 'active' }),
      'an administrator changes another': () =>
        root.send('PATCH', `/users/${vice.user.id}`, { role: 'admin' }),
    };
    const before = await during(sorts, () => delay(BEFORE_MS));
    let answerMs = 0;
    let totalMs = 0;
    const meanwhile = await during(sorts, async () => {
      const startedAt = performance.now();
      const deleting = await root.send('DELETE', `/users/${giant}?resources=delete`);
      answerMs = performance.now() - startedAt;
      if (deleting.status !== 'deleting')
        throw new Error(`The user is ${deleting.status}, not being deleted.`);
      while (await root.has(`/users/${giant}`)) await delay(100);
      totalMs = performance.now() - startedAt;
    });
    judge(name, meanwhile);
    return `## ${name}

The request was answered after ${answerMs.toFixed(0)} ms, and the last resource was gone after ${(totalMs / 1000).toFixed(1)} s.

| request | before: median | 99 % | longest | meanwhile: requests | median | 99 % | longest |
|---|---:|---:|---:|---:|---:|---:|---:|
${[...Object.keys(sorts), 'all of them'].map((sort) => `| ${sort} | ${figures(before, sort)} | ${timesOf(meanwhile, sort).length} | ${figures(meanwhile, sort)} |`).join('\n')}`;
  } finally {
    await server.stop();
  }
}

/** Sends requests of every sort until `work` is done, and returns the time that each took. */
async function during(sorts, work) {
  const times = {};
  const stopping = new AbortController();
  const running = Object.entries(sorts).map(async ([sort, send]) => {
    times[sort] = [];
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      await send().catch((error) => failures.push(`${sort}: ${error.message}`));
      times[sort].push(performance.now() - startedAt);
      await delay(PAUSE_MS);
    }
  });
  await work().finally(() => stopping.abort());
  await Promise.all(running);
  return times;
}

function judge(name, times) {
  if (options.short) return;
  for (const sort of Object.keys(times)) {
    const p99 = quantile(times[sort], 0.99);
    if (p99 > P99_MAX_MS) failures.push(`${name}: ${sort}: one in a hundred took ${p99.toFixed(0)} ms.`);
  }
}

function timesOf(times, sort) {
  return times[sort] ?? Object.values(times).flat();
}

function figures(times, sort) {
  const all = timesOf(times, sort);
  return [0.5, 0.99, 1].map((share) => quantile(all, share).toFixed(1)).join(' | ');
}

function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Fills the database, and returns the id of the user who owns all the resources. */
async function load(url, loader) {
  const knex = connect(url, {
    poolMax: 1,
    statementTimeoutMs: PATIENCE_MS,
    idleInTransactionTimeoutMs: PATIENCE_MS,
  });
  try {
    await migrate(knex);
    const passwordHasher = scryptHasher({ logN: SCRYPT_LOG_N });
    const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher });
    const system = bailiwick.system('benchmark');
    const add = (name, role) =>
      bailiwick.users.create(system, { email: emailOf(name), password: PASSWORD, role });
    await Promise.all([add('ann', 'user'), add('ben', 'user'), add('vice', 'admin'), add('root', 'admin')]);
    const { id } = await add('giant', 'user');
    await loadResources(knex, loader, {
      count: RESOURCES,
      others: usersLike('nobody%'),
      ownerOf: loader.uuid(`'${id}'`),
    });
    return id;
  } finally {
    await knex.destroy();
  }
}

async function startServer(databaseUrl) {
  const env = {
    PATH: process.env.PATH,
    PORT: '0',
    DATABASE_URL: databaseUrl,
    BAILIWICK_SCRYPT_LOG_N: String(SCRYPT_LOG_N),
    BAILIWICK_DELETION_INTERVAL_SECONDS: '1',
  };
  const child = spawn(process.execPath, [join(ROOT, 'examples/server/dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const url = await new Promise((resolve, reject) => {
    exited.then(([code]) => reject(new Error(`The server has exited with ${code}.`)), reject);
    createInterface(child.stdout).on('line', (line) => {
      const { msg, url } = JSON.parse(line);
      if (msg === 'listening') resolve(url);
      if (msg === 'sweep failed') failures.push(line);
    });
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function count(number) {
  return number.toLocaleString('en');
}
