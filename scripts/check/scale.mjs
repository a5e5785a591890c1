// Does `verify` stay below the statement timeout with a million resources, and can writers go on during `repair`?
// Checks SQLite and PostgreSQL (BAILIWICK_SCALE_POSTGRES_URL, or a server of its own) with one owner of half of the
// resources; the others are spread over many owners. Fails if a step takes longer than the default timeout.
//   pnpm run check:scale [resources]
import { createBailiwick } from '../../packages/core/dist/index.js';
import { fastHasher } from '../../packages/core/dist/testing/index.js';
import { connect, knexStorage, migrate } from '../../packages/storage-knex/dist/index.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const RESOURCES = Number(process.argv[2] ?? 1_000_000);
const SMALL_OWNERS = 2000;
const STATEMENT_TIMEOUT_MS = 5000;
const GIANT = uuid(0);

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-scale-'));
const given = process.env.BAILIWICK_SCALE_POSTGRES_URL;
const postgres = given === undefined ? await startPostgres() : { url: given, stop: async () => {} };
try {
  for (const url of [`sqlite:${join(folder, 'scale.sqlite')}`, postgres.url]) await measure(url);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url) {
  const name = url.slice(0, url.indexOf(':'));
  // Each statement has the default timeout; loading the rows uses another connection.
  const loading = connect(url, { statementTimeoutMs: 3_600_000 });
  await migrate(loading);
  await timed(`${name}: loading`, () => load(loading, name));
  const knex = connect(url);
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
  const system = bailiwick.system('scale');

  await report(`${name}: verify`, bailiwick.quotas.verify(system));
  await loading('bailiwick_quotas').where({ owner_id: GIANT }).increment('used', 3);
  const writers = startWriters(connect(url, { lockTimeoutMs: 60_000, acquireTimeoutMs: 60_000 }));
  const mended = await report(`${name}: repair, with writers`, bailiwick.quotas.repair(system));
  console.log(`${name}: ${await writers.stop()}`);
  const left = await report(`${name}: verify again`, bailiwick.quotas.verify(system));
  await knex.destroy();
  await loading.destroy();
  if (mended !== 1 || left !== 0) throw new Error(`${name}: ${mended} were repaired and ${left} are left.`);
}

/** Runs and times the steps; each step is one statement. */
async function report(what, steps) {
  const startedAt = performance.now();
  let [owners, differences, stepsDone, longestMs] = [0, 0, 0, 0];
  let lastAt = startedAt;
  for await (const step of steps) {
    longestMs = Math.max(longestMs, performance.now() - lastAt);
    lastAt = performance.now();
    owners += step.ownersChecked;
    differences += step.differences.length;
    stepsDone += 1;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${what}: ${owners} owners in ${stepsDone} steps and ${seconds} s, the longest ${longestMs.toFixed(0)} ms, ${differences} differences`,
  );
  if (longestMs > STATEMENT_TIMEOUT_MS) throw new Error(`${what}: a step took ${longestMs} ms.`);
  return differences;
}

/** Creates and deletes resources of the large owner, one after the other, until it is stopped. */
function startWriters(knex) {
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
  const system = bailiwick.system('writer');
  const stopping = new AbortController();
  const waits = [];
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      const { id } = await bailiwick.resources.create(system, { ownerId: GIANT, name: 'new' });
      waits.push(performance.now() - startedAt);
      if (waits.length % 2 === 0) await bailiwick.resources.delete(system, id);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
      await knex.destroy();
      return `${waits.length} creates meanwhile, the longest ${Math.max(...waits).toFixed(0)} ms`;
    },
  };
}

async function timed(what, work) {
  const startedAt = performance.now();
  await work();
  console.log(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** The SQL for the owner: owner 0 has half of the resources, and the others share the rest. */
async function load(knex, name) {
  const numbers = (table, count) =>
    name === 'sqlite'
      ? `WITH RECURSIVE ${table}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM ${table} WHERE i < ${count - 1}) SELECT`
      : `WITH ${table}(i) AS (SELECT generate_series(0, ${count - 1})) SELECT`;
  const id = (expression) =>
    name === 'sqlite'
      ? `printf('%08x-0000-7000-8000-000000000000', ${expression})`
      : `(lpad(to_hex(${expression}), 8, '0') || '-0000-7000-8000-000000000000')::uuid`;
  const now = name === 'sqlite' ? '0' : 'now()';
  const owner = `CASE WHEN i % 2 = 0 THEN 0 ELSE 1 + (i / 2) % ${SMALL_OWNERS} END`;
  await knex.raw(`INSERT INTO bailiwick_owners (id) ${numbers('n', SMALL_OWNERS + 1)} ${id('i')} FROM n`);
  await knex.raw(`INSERT INTO bailiwick_users (id, email, email_key, password_hash, password_version, role, status, created_at, updated_at)
    ${numbers('n', SMALL_OWNERS + 1)} ${id('i')}, 'user-' || i, 'user-' || i, 'x', 1, 'user', 'active', ${now}, ${now} FROM n`);
  await knex.raw(`INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    ${numbers('n', RESOURCES)} ${id('i')}, ${id(owner)}, 'resource', 'thing', '{"resources":1}', ${now}, ${now} FROM n`);
  await knex.raw(`INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used)
    SELECT owner_id, 'resources', false, count(*) FROM bailiwick_resources GROUP BY owner_id`);
  await knex.raw('ANALYZE');
}

function uuid(number) {
  return `${number.toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`;
}
