// Tortures the quotas of groups, and judges what happened. 60 callers in three processes create, delete, transfer and
// move below 2 organisations of 12 projects each, and change limits at both levels; PostgreSQL at three isolation levels,
// and SQLite. Triggers write a history of each quota while its row is locked, so that it is in the order of the commits.
//
//   node scripts/run/torture-groups.mjs --seeds 1-5 --seconds 20
//   node scripts/run/torture-groups.mjs --seeds 1-100 --kill
//
// With `--kill`, a process is killed every second and another one takes its place. Fails if a quota was raised above
// its limit, a refusal had room at every level, a count drifted, or a caller got an error that is no refusal.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBailiwick } from '../../packages/core/dist/index.js';
import { fastHasher } from '../../packages/core/dist/testing/index.js';
import { connect, knexStorage, migrate } from '../../packages/storage-knex/dist/index.js';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const PROCESSES = 3;
const CALLERS_EACH = 20;
const ORGANISATIONS = 2;
const PROJECTS_EACH = 12;
const METER = 'resources';
/** The clocks of the database and of a process are those of one machine, in milliseconds. */
const CLOCK_MS = 5;
/** Nobody gives up because the machine is busy. */
const PATIENCE = {
  acquireTimeoutMs: 60_000,
  connectTimeoutMs: 60_000,
  statementTimeoutMs: 60_000,
  lockTimeoutMs: 60_000,
};
const SETUPS = [
  ['PostgreSQL, read committed', 'read committed'],
  ['PostgreSQL, repeatable read', 'repeatable read'],
  ['PostgreSQL, serializable', 'serializable'],
  ['SQLite', null],
];

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '20' },
    kill: { type: 'boolean', default: false },
  },
});

async function main() {
  const [first, last = first] = options.seeds.split('-').map(Number);
  const seconds = Number(options.seconds);
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-torture-'));
  const postgres = await startPostgres();
  let isRight = true;
  try {
    for (let seed = first; seed <= last; seed += 1) {
      for (const [name, level] of SETUPS) {
        const url = await makeDatabase({ postgres, folder, level, seed });
        const { line, faults } = await torture({ url, seed, seconds });
        console.log(`seed ${seed}, ${name}: ${line}`);
        for (const fault of faults.slice(0, 5)) console.log(`  WRONG: ${fault}`);
        if (faults.length > 0) isRight = false;
      }
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (!isRight) process.exitCode = 1;
}

async function makeDatabase({ postgres, folder, level, seed }) {
  if (level === null) return `sqlite:${join(folder, `${seed}.sqlite`)}`;
  const name = `torture_${seed}_${level.replace(' ', '_')}`;
  const server = connect(postgres.url, PATIENCE);
  await server.raw(`CREATE DATABASE ${name}`);
  await server.raw(`ALTER DATABASE ${name} SET default_transaction_isolation = '${level}'`);
  await server.destroy();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

const HISTORY = {
  pg: [
    `CREATE TABLE history (place bigserial PRIMARY KEY, at double precision NOT NULL, owner_id uuid NOT NULL,
       is_own boolean NOT NULL, limit_value bigint, used bigint NOT NULL)`,
    `CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO public.history (at, owner_id, is_own, limit_value, used) VALUES
         (extract(epoch FROM clock_timestamp()) * 1000, NEW.owner_id, NEW.limit_set, NEW.limit_value, NEW.used);
       RETURN NULL;
     END $$`,
    `CREATE TRIGGER note AFTER INSERT OR UPDATE ON bailiwick_quotas FOR EACH ROW EXECUTE FUNCTION note()`,
  ],
  sqlite: [
    `CREATE TABLE history (place INTEGER PRIMARY KEY, at REAL NOT NULL, owner_id TEXT NOT NULL, is_own INTEGER NOT NULL,
       limit_value INTEGER, used INTEGER NOT NULL) STRICT`,
    ...['INSERT', 'UPDATE'].map(
      (event) => `CREATE TRIGGER note_${event} AFTER ${event} ON bailiwick_quotas BEGIN
        INSERT INTO history (at, owner_id, is_own, limit_value, used)
        VALUES (unixepoch('subsec') * 1000.0, NEW.owner_id, NEW.limit_set, NEW.limit_value, NEW.used); END`,
    ),
  ],
};

async function torture({ url, seed, seconds }) {
  const knex = connect(url, PATIENCE);
  try {
    await migrate(knex);
    const isPostgres = knex.client.driverName === 'pg';
    for (const statement of isPostgres ? HISTORY.pg : HISTORY.sqlite) await knex.raw(statement);
    const world = await build(knex, random(seed));
    const journals = await runProcesses({ url, seed, seconds, world });
    return await judge(knex, journals);
  } finally {
    await knex.destroy();
  }
}

function libraryOn(knex) {
  const bailiwick = createBailiwick({
    storage: knexStorage(knex),
    passwordHasher: fastHasher,
    kinds: { resource: { [METER]: 1 }, large: { [METER]: 3 } },
    groups: { organisation: {}, project: { in: ['organisation'] } },
  });
  return { bailiwick, system: bailiwick.system('torture') };
}

/** Two organisations with room for about half of what their projects have room for, and a user. */
async function build(knex, dice) {
  const { bailiwick, system } = libraryOn(knex);
  const setLimit = (ownerId, limit) => bailiwick.quotas.setLimit(system, { ownerId, meter: METER, limit });
  const organisations = [];
  const projects = [];
  for (let index = 0; index < ORGANISATIONS; index += 1) {
    const organisation = await bailiwick.groups.create(system, { type: 'organisation', name: `o${index}` });
    await setLimit(organisation.id, 40);
    organisations.push(organisation.id);
    for (let number = 0; number < PROJECTS_EACH; number += 1) {
      const input = { type: 'project', name: `p${number}`, parentId: organisation.id };
      const { id } = await bailiwick.groups.create(system, input);
      // One in six has no limit.
      if (number > 0) await setLimit(id, 5 + dice(10));
      projects.push(id);
    }
  }
  const password = 'not a password of anybody';
  const user = { email: 'ann@example.com', password, limits: { [METER]: 10 } };
  const { id } = await bailiwick.users.create(system, user);
  return { organisations, projects, users: [id] };
}

async function runProcesses({ url, seed, seconds, world }) {
  const journals = [];
  let count = 0;
  const start = async () => {
    const child = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' });
    count += 1;
    child.send({ url, seed: seed * 1000 + count, world });
    await once(child, 'message');
    child.on('message', (entries) => {
      for (const entry of entries) journals.push(entry);
    });
    return child;
  };
  const children = await Promise.all(Array.from({ length: PROCESSES }, start));
  const until = Date.now() + seconds * 1000;
  for (const child of children) child.send(until);
  if (options.kill) {
    const dice = random(seed + 7);
    while (Date.now() < until - 2000) {
      await delay(1000);
      const index = dice(PROCESSES);
      children[index].kill('SIGKILL');
      await gone(children[index]);
      children[index] = await start();
      children[index].send(until);
    }
  }
  await Promise.all(children.map(gone));
  const failed = children.filter(({ exitCode }) => exitCode !== 0);
  if (failed.length > 0) throw new Error(`${failed.length} processes failed.`);
  return journals;
}

async function gone(child) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Runs in a process of its own, with its callers. */
async function serve() {
  const [{ url, seed, world }] = await once(process, 'message');
  const knex = connect(url, { ...PATIENCE, poolMax: CALLERS_EACH });
  const { bailiwick, system } = libraryOn(knex);
  await bailiwick.groups.list(system);
  process.send('ready');
  const [until] = await once(process, 'message');
  const groups = [...world.organisations, ...world.projects];
  const owners = [...world.projects, ...world.projects, ...world.organisations, ...world.users];
  const made = [];
  let entries = [];
  const report = setInterval(() => process.send(entries.splice(0)), 200);
  const call = async (dice) => {
    const pick = (of) => of[dice(of.length)];
    const number = dice(100);
    if (number < 45) {
      const input = { kind: dice(5) === 0 ? 'large' : 'resource', name: 'x', ownerId: pick(owners) };
      const key = dice(10) === 0 ? { idempotencyKey: `key-${dice(1_000_000)}` } : {};
      const { id } = await bailiwick.resources.create(system, { ...input, ...key });
      made.push(id);
      return 'create';
    }
    if (number < 75) {
      if (made.length === 0) return 'nothing';
      const [id] = made.splice(dice(made.length), 1);
      await bailiwick.resources.delete(system, id);
      return 'delete';
    }
    if (number < 85) {
      if (made.length === 0) return 'nothing';
      await bailiwick.resources.transfer(system, pick(made), { ownerId: pick(owners) });
      return 'transfer';
    }
    if (number < 90) {
      await bailiwick.groups.move(system, pick(world.projects), { parentId: pick(world.organisations) });
      return 'move';
    }
    const ownerId = pick(groups);
    const limit = world.organisations.includes(ownerId) ? 20 + dice(30) : 3 + dice(12);
    await bailiwick.quotas.setLimit(system, { ownerId, meter: METER, limit });
    return 'limit';
  };
  await Promise.all(
    Array.from({ length: CALLERS_EACH }, async (_, caller) => {
      const dice = random(seed * 100 + caller);
      while (Date.now() < until) {
        const from = Date.now();
        try {
          entries.push({ what: await call(dice) });
        } catch (error) {
          const { code = 'unexpected', quotas, cause } = error;
          const message = cause === undefined ? error.message : `${error.message} (${cause.message})`;
          entries.push({ what: code, from, to: Date.now(), quotas, message });
        }
      }
    }),
  );
  clearInterval(report);
  process.send(entries, () => process.disconnect());
  await knex.destroy();
}

/** The refusals that a caller may get: of what has just been deleted by another one, or has no room. */
const REFUSALS = new Set(['quota-exceeded', 'not-found']);

async function judge(knex, journal) {
  const faults = [];
  const counts = new Map();
  for (const { what, message } of journal) {
    counts.set(what, (counts.get(what) ?? 0) + 1);
    if (message !== undefined && !REFUSALS.has(what)) faults.push(`a caller got ${what}: ${message}`);
  }
  const histories = await readHistories(knex);
  let rises = 0;
  for (const [ownerId, states] of histories) {
    for (const [index, { used, limit }] of states.entries()) {
      const before = states[index - 1]?.used ?? 0;
      if (used <= before) continue;
      rises += 1;
      if (limit !== null && used > limit) faults.push(`${ownerId} rose to ${used} of ${limit}`);
    }
  }
  for (const refusal of journal) {
    if (refusal.what === 'quota-exceeded') faults.push(...problemsOf(refusal, histories));
  }
  const storage = knexStorage(knex);
  const { differences } = await storage.quotas.check(null, 100);
  for (const { ownerId, used, actual } of differences) faults.push(`${ownerId} counts ${used} of ${actual}`);
  faults.push(...(await wrongRoots(knex)));
  const what = [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
  return { line: `${what}; ${rises} claims, ${faults.length} faults`, faults };
}

/** The states of each quota, each from its time on. */
async function readHistories(knex) {
  const histories = new Map();
  for (const row of await knex('history').orderBy('place')) {
    const states = histories.get(row.owner_id) ?? [];
    histories.set(row.owner_id, states);
    const limit = row.limit_value === null ? null : Number(row.limit_value);
    states.push({ at: row.at, limit, used: Number(row.used) });
  }
  return histories;
}

/** A refusal is right if its figures have no room, and each was in force during the call. */
function problemsOf({ from, to, quotas }, histories) {
  const problems = [];
  if (!quotas.some(({ limit, used, requested }) => limit !== null && requested > limit - used))
    problems.push(`a refusal has room: ${JSON.stringify(quotas)}`);
  for (const { owner, limit, used } of quotas) {
    // The quotas of users carry no owner; there is one user.
    const states =
      owner === undefined ? null : (histories.get(owner.id) ?? [{ at: 0, limit: null, used: 0 }]);
    if (states === null) continue;
    const wasInForce = states.some((state, index) => {
      const until = states[index + 1]?.at ?? Infinity;
      const isThis = state.limit === limit && state.used === used;
      return isThis && state.at <= to + CLOCK_MS && until >= from - CLOCK_MS;
    });
    const wasUnused = limit === null && used === 0;
    if (!wasInForce && !wasUnused)
      problems.push(`a refusal says ${used} of ${limit} of ${owner.id}, which never held during the call`);
  }
  return problems;
}

async function wrongRoots(knex) {
  const last = knex.client.driverName === 'pg' ? 'g.path[cardinality(g.path)]' : `g.path ->> '$[#-1]'`;
  const wrong = ['resources', 'quotas', 'idempotency_keys'].map(
    (table) => `SELECT '${table}' AS name, t.owner_id FROM bailiwick_${table} t
      WHERE t.root_id IS DISTINCT FROM (SELECT ${last} FROM bailiwick_groups g WHERE g.id = t.owner_id)`,
  );
  const found = await knex.raw(wrong.join(' UNION ALL '));
  return (found.rows ?? found).map(({ name, owner_id: id }) => `${name} of ${id} carry another root`);
}

/** Returns whole numbers below `count`, the same for the same seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  };
}

if (process.send === undefined) await main();
else await serve();
