// How far does one PostgreSQL scale? Measures several server processes, one busy owner beside a thousand, and tables
// that grow from ten thousand to ten million rows. The costs measured here are the basis of docs/scaling.md.
//
//   pnpm run bench:scaling            5 rounds of 3 s each, up to 10 million rows
//   pnpm run bench:scaling --rows 1000000     up to a million rows
//   pnpm run bench:scaling --short    1 round of 1 s, 2 processes, a hundred thousand rows
//   pnpm run bench:scaling --write    also writes docs/scaling.md
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '@bailiwick/storage-knex';
import pg from 'pg';
import { LOADERS, loadResources, usersLike } from './bulk-load.mjs';
import { enter, leave, meter } from './http/contestant.mjs';
import { BAILIWICK } from './http/contests.mjs';
import { startDatabases } from './http/databases.mjs';
import { CONNECTIONS, POOL_MAX, drive, withToken } from './http/load.mjs';
import { medians, perRequest } from './http/measure.mjs';
import { LIMITS, OPERATIONS } from './http/operations.mjs';
import { scalingDocument } from './scaling/document.mjs';
import { writeDocument } from './write-document.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const isShort = options.short;
const ROWS_MAX = isShort ? 100_000 : Number(options.rows);
const ROUNDS = isShort ? 1 : 5;
const SECONDS = isShort ? 1 : 3;
/** Short, so that fewer resources are created meanwhile than existed before. */
const SECONDS_AT_SIZE = 1;
const PROCESSES = isShort ? [1, 2] : [1, 2, 4];
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000].filter((size) => size <= ROWS_MAX);
const OWNERS = 1024;
/** Loading all rows is one statement, and so is building each index. */
const PATIENCE_MS = 60 * 60 * 1000;
const CREATE = OPERATIONS['create, with a limit'];
const LIST = { ...OPERATIONS['list 20'], user: 'limited' };

const say = (text) => console.error(text);
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-scaling-'));
const databases = await startDatabases(folder);
const servers = [];
let sql;
try {
  const database = await databases.create('postgres');
  sql = new pg.Client({ connectionString: database.url });
  sql.on('error', () => {});
  await sql.connect();
  say(`${OWNERS} owners`);
  const shared = { database, folder, callers: OWNERS, poolMax: POOL_MAX };
  const limits = { limited: LIMITS.limited };
  servers.push(await enter(BAILIWICK, { ...shared, limits }));
  const { callers } = servers[0];
  while (servers.length < Math.max(...PROCESSES)) {
    servers.push({ ...(await enter(BAILIWICK, { ...shared, limits: {} })), callers });
  }
  // The warm-up creates few resources, because the first size is small.
  for (const server of servers)
    await measureOnce([server], server === servers[0] ? CREATE : LIST, everyOwner, 1);

  const bySize = [];
  for (const size of SIZES) bySize.push(await measureSize(size, database));
  const byProcesses = await takeTurns(
    PROCESSES.map((count) => [count, () => measureOnce(servers.slice(0, count), CREATE, everyOwner)]),
    'processes',
  );
  const byOwners = await takeTurns(
    [
      ['1', () => measureOnce([servers[0]], CREATE, oneOwner)],
      ['1, asked for by two processes', () => measureOnce(servers.slice(0, 2), CREATE, oneOwner)],
      [`${OWNERS}`, () => measureOnce([servers[0]], CREATE, everyOwner)],
    ],
    'owners',
  );
  const sizes = await sizesPerRow();
  const document = scalingDocument({
    run: { rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS, owners: OWNERS },
    byProcesses,
    byOwners,
    bySize,
    sizes,
  });
  console.log(document);
  if (options.write) writeDocument('scaling.md', document);
} finally {
  await sql?.end();
  await leave(servers);
  await databases.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Lets each connection act for its own owners, in turn. */
function everyOwner(callers, connection) {
  return callers.limited.filter((_, index) => index % CONNECTIONS === connection);
}

function oneOwner({ limited }) {
  return limited.slice(0, 1);
}

async function takeTurns(ways, what) {
  const figures = new Map(ways.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, measureWay] of ways) figures.get(name).push(await measureWay());
    say(`${what}: round ${round + 1} of ${ROUNDS}`);
  }
  return [...figures].map(([count, own]) => ({ count, ...middle(own) }));
}

/** Returns medians, but the mean of the log: its peak right after a checkpoint would not show in a median. */
function middle(rounds) {
  const walBytes = rounds.reduce((sum, round) => sum + round.walBytes, 0) / rounds.length;
  return { ...medians(rounds), walBytes };
}

/** Measures all servers at the same time; the connections are divided among them. */
async function measureOnce(group, operation, ownersOf, seconds = SECONDS) {
  const connections = CONNECTIONS / group.length;
  const spentSince = await meterAll(group);
  const results = await Promise.all(
    group.map((server, index) => {
      const prepared = Array.from({ length: connections }, (_, own) =>
        ownersOf(server.callers, index * connections + own).map((caller) =>
          withToken(caller, operation.request(caller)),
        ),
      );
      return drive(server, operation, { seconds, prepared, connections });
    }),
  );
  return {
    perSecond: results.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p50Ms: Math.max(...results.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.max(...results.map(({ p99Ms }) => p99Ms)),
    ...perRequest(await spentSince()),
  };
}

async function meterAll(group) {
  const meters = await Promise.all(group.map(meter));
  const walBefore = await walBytes();
  return async () => {
    const spent = await Promise.all(meters.map((spentSince) => spentSince()));
    const sum = (key) => spent.reduce((total, one) => total + one[key], 0);
    return {
      requests: sum('requests'),
      serverCpuUs: sum('serverCpuUs'),
      statements: sum('statements'),
      // All processes share one database, so each has counted the connections of all.
      databaseCpuUs: spent[0].databaseCpuUs,
      walBytes: (await walBytes()) - walBefore,
    };
  };
}

async function walBytes() {
  const { rows } = await sql.query(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes`,
  );
  return rows[0].bytes;
}

/** Fills the table up to `size` rows, spread over all owners, and measures. */
async function measureSize(size, database) {
  const { rows: counted } = await sql.query('SELECT count(*)::int AS count FROM bailiwick_resources');
  const missing = size - counted[0].count;
  if (missing > 0) {
    say(`loading ${missing.toLocaleString('en')} resources`);
    const loading = connect(database.url, { poolMax: 1, statementTimeoutMs: PATIENCE_MS });
    try {
      const ownerOf = `(SELECT id FROM others WHERE number = n % ${OWNERS})`;
      await loadResources(loading, LOADERS.postgres, {
        count: missing,
        others: usersLike('user-%'),
        ownerOf,
      });
    } finally {
      await loading.destroy();
    }
  }
  // The first changes after a checkpoint write whole pages into the log; now every size begins with that.
  await sql.query('CHECKPOINT');
  const ways = { create: [CREATE, everyOwner], list: [LIST, everyOwner] };
  const turns = Object.entries(ways).map(([name, [operation, ownersOf]]) => [
    name,
    () => measureOnce([servers[0]], operation, ownersOf, SECONDS_AT_SIZE),
  ]);
  const figures = await takeTurns(turns, `${size.toLocaleString('en')} rows`);
  return {
    rows: Math.max(size, counted[0].count),
    ...Object.fromEntries(figures.map((each) => [each.count, each])),
  };
}

/** Measures the bytes per row on disk, with the indexes, and those of the indexes alone. */
async function sizesPerRow() {
  const perRow = async (table) => {
    const { rows } = await sql.query(`
      SELECT pg_total_relation_size('${table}')::float8 / count(*) AS total,
             pg_indexes_size('${table}')::float8 / count(*) AS indexes FROM ${table}`);
    return rows[0];
  };
  return {
    resource: await perRow('bailiwick_resources'),
    auditEvent: await perRow('bailiwick_audit_events'),
  };
}
