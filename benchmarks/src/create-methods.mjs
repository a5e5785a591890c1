// Compares the ways to send a create to PostgreSQL: the server function and one statement of common table expressions,
// each unnamed and as a named prepared statement, a transaction of single statements, and the function that takes a
// batch of creates. All of them write the same rows: resource, counter, audit event. They take turns within one run,
// for one hot owner and for a thousand; `--write` updates the table in docs/decisions/0002-one-round-trip.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';
import { median } from './median.mjs';

const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 1 : 7;
const ROUND_MS = isShort ? 200 : 1500;
const CALLERS = 16;
const OWNERS = 1000;

const FUNCTION = `
  SELECT bailiwick_create_resource_v1(
    $1::uuid, $2, 'resource', 'thing', $3, $3, '{"resources":1}', 'resources', 1, NULL, NULL, NULL, NULL, NULL, NULL,
    $4, $3, 'system', 'benchmark', NULL, 'resource:create', 'resource', $1::uuid::text, $2, 'request', NULL, 'benchmark', '{}') AS answer`;

/** Takes the path for several meters, which locks, decides and claims one by one. */
const FUNCTION_CLAIMING_LAST = FUNCTION.replace("'resources', 1, NULL", 'NULL, NULL, NULL');

const FUNCTION_OF_SEVERAL = 'SELECT decided_id, quotas FROM bailiwick_create_resources_v1($1, $2, $3)';

/** Correct if the row of the counter exists and there is no key; all other cases would need a second statement. */
const CTE = `
  WITH owner AS (
    SELECT id FROM bailiwick_users WHERE id = $2::uuid AND status = 'active' FOR KEY SHARE
  ), locked AS MATERIALIZED (
    SELECT q.owner_id, q.meter, q.used, q.limit_set, q.limit_value
    FROM bailiwick_quotas q JOIN owner ON q.owner_id = owner.id
    WHERE q.meter IN (SELECT json_object_keys($5::json)) ORDER BY q.meter FOR NO KEY UPDATE OF q
  ), figures AS (
    SELECT d.value::bigint AS requested, q.used,
           CASE WHEN q.limit_set THEN q.limit_value ELSE l.limit_value END AS max_used
    FROM json_each_text($5::json) d JOIN locked q ON q.meter = d.key
    LEFT JOIN bailiwick_default_limits l ON l.owner_type = 'user' AND l.meter = d.key
  ), decision AS (
    SELECT bool_and(max_used IS NULL OR requested <= max_used - used) AS fits FROM figures
  ), made AS (
    INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
    SELECT $1::uuid, $2::uuid, $3, $4, $5::jsonb, $6::timestamptz, $6::timestamptz FROM decision WHERE fits
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), claimed AS (
    UPDATE bailiwick_quotas q SET used = q.used + d.value::bigint
    FROM json_each_text($5::json) d, made WHERE q.owner_id = $2::uuid AND q.meter = d.key
  ), recorded AS (
    INSERT INTO bailiwick_audit_events (id, at, actor_type, actor_id, actor_credential, action, target_type,
                                        target_id, target_owner_id, outcome, reason, details)
    SELECT $7::uuid, $6::timestamptz, 'system', 'benchmark', NULL, 'resource:create', 'resource',
           $1, $2::uuid, 'accepted', 'benchmark', '{}' FROM made
  )
  SELECT (SELECT count(*) FROM made) AS created`;

const STATEMENTS = [
  [`SELECT status FROM bailiwick_users WHERE id = $1 FOR KEY SHARE`, ({ ownerId }) => [ownerId]],
  [
    `SELECT used, limit_set, limit_value FROM bailiwick_quotas WHERE owner_id = $1 AND meter = 'resources' FOR NO KEY UPDATE`,
    ({ ownerId }) => [ownerId],
  ],
  [
    `SELECT limit_value FROM bailiwick_default_limits WHERE owner_type = 'user' AND meter = 'resources'`,
    () => [],
  ],
  [
    `INSERT INTO bailiwick_resources (id, owner_id, kind, name, demand, created_at, updated_at)
     VALUES ($1, $2, 'resource', 'thing', '{"resources": 1}', $3, $3) ON CONFLICT (id) DO NOTHING RETURNING id`,
    ({ id, ownerId, at }) => [id, ownerId, at],
  ],
  [
    `UPDATE bailiwick_quotas SET used = used + 1 WHERE owner_id = $1 AND meter = 'resources'`,
    ({ ownerId }) => [ownerId],
  ],
  [
    `INSERT INTO bailiwick_audit_events (id, at, actor_type, actor_id, actor_credential, action, target_type,
                                         target_id, target_owner_id, outcome, reason, details)
     VALUES ($1, $2, 'system', 'benchmark', NULL, 'resource:create', 'resource', $3, $4, 'accepted', 'benchmark', '{}')`,
    ({ eventId, at, id, ownerId }) => [eventId, at, id, ownerId],
  ],
];

/** The methods by name: each is what one caller does on its connection. */
const METHODS = {
  'server function, unnamed': (db, given) => db.query(FUNCTION, functionValues(given)),
  'server function, named': (db, given) =>
    db.query({ name: 'function', text: FUNCTION, values: functionValues(given) }),
  'server function, named, claiming last': (db, given) =>
    db.query({ name: 'last', text: FUNCTION_CLAIMING_LAST, values: functionValues(given) }),
  'one statement of CTEs, unnamed': (db, given) => db.query(CTE, cteValues(given)),
  'one statement of CTEs, named': (db, given) =>
    db.query({ name: 'cte', text: CTE, values: cteValues(given) }),
  'a transaction of single statements, named': async (db, given) => {
    await db.query('BEGIN');
    for (const [index, [text, values]] of STATEMENTS.entries()) {
      await db.query({ name: `statement-${index}`, text, values: values(given) });
    }
    await db.query('COMMIT');
  },
};

/** The method that sends the creates of all callers as one batch, on one connection. */
const TOGETHER = 'server function of several, named';

async function createInOneBatch(db, all) {
  const [ownerId, ...others] = new Set(all.map(({ ownerId: id }) => id));
  const values = [JSON.stringify(all.map(asMembers)), others.length === 0 ? ownerId : null, 'resources'];
  const { rows } = await db.query({ name: 'several', text: FUNCTION_OF_SEVERAL, values });
  const created = rows.filter(({ quotas }) => quotas === null).length;
  if (created !== all.length) throw new Error(`${all.length - created} creates were refused or skipped.`);
}

function asMembers({ id, ownerId, at, eventId }, position) {
  return {
    position,
    id,
    owner_id: ownerId,
    kind: 'resource',
    name: 'thing',
    demand: { resources: 1 },
    meter: 'resources',
    amount: 1,
    created_at: at,
    updated_at: at,
    event_id: eventId,
    at,
    actor_type: 'system',
    actor_id: 'benchmark',
    actor_credential: null,
    action: 'resource:create',
    target_type: 'resource',
    target_id: id,
    target_owner_id: ownerId,
    request_id: 'request',
    refusal_key: null,
    rule: 'benchmark',
    details: {},
  };
}

function functionValues({ id, ownerId, at, eventId }) {
  return [id, ownerId, at, eventId];
}

function cteValues({ id, ownerId, at, eventId }) {
  return [id, ownerId, 'resource', 'thing', '{"resources":1}', at, eventId];
}

const postgres = await startPostgres();
const pool = new pg.Pool({ connectionString: postgres.url, max: CALLERS });
// The server may stop before the last connection is closed.
pool.on('error', () => {});
try {
  const owners = await prepare();
  const connections = await Promise.all(Array.from({ length: CALLERS }, () => pool.connect()));
  const rates = { hot: {}, many: {} };
  const loads = [
    ['hot', owners.slice(0, 1)],
    ['many', owners],
  ];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, create] of Object.entries(METHODS)) {
        for (const [load, of] of loads) {
          (rates[load][name] ??= []).push(await drive(connections, create, of));
        }
      }
      for (const [load, of] of loads) {
        (rates[load][TOGETHER] ??= []).push(await driveInBatches(connections[0], of));
      }
      console.error(`round ${round + 1} of ${ROUNDS}`);
    }
  } finally {
    // Otherwise, after an error, the pool would wait for these connections forever.
    connections.forEach((db) => db.release());
  }
  await requireTrueUsage();
  const table = render(rates);
  console.log(table);
  if (process.argv.includes('--write')) write(table);
} finally {
  await pool.end();
  await postgres.stop();
}

async function prepare() {
  const knex = connect(postgres.url, { poolMax: 4 });
  try {
    await migrate(knex);
    const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
    const system = bailiwick.system('benchmark');
    const ids = [];
    for (let index = 0; index < OWNERS; index += 1) {
      const { id } = await bailiwick.users.create(system, {
        email: `owner-${index}@example.com`,
        password: 'not a password of anybody',
        limits: { resources: 1_000_000_000 },
      });
      ids.push(id);
    }
    return ids;
  } finally {
    await knex.destroy();
  }
}

/** Returns the creates per second of callers that each wait for their answer before they send the next request. */
async function drive(connections, create, owners) {
  const startedAt = performance.now();
  let created = 0;
  await Promise.all(
    connections.map(async (db, index) => {
      for (let turn = index; performance.now() - startedAt < ROUND_MS; turn += CALLERS) {
        const ownerId = owners[turn % owners.length];
        await create(db, { id: uuid(), eventId: uuid(), ownerId, at: new Date().toISOString() });
        created += 1;
      }
    }),
  );
  return created / ((performance.now() - startedAt) / 1000);
}

async function driveInBatches(db, owners) {
  const startedAt = performance.now();
  let created = 0;
  while (performance.now() - startedAt < ROUND_MS) {
    const all = Array.from({ length: CALLERS }, () => {
      const ownerId = owners[created++ % owners.length];
      return { id: uuid(), eventId: uuid(), ownerId, at: new Date().toISOString() };
    });
    await createInOneBatch(db, all);
  }
  return created / ((performance.now() - startedAt) / 1000);
}

function uuid() {
  const time = Date.now().toString(16).padStart(12, '0');
  const noise = randomBytes(9).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(0, 3)}-8${noise.slice(3, 6)}-${noise.slice(6)}`;
}

/** Fails if a method counted wrong: a fast method with wrong results is no candidate. */
async function requireTrueUsage() {
  const { rows } = await pool.query(`
    SELECT count(*) AS wrong FROM bailiwick_quotas q
    WHERE used <> (SELECT count(*) FROM bailiwick_resources r WHERE r.owner_id = q.owner_id)`);
  if (rows[0].wrong !== '0') throw new Error(`${rows[0].wrong} counters are not true.`);
}

function render(rates) {
  const [reference] = Object.keys(METHODS);
  const lines = [...Object.keys(METHODS), TOGETHER].map((name) => {
    const cells = ['hot', 'many'].map((load) => {
      const rate = median(rates[load][name]);
      return `${Math.round(rate)} | ${(rate / median(rates[load][reference])).toFixed(2)}`;
    });
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    '| way | one hot owner: creates/s | × | a thousand owners: creates/s | × |',
    '|---|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

function write(table) {
  const path = new URL('../../docs/decisions/0002-one-round-trip.md', import.meta.url);
  const text = readFileSync(path, 'utf8');
  const marked = /(<!-- create methods -->\n)[\s\S]*?(<!-- \/create methods -->)/;
  if (!marked.test(text)) throw new Error('The decision has no place for the table.');
  writeFileSync(
    path,
    text.replace(marked, (_, begin, end) => `${begin}\n${table}\n\n${end}`),
  );
}
