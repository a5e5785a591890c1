// What sending one small statement costs: Knex's `raw`, its client without the builder and the runner, and the same
// with a prepared statement kept by the connection. They take turns within one run; CPU time is that of this process.
import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { startPostgres } from '../../scripts/postgres.mjs';
import { median } from './median.mjs';

const ROUNDS = 9;
const CALLERS = 8;
const CALLS = 200;
const TEXT = `
  SELECT s.id, u.email, u.role FROM bailiwick_sessions s JOIN bailiwick_users u ON u.id = s.user_id
  WHERE s.token_hash = ?`;

const postgres = await startPostgres();
const knex = connect(postgres.url, { poolMax: CALLERS });
try {
  await migrate(knex);
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
  await bailiwick.users.create(bailiwick.system('benchmark'), {
    email: 'ann@example.com',
    password: 'a long enough one to be set',
  });
  const ways = {
    'knex.raw': () => knex.raw(TEXT, ['nobody']),
    'client.query': () => send({}),
    'client.query, prepared': () => send({ name: 'lookup' }),
  };
  const figures = new Map(Object.keys(ways).map((name) => [name, { cpuUs: [], wallUs: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, call] of Object.entries(ways)) {
      const { cpuUs, wallUs } = await measure(call);
      figures.get(name).cpuUs.push(cpuUs);
      figures.get(name).wallUs.push(wallUs);
    }
  }
  console.log(`| way | CPU | × | with ${CALLERS} callers, one every | × |\n|---|---:|---:|---:|---:|`);
  const reference = figures.get('knex.raw');
  for (const [name, { cpuUs, wallUs }] of figures) {
    const cells = [
      [cpuUs, reference.cpuUs],
      [wallUs, reference.wallUs],
    ].map(([own, other]) => `${Math.round(median(own))} µs | ${(median(own) / median(other)).toFixed(2)}`);
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
} finally {
  await knex.destroy();
  await postgres.stop();
}

async function send(options) {
  const { client } = knex;
  const connection = await client.acquireConnection();
  try {
    return (await client.query(connection, { method: 'raw', sql: TEXT, bindings: ['nobody'], options }))
      .response;
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
