// Shows why the quota is a guarded counter: 40 callers on 20 connections race for a limit of 5, with every method that
// suggests itself, on a PostgreSQL of its own. The rows that exist afterwards decide. `--write` updates the table in
// docs/decisions/0001-guarded-counter.md.
import { readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const LIMIT = 5;
const CALLERS = 40;
const CONNECTIONS = 20;
const ROUNDS = 5;

const COUNT = 'SELECT count(*)::int AS used FROM things WHERE owner = 1';
const INSERT = 'INSERT INTO things (owner) VALUES (1)';

/** The methods by name: the isolation level, and a function for one caller that resolves to whether it created. */
const METHODS = {
  'count, then insert': ['READ COMMITTED', countThenInsert],
  'count, then insert, REPEATABLE READ': ['REPEATABLE READ', countThenInsert],
  'one `INSERT … SELECT … WHERE (SELECT count(*)) < limit`': [
    null,
    async (db) =>
      (await db.query(`INSERT INTO things (owner) SELECT 1 WHERE (${COUNT}) < ${LIMIT}`)).rowCount === 1,
  ],
  'lock the owner, then count, REPEATABLE READ': ['REPEATABLE READ', lockThenCount],
  'count, then insert, SERIALIZABLE without repeating': ['SERIALIZABLE', countThenInsert],
  'lock the owner, then count': ['READ COMMITTED', lockThenCount],
  'a counter, compared and raised under its row lock': [
    'READ COMMITTED',
    async (db) => {
      const raised = await db.query(`UPDATE quotas SET used = used + 1 WHERE owner = 1 AND used < ${LIMIT}`);
      if (raised.rowCount === 1) await db.query(INSERT);
      return raised.rowCount === 1;
    },
  ],
};

async function countThenInsert(db) {
  const { rows } = await db.query(COUNT);
  if (rows[0].used >= LIMIT) return false;
  await db.query(INSERT);
  return true;
}

async function lockThenCount(db) {
  await db.query('SELECT 1 FROM quotas WHERE owner = 1 FOR UPDATE');
  return countThenInsert(db);
}

const postgres = await startPostgres();
const pool = new pg.Pool({ connectionString: postgres.url, max: CONNECTIONS });
// The server may stop before the last connection is closed.
pool.on('error', () => {});
try {
  await pool.query('CREATE TABLE things (id bigserial PRIMARY KEY, owner int NOT NULL)');
  await pool.query('CREATE TABLE quotas (owner int PRIMARY KEY, used int NOT NULL)');
  // Connections are opened before the first race, since opening them would spread the callers in time.
  await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.query('SELECT pg_sleep(0.05)')));
  const rows = [];
  for (const [name, [isolation, create]] of Object.entries(METHODS)) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await race(isolation, create));
    const range = (values) =>
      Math.min(...values) === Math.max(...values)
        ? `${values[0]}`
        : `${Math.min(...values)}–${Math.max(...values)}`;
    const created = rounds.map((result) => result.created);
    const errors = rounds.map((result) => result.errors);
    rows.push(`| ${name} | ${range(created)} | ${range(errors)} |`);
    console.error(`${name}: ${range(created)} created`);
  }
  const table = ['| way | created, of a limit of 5 | callers with an error |', '|---|---|---|', ...rows].join(
    '\n',
  );
  console.log(table);
  if (process.argv.includes('--write')) {
    const path = new URL('../../docs/decisions/0001-guarded-counter.md', import.meta.url);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(/(<!-- quota methods -->\n)[\s\S]*?(<!-- \/quota methods -->)/, `$1\n${table}\n\n$2`),
    );
  }
} finally {
  await pool.end();
  await postgres.stop();
}

async function race(isolation, create) {
  await pool.query('TRUNCATE things');
  await pool.query('TRUNCATE quotas');
  await pool.query('INSERT INTO quotas VALUES (1, 0)');
  let errors = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      const db = await pool.connect();
      try {
        if (isolation !== null) await db.query(`BEGIN ISOLATION LEVEL ${isolation}`);
        await create(db);
        if (isolation !== null) await db.query('COMMIT');
      } catch {
        errors += 1;
        await db.query('ROLLBACK');
      } finally {
        db.release();
      }
    }),
  );
  const { rows } = await pool.query(COUNT);
  return { created: rows[0].used, errors };
}
