import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { ApiClient } from './support/api-client.js';
import { Child, type Exit } from './support/child.js';
import { serve } from './support/server-in-process.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const NEW_PASSWORD = 'a password that is new';

type Database = Awaited<ReturnType<typeof createDatabase>>;

interface World {
  readonly database: Database;
  readonly api: ApiClient;
  readonly admin: ApiClient;
  readonly annId: string;
  readonly cli: (args: readonly string[], stdin?: string) => Promise<Exit>;
}

test.serial('migrate: an empty database gets its schema, and a second run changes nothing', async (t) => {
  const { cli } = await emptyDatabase(t);
  const first = await cli(['migrate']);
  t.is(first.code, 0, first.stderr);
  t.regex(first.stdout, /^Applied \d+ migrations?\.$/m);
  const second = await cli(['migrate']);
  t.is(second.code, 0);
  t.is(second.stdout, 'Nothing to do.\n');
});

test.serial('migrate: several at once all succeed', async (t) => {
  const { cli } = await emptyDatabase(t);
  const exits = await Promise.all([cli(['migrate']), cli(['migrate']), cli(['migrate'])]);
  t.deepEqual(
    exits.map(({ code }) => code),
    [0, 0, 0],
  );
  t.is(exits.filter(({ stdout }) => stdout.startsWith('Applied')).length, 1);
});

test.serial('migrate: tables that no record knows are named in a sentence', async (t) => {
  const { database, cli } = await setUp(t);
  await database.knex.schema.dropTable('bailiwick_migrations');
  const { code, stdout, stderr } = await cli(['migrate']);
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(stderr, /^The database cannot be migrated: .*already exists\. .*restore bailiwick_migrations.*\n$/);
});

test.serial('create-admin: the new administrator can log in and administer', async (t) => {
  const { cli, api } = await setUp(t);
  const { code, stdout, stderr } = await cli(
    ['create-admin', 'eve@example.com', '--password-stdin'],
    `${NEW_PASSWORD}\n`,
  );
  t.is(code, 0, stderr);
  t.regex(stdout, /^eve@example\.com is an administrator/);
  const eve = await api.logIn({ email: 'eve@example.com', password: NEW_PASSWORD });
  t.is((await eve.get('/v1/users')).status, 200);
  const [event] = (await eve.get('/v1/audit-events?action=user:create')).body.items;
  t.like(event.actor, { type: 'system', name: 'cli' });
});

test.serial('create-admin: only the line end of the shell is removed from the password', async (t) => {
  const { cli, api } = await setUp(t);
  await cli(['create-admin', 'eve@example.com', '--password-stdin'], `  ${NEW_PASSWORD} \r\n`);
  await t.notThrowsAsync(api.logIn({ email: 'eve@example.com', password: `  ${NEW_PASSWORD} ` }));
});

test.serial(
  'create-admin: R4 an invalid value is refused in one line, including a common password',
  async (t) => {
    const { cli } = await setUp(t);
    refused(
      t,
      await cli(['create-admin', ANN.email, '--password-stdin'], NEW_PASSWORD),
      /another user has this email/i,
    );
    refused(
      t,
      await cli(['create-admin', 'no-address', '--password-stdin'], NEW_PASSWORD),
      /email must be an email address/,
    );
    refused(
      t,
      await cli(['create-admin', 'eve@example.com', '--password-stdin'], 'short'),
      /password must have at least 15/,
    );
    refused(
      t,
      await cli(['create-admin', 'eve@example.com', '--password-stdin'], 'passwordpassword'),
      /password must not be made of what guessers try first: "passwordpassword"/,
    );
    refused(t, await cli(['create-admin', 'eve@example.com']), /--password-stdin/);
  },
);

test.serial('set-password: the new password logs in, and the sessions of the user end', async (t) => {
  const { cli, api } = await setUp(t);
  const ann = await api.logIn(ANN);
  // The case of the address may differ.
  const { code, stderr } = await cli(
    ['set-password', 'ANN@Example.com', '--password-stdin'],
    `${NEW_PASSWORD}\n`,
  );
  t.is(code, 0, stderr);
  t.is((await ann.get('/v1/me')).status, 401);
  t.is((await api.post('/v1/sessions', ANN)).status, 401);
  await t.notThrowsAsync(api.logIn({ ...ANN, password: NEW_PASSWORD }));
});

test.serial('set-password: guesses at the old password do not keep the user from logging in', async (t) => {
  const { cli, api } = await setUp(t);
  await api.post('/v1/users', ANN);
  for (let i = 0; i < 6; i += 1) await api.post('/v1/sessions', { ...ANN, password: 'a wrong password' });
  t.is((await api.post('/v1/sessions', ANN)).status, 429);
  t.is((await cli(['set-password', ANN.email, '--password-stdin'], NEW_PASSWORD)).code, 0);
  t.is((await api.post('/v1/sessions', { ...ANN, password: NEW_PASSWORD })).status, 201);
});

test.serial(
  'clear-login-failures: the user logs in again with the same password, and sessions go on',
  async (t) => {
    const { cli, api, admin, annId } = await setUp(t);
    const ann = await api.logIn(ANN);
    for (let i = 0; i < 6; i += 1) await api.post('/v1/sessions', { ...ANN, password: 'a wrong password' });
    t.is((await api.post('/v1/sessions', ANN)).status, 429);
    const { code, stdout, stderr } = await cli(['clear-login-failures', 'ANN@Example.com']);
    t.is(code, 0, stderr);
    t.is(stdout, 'The failed logins of ann@example.com are forgotten.\n');
    t.is((await api.post('/v1/sessions', ANN)).status, 201);
    t.is((await ann.get('/v1/me')).status, 200);
    const [event] = (await admin.get('/v1/audit-events?action=user:clear-login-failures')).body.items;
    t.like(event, { actor: { type: 'system', name: 'cli' }, target: { id: annId } });

    refused(t, await cli(['clear-login-failures', 'eve@example.com']), /no user .* eve@example\.com/);
    await admin.patch(`/v1/users/${annId}`, { status: 'disabled' });
    t.regex((await cli(['clear-login-failures', ANN.email])).stdout, /still disabled\.\n$/);
  },
);

test.serial('set-password: an unknown user and a short password are refused in one line', async (t) => {
  const { cli, api } = await setUp(t);
  refused(
    t,
    await cli(['set-password', 'eve@example.com', '--password-stdin'], NEW_PASSWORD),
    /no user .* eve@example\.com/,
  );
  refused(
    t,
    await cli(['set-password', ANN.email, '--password-stdin'], 'short'),
    /password must have at least 15/,
  );
  await t.notThrowsAsync(api.logIn(ANN));
});

test.serial('set-quota: a number, unlimited and default are set', async (t) => {
  const { cli, admin, api } = await setUp(t);
  const ann = await api.logIn(ANN);
  await ann.post('/v1/resources', { name: 'a' });
  await admin.put('/v1/default-limits/resources', { limit: 7 });
  const set = async (limit: string) => (await cli(['set-quota', ANN.email, 'resources', limit])).stdout;
  t.is(await set('0'), 'ann@example.com: at most 0 resources, 1 used, 1 over the limit\n');
  t.is((await ann.post('/v1/resources', { name: 'b' })).status, 403);
  t.is(await set('unlimited'), 'ann@example.com: unlimited resources, 1 used\n');
  t.is((await ann.post('/v1/resources', { name: 'b' })).status, 201);
  t.is(await set('default'), 'ann@example.com: at most 7 resources by default, 2 used\n');
});

test.serial(
  'set-quota: an invalid limit, an unknown meter and an unknown user are refused in one line',
  async (t) => {
    const { cli } = await setUp(t);
    for (const limit of ['1.5', 'many', '', '5GB', '1e3']) {
      refused(t, await cli(['set-quota', ANN.email, 'resources', limit]), /limit must be a whole number/);
    }
    refused(
      t,
      await cli(['set-quota', ANN.email, 'resources', String(2 ** 53)]),
      /^The limit must be a whole number from 0 to 9007199254740991, "unlimited" or "default", not "9007199254740992"\.$/m,
    );
    refused(t, await cli(['set-quota', ANN.email, 'castles', '1']), /meter.*resources/);
    refused(t, await cli(['set-quota', 'eve@example.com', 'resources', '1']), /no user/);
  },
);

for (const dialect of ['sqlite', 'postgres'] as const) {
  test.serial(`${dialect}: verify finds a planted difference, and repair corrects it`, async (t) => {
    const { cli, database, api, annId } = await setUp(t, dialect);
    const ann = await api.logIn(ANN);
    await ann.post('/v1/resources', { name: 'a' });
    t.is((await cli(['verify'])).code, 0);

    await database
      .knex('bailiwick_quotas')
      .where({ owner_id: annId, meter: 'resources' })
      .update({ used: 4 });
    const difference = `${annId} resources: 4 counted as used, 1 actually used`;
    const found = await cli(['verify']);
    t.is(found.code, 1);
    t.true(found.stdout.includes(difference), found.stdout);

    const repaired = await cli(['repair']);
    t.is(repaired.code, 0, repaired.stderr);
    t.true(repaired.stdout.includes(difference), repaired.stdout);
    t.like((await ann.get('/v1/me/quotas')).body.items[0], { used: 1 });
    t.is((await cli(['verify'])).code, 0);
    t.true((await cli(['repair'])).stdout.includes('0 quotas repaired'));
  });
}

test.serial('sweep: it deletes expired rows, and prints how many', async (t) => {
  const { cli, database, api } = await setUp(t);
  const ann = await api.logIn(ANN);
  await database.knex('bailiwick_sessions').update({ idle_expires_at: 0 });
  const other = await api.logIn(ANN);
  const { code, stdout, stderr } = await cli(['sweep']);
  t.is(code, 0, stderr);
  // The attempts are those of successful logins, whose claims were released.
  t.regex(
    stdout,
    /^2 sessions, 0 nonces, [0-9] login attempts, 0 idempotency keys, 0 audit events deleted\.\n$/,
  );
  t.is((await ann.get('/v1/me')).status, 401);
  t.is((await other.get('/v1/me')).status, 200);
});

test.serial('bailiwick: wrong usage exits with 2, help with 0', async (t) => {
  const { cli } = await emptyDatabase(t);
  for (const args of [
    [],
    ['dance'],
    ['create-admin'],
    ['verify', '--loudly'],
    ['create-admin', 'a@example.com', 'password'],
  ]) {
    const { code, stderr } = await cli(args);
    t.is(code, 2, args.join(' '));
    t.not(stderr, '');
  }
  const help = await cli(['--help']);
  t.is(help.code, 0);
  for (const command of [
    'migrate',
    'create-admin',
    'set-password',
    'clear-login-failures',
    'set-quota',
    'verify',
    'repair',
    'sweep',
  ]) {
    t.true(help.stdout.includes(command));
  }
});

test.serial('bailiwick: a malformed environment exits with 78, an unreachable database with 1', async (t) => {
  const { database } = await emptyDatabase(t);
  const malformed = await new Child(
    'cli',
    ['migrate'],
    testEnvironment(database.url, { BAILIWICK_POOL_MAX: 'x' }),
  ).exited;
  t.is(malformed.code, 78);
  t.regex(malformed.stderr, /^BAILIWICK_POOL_MAX /);
  const unreachable = await new Child('cli', ['verify'], testEnvironment('postgres://u@127.0.0.1:1/x'))
    .exited;
  refused(t, unreachable, /The database does not answer/);
});

test.serial('bailiwick: without a schema, the message says to migrate the database first', async (t) => {
  const { cli, database } = await emptyDatabase(t);
  await writeFile(database.url.slice('sqlite:'.length), '');
  refused(t, await cli(['verify']), /run the command "migrate" first/);
});

test.serial('bailiwick: a misspelt SQLite file is reported, and not created', async (t) => {
  const { cli, database } = await emptyDatabase(t);
  const file = database.url.slice('sqlite:'.length);
  refused(t, await cli(['repair']), /^There is no file \/.*: check DATABASE_URL/);
  t.false(existsSync(file));
  const inNoFolder = testEnvironment('sqlite:/no/such/folder/x.sqlite');
  const { exited } = new Child('cli', ['migrate'], inNoFolder);
  refused(t, await exited, /^The folder \/no\/such\/folder does not exist/);
});

async function emptyDatabase(t: ExecutionContext): Promise<Pick<World, 'database' | 'cli'>> {
  const database = await createDatabase('sqlite', { migrated: false });
  t.teardown(() => database.destroy());
  return { database, cli: cliOn(database) };
}

async function setUp(t: ExecutionContext, dialect: 'sqlite' | 'postgres' = 'sqlite'): Promise<World> {
  const database = await createDatabase(dialect);
  t.teardown(() => database.destroy());
  const api = await serve(t, database.url);
  const admin = await api.logIn(ADMIN);
  const { body: ann } = await admin.post('/v1/users', ANN);
  return { database, api, admin, annId: ann.id, cli: cliOn(database) };
}

function cliOn(database: Database): World['cli'] {
  return (args, stdin) => new Child('cli', args, testEnvironment(database.url), stdin).exited;
}

/** Expected refusals are one line on stderr, and nothing on stdout. */
function refused(t: ExecutionContext, { code, stdout, stderr }: Exit, message: RegExp): void {
  t.is(code, 1, stderr);
  t.is(stdout, '');
  t.regex(stderr, message);
  t.is(stderr.trimEnd().split('\n').length, 1, stderr);
}

test.serial(
  'keygen: the private key is written to a file that only its owner can read, and is never overwritten',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'bailiwick-keygen-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const file = join(folder, 'key.pem');
    // The command needs no database and no variable, so it can run anywhere.
    const keygen = () => new Child('cli', ['keygen', file], { PATH: process.env['PATH'] ?? '' }).exited;
    const { code, stdout, stderr } = await keygen();
    t.is(code, 0, stderr);
    t.is((await stat(file)).mode & 0o777, 0o600);
    const pem = await readFile(file, 'utf8');
    t.is(createPublicKey(pem).export({ type: 'spki', format: 'pem' }), stdout);
    t.false(`${stdout}${stderr}`.includes('PRIVATE'));
    refused(t, await keygen(), /already exists/);
    t.is(await readFile(file, 'utf8'), pem);
    const nowhere = new Child('cli', ['keygen', join(folder, 'no', 'key.pem')], { PATH: '' });
    refused(t, await nowhere.exited, /cannot be written: ENOENT/);
  },
);
