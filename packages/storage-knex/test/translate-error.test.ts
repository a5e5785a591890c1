import { StorageUnavailableError, type UserStatus } from '@bailiwick/core';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { translateError } from '../dist/translate-error.js';
import { addUser, ANY_USER, create, draft, LATER, newUser } from './support/fixtures.js';

test('postgres: a lock timeout is storage-unavailable, and no connection is lost', async (t) => {
  const { database, knex } = await start(t, 'postgres', { lockTimeoutMs: 50 });
  const storage = knexStorage(knex);
  const user = await addUser(storage);
  await database.knex.transaction(async (holder) => {
    await holder.raw('SELECT 1 FROM bailiwick_users WHERE id = ? FOR UPDATE', [user.id]);
    await unavailable(t, create(storage, user.id), '55P03');
    await unavailable(t, storage.users.change(user.id, { role: 'admin', at: LATER }, draft()), '55P03');
  });
  t.is(knex.client.pool.numUsed(), 0);
  t.is((await create(storage, user.id)).type, 'created');
});

test('postgres: a statement that takes too long is storage-unavailable', async (t) => {
  const { database, knex } = await start(t, 'postgres', { statementTimeoutMs: 200, lockTimeoutMs: 60_000 });
  const storage = knexStorage(knex);
  const user = await addUser(storage);
  await database.knex.transaction(async (holder) => {
    await holder.raw('SELECT 1 FROM bailiwick_users WHERE id = ? FOR UPDATE', [user.id]);
    await unavailable(t, create(storage, user.id), '57014');
  });
  t.is((await create(storage, user.id)).type, 'created');
});

test('postgres: an unreachable server is storage-unavailable', async (t) => {
  const server = await listen(createServer());
  const url = urlOf(server);
  await new Promise((resolve) => server.close(resolve));
  const knex = connect(url);
  t.teardown(() => knex.destroy());
  await unavailable(t, knexStorage(knex).ping(), 'ECONNREFUSED');
});

test('W15 a process without descriptors or memory is storage-unavailable, whatever needed one', (t) => {
  for (const code of ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOBUFS', 'ENOMEM', 'SQLITE_NOMEM', 'SQLITE_CANTOPEN']) {
    const error = Object.assign(new Error(`connect ${code}`), { code });
    t.true(translateError(error) instanceof StorageUnavailableError, code);
  }
});

test('postgres: a server that never answers is storage-unavailable in time', async (t) => {
  const server = await listen(createServer());
  t.teardown(() => server.close());
  const knex = connect(urlOf(server), { connectTimeoutMs: 50 });
  t.teardown(() => knex.destroy());
  await unavailable(t, knexStorage(knex).ping(), undefined);
});

test('postgres: a pool without a free connection is storage-unavailable in time', async (t) => {
  const { knex } = await start(t, 'postgres', { poolMax: 1, acquireTimeoutMs: 1_000 });
  const storage = knexStorage(knex);
  await knex.transaction(() => unavailable(t, storage.ping(), undefined));
  await storage.ping();
});

test('postgres: connections that the server ends while they are idle are replaced', async (t) => {
  const { database, knex } = await start(t, 'postgres', {});
  const storage = knexStorage(knex);
  await Promise.all([storage.ping(), storage.ping()]);
  await endConnectionsOf(database.knex);
  // The news may still be on its way to the pool, which then learns of each from a statement that fails.
  await t.notThrowsAsync(
    storage
      .ping()
      .catch(expectUnavailable)
      .then(() => storage.ping().catch(expectUnavailable)),
  );
  await storage.ping();
});

test('postgres: a connection that is lost within a transaction is storage-unavailable, and nothing is done', async (t) => {
  const { database, knex } = await start(t, 'postgres', {});
  const storage = knexStorage(knex);
  const user = await addUser(storage);
  const work = storage.transaction(async (stores) => {
    t.is((await create(stores, user.id)).type, 'created');
    await endConnectionsOf(database.knex);
    await create(stores, user.id);
  });
  await t.throwsAsync(work, { instanceOf: StorageUnavailableError });
  const host = knex.transaction(async (trx) => {
    await endConnectionsOf(database.knex);
    await storage.within(trx).users.find(user.id);
  });
  await t.throwsAsync(host);
  t.is((await create(storage, user.id)).type, 'created');
  t.deepEqual((await storage.quotas.check(null, 10)).differences, []);
});

test('postgres: an error of the caller’s own survives a transaction whose connection is lost', async (t) => {
  const { database, knex } = await start(t, 'postgres', {});
  const failure = new Error('the caller’s own');
  const work = knexStorage(knex).transaction(async () => {
    await endConnectionsOf(database.knex);
    throw failure;
  });
  t.is(await t.throwsAsync(work), failure);
});

test('postgres: a read-only database is storage-unavailable', async (t) => {
  const { knex } = await start(t, 'postgres', { poolMax: 1 });
  const storage = knexStorage(knex);
  await knex.raw('SET default_transaction_read_only = on');
  await unavailable(t, addUser(storage), '25006');
});

/** What an operator or a host can do to a PostgreSQL under a storage, by the SQLSTATE that the library then meets. */
const IN_POSTGRES: Readonly<Record<string, (knex: Knex) => Promise<unknown>>> = {
  '42P01': (knex) => knex.raw('DROP TABLE bailiwick_sessions'),
  '42703': (knex) => knex.raw('ALTER TABLE bailiwick_sessions DROP COLUMN last_used_at CASCADE'),
  '42501': async (knex) => {
    await knex.raw(
      `DO $$ BEGIN CREATE ROLE nobody_of_bailiwick; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    );
    await knex.raw('SET ROLE nobody_of_bailiwick');
  },
};

for (const [state, cause] of Object.entries(IN_POSTGRES)) {
  test(`postgres: ${state} is storage-unavailable`, async (t) => {
    const { knex } = await start(t, 'postgres', { poolMax: 1 });
    const storage = knexStorage(knex);
    await storage.ping();
    await cause(knex);
    await unavailable(t, storage.sessions.findByTokenHash('hash'), state);
  });
}

for (const [code, part, value] of [
  ['28P01', 'username', 'somebody_else'],
  ['28P01', 'password', 'wrong'],
  ['3D000', 'pathname', '/nowhere'],
] as const) {
  test(`postgres: a URL with a wrong ${part} is storage-unavailable`, async (t) => {
    const { database } = await start(t, 'postgres', {});
    const url = new URL(database.url);
    url[part] = value;
    const knex = connect(url.href);
    t.teardown(() => knex.destroy());
    await unavailable(t, knexStorage(knex).ping(), code);
  });
}

test('errors that no test can cause are storage-unavailable too, and a defect of the library is not', (t) => {
  const of = (code: string) => translateError(Object.assign(new Error('the words'), { code }));
  for (const code of [
    'XX000',
    'XX001',
    '55000',
    '57P03',
    'F0000',
    '40003',
    '25P04',
    '58030',
    'SQLITE_CORRUPT',
    'SQLITE_IOERR_READ',
    '54001',
    '72000',
    'SQLITE_INTERNAL',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'EPROTO',
  ])
    t.true(of(code) instanceof StorageUnavailableError, code);
  for (const message of [
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    'The server does not support SSL connections',
    'There was an error establishing an SSL connection',
  ])
    t.true(translateError(new Error(message)) instanceof StorageUnavailableError, message);
  for (const code of ['42601', '22P02', '23514', 'SQLITE_CONSTRAINT', 'SQLITE_RANGE', '0A000'])
    t.false(of(code) instanceof StorageUnavailableError, code);
});

test('postgres: a missing function is storage-unavailable', async (t) => {
  const { knex } = await start(t, 'postgres', {});
  const storage = knexStorage(knex);
  const user = await addUser(storage);
  await knex.raw('DROP FUNCTION bailiwick_create_resource_v1');
  await unavailable(t, create(storage, user.id), '42883');
});

/** The unique indexes, which a restore makes last and `ON CONFLICT` needs. */
const WITHOUT_UNIQUENESS = {
  postgres: ['ALTER TABLE bailiwick_quotas DROP CONSTRAINT bailiwick_quotas_pkey', '42P10'],
  sqlite: ['DROP INDEX bailiwick_audit_events_refusals', 'SQLITE_ERROR'],
} as const;

for (const dialect of DIALECTS) {
  test(`${dialect}: a schema without its unique indexes is storage-unavailable`, async (t) => {
    const { knex } = await start(t, dialect, {});
    const storage = knexStorage(knex);
    const user = await addUser(storage);
    const [statement, code] = WITHOUT_UNIQUENESS[dialect];
    await knex.raw(statement);
    await unavailable(t, create(storage, user.id), code);
  });
}

test('postgres: a role that may have no more connections is storage-unavailable', async (t) => {
  const { database, knex } = await start(t, 'postgres', {});
  const role = `few_${randomUUID().replaceAll('-', '')}`;
  await knex.raw(`CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT 0`);
  t.teardown(() => database.knex.raw(`DROP ROLE ${role}`));
  const url = new URL(database.url);
  [url.username, url.password] = [role, 'few'];
  const limited = connect(url.href);
  t.teardown(() => limited.destroy());
  await unavailable(t, knexStorage(limited).ping(), '53300');
});

test('postgres: a command in a transaction that has failed already is a conflict', async (t) => {
  const { knex } = await start(t, 'postgres', {});
  const storage = knexStorage(knex);
  const user = await addUser(storage);
  await knex
    .transaction(async (trx) => {
      await t.throwsAsync(trx.raw('SELECT nothing FROM nowhere'));
      const error = await t.throwsAsync(create(storage.within(trx), user.id), {
        code: 'transaction-conflict',
      });
      t.like(error?.cause, { code: '25P02' });
      await trx.rollback();
    })
    .catch(() => {});
});

for (const dialect of DIALECTS) {
  test(`${dialect}: calls that wait for a connection when the host ends its Knex are storage-unavailable`, async (t) => {
    // The end waits for the holder, so that what waits for its connection waits for the whole timeout.
    const { knex } = await start(t, dialect, { poolMax: 1, acquireTimeoutMs: 1_000 });
    const storage = knexStorage(knex);
    await storage.ping();
    const holder = await knex.transaction();
    const waiting = Array.from({ length: 20 }, (_, index) =>
      unavailable(t, storage.users.findWithPassword({ emailKey: `${index}` }), undefined),
    );
    const ended = knex.destroy();
    await Promise.all(waiting);
    await holder.rollback().catch(() => {});
    await ended;
    await unavailable(t, storage.ping(), undefined);
  });
}

/** What can become of the file of a SQLite database, by the code that the library then meets. */
const IN_SQLITE: Readonly<Record<string, (knex: Knex, file: string) => Promise<unknown>>> = {
  SQLITE_READONLY: (knex) => knex.raw('PRAGMA query_only = ON'),
  SQLITE_ERROR: (knex) => knex.raw('DROP TABLE bailiwick_users'),
  SQLITE_FULL: async (knex) => {
    await knex.raw('PRAGMA max_page_count = 1');
    await knex.raw('CREATE TABLE filler (text)');
    await knex.raw(`INSERT INTO filler VALUES (zeroblob(1000000))`).catch(() => {});
  },
};

for (const [code, cause] of Object.entries(IN_SQLITE)) {
  test(`sqlite: ${code} is storage-unavailable`, async (t) => {
    const { database, knex } = await start(t, 'sqlite', {});
    const storage = knexStorage(knex);
    await storage.ping();
    await cause(knex, database.url.replace('sqlite:', '')).catch(() => {});
    const adding = async () => {
      for (let count = 0; count < 1000; count += 1) await addUser(storage);
    };
    await unavailable(t, adding(), code);
  });
}

for (const [title, content, code] of [
  [
    'that is no database',
    'this is no database, but long enough to have a header of one hundred bytes'.repeat(10),
    'SQLITE_NOTADB',
  ],
  ['whose folder is missing', null, 'SQLITE_CANTOPEN'],
] as const) {
  test(`sqlite: a file ${title} is storage-unavailable`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'bailiwick-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const file = content === null ? join(folder, 'missing/file.sqlite') : join(folder, 'file.sqlite');
    if (content !== null) writeFileSync(file, content);
    const knex = connect(`sqlite:${file}`);
    t.teardown(() => knex.destroy());
    await unavailable(t, knexStorage(knex).ping(), code);
    await t.throwsAsync(migrate(knex), { code: 'storage-unavailable' });
  });
}

for (const dialect of DIALECTS) {
  test(`${dialect}: no error contains the values that were to be stored`, async (t) => {
    const { database, knex } = await start(t, dialect, { lockTimeoutMs: 10 });
    const storage = knexStorage(knex);
    await storage.ping();
    const secret = { ...newUser(), passwordHash: 'secret - secret' };
    const impossible = { ...secret, user: { ...secret.user, status: 'unheard-of' as UserStatus } };
    const error = await t.throwsAsync(storage.users.add(impossible, draft()));
    t.regex(inspect(error), /INSERT INTO bailiwick_users.*[Cc][Hh][Ee][Cc][Kk] constraint/s);
    t.notRegex(inspect(error), /secret/);

    await database.knex.transaction(async (holder) => {
      await addUser(knexStorage(database.knex).within(holder), { email: secret.emailKey });
      const busy = await t.throwsAsync(storage.users.add(secret, draft()), {
        instanceOf: StorageUnavailableError,
      });
      t.notRegex(inspect(busy), /secret/);
    });
  });
}

test('sqlite: a lock timeout is storage-unavailable', async (t) => {
  const { database, knex } = await start(t, 'sqlite', { lockTimeoutMs: 10 });
  const storage = knexStorage(knex);
  await storage.ping();
  await database.knex.transaction(async (holder) => {
    await holder.raw('DELETE FROM bailiwick_sessions');
    await unavailable(t, addUser(storage), 'SQLITE_BUSY');
  });
  await addUser(storage);
});

test('sqlite: a full or read-only database is storage-unavailable', async (t) => {
  const { knex } = await start(t, 'sqlite', {});
  const storage = knexStorage(knex);
  await knex.raw('PRAGMA query_only = ON');
  await unavailable(t, addUser(storage), 'SQLITE_READONLY');
  await knex.raw('PRAGMA query_only = OFF');

  const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
  await knex.raw(`PRAGMA max_page_count = ${pages}`);
  const user = { ...newUser(), passwordHash: 'x'.repeat(100_000) };
  await unavailable(t, storage.users.add(user, draft()), 'SQLITE_FULL');
  t.deepEqual((await storage.users.list({ ...EVERYBODY })).length, 0);
});

test('sqlite: a file that cannot be opened is storage-unavailable', async (t) => {
  const knex = connect('sqlite:/nowhere/at/all.sqlite');
  t.teardown(() => knex.destroy());
  await unavailable(t, knexStorage(knex).ping(), 'SQLITE_CANTOPEN');
});

const EVERYBODY = {
  scope: { type: 'all' },
  ...ANY_USER,
  olderThanId: null,
  count: 10,
} as const;

/** A database, and a Knex on it with bounds of its own. */
async function start(t: ExecutionContext, dialect: DialectName, options: Parameters<typeof connect>[1]) {
  const database = await createDatabase(dialect);
  const knex = connect(database.url, options);
  t.teardown(async () => {
    await knex.destroy();
    await database.destroy();
  });
  return { database, knex };
}

/** Rejects as `storage-unavailable`, with the database's own error for the log. */
async function unavailable(
  t: ExecutionContext,
  work: Promise<unknown>,
  code: string | undefined,
): Promise<void> {
  const error = await t.throwsAsync(work, { instanceOf: StorageUnavailableError });
  t.is((error?.cause as { code?: string } | undefined)?.code, code);
  t.notRegex(error?.message ?? '', /bailiwick_/);
}

function expectUnavailable(error: unknown): void {
  if (!(error instanceof StorageUnavailableError)) throw error;
}

async function endConnectionsOf(knex: Knex): Promise<void> {
  await knex.raw(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server): string {
  return `postgres://user:password@127.0.0.1:${(server.address() as AddressInfo).port}/database`;
}
