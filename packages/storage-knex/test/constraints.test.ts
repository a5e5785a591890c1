import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test from 'ava';
import type { Knex } from 'knex';
import { addUser, newId } from './support/fixtures.js';
import { putRowsEverywhere } from './support/rows-everywhere.js';

type Row = Record<string, unknown>;

const UUID = '01900000-0000-7000-8000-000000000000';
/** Times in the form of each database. */
const at = (time: string) => ({ postgres: time, sqlite: Date.parse(time) });
const TOO_EARLY = at('1969-12-31T23:59:59.999Z');
const TOO_LATE = { postgres: 'infinity', sqlite: 253_402_300_800_000 };
const TIMES = [TOO_EARLY, TOO_LATE, null];
const COUNTS = [-1, '9007199254740992', 'many'];
const IDENTIFIERS = ['', 'x'.repeat(65), null];
const HASHES = ['', 'a b', 'a=', 'x'.repeat(65), null];
const LINES = ['', 'x'.repeat(257)];
const IDS = ['', UUID.slice(1), `${UUID}0`, UUID.replace('-', '0'), UUID.replace('0', 'g'), null];
/** PostgreSQL reads upper case; SQLite would keep it, as another id. */
const SQLITE_IDS = [UUID.replace('0', 'A'), UUID.replace('0', '-'), UUID.replaceAll('-', '0')];
const OBJECTS = ['[]', '1', 'null', 'text', null];

/** Table → column → what may never be in it. */
const NEVER: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  owners: { id: [...IDS, ...SQLITE_IDS.map((sqlite) => ({ sqlite }))] },
  users: {
    id: [...IDS, ...SQLITE_IDS.map((sqlite) => ({ sqlite }))],
    email: ['', 'x'.repeat(255), null],
    email_key: ['', 'x'.repeat(255), null],
    password_hash: ['', null],
    password_version: [0, ...COUNTS, null],
    role: IDENTIFIERS,
    status: ['', 'Active', null],
    created_at: TIMES,
    updated_at: TIMES,
  },
  groups: {
    type: IDENTIFIERS,
    name: ['', 'x'.repeat(256), null],
    // It is a root, and so its path is its own id.
    parent_id: [UUID],
    members_version: [...COUNTS, null],
    path: [{ postgres: '{}', sqlite: '[]' }, { postgres: `{${UUID}}`, sqlite: `["${UUID}"]` }, null],
    created_at: TIMES,
    updated_at: TIMES,
  },
  group_deletions: { id: IDS },
  members: {
    group_id: [UUID, null],
    user_id: [UUID, null],
    role: IDENTIFIERS,
    created_at: TIMES,
    updated_at: TIMES,
  },
  email_addresses: {
    email_key: ['', 'x'.repeat(255), null],
    user_id: [UUID, null],
    email: ['', 'x'.repeat(255), null],
  },
  resources: {
    id: IDS,
    owner_id: [UUID, null],
    kind: IDENTIFIERS,
    name: ['', 'x'.repeat(256), null],
    demand: [
      ...OBJECTS,
      '{"a":-1}',
      '{"a":1,"b":2147483648}',
      '{"a":1.5}',
      '{"a":"1"}',
      '{"a":null}',
      '{"a":[1]}',
    ],
    created_at: TIMES,
    updated_at: TIMES,
  },
  quotas: {
    owner_id: [UUID, null],
    meter: IDENTIFIERS,
    // The limit of the row is 2.
    limit_set: [{ postgres: false, sqlite: 0 }, { sqlite: 2 }, null],
    limit_value: COUNTS,
    used: [...COUNTS, null],
  },
  default_limits: { owner_type: IDENTIFIERS, meter: IDENTIFIERS, limit_value: COUNTS },
  idempotency_keys: {
    owner_id: [UUID, null],
    asked_by: ['', null],
    key: ['', 'x'.repeat(256), null],
    payload_hash: HASHES,
    resource: OBJECTS,
    created_at: TIMES,
  },
  sessions: {
    id: IDS,
    user_id: [UUID, null],
    token_hash: HASHES,
    created_at: [...TIMES, at('2026-02-03T05:05:06.790Z')],
    last_used_at: TIMES,
    idle_expires_at: TIMES,
    absolute_expires_at: TIMES,
    client_address: LINES,
    user_agent: LINES,
  },
  audit_events: {
    id: IDS,
    at: TIMES,
    actor_type: ['', 'user', 'anonymous', 'robot', null],
    actor_id: [null],
    actor_credential: ['password'],
    action: ['', null],
    target_type: ['', null],
    target_owner_id: IDS.filter((id) => id !== null),
    outcome: ['', 'done', null],
    reason: ['', null],
    details: OBJECTS,
    request_id: LINES,
    refusal_key: HASHES.filter((hash) => hash !== null),
    count: [0, ...COUNTS, null],
  },
  secrets: { name: ['', null], value: HASHES },
};

/** The row that each bad one differs from in one column; it is taken out, so that it could be put in again. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  owners: ['id'],
  users: ['id'],
  group_deletions: ['id'],
  members: ['user_id'],
  email_addresses: ['email_key'],
  resources: ['id'],
  quotas: ['meter'],
  default_limits: ['meter'],
  idempotency_keys: ['key'],
  sessions: ['id', 'token_hash'],
  audit_events: ['id'],
  secrets: ['name'],
};

const REFUSAL: Readonly<Record<DialectName, RegExp>> = {
  // Not null, foreign key, check; text that is no number, uuid or JSON; a number too large for its type.
  postgres: /^(23502|23503|23514|22P02|22003)$/,
  sqlite:
    /CHECK constraint failed|NOT NULL constraint failed|FOREIGN KEY constraint failed|cannot store|malformed JSON/,
};

for (const dialect of DIALECTS) {
  test(`${dialect}: the database refuses invalid values, column by column`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    await putRowsEverywhere(knex);
    for (const [name, columns] of Object.entries(NEVER)) {
      const table = `bailiwick_${name}`;
      const good = { ...written(await knex(table).first()), ...(await fresh(knex, name)) };
      t.is(await outcome(dialect, knex, table, good), 'accepted', `${table}: ${JSON.stringify(good)}`);
      for (const [column, values] of Object.entries(columns)) {
        for (const value of values.flatMap((given) => inDialect(dialect, given))) {
          const bad = { ...good, [column]: value };
          t.regex(
            await outcome(dialect, knex, table, bad),
            REFUSAL[dialect],
            `${table}.${column}: ${String(value)}`,
          );
        }
      }
    }
  });

  test(`${dialect}: the database keeps addresses, tokens and keys unique, and deletes no user before their rows`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const { knex } = database;
    await putRowsEverywhere(knex);
    const refusal = dialect === 'postgres' ? /^23505$/ : /UNIQUE constraint failed/;
    for (const [name, keys] of Object.entries(KEYS)) {
      const table = `bailiwick_${name}`;
      const good = { ...written(await knex(table).first()), ...(await fresh(knex, name)) };
      for (const key of keys) {
        const twin = { ...good, [key]: (await knex(table).first())[key] };
        t.regex(await outcome(dialect, knex, table, twin), refusal, `${table}.${key}`);
      }
    }
    await t.throwsAsync(knex('bailiwick_users').delete(), { message: /foreign key/i });
    await t.throwsAsync(knex('bailiwick_owners').delete(), { message: /foreign key/i });
  });
}

test('sqlite: an update cannot make a demand invalid either', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  await putRowsEverywhere(database.knex);
  const resources = database.knex('bailiwick_resources');
  await t.throwsAsync(resources.clone().update({ demand: '{"a":-1}' }), {
    message: /CHECK constraint failed/,
  });
  t.is(await resources.clone().update({ demand: '{"a":2147483647}' }), 2);
});

/** JSON goes in as text, and both times of a session are those of the row. */
function written(row: Row): Row {
  const text = (value: unknown) =>
    typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
  // The band of a quota is computed.
  const { band: _, ...set } = row;
  return Object.fromEntries(Object.entries(set).map(([column, value]) => [column, text(value)]));
}

/** What must be another than in the row that is there. A user or a group needs an owner of the same id. */
async function fresh(knex: Knex, table: string): Promise<Row> {
  const id = newId();
  if (['users', 'groups', 'group_deletions'].includes(table)) await knex('bailiwick_owners').insert({ id });
  if (table === 'members') return { user_id: await addAnotherUser(knex) };
  if (table === 'groups') {
    const path = knex.client.dialect === 'postgresql' ? `{${id}}` : `["${id}"]`;
    return { id, parent_id: null, path };
  }
  return Object.fromEntries((KEYS[table] ?? []).map((key) => [key, key === 'id' ? id : newId()]));
}

async function addAnotherUser(knex: Knex): Promise<string> {
  return (await addUser(knexStorage(knex))).id;
}

function inDialect(dialect: DialectName, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return dialect in value ? [(value as Row)[dialect]] : [];
}

/** Tries it, and takes it back. */
async function outcome(dialect: DialectName, knex: Knex, table: string, row: Row): Promise<string> {
  const trx = await knex.transaction();
  try {
    await trx(table).insert(row);
    return 'accepted';
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return dialect === 'postgres' ? String(code) : message;
  } finally {
    await trx.rollback();
  }
}
