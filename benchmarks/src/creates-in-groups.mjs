// Compares creates in groups with those for users: 32 callers through one process, for 1,024 users, for the projects of
// 256 organisations (paths of three), and for 1,024 projects of one organisation; the last also through two processes.
// The creates are by a system actor, then by users for themselves and by members of the organisations. The loads take
// turns within one run. `--short` only shows that it runs; `--write` writes docs/benchmarks/creates-in-groups.md.
import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';
import { median } from './median.mjs';
import { writeDocument } from './write-document.mjs';

const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 1 : 5;
const ROUND_MS = isShort ? 200 : 2000;
const CALLERS = 32;
const OWNERS = isShort ? 32 : 1024;
const ROOTS = OWNERS / 4;
const POOL_MAX = 10;
const LIMIT = 1_000_000_000;
const PASSWORD = 'not a password of anybody';
const INPUT = { kind: 'resource', name: 'thing' };

if (process.send === undefined) await measure();
else await serve();

async function measure() {
  const postgres = await startPostgres();
  const processes = [];
  try {
    const loads = await prepare(postgres.url);
    for (let index = 0; index < 2; index += 1) processes.push(await start(postgres.url));
    const [first] = processes;
    const { users, projects, ofOne } = loads;
    const ways = [
      { name: 'system actor: users', through: [first], owners: users },
      { name: 'paths of three, 256 roots', through: [first], owners: projects },
      { name: 'one organisation, 1,024 projects', through: [first], owners: ofOne },
      { name: 'the same through two processes', through: processes, owners: ofOne },
      { name: 'users for themselves', through: [first], owners: users, actors: 'owners' },
      { name: 'members: paths of three, 256 roots', through: [first], owners: projects, actors: 'members' },
      { name: 'members: one organisation', through: [first], owners: ofOne, actors: 'members' },
    ];
    const rates = new Map(ways.map(({ name }) => [name, []]));
    // The first turn warms up the processes and makes the quotas.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { name, through, owners, actors = 'system' } of ways) {
        const rate = await drive(through, { owners, actors });
        if (round > 0) rates.get(name).push(rate);
      }
      console.error(`round ${round} of ${ROUNDS}`);
    }
    await requireTrueUsage(postgres.url);
    const table = render(rates);
    console.log(table);
    if (process.argv.includes('--write')) writeDocument('benchmarks/creates-in-groups.md', document(table));
  } finally {
    for (const child of processes) child.kill('SIGKILL');
    await postgres.stop();
  }
}

/** Returns the owners of each load. They have limits, so that each create is compared at every level. */
async function prepare(url) {
  const knex = connect(url);
  try {
    await migrate(knex);
    const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
    const system = bailiwick.system('benchmark');
    const addGroup = async (parentId) => {
      const { id } = await bailiwick.groups.create(system, { name: 'group', parentId });
      await bailiwick.quotas.setLimit(system, { ownerId: id, meter: 'resources', limit: LIMIT });
      return id;
    };
    const users = await each(OWNERS, async (index) => {
      const user = { email: emailOf('owner', index), password: PASSWORD, limits: { resources: LIMIT } };
      return (await bailiwick.users.create(system, user)).id;
    });
    const members = await each(CALLERS, async (index) => {
      return (await bailiwick.users.create(system, { email: emailOf('member', index), password: PASSWORD }))
        .id;
    });
    const roots = await each(ROOTS, () => addGroup());
    const middles = await each(ROOTS, (index) => addGroup(roots[index]));
    const projects = await each(OWNERS, (index) => addGroup(middles[index % ROOTS]));
    const one = await addGroup();
    const ofOne = await each(OWNERS, () => addGroup(one));
    for (const id of members)
      await each(ROOTS + 1, (index) =>
        bailiwick.members.set(system, roots[index] ?? one, id, { role: 'member' }),
      );
    return { users, projects, ofOne };
  } finally {
    await knex.destroy();
  }
}

function emailOf(who, index) {
  return `${who}-${index}@example.com`;
}

async function each(count, make) {
  const made = [];
  for (let index = 0; index < count; index += CALLERS) {
    const some = Array.from({ length: Math.min(CALLERS, count - index) }, (_, offset) =>
      make(index + offset),
    );
    made.push(...(await Promise.all(some)));
  }
  return made;
}

async function start(url) {
  const child = fork(fileURLToPath(import.meta.url), [url, ...process.argv.slice(2)]);
  await once(child, 'message');
  return child;
}

/** Returns the creates per second of all callers, which are shared among the processes. */
async function drive(processes, load) {
  const startedAt = performance.now();
  const answers = processes.map((child) => once(child, 'message'));
  for (const child of processes) child.send({ ...load, callers: CALLERS / processes.length });
  const counts = await Promise.all(answers);
  const seconds = (performance.now() - startedAt) / 1000;
  return counts.reduce((sum, [{ created }]) => sum + created, 0) / seconds;
}

/** Runs in a process of its own: one library, and callers that each wait for their answer before the next request. */
async function serve() {
  const knex = connect(process.argv[2], { poolMax: POOL_MAX });
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
  const system = bailiwick.system('benchmark');
  const logIn = (who) =>
    each(who === 'owner' ? OWNERS : CALLERS, (index) =>
      bailiwick.authenticate({ email: emailOf(who, index), password: PASSWORD }),
    );
  const [own, members] = [await logIn('owner'), await logIn('member')];
  process.send('ready');
  for await (const [{ owners, actors, callers }] of on(process, 'message')) {
    const startedAt = performance.now();
    let created = 0;
    const actorOf = {
      system: () => system,
      owners: (_, at) => own[at],
      members: (caller) => members[caller],
    }[actors];
    const call = async (_, caller) => {
      while (performance.now() - startedAt < ROUND_MS) {
        const at = Math.floor(Math.random() * owners.length);
        await bailiwick.resources.create(actorOf(caller, at), { ...INPUT, ownerId: owners[at] });
        created += 1;
      }
    };
    await Promise.all(Array.from({ length: callers }, call));
    process.send({ created });
  }
}

/** A fast way with wrong results is none. */
async function requireTrueUsage(url) {
  const knex = connect(url);
  try {
    const storage = knexStorage(knex);
    for (let from = null; ;) {
      const step = await storage.quotas.check(from, 500);
      if (step.differences.length > 0) throw new Error(`Wrong usage: ${JSON.stringify(step.differences[0])}`);
      from = step.nextOwnerId;
      if (from === null) return;
    }
  } finally {
    await knex.destroy();
  }
}

function render(rates) {
  const [[, flat]] = rates;
  const lines = [...rates].map(([name, of]) => {
    const ratios = of.map((rate, round) => rate / flat[round]);
    return `| ${name} | ${Math.round(median(of))} | ${median(ratios).toFixed(2)} |`;
  });
  return ['| owners | creates/s | × |', '|---|---:|---:|', ...lines].join('\n');
}

function document(table) {
  return `# Creates in groups

${CALLERS} callers of the library create resources, each waiting for its answer; PostgreSQL and the callers share the
cores of one machine. Each create is compared and counted at every level of its path: its project, the group above, the
organisation. The figures are medians of ${ROUNDS} rounds in turn, and the ratios those of the rounds. Written by
\`node benchmarks/src/creates-in-groups.mjs --write\`.

${table}

The first four rows are by a system actor, for whom nothing is looked up. Users who create for themselves have a function
of the database that is faster. For a member, the group and the roles in it are looked up first, with a statement each.

All creates below one organisation raise one row. [Decision 35](../decisions/0035-creates-gather-by-root.md) says how
they share its lock.
`;
}
