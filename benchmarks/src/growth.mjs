// Does an operation cost more the more there is? Three owners, with 10, with a thousandth and with a tenth of
// all resources, live in one table, on PostgreSQL and on SQLite. They take turns, A B C A B C, through the
// library; the table shows medians, and their ratio to the smallest owner within the same run.
//
//   pnpm bench:growth                    1 million resources in all
//   pnpm bench:growth --rows 10000000    10 million: owners of 10, 10 thousand and 1 million
//   pnpm bench:growth --short            20 thousand, for checking that it runs
//   pnpm bench:growth --write            also writes docs/benchmarks/growth.md
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBailiwick } from '@bailiwick/core';
import { actors, fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { startPostgres } from '../../scripts/postgres.mjs';
import { median } from './median.mjs';

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
/** Loading is one statement, and so is each index. */
const PATIENCE_MS = 60 * 60 * 1000;

if (!(Number.isSafeInteger(ROWS) && ROWS >= 20_000)) {
  console.error(`--rows must be a whole number of at least 20000, not "${options.rows}".`);
  process.exit(2);
}

const say = (text) => console.error(text);
const sections = [await onPostgres(), await onSqlite()];
const report = `# How it grows

Written by \`pnpm bench:growth${options.short ? ' --short' : ` --rows ${ROWS}`} --write\` on ${cpus().length} cores: ${count(ROWS)} resources in one table, owners
who take turns, ${TURNS} turns each, pages of ${PAGE_SIZE}. A turn creates a resource, lists, and deletes what it created, through
the library, each command with its policy, its quota and its audit event. Times are medians; a ratio compares with
the smallest owner in the same run. Statements are all that was sent for one command, \`BEGIN\` and \`COMMIT\` included.

${sections.join('\n\n')}
`;
console.log(report);
if (options.write) {
  const file = new URL('../../docs/benchmarks/growth.md', import.meta.url);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, report);
}

async function onPostgres() {
  const postgres = await startPostgres();
  try {
    return await measure('PostgreSQL', postgres.url, {
      hex: (number, digits) => `lpad(to_hex(${number}), ${digits}, '0')`,
      noise: (digits) => `substr(md5(random()::text), 1, ${digits})`,
      uuid: (text) => `(${text})::uuid`,
      numbers: `generate_series(1, ${ROWS}) AS numbers (n)`,
      time: `now()`,
      // Foreign keys are checked by triggers, row by row; these rows are right by the way they are made.
      before: `SET session_replication_role = replica`,
      after: `SET session_replication_role = origin`,
      indexes: `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
        WHERE tablename = 'bailiwick_resources' AND indexname NOT LIKE '%_pkey'`,
      finish: 'VACUUM ANALYZE',
      rows: (result) => result.rows,
    });
  } finally {
    await postgres.stop();
  }
}

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-growth-'));
  try {
    return await measure('SQLite', `sqlite:${join(folder, 'growth.sqlite')}`, {
      hex: (number, digits) => `printf('%0${digits}x', ${number})`,
      noise: (digits) => `substr(lower(hex(randomblob(6))), 1, ${digits})`,
      uuid: (text) => `(${text})`,
      numbers: `(WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${ROWS})
        SELECT n FROM counted) AS numbers`,
      time: `${Date.now()}`,
      before: 'PRAGMA foreign_keys = OFF',
      after: 'PRAGMA foreign_keys = ON',
      indexes: `SELECT name, sql AS definition FROM sqlite_master
        WHERE type = 'index' AND tbl_name = 'bailiwick_resources' AND sql IS NOT NULL`,
      finish: 'ANALYZE',
      rows: (result) => result,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(name, url, dialect) {
  const loader = connect(url, {
    poolMax: 1,
    statementTimeoutMs: PATIENCE_MS,
    idleInTransactionTimeoutMs: PATIENCE_MS,
  });
  let owners;
  try {
    await migrate(loader);
    owners = await makeOwners(loader);
    await load(name, loader, dialect, owners);
  } finally {
    await loader.destroy();
  }
  const knex = connect(url);
  try {
    return await takeTurns(name, knex, owners);
  } finally {
    await knex.destroy();
  }
}

/** Three that are measured, and a thousand who own the rest. */
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

/** Everybody's resources are mixed in time, as they are in life. Indexes are made when the rows are there. */
async function load(name, knex, dialect, [small, middle, large]) {
  const { hex, noise, uuid } = dialect;
  const startedAt = Date.now() - ROWS;
  const time = hex(`${startedAt} + n`, 12);
  const id = `substr(${time}, 1, 8) || '-' || substr(${time}, 9, 4) || '-7' || ${noise(3)} || '-8' || ${noise(3)} || '-' || ${noise(12)}`;
  const say1 = progress(`${name}: loading ${count(ROWS)} resources`);
  await knex.raw(dialect.before);
  const indexes = dialect.rows(await knex.raw(dialect.indexes));
  for (const index of indexes) await knex.raw(`DROP INDEX ${index.name}`);
  await knex.raw(`CREATE TEMPORARY TABLE others AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM bailiwick_users WHERE email LIKE 'owner-%'`);
  await knex.raw(`CREATE UNIQUE INDEX others_by_number ON others (number)`);
  await knex.raw(`
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    SELECT ${uuid(id)}, CASE
      WHEN n % 10 = 0 THEN ${uuid(`'${large.id}'`)}
      WHEN n % 1000 = 1 THEN ${uuid(`'${middle.id}'`)}
      WHEN n % ${Math.floor(ROWS / 10)} = 2 THEN ${uuid(`'${small.id}'`)}
      ELSE (SELECT id FROM others WHERE number = n % 1000) END,
      'resource', 'resource ' || n, '{"resources": 1}', ${dialect.time}, ${dialect.time}
    FROM ${dialect.numbers}`);
  say1();
  const say2 = progress(`${name}: ${indexes.length} indexes and the counters`);
  for (const index of indexes) await knex.raw(index.definition);
  await knex.raw(`INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used)
    SELECT owner_id, 'resources', false, count(*) FROM bailiwick_resources GROUP BY owner_id`);
  await knex.raw(dialect.after);
  await knex.raw(dialect.finish);
  say2();
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
    // The owner who begins changes, so that nobody always comes after the same neighbour.
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

/** As a client gets there: page by page. One resource more than it needs keeps the last page full. */
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
