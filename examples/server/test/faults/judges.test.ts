import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { inconsistencies } from './consistency.js';
import { Journal, type Entry, type Operation } from './journal.js';
import { brokenPromises } from './promises-kept.js';
import { asker } from './run-seed.js';
import { readState } from './stored-state.js';

// Judges that find no faults would let every run pass.

const PASSWORD = 'four lanterns by the river';
const ANN = `(SELECT id FROM bailiwick_users WHERE email = 'ann@example.com')`;

const DAMAGES: readonly (readonly [rule: string, statement: string])[] = [
  ['used is the sum', 'UPDATE bailiwick_quotas SET used = used + 1'],
  ['every resource is counted', 'DELETE FROM bailiwick_quotas'],
  ['nobody has more', 'UPDATE bailiwick_quotas SET limit_set = 1, limit_value = 0'],
  ['nothing belongs to nobody', `DELETE FROM bailiwick_users WHERE id = ${ANN}`],
  ['the address of a user', `UPDATE bailiwick_users SET email_key = 'other@example.com' WHERE id = ${ANN}`],
  ['there is an active administrator', `UPDATE bailiwick_users SET role = 'user'`],
  ['who is disabled has no session', `UPDATE bailiwick_users SET status = 'disabled' WHERE id = ${ANN}`],
  ['a resource and its one event', `DELETE FROM bailiwick_audit_events WHERE action = 'resource:create'`],
  ['a resource that was made', 'DELETE FROM bailiwick_resources'],
  ['a user and their one event', `DELETE FROM bailiwick_audit_events WHERE action = 'user:create'`],
  ['a user who was made', `DELETE FROM bailiwick_users WHERE id = ${ANN}`],
  ['an idempotency key', `UPDATE bailiwick_idempotency_keys SET resource = '{"id":"another"}'`],
  ['a session and its one event', `DELETE FROM bailiwick_audit_events WHERE action = 'session:create'`],
];

for (const [rule, statement] of DAMAGES) {
  test(`inconsistencies: it finds a violation of: ${rule} …`, async (t) => {
    const { knex, query } = await start(t);
    t.deepEqual(await inconsistencies(query), []);
    await knex.raw('PRAGMA foreign_keys = OFF');
    await knex.raw(statement);
    const found = await inconsistencies(query);
    t.true(
      found.some((line) => line.startsWith(`not true that ${rule}`)),
      found.join('\n'),
    );
  });
}

type Told = readonly [operation: Operation, outcome: Entry['outcome'], status: number, answer?: unknown];

test('brokenPromises: it accepts what is stored as acknowledged, and what was never acknowledged', async (t) => {
  const { query, ownerId, resourceId, sessionId } = await start(t);
  const journal = journalOf([
    [creation(ownerId, 'one'), 'ambiguous', 503],
    [creation(ownerId, 'one'), 'acked', 201, { id: resourceId }],
    [creation(ownerId, 'never made'), 'ambiguous', 503],
    [{ type: 'delete', id: resourceId, ownerId }, 'ambiguous', 503],
    [{ type: 'log-in', userId: ownerId }, 'acked', 201, { session: { id: sessionId } }],
    [{ type: 'add-user', email: 'ann@example.com', limit: null }, 'acked', 201, { id: ownerId }],
    [{ type: 'add-user', email: 'bob@example.com', limit: 1 }, 'ambiguous', 503],
  ]);
  t.deepEqual(brokenPromises(journal, await readState(query)), []);
});

const LIES: readonly (readonly [problem: RegExp, lie: (ids: Ids) => readonly Told[]])[] = [
  [/create has 0 audit events/, ({ ownerId }) => [[creation(ownerId, 'lost'), 'acked', 201, { id: 'lost' }]]],
  [/create has 1 audit events/, ({ ownerId }) => [[creation(ownerId, 'one'), 'refused', 403, {}]]],
  [
    /answered with 2 resources/,
    ({ ownerId, resourceId }) => [
      [creation(ownerId, 'one'), 'acked', 201, { id: resourceId }],
      [creation(ownerId, 'one'), 'acked', 201, { id: 'another' }],
    ],
  ],
  [
    /although there was room/,
    ({ ownerId }) => [[creation(ownerId, 'no'), 'refused', 403, { quotas: [{ limit: 2, used: 1 }] }]],
  ],
  [
    /deleted resource is there/,
    ({ ownerId, resourceId: id }) => [[{ type: 'delete', id, ownerId }, 'acked', 204]],
  ],
  [/nobody deleted it/, ({ ownerId, resourceId: id }) => [[{ type: 'delete', id, ownerId }, 'refused', 404]]],
  [/the limit is null/, ({ ownerId }) => [[{ type: 'set-limit', ownerId, limit: 3 }, 'acked', 200]]],
  [/the limit is null/, () => [[{ type: 'set-default-limit', limit: 3 }, 'acked', 200]]],
  [
    /acknowledged user is lost/,
    () => [[{ type: 'add-user', email: 'x@example.com', limit: 1 }, 'acked', 201, {}]],
  ],
  [/without the limit/, () => [[{ type: 'add-user', email: 'ann@example.com', limit: 1 }, 'ambiguous', 503]]],
  [
    /a user is active/,
    ({ ownerId: userId }) => [[{ type: 'set-status', userId, status: 'disabled' }, 'acked', 200]],
  ],
  [
    /deleted user is there/,
    ({ ownerId: userId }) => [[{ type: 'delete-user', userId, resources: 'delete' }, 'acked', 204]],
  ],
  [
    /session is lost/,
    ({ ownerId: userId }) => [[{ type: 'log-in', userId }, 'acked', 201, { session: { id: 'no' } }]],
  ],
  [/unexpected answer/, ({ ownerId: userId }) => [[{ type: 'log-in', userId }, 'ambiguous', 500]]],
  [/unexpected answer/, ({ ownerId: userId }) => [[{ type: 'log-in', userId }, 'refused', 401]]],
  [
    /had 1 of 0/,
    ({ ownerId, resourceId }) => [
      [{ type: 'set-limit', ownerId, limit: 0 }, 'acked', 200],
      [creation(ownerId, 'one'), 'acked', 201, { id: resourceId }],
    ],
  ],
];

test('brokenPromises: it finds every broken promise', async (t) => {
  const { query, ...ids } = await start(t);
  const state = await readState(query);
  for (const [problem, lie] of LIES) {
    const found = brokenPromises(journalOf(lie(ids)), state);
    t.true(
      found.some((line) => problem.test(line)),
      `${problem}: ${found.join('\n')}`,
    );
  }
});

interface Ids {
  readonly ownerId: string;
  readonly resourceId: string;
}

/** Makes an administrator, and Ann, who is logged in and has created one resource. */
async function start(t: ExecutionContext) {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const bailiwick = createBailiwick({ storage: knexStorage(database.knex), passwordHasher: fastHasher });
  const system = bailiwick.system('test');
  const ann = { email: 'ann@example.com', password: PASSWORD };
  await bailiwick.users.createFirstAdmin(system, { email: 'root@example.com', password: PASSWORD });
  const { id: ownerId } = await bailiwick.users.create(system, ann);
  const { session } = await bailiwick.sessions.logIn(ann);
  const { id: resourceId } = await bailiwick.resources.create(system, {
    ownerId,
    name: 'one',
    idempotencyKey: 'key-of-one',
  });
  const query = asker(database, 'sqlite');
  return { knex: database.knex, query, ownerId, resourceId, sessionId: session.id };
}

function creation(ownerId: string, name: string): Operation {
  return { type: 'create', ownerId, name, key: `key-of-${name}` };
}

function journalOf(told: readonly Told[]): Journal {
  const journal = new Journal();
  for (const [operation, outcome, status, answer = null] of told) {
    const began = journal.tick();
    journal.add({ operation, outcome, status, answer, began, ended: journal.tick() });
  }
  return journal;
}
