import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { generateKeyPairSync } from 'node:crypto';
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

for (const [title, errcode] of [
  ['that it has chosen', 'U0042'],
  ['of a check without a name', 'check_violation'],
  ['of no class in particular', 'integrity_constraint_violation'],
] as const) {
  test(`postgres: a trigger of the host that raises a state ${title} refuses with a typed error`, async (t) => {
    const { bailiwick, system, knex, ann } = await start(t, 'postgres');
    await knex.raw(`
      CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'never' USING ERRCODE = '${errcode}'; END $$`);
    await knex.raw(
      'CREATE TRIGGER never BEFORE UPDATE ON bailiwick_users FOR EACH ROW EXECUTE FUNCTION never()',
    );
    await refused(t, bailiwick.users.change(system, ann.id, { role: 'admin' }));
  });
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

async function refused(t: ExecutionContext, command: Promise<unknown>): Promise<void> {
  const error = await t.throwsAsync(command, { code: 'refused-by-host' });
  t.true(error?.cause instanceof Error, 'says which rule');
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
