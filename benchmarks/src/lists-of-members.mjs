// What does a page cost a member of an organisation, compared with a page of one's own resources? All resources lie in
// the projects of the organisation, except those of one user. They take turns through the library, on PostgreSQL and on
// SQLite; the report shows medians, and their ratio within the same run.
//
//   pnpm bench:lists            1 million resources in 1,000 projects
//   pnpm bench:lists --short    20 thousand in 50, to check that the benchmark works
//   pnpm bench:lists --write    also writes docs/benchmarks/lists-of-members.md
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBailiwick } from '@bailiwick/core';
import { actors, fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';
import { LOADERS, loadResources } from './bulk-load.mjs';
import { median } from './median.mjs';
import { writeDocument } from './write-document.mjs';

const { values: options } = parseArgs({
  options: { short: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});
const [ROWS, PROJECTS, TURNS] = options.short ? [20_000, 50, 20] : [1_000_000, 1_000, 400];
const PAGE_SIZE = 20;
/** The resources of a project, and of the user who has their own. */
const EACH = ROWS / PROJECTS;
/** Loading all rows is one statement, and so is building each index. */
const PATIENCE_MS = 60 * 60 * 1000;

const sections = [await onPostgres(), await onSqlite()];
const report = `# Lists of members

What does a page cost a member of an organisation, compared with a page of one's own resources?

Written by \`pnpm bench:lists${options.short ? ' --short' : ''} --write\` on ${cpus().length} cores: ${count(ROWS)} resources in one table, of which
${count(EACH)} are one user's own, and as many are in each of the ${count(PROJECTS - 1)} projects of an organisation. Pages of ${PAGE_SIZE}, ${TURNS} turns
for each list, through the library. Times are medians; a ratio compares with the own list in the same run.

${sections.join('\n\n')}

[Decision 37](../decisions/0037-lists-of-members.md) says along which indexes each list is read.
`;
console.log(report);
if (options.write) writeDocument('benchmarks/lists-of-members.md', report);

async function onPostgres() {
  const postgres = await startPostgres();
  try {
    return await measure('PostgreSQL', postgres.url, LOADERS.postgres);
  } finally {
    await postgres.stop();
  }
}

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-lists-'));
  try {
    return await measure('SQLite', `sqlite:${join(folder, 'lists.sqlite')}`, LOADERS.sqlite);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(name, url, loader) {
  const loading = connect(url, {
    poolMax: 1,
    statementTimeoutMs: PATIENCE_MS,
    idleInTransactionTimeoutMs: PATIENCE_MS,
  });
  let lists;
  try {
    await migrate(loading);
    lists = await fill(name, loading, loader);
  } finally {
    await loading.destroy();
  }
  const knex = connect(url);
  try {
    return await takeTurns(name, knex, lists);
  } finally {
    await knex.destroy();
  }
}

/** Adds a user with their own resources, an organisation with a member, and a project with another one. */
async function fill(name, knex, loader) {
  const bailiwick = kernel(knex);
  const system = bailiwick.system('lists');
  const [own, ofOrganisation, ofProject] = await Promise.all(
    ['own', 'organisation', 'project'].map((who) =>
      bailiwick.users.create(system, {
        email: `${who}@example.com`,
        password: 'not a password of anybody',
      }),
    ),
  );
  const root = await bailiwick.groups.create(system, { name: 'organisation', memberId: ofOrganisation.id });
  const done = progress(`${name}: adding ${count(PROJECTS - 1)} projects and ${count(ROWS)} resources`);
  for (let n = 1; n < PROJECTS; n += 1) {
    const memberId = n === 1 ? ofProject.id : undefined;
    await bailiwick.groups.create(system, { name: `project ${n}`, parentId: root.id, memberId });
  }
  const isOwn = `n % ${PROJECTS} = 0`;
  await loadResources(knex, loader, {
    count: ROWS,
    others: `SELECT id FROM bailiwick_groups WHERE parent_id = '${root.id}'`,
    ownerOf: `CASE WHEN ${isOwn} THEN ${loader.uuid(`'${own.id}'`)}
      ELSE (SELECT id FROM others WHERE number = n % ${PROJECTS} - 1) END`,
    rootOf: `CASE WHEN ${isOwn} THEN NULL ELSE ${loader.uuid(`'${root.id}'`)} END`,
  });
  done();
  return {
    'their own': own.id,
    'of a member of the organisation': ofOrganisation.id,
    'of a member of one project': ofProject.id,
  };
}

async function takeTurns(name, knex, lists) {
  const bailiwick = kernel(knex);
  const players = Object.entries(lists).map(([what, id]) => ({
    what,
    actor: actors.user({ id }),
    first: [],
    second: [],
  }));
  const done = progress(`${name}: ${TURNS} turns for each of ${players.length} lists`);
  const page = async (times, actor, cursor) => {
    const startedAt = performance.now();
    const { items, nextCursor } = await bailiwick.resources.list(actor, { pageSize: PAGE_SIZE, cursor });
    times.push(performance.now() - startedAt);
    if (items.length !== PAGE_SIZE) throw new Error(`A page has ${items.length} items.`);
    return nextCursor;
  };
  for (let turn = 0; turn < TURNS; turn += 1) {
    // The first list changes with each round, so that no list always follows the same neighbour.
    for (const offset of players.keys()) {
      const { actor, first, second } = players[(turn + offset) % players.length];
      await page(second, actor, await page(first, actor));
    }
  }
  done();
  const [own] = players;
  const cells = (player, which) => {
    const p50 = median(player[which]);
    return `${p50.toFixed(2)} ms | ${(p50 / median(own[which])).toFixed(2)}`;
  };
  return [
    `## ${name}`,
    '',
    '| list | first page | × | second page | × |',
    '|---|---:|---:|---:|---:|',
    ...players.map((player) => `| ${player.what} | ${cells(player, 'first')} | ${cells(player, 'second')} |`),
  ].join('\n');
}

function kernel(knex) {
  return createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
}

function progress(what) {
  const startedAt = Date.now();
  console.error(`${what} …`);
  return () => console.error(`${what}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function count(number) {
  return number.toLocaleString('en');
}
