// Measures the cost of sending one small statement: with Knex's `raw`, with its client but without the builder and the
// runner, and with a prepared statement that the connection caches, on PostgreSQL and with `sqlite3`. They take turns
// within one run; CPU time is that of this process, which on SQLite also does the work of the database.
import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';
import { median } from './median.mjs';

const ROUNDS = 9;
const CALLERS = 8;
const CALLS = 200;
const TEXT = `
  SELECT s.id, u.email, u.role FROM bailiwick_sessions s JOIN bailiwick_users u ON u.id = s.user_id
  WHERE s.token_hash = ?`;

/** The reference comes first. */
const WAYS = {
  postgres: {
    'knex.raw': (knex) => knex.raw(TEXT, ['nobody']),
    'client.query': (knex) => send(knex, TEXT, {}),
    'client.query, prepared': (knex) => send(knex, TEXT, { name: 'lookup' }),
  },
  // The statement cache of `connect` skips statements that begin with a comment.
  sqlite: {
    'knex.raw': (knex) => knex.raw(`/**/ ${TEXT}`, ['nobody']),
    'client.query': (knex) => send(knex, `/**/ ${TEXT}`, {}),
    'client.query, prepared': (knex) => send(knex, TEXT, {}),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-statement-'));
const postgres = await startPostgres();
try {
  await compare('PostgreSQL', postgres.url, WAYS.postgres);
  await compare('SQLite by sqlite3', `sqlite:${join(folder, 'statement.sqlite')}`, WAYS.sqlite);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true });
}

async function compare(name, url, ways) {
  const knex = connect(url, { poolMax: CALLERS });
  try {
    await migrate(knex);
    const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
    await bailiwick.users.create(bailiwick.system('benchmark'), {
      email: 'ann@example.com',
      password: 'a long enough one to be set',
    });
    const figures = new Map(Object.keys(ways).map((way) => [way, { cpuUs: [], wallUs: [] }]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [way, call] of Object.entries(ways)) {
        const { cpuUs, wallUs } = await measure(() => call(knex));
        figures.get(way).cpuUs.push(cpuUs);
        figures.get(way).wallUs.push(wallUs);
      }
    }
    report(name, figures);
  } finally {
    await knex.destroy();
  }
}

function report(name, figures) {
  console.log(`\n| ${name} | CPU | × | with ${CALLERS} callers, one every | × |\n|---|---:|---:|---:|---:|`);
  const [reference] = figures.values();
  for (const [way, { cpuUs, wallUs }] of figures) {
    const cells = [
      [cpuUs, reference.cpuUs],
      [wallUs, reference.wallUs],
    ].map(([own, other]) => `${Math.round(median(own))} µs | ${(median(own) / median(other)).toFixed(2)}`);
    console.log(`| ${way} | ${cells.join(' | ')} |`);
  }
}

async function send({ client }, sql, options) {
  const connection = await client.acquireConnection();
  try {
    return (await client.query(connection, { method: 'raw', sql, bindings: ['nobody'], options })).response;
  } finally {
    await client.releaseConnection(connection);
  }
}

async function measure(call) {
  const cpuAtStart = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let index = 0; index < CALLS; index += 1) await call();
    }),
  );
  const { user, system } = process.cpuUsage(cpuAtStart);
  const calls = CALLERS * CALLS;
  return { cpuUs: (user + system) / calls, wallUs: ((performance.now() - startedAt) * 1000) / calls };
}
