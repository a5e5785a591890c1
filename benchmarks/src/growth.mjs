// Does the cost of an operation grow with the number of rows? Three owners, with 10, a thousandth and a tenth of
// all resources, share one table, on PostgreSQL and on SQLite. They take turns, A B C A B C, through the library; the
// report shows medians, and their ratio to the smallest owner within the same run.
//
//   pnpm bench:growth                    1 million resources in all
//   pnpm bench:growth --rows 10000000    10 million: owners of 10, 10 thousand and 1 million
//   pnpm bench:growth --short            20 thousand, to check that the benchmark works
//   pnpm bench:growth --write            also writes docs/benchmarks/growth.md
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBailiwick } from '@bailiwick/core';
import { actors, fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';
import { LOADERS, loadResources, usersLike } from './bulk-load.mjs';
import { median } from './median.mjs';
import { writeDocument } from './write-document.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const ROWS = options.short ? 20_000 : Number(options.rows);
const TURNS = options.short ? 20 : 400;
const PAGE_SIZE = 10;
const PAGE_MAX = 1000;
/** Loading all rows is one statement, and so is building each index. */
const PATIENCE_MS = 60 * 60 * 1000;

if (!(Number.isSafeInteger(ROWS) && ROWS >= 20_000)) {
  console.error(`--rows must be a whole number of at least 20000, not "${options.rows}".`);
  process.exit(2);
}

const say = (text) => console.error(text);
const sections = [await onPostgres(), await onSqlite()];
const report = `# How it grows

Does a create or a list get slower as the number of rows grows?

Written by \`pnpm bench:growth${options.short ? ' --short' : ` --rows ${ROWS}`} --write\` on ${cpus().length} cores: ${count(ROWS)} resources in one table, owners
who take turns, ${TURNS} turns each, pages of ${PAGE_SIZE}. A turn creates a resource, lists, and deletes what it created, through
the library, each command with its policy, its quota and its audit event. Times are medians; a ratio compares with
the smallest owner in the same run. Statements are all those that were sent for one command, \`BEGIN\` and \`COMMIT\` included.

${sections.join('\n\n')}
`;
console.log(report);
if (options.write) writeDocument('benchmarks/growth.md', report);

async function onPostgres() {
  const postgres = await startPostgres();
  try {
    return await measure('PostgreSQL', postgres.url, LOADERS.postgres);
  } finally {
    await postgres.stop();
  }
}

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-growth-'));
  try {
    return await measure('SQLite', `sqlite:${join(folder, 'growth.sqlite')}`, LOADERS.sqlite);
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
  let owners;
  try {
    await migrate(loading);
    owners = await makeOwners(loading);
    await load(name, loading, loader, owners);
  } finally {
    await loading.destroy();
  }
  const knex = connect(url);
  try {
    return await takeTurns(name, knex, owners);
  } finally {
    await knex.destroy();
  }
}

/** Adds three owners that are measured, and a thousand who own the rest. */
async function makeOwners(knex) {
  const bailiwick = kernel(knex);
  const system = bailiwick.system('growth');
  const add = async (email) => {
    const user = await bailiwick.users.create(system, { email, password: 'not a password of anybody' });
    return user.id;
  };
  const measured = [];
  for (const [index, size] of [10, ROWS / 1000, ROWS / 10].entries()) {
    measured.push({ id: await add(`measured-${index}@example.com`), size });
  }
  for (let index = 0; index < 1000; index += 1) await add(`owner-${index}@example.com`);
  return measured;
}

/** Loads the resources of all owners interleaved in time, as in production. */
async function load(name, knex, loader, [small, middle, large]) {
  const { uuid } = loader;
  const done = progress(`${name}: loading ${count(ROWS)} resources`);
  await loadResources(knex, loader, {
    count: ROWS,
    others: usersLike('owner-%'),
    ownerOf: `CASE
      WHEN n % 10 = 0 THEN ${uuid(`'${large.id}'`)}
      WHEN n % 1000 = 1 THEN ${uuid(`'${middle.id}'`)}
      WHEN n % ${Math.floor(ROWS / 10)} = 2 THEN ${uuid(`'${small.id}'`)}
      ELSE (SELECT id FROM others WHERE number = n % 1000) END`,
  });
  done();
}

async function takeTurns(name, knex, owners) {
  const bailiwick = kernel(knex);
  let statements = 0;
  knex.on('query', () => (statements += 1));
  const players = [];
  for (const { id, size } of owners) {
    const actor = actors.user({ id });
    const pages = Math.min(PAGE_MAX, size / PAGE_SIZE);
    const cursor = await cursorOfPage(bailiwick, actor, pages);
    players.push({ actor, size, pages, cursor, times: {}, statements: {} });
  }
  const timed = async (player, what, work) => {
    const before = statements;
    const startedAt = performance.now();
    const result = await work();
    (player.times[what] ??= []).push(performance.now() - startedAt);
    player.statements[what] = statements - before;
    return result;
  };
  const done = progress(`${name}: ${TURNS} turns of ${players.length} owners`);
  for (let turn = 0; turn < TURNS; turn += 1) {
    // The first owner changes with each round, so that no owner always follows the same neighbour.
    for (const offset of players.keys()) {
      const player = players[(turn + offset) % players.length];
      const { actor, cursor } = player;
      const created = await timed(player, 'create', () =>
        bailiwick.resources.create(actor, { name: 'one more' }),
      );
      await timed(player, 'list, first page', () => bailiwick.resources.list(actor, { pageSize: PAGE_SIZE }));
      const page = await timed(player, 'list, last page', () =>
        bailiwick.resources.list(actor, { pageSize: PAGE_SIZE, cursor }),
      );
      if (page.items.length !== PAGE_SIZE) throw new Error(`a page has ${page.items.length} items`);
      await timed(player, 'delete', () => bailiwick.resources.delete(actor, created.id));
    }
  }
  done();
  return table(name, players);
}

/** Walks page by page, as a client does. One resource more than needed keeps the last page full. */
async function cursorOfPage(bailiwick, actor, page) {
  let cursor;
  for (let seen = 1; seen < page; seen += 1) {
    ({ nextCursor: cursor } = await bailiwick.resources.list(actor, { pageSize: PAGE_SIZE, cursor }));
  }
  return cursor;
}

function table(name, players) {
  const head = players.map(({ size }) => `${count(size)} owned | × | statements`).join(' | ');
  const lines = Object.keys(players[0].times).map((what) => {
    const smallest = median(players[0].times[what]);
    const cells = players.map(({ times, statements, pages }) => {
      const p50 = median(times[what]);
      const page = what === 'list, last page' ? ` (page ${count(pages)})` : '';
      return `${p50.toFixed(2)} ms${page} | ${(p50 / smallest).toFixed(2)} | ${statements[what]}`;
    });
    return `| ${what} | ${cells.join(' | ')} |`;
  });
  const rule = `|---|${players.map(() => '---:|---:|---:|').join('')}`;
  return [`## ${name}`, '', `| | ${head} |`, rule, ...lines].join('\n');
}

function kernel(knex) {
  return createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
}

function progress(what) {
  const startedAt = Date.now();
  say(`${what} …`);
  return () => say(`${what}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function count(number) {
  return number.toLocaleString('en');
}
