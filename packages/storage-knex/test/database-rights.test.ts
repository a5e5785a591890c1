import { storageContract } from '@bailiwick/core/contract';
import { connect, knexStorage, migrate, rollback, SchemaVersionError } from '@bailiwick/storage-knex';
import { createDatabaseWithRoles, PATIENCE, type DatabaseWithRoles } from '@bailiwick/test-databases';
import test from 'ava';
import type { Knex } from 'knex';
import { servingSubject } from './contract/knex-subject.js';
import { clear, emptyingOf } from './contract/reused-databases.js';
import { addUser, newId } from './support/fixtures.js';
import { requireRightRoots } from './support/require-right-roots.js';

let database: DatabaseWithRoles;
let superuser: Knex;
let server: Knex;
let emptying: string;

test.before(async () => {
  database = await createDatabaseWithRoles();
  superuser = connect(database.url, PATIENCE);
  const poolMax = Number(process.env['BAILIWICK_TEST_POOL_MAX'] ?? 4);
  server = connect(database.serverUrl, { ...PATIENCE, poolMax });
  emptying = await emptyingOf(superuser, 'bailiwick');
});

test.after.always(async () => {
  await server.destroy();
  await superuser.destroy();
  await database.remove();
});

for (const { title, run } of storageContract(async () =>
  servingSubject(database.serverUrl, superuser, server, async () => {
    await clear(server);
    await requireRightRoots(superuser, 'bailiwick.bailiwick_');
    await superuser.raw(emptying);
  }),
)) {
  test.serial(`PostgreSQL, read committed, as the role that serves: ${title}`, async (t) => {
    await t.notThrowsAsync(run);
  });
}

for (const [what, statement] of Object.entries({
  'make a table': 'CREATE TABLE planted (id int)',
  'make a table in "public"': 'CREATE TABLE public.planted (id int)',
  'make a temporary table': 'CREATE TEMPORARY TABLE planted (id int)',
  'make a schema': 'CREATE SCHEMA planted',
  'make a function': 'CREATE FUNCTION planted() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  'replace a function': `CREATE OR REPLACE FUNCTION bailiwick_delete_resource_v1() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$`,
  'drop a function': 'DROP FUNCTION bailiwick_delete_resource_v1',
  'change a function': 'ALTER FUNCTION bailiwick_delete_resource_v1 RESET ALL',
  'change a table': 'ALTER TABLE bailiwick_users ADD planted int',
  'take a rule away': 'ALTER TABLE bailiwick_quotas DROP CONSTRAINT bailiwick_quotas_pkey',
  'take a rule from a domain': 'ALTER DOMAIN bailiwick_count DROP CONSTRAINT bailiwick_count_check',
  'drop a table': 'DROP TABLE bailiwick_nonces',
  'empty a table': 'TRUNCATE bailiwick_audit_events',
  'make a trigger':
    'CREATE TRIGGER planted BEFORE INSERT ON bailiwick_users EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'turn triggers off': 'SET session_replication_role = replica',
  'change the key of cursors': `UPDATE bailiwick_secrets SET value = value`,
  'say that a migration has run': `INSERT INTO bailiwick_migrations (name, batch) VALUES ('0002', 2)`,
  'forget a migration': 'DELETE FROM bailiwick_migrations',
  'change what an audit event says': `UPDATE bailiwick_audit_events SET details = '{}', outcome = 'accepted'`,
  'change an idempotency record': `UPDATE bailiwick_idempotency_keys SET payload_hash = 'x'`,
  "read a host's table": 'SELECT * FROM public.of_the_host',
  'read the hashes of roles': 'SELECT * FROM pg_authid',
  'read a file of the server': `SELECT pg_read_file('postgresql.conf')`,
  'be the owner': `SET ROLE {owner}`,
})) {
  test.serial(`PostgreSQL, as the role that serves: it cannot ${what}`, async (t) => {
    await superuser.raw('CREATE TABLE IF NOT EXISTS public.of_the_host (id int)');
    const owner = new URL(database.ownerUrl).username;
    await t.throwsAsync(server.raw(statement.replace('{owner}', owner).replaceAll('?', String.raw`\?`)), {
      message: /permission denied|must be owner|insufficient privilege/,
    });
  });
}

test.serial(
  'PostgreSQL, as the role that serves: it is ready, and not without any one of its rights',
  async (t) => {
    const role = new URL(database.serverUrl).username;
    const storage = knexStorage(server);
    await storage.ping();
    const { rows } = await superuser.raw(
      `SELECT g.privilege_type AS privilege, '' AS columns, relname AS name
     FROM pg_class, aclexplode(relacl) g WHERE g.grantee = to_regrole(:role)
     UNION ALL
     SELECT g.privilege_type, format('(%I)', attname), relname
     FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl) g WHERE g.grantee = to_regrole(:role)
     UNION ALL
     SELECT g.privilege_type, '', 'FUNCTION bailiwick.' || proname
     FROM pg_proc, aclexplode(proacl) g WHERE g.grantee = to_regrole(:role)`,
      { role },
    );
    t.true(rows.length > 60);
    for (const { privilege, columns, name } of rows) {
      const right = `${privilege} ${columns} ON ${name.replace(/^bailiwick_/, 'bailiwick.$&')}`;
      await superuser.raw(`REVOKE ${right} FROM ${role}`);
      const error = await t.throwsAsync(storage.ping(), { code: 'storage-unavailable' }, right);
      const words = String(error?.cause);
      t.true(
        words.includes(name.replace(/^FUNCTION bailiwick\./, '')) && words.includes(columns),
        `${right}: ${words}`,
      );
      await superuser.raw(`GRANT ${right} TO ${role}`);
    }
    await storage.ping();
  },
);

test.serial('PostgreSQL, as the role that serves: migrating a current schema takes no lock', async (t) => {
  // Nobody else gets any further than this with the table of Knex's lock.
  await superuser.transaction(async (trx) => {
    await trx.raw('SET search_path = bailiwick');
    await trx.raw('LOCK TABLE bailiwick_migrations_lock');
    t.deepEqual(await migrate(server), []);
  });
  for (const refused of [rollback(server), migrate(server, { tablePrefix: 'other_' })]) {
    const error = await t.throwsAsync<SchemaVersionError>(refused, {
      instanceOf: SchemaVersionError,
      message: /: (?:permission denied|must be owner)[^:]+\. The role lacks a right\./,
    });
    t.is(error?.problem, 'not-permitted');
  }
});

test.serial(
  'PostgreSQL, read-only: with a current schema, the storage starts and serves reads',
  async (t) => {
    const ann = await addUser(knexStorage(server));
    const readOnly = connect(`${database.serverUrl}?options=-c%20default_transaction_read_only%3Don`);
    t.teardown(() => readOnly.destroy());
    t.deepEqual(await migrate(readOnly), []);
    t.is((await knexStorage(readOnly).users.find(ann.id))?.id, ann.id);
    t.is(await knexStorage(readOnly).users.find(newId()), null);
  },
);
