import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { betterSqlite } from './support/better-sqlite.js';

const PASSWORD = 'correct horse battery staple';
const DATABASES = ['postgres', 'sqlite', 'better-sqlite3'] as const;
type DatabaseName = (typeof DATABASES)[number];

const TRIGGER: Readonly<Record<'postgres' | 'sqlite', readonly string[]>> = {
  postgres: [
    `CREATE FUNCTION no_nonsense() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN IF NEW.name = 'nonsense' THEN RAISE EXCEPTION 'no nonsense'; END IF; RETURN NEW; END $$`,
    `CREATE TRIGGER no_nonsense BEFORE INSERT OR UPDATE ON bailiwick_resources FOR EACH ROW EXECUTE FUNCTION no_nonsense()`,
  ],
  sqlite: ['INSERT', 'UPDATE'].map(
    (event) => `CREATE TRIGGER no_nonsense_${event} BEFORE ${event} ON bailiwick_resources
                WHEN NEW.name = 'nonsense' BEGIN SELECT RAISE(ABORT, 'no nonsense'); END`,
  ),
};

for (const name of DATABASES) {
  test(`${name}: a row to which the host still refers is not deleted, and the refusal is typed and recorded`, async (t) => {
    const { bailiwick, system, knex, ann } = await start(t, name);
    const { resources, users, sessions, accessKeys, auditEvents } = bailiwick;
    const resource = await resources.create(system, { ownerId: ann.id, name: 'orders' });
    const key = await accessKeys.register(ann.actor, { name: 'laptop', publicKey: newPublicKey() });
    for (const [table, id] of [
      ['resources', resource.id],
      ['sessions', ann.sessionId],
      ['access_keys', key.id],
      ['users', ann.id],
    ] as const) {
      await knex.schema.createTable(`host_${table}`, (made) => {
        const column = name === 'postgres' ? made.uuid('id') : made.text('id');
        column.references(`bailiwick_${table}.id`);
      });
      await knex(`host_${table}`).insert({ id });
    }
    const before = await everything(knex);
    for (const [action, deleting] of [
      ['resource:delete', () => resources.delete(system, resource.id)],
      ['session:revoke', () => sessions.end(ann.actor, ann.sessionId)],
      ['access-key:revoke', () => accessKeys.revoke(ann.actor, key.id)],
      ['user:delete', () => users.delete(system, ann.id, { resources: 'delete' })],
    ] as const) {
      await refused(t, deleting());
      const [event] = (await auditEvents.list(system, { action })).items;
      t.like(event, { outcome: 'refused', reason: 'refused-by-host' }, action);
    }
    t.deepEqual(await everything(knex), before);

    await knex('host_resources').delete();
    await resources.delete(system, resource.id);
    t.is((await bailiwick.quotas.list(system, ann.id))[0]?.used, 0);
  });

  test(`${name}: a deletion in steps that the host’s rows block does not block other deletions`, async (t) => {
    const { bailiwick, system, knex, ann, join } = await start(t, name);
    const bob = await join('bob');
    const resource = await bailiwick.resources.create(system, { ownerId: ann.id, name: 'orders' });
    await bailiwick.resources.create(system, { ownerId: bob.id, name: 'invoices' });
    await knex.schema.createTable('host_resources', (made) => {
      const column = name === 'postgres' ? made.uuid('id') : made.text('id');
      column.references('bailiwick_resources.id');
    });
    await knex('host_resources').insert({ id: resource.id });
    await knex('bailiwick_users').update({ status: 'deleting' });
    t.true(ann.id < bob.id, 'the refusal comes first');

    const swept: string[] = [];
    const sweep = async () => {
      for await (const step of bailiwick.sweep()) swept.push(step.swept);
    };
    await refused(t, sweep());
    t.true(swept.includes('sessions'));
    t.is((await bailiwick.users.get(system, ann.id)).status, 'deleting');
    await t.throwsAsync(bailiwick.users.get(system, bob.id), { code: 'not-found' });
    for await (const { differences } of bailiwick.quotas.verify(system)) t.deepEqual(differences, []);

    await knex('host_resources').delete();
    await sweep();
    await t.throwsAsync(bailiwick.users.get(system, ann.id), { code: 'not-found' });
  });

  test(`${name}: a unique index, a check and a trigger of the host refuse with a typed error, and do not affect other creates`, async (t) => {
    const { bailiwick, system, knex, ann, join } = await start(t, name);
    const { resources } = bailiwick;
    const bob = await join('bob');
    await knex.raw('CREATE UNIQUE INDEX one_name ON bailiwick_resources (owner_id, name)');
    for (const statement of TRIGGER[name === 'postgres' ? 'postgres' : 'sqlite']) await knex.raw(statement);
    if (name === 'postgres')
      await knex.raw(`ALTER TABLE bailiwick_resources ADD CONSTRAINT polite CHECK (name <> 'rude')`);

    const create = (ownerId: string, title: string) => resources.create(system, { ownerId, name: title });
    const { id } = await create(ann.id, 'orders');
    await create(bob.id, 'invoices');
    await refused(t, create(ann.id, 'orders'));
    await refused(t, create(ann.id, 'nonsense'));
    await refused(t, resources.rename(system, id, { name: 'nonsense' }));
    if (name === 'postgres') await refused(t, create(ann.id, 'rude'));

    const atOnce = await Promise.allSettled([
      create(ann.id, 'a'),
      create(bob.id, 'a'),
      create(ann.id, 'orders'),
      create(bob.id, 'nonsense'),
      create(ann.id, 'b'),
    ]);
    t.deepEqual(
      atOnce.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    for (const result of atOnce)
      if (result.status === 'rejected') t.is((result.reason as { code?: string }).code, 'refused-by-host');
    for await (const { differences } of bailiwick.quotas.verify(system)) t.deepEqual(differences, []);
  });
}

/** Each SQLSTATE is of a class of its own, or one that the library would take for something else. */
const RAISED = (
  'U0042 U0000 02000 09000 0A000 20000 21000 22P02 22P05 23000 23505 23514 25001 27000 2F000 34000 ' +
  '38000 39000 42501 42601 42P01 44000 53100 55000 57014 58030 72000 F0000 HV000 P0002 P0003 XX000'
).split(' ');

test('postgres: a trigger of the host refuses with a typed error, whatever state it raises', async (t) => {
  const { bailiwick, system, knex, ann } = await start(t, 'postgres');
  for (const state of RAISED) {
    await knex.raw(`
      CREATE OR REPLACE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'never' USING ERRCODE = '${state}'; END $$`);
    await knex.raw(
      'CREATE OR REPLACE TRIGGER never BEFORE UPDATE ON bailiwick_users FOR EACH ROW EXECUTE FUNCTION never()',
    );
    await refused(t, bailiwick.users.change(system, ann.id, { role: 'admin' }), state);
  }
});

/** What PostgreSQL reports by itself in a trigger of the host: the body of the function. */
const FAILING: Readonly<Record<string, string>> = {
  '20000': `CASE NEW.name WHEN 'other' THEN NULL; END CASE`,
  '21000': 'PERFORM (SELECT generate_series(1, 2))',
  '22001': `PERFORM NEW.name::text::bpchar(1); NEW.host_tag := repeat('x', 9)`,
  '22003': 'NEW.host_count := 40000',
  '22012': 'PERFORM 1 / (length(NEW.name) - 6)',
  '22P02': 'PERFORM NEW.name::text::int',
  '2D000': 'COMMIT',
  // The functions of the library run with a search path of their own, and so do the triggers that they fire.
  P0002: 'SELECT id INTO STRICT NEW.id FROM public.bailiwick_resources r WHERE r. name = NEW.name',
  P0003: `SELECT g INTO STRICT NEW.host_count FROM generate_series(1, 2) g`,
  P0004: 'ASSERT false',
};

test('postgres: a trigger of the host that fails refuses with a typed error', async (t) => {
  const { bailiwick, system, knex, ann } = await start(t, 'postgres');
  await knex.raw('ALTER TABLE bailiwick_resources ADD host_tag varchar(3), ADD host_count smallint');
  for (const [state, body] of Object.entries(FAILING)) {
    await knex.raw(
      `CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; RETURN NEW; END $$`,
    );
    await knex.raw(
      'CREATE OR REPLACE TRIGGER fails BEFORE INSERT ON bailiwick_resources FOR EACH ROW EXECUTE FUNCTION fails()',
    );
    await refused(t, bailiwick.resources.create(system, { ownerId: ann.id, name: 'orders' }), state);
  }
});

/** Rules under names that the database chooses, which begin as those of the library do; each refuses "orders". */
const UNNAMED: Readonly<Record<string, string>> = {
  '23514 of a table': `ALTER TABLE bailiwick_resources ADD CHECK (name <> 'orders')`,
  '23514 of a domain': `ALTER DOMAIN bailiwick_label ADD CHECK (VALUE <> 'orders')`,
  '23503': 'ALTER TABLE bailiwick_resources ADD FOREIGN KEY (kind) REFERENCES host_kinds',
  '23505': 'ALTER TABLE bailiwick_resources ADD UNIQUE (kind)',
  '23P01': 'ALTER TABLE bailiwick_resources ADD EXCLUDE USING hash (kind WITH =)',
  '22012':
    'ALTER TABLE bailiwick_resources ADD host_part int GENERATED ALWAYS AS (6 / (length(name) - 6)) STORED',
  '22001': 'ALTER TABLE bailiwick_resources ADD host_copy varchar(5) GENERATED ALWAYS AS (name) STORED',
};

test('postgres: rules and columns of the host refuse with a typed error, under names that PostgreSQL chooses', async (t) => {
  const { bailiwick, system, knex, ann } = await start(t, 'postgres');
  await knex.raw('CREATE TABLE host_kinds (kind bailiwick_word PRIMARY KEY)');
  for (const [rule, statement] of Object.entries(UNNAMED)) {
    await knex.raw(`INSERT INTO host_kinds VALUES ('resource') ON CONFLICT DO NOTHING`);
    const { id } = await bailiwick.resources.create(system, { ownerId: ann.id, name: 'bill' });
    const undo = await undoing(knex, statement);
    if (rule === '23503') await knex.raw('ALTER TABLE host_kinds DISABLE TRIGGER ALL');
    if (rule === '23503') await knex.raw('DELETE FROM host_kinds');
    await refused(
      t,
      bailiwick.resources.create(system, { ownerId: ann.id, name: 'orders' }),
      rule.slice(0, 5),
    );
    await undo();
    await bailiwick.resources.delete(system, id);
  }
});

test('postgres: a policy on rows refuses with a typed error', async (t) => {
  const { bailiwick, system, knex, ann } = await start(t, 'postgres');
  await knex.raw('ALTER TABLE bailiwick_resources ENABLE ROW LEVEL SECURITY');
  await knex.raw('ALTER TABLE bailiwick_resources FORCE ROW LEVEL SECURITY');
  await knex.raw(`CREATE POLICY polite ON bailiwick_resources USING (true) WITH CHECK (name <> 'orders')`);
  const role = `polite_${randomUUID().replaceAll('-', '')}`;
  await knex.raw(`CREATE ROLE ${role}`);
  await knex.raw(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
  await knex
    .transaction(async (trx) => {
      await trx.raw(`SET LOCAL ROLE ${role}`);
      const { resources } = bailiwick.within(trx);
      await resources.create(system, { ownerId: ann.id, name: 'invoices' });
      await refused(t, resources.create(system, { ownerId: ann.id, name: 'orders' }), '42501');
      await trx.rollback();
    })
    .catch(() => {});
  await knex.raw(`DROP OWNED BY ${role}`);
  await knex.raw(`DROP ROLE ${role}`);
});

/** Statements with which a trigger of the host changes its columns after an insert, by the error of SQLite. */
const COLUMNS: Readonly<Record<string, readonly [column: string, value: string]>> = {
  'CHECK constraint failed: host_tag': [`TEXT CHECK (host_tag <> 'bad')`, `'bad'`],
  'CHECK constraint failed: polite': [`TEXT CONSTRAINT polite CHECK (host_tag <> 'bad')`, `'bad'`],
  'cannot store TEXT value in INTEGER column': ['INTEGER', `'bad'`],
  'malformed JSON': ['TEXT', `json_extract('bad', '$.x')`],
  'integer overflow': ['INTEGER', 'abs(-9223372036854775807 - 1)'],
  'string or blob too big': ['TEXT', 'zeroblob(2000000000)'],
  'datatype mismatch': ['TEXT', `'good', rowid = 'bad'`],
};

for (const name of ['sqlite', 'better-sqlite3'] as const) {
  for (const [words, [column, value]] of Object.entries(COLUMNS)) {
    test(`${name}: a column of the host’s own refuses with a typed error: ${words}`, async (t) => {
      const { bailiwick, system, knex, ann } = await start(t, name);
      await knex.raw(`ALTER TABLE bailiwick_resources ADD COLUMN host_tag ${column}`);
      await knex.raw(`CREATE TRIGGER tags AFTER INSERT ON bailiwick_resources
        BEGIN UPDATE bailiwick_resources SET host_tag = ${value} WHERE id = NEW.id; END`);
      const creating = bailiwick.resources.create(system, { ownerId: ann.id, name: 'orders' });
      const error = await t.throwsAsync(creating, { code: 'refused-by-host' });
      t.true(String(error?.cause).includes(words), String(error?.cause));
    });
  }
}

for (const name of DATABASES) {
  test(`${name}: a required column of the host’s own refuses with a typed error`, async (t) => {
    const { bailiwick, system, knex, ann } = await start(t, name);
    // SQLite adds no such column without a default, and would keep a null in no other way.
    const type = name === 'postgres' ? 'text NOT NULL' : `TEXT NOT NULL DEFAULT ''`;
    await knex.raw(`ALTER TABLE bailiwick_resources ADD COLUMN host_tag ${type}`);
    if (name !== 'postgres') {
      await knex.raw(`
        CREATE TRIGGER no_tag AFTER INSERT ON bailiwick_resources
        BEGIN UPDATE bailiwick_resources SET host_tag = NULL WHERE id = NEW.id; END`);
    }
    await refused(t, bailiwick.resources.create(system, { ownerId: ann.id, name: 'orders' }));
  });
}

async function refused(t: ExecutionContext, command: Promise<unknown>, state?: string): Promise<void> {
  const error = await t.throwsAsync(command, { code: 'refused-by-host' }, state);
  t.true(error?.cause instanceof Error, 'says which rule');
  if (state !== undefined) t.like(error?.cause, { code: state });
}

/** Runs a statement that adds something to the resources or a domain, and returns what takes it back. */
async function undoing(knex: Knex, statement: string): Promise<() => Promise<unknown>> {
  const added = `
    SELECT format('ALTER TABLE bailiwick_resources DROP CONSTRAINT %I', conname) AS drop FROM pg_constraint
    WHERE conrelid = 'bailiwick_resources'::regclass
    UNION ALL SELECT format('ALTER TABLE bailiwick_resources DROP COLUMN %I', attname) FROM pg_attribute
    WHERE attrelid = 'bailiwick_resources'::regclass AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT format('ALTER DOMAIN bailiwick_label DROP CONSTRAINT %I', conname) FROM pg_constraint
    WHERE contypid = 'bailiwick_label'::regtype`;
  const before = new Set((await knex.raw(added)).rows.map(({ drop }: { drop: string }) => drop));
  await knex.raw(statement);
  const { rows } = await knex.raw(added);
  const { drop } = rows.find((row: { drop: string }) => !before.has(row.drop));
  return () => knex.raw(drop);
}

async function start(t: ExecutionContext, name: DatabaseName) {
  const database = await createDatabase(name === 'postgres' ? 'postgres' : 'sqlite');
  const knex = name === 'better-sqlite3' ? betterSqlite(database.url) : database.knex;
  t.teardown(async () => {
    await knex.destroy();
    await database.destroy();
  });
  const bailiwick = createBailiwick({ storage: knexStorage(knex), passwordHasher: fastHasher });
  const system = bailiwick.system('test');
  const join = async (who: string) => {
    const credentials = { email: `${who}@example.com`, password: PASSWORD };
    const { id } = await bailiwick.users.create(system, credentials);
    const { actor, session } = await bailiwick.sessions.logIn(credentials);
    return { id, actor, sessionId: session.id };
  };
  return { bailiwick, system, knex, join, ann: await join('ann') };
}

async function everything(knex: Knex): Promise<unknown> {
  const tables = ['users', 'resources', 'quotas', 'sessions', 'access_keys', 'email_addresses'];
  return Promise.all(tables.map((table) => knex(`bailiwick_${table}`).orderBy(1)));
}

function newPublicKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string;
}
