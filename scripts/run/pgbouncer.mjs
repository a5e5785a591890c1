// `pnpm run test:pgbouncer`, in a built workspace: runs the storage contract through PgBouncer in transaction mode,
// with two connections to PostgreSQL for all clients, so that no code can depend on the state of a connection. It uses
// the `pgbouncer` in the PATH, or the one that the variable PGBOUNCER names.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storageContract } from '../../packages/core/dist/contract/index.js';
import { connect, knexStorage, migrate } from '../../packages/storage-knex/dist/index.js';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const POOL_SIZE = 2;
/** The connections of each storage to PgBouncer, which are more than PgBouncer has to PostgreSQL. */
const CLIENTS = 8;

const pgbouncer = process.env.PGBOUNCER ?? 'pgbouncer';
const version = spawnSync(pgbouncer, ['--version'], { encoding: 'utf8' });
if (version.status !== 0) {
  console.error(
    `"${pgbouncer}" does not run: install it (Debian: apt-get install pgbouncer), or name it with PGBOUNCER=/path/to/pgbouncer.`,
  );
  process.exit(1);
}
console.log(version.stdout.split('\n')[0]);

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-pgbouncer-'));
const server = await startPostgres();
try {
  await runContract(await startPgbouncer(new URL(server.url)));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function startPgbouncer({ hostname, port, username, password }) {
  const listenPort = await freePort();
  const config = join(folder, 'pgbouncer.ini');
  const users = join(folder, 'users.txt');
  writeFileSync(users, `"${username}" "${password}"\n`);
  // `ignore_startup_parameters` is not set, as in most installations.
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listenPort}`,
    'auth_type = scram-sha-256',
    `auth_file = ${users}`,
    'pool_mode = transaction',
    `default_pool_size = ${POOL_SIZE}`,
    'max_client_conn = 100',
    'unix_socket_dir =',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  // It refuses to run as root, and the user that it switches to must be able to read its files.
  const isRoot = process.getuid?.() === 0;
  chmodSync(folder, 0o755);
  chmodSync(users, 0o644);
  const child = spawn(pgbouncer, [...(isRoot ? ['-u', 'nobody'] : []), config], { stdio: 'pipe' });
  const log = [];
  child.stderr.on('data', (data) => log.push(String(data)));
  child.once('error', (error) => log.push(String(error)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = (database) => {
    const pooled = new URL(server.url);
    pooled.port = String(listenPort);
    pooled.pathname = `/${database}`;
    return pooled.href;
  };
  await untilItAnswers(url('postgres'), child, log);
  return {
    url,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function untilItAnswers(url, child, log) {
  const knex = connect(url, { sessionBounds: false });
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await knex.raw('SELECT 1');
      } catch (error) {
        if (attempt === 100 || child.exitCode !== null) {
          throw new Error(`PgBouncer did not start:\n${log.join('')}`, { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await knex.destroy();
  }
}

async function somebodyWaits(direct, database) {
  const { rows } = await direct.raw(
    `SELECT 1 FROM pg_stat_activity WHERE datname = ? AND wait_event_type = 'Lock'`,
    [database],
  );
  return rows.length > 0;
}

/** Makes a new database for each case, directly in PostgreSQL, and uses it through PgBouncer. */
async function runContract({ url, stop }) {
  const direct = connect(server.url);
  let databases = 0;
  const failures = [];
  try {
    await withKnex(direct, 'template', async (knex) => migrate(knex));
    const cases = storageContract(async () => {
      databases += 1;
      const name = `contract_${databases}`;
      await direct.raw(`CREATE DATABASE ${name} TEMPLATE template`);
      const knex = connect(url(name), { sessionBounds: false, poolMax: CLIENTS, acquireTimeoutMs: 30_000 });
      return {
        storage: knexStorage(knex),
        hostTransaction: (work) => knex.transaction(work),
        untilBlocked: async (signal) => {
          while (!signal.aborted && !(await somebodyWaits(direct, name))) {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        },
        unreachable: { notApplicable: 'The suite takes PostgreSQL away itself, without PgBouncer.' },
        silenced: { notApplicable: 'The suite loses answers itself, without PgBouncer.' },
        rowsRead: { notApplicable: 'The suite counts rows itself, without PgBouncer.' },
        close: () => knex.destroy(),
      };
    });
    for (const { title, run } of cases) {
      try {
        await run();
      } catch (error) {
        failures.push(title);
        console.error(`${title}\n`, error);
      }
    }
    console.log(`${cases.length - failures.length} of ${cases.length} cases hold through PgBouncer.`);
  } finally {
    await direct.destroy();
    await stop();
  }
  process.exitCode = failures.length === 0 ? 0 : 1;
}

async function withKnex(direct, database, work) {
  await direct.raw(`CREATE DATABASE ${database}`);
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  const knex = connect(url.href);
  await work(knex);
  await knex.destroy();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
