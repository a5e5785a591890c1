// The databases of the contestants: one for each, on one server or in one folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../packages/test-databases/start-postgres.mjs';

/** The clock ticks per second in /proc/[pid]/stat: the kernel's USER_HZ, which is 100 on every Linux. */
const TICKS_PER_SECOND = 100;

/** Starts a durable PostgreSQL, with the defaults of `fsync`, `synchronous_commit` and `full_page_writes`. */
export async function startDatabases(folder, settings = {}) {
  const postgres = await startPostgres({ isDurable: true, settings });
  const admin = new pg.Client({ connectionString: postgres.url });
  // The server may stop before this connection is closed.
  admin.on('error', () => {});
  await admin.connect();
  let count = 0;
  return {
    admin,
    async create(kind) {
      const name = `contestant_${(count += 1)}`;
      if (kind === 'sqlite') {
        const nothing = async () => new Map();
        return {
          url: `sqlite:${join(folder, `${name}.sqlite`)}`,
          hasServer: false,
          cpuUs: nothing,
          analyse: nothing,
        };
      }
      await admin.query(`CREATE DATABASE ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return {
        url: url.href,
        hasServer: true,
        cpuUs: () => connectionsCpuUs(admin, name),
        analyse: () => analyse(url.href),
      };
    },
    async stop() {
      await admin.end();
      await postgres.stop();
    },
  };
}

/** Returns the CPU time by connection, since a sum would shrink when a connection closes. */
async function connectionsCpuUs(admin, name) {
  const { rows } = await admin.query('SELECT pid FROM pg_stat_activity WHERE datname = $1', [name]);
  return new Map(rows.map(({ pid }) => [pid, processCpuUs(`/proc/${pid}/stat`)]));
}

/** Returns the CPU time that the present connections have spent since `before`. */
export function databaseCpuSince(before, now) {
  return [...now].reduce((sum, [pid, us]) => sum + us - (before.get(pid) ?? 0), 0);
}

/** Reads the CPU time of a process or of one of its threads. */
export function processCpuUs(file) {
  // The second field is the name of the process in parentheses, which may contain spaces.
  const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6;
}

/** Does what autovacuum does within a minute; until then, queries are planned for empty tables. */
async function analyse(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE');
  await client.end();
}
