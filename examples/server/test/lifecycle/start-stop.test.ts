import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../support/api-client.js';
import { Child } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';
import { StartedRequest } from '../support/started-request.js';
import { TerminalServer } from '../support/terminal.js';
import { ADMIN, testEnvironment } from '../support/test-environment.js';

const IN_FLIGHT = 50;
const WITHOUT_PASSWORD = { BAILIWICK_ADMIN_PASSWORD: '' };

for (const dialect of ['sqlite', 'postgres'] as const) {
  test.serial(
    `${dialect}: R13 two processes that start at once on an empty database create one administrator, and both serve`,
    async (t) => {
      const database = await createDatabase(dialect, { migrated: false });
      t.teardown(() => database.destroy());
      const env = testEnvironment(database.url);
      const servers = [new ServerProcess(t, env), new ServerProcess(t, env)];
      const apis = await Promise.all(servers.map((server) => server.api()));
      for (const api of apis) {
        const admin = await api.logIn(ADMIN);
        t.is((await admin.get('/v1/users')).body.items.length, 1);
      }
    },
  );
}

test.serial(
  'main: R13 the first password is shown on a terminal, once, and a second start shows none',
  async (t) => {
    const env = await newEnvironment(t, WITHOUT_PASSWORD);
    const first = new TerminalServer(t, env);
    const api = new ApiClient(await first.url());
    const [password = ''] = printedPasswords(first.shown);
    t.is(password.length, 24);
    t.is((await api.post('/v1/sessions', { email: ADMIN.email, password })).status, 201);
    await first.stop();
    const second = new TerminalServer(t, env);
    await second.url();
    t.deepEqual(printedPasswords(second.shown), []);
    await second.stop();
  },
);

test.serial(
  'main: R13 if the output is a log, no password is made, and the log says what to do',
  async (t) => {
    const env = await newEnvironment(t, WITHOUT_PASSWORD);
    const server = new ServerProcess(t, env);
    const api = await server.api();
    const warning = server.log().find(({ level }) => level === 'warn');
    t.regex(String(warning?.['msg']), /no administrator.*BAILIWICK_ADMIN_PASSWORD.*create-admin/);
    for (const line of server.child.stdout.trim().split('\n')) t.notThrows(() => void JSON.parse(line), line);
    // As the message says, while the server runs.
    const cli = new Child('cli', ['create-admin', ADMIN.email, '--password-stdin'], env, ADMIN.password);
    t.is((await cli.exited).code, 0);
    t.is((await api.post('/v1/sessions', ADMIN)).status, 201);
  },
);

test.serial(
  `main: SIGTERM lets ${IN_FLIGHT} requests in flight finish, and idle or slow connections do not delay it`,
  async (t) => {
    const server = new ServerProcess(t, await newEnvironment(t));
    const api = await server.api();
    const { body: login } = await api.post('/v1/sessions', ADMIN);
    const headers = { Authorization: `Bearer ${login.token}` };
    const started = await Promise.all(
      Array.from({ length: IN_FLIGHT }, () => StartedRequest.post(`${api.url}/v1/resources`, headers)),
    );
    // A request that never gets beyond its first header.
    const slow = connect(Number(new URL(api.url).port), '127.0.0.1').on('error', () => {});
    slow.write('GET /livez HTTP/1.1\r\nHost: x\r\n');
    t.teardown(() => slow.destroy());

    server.child.signal('SIGTERM');
    await server.logged('stopping');
    await eventually('the server to stop accepting', () =>
      api.get('/livez').then(
        () => null,
        () => true,
      ),
    );
    const answers = await Promise.all(
      started.map((request, i) => request.finish({ name: `in flight ${i}` })),
    );

    for (const answer of answers) t.deepEqual(answer, { status: 201, connection: 'close' });
    const { code, stderr } = await server.child.exited;
    t.is(code, 0, stderr);
    t.truthy(await server.logged('stopped'));
  },
);

test.serial('main: while it drains, /readyz answers 503, and everything else is served', async (t) => {
  const server = new ServerProcess(t, await newEnvironment(t, { BAILIWICK_DRAIN_MS: '600000' }));
  const api = await server.api();
  t.is((await api.get('/readyz')).status, 200);
  server.child.signal('SIGTERM');
  await server.logged('stopping');
  const unready = await api.get('/readyz');
  t.is(unready.status, 503);
  t.is(unready.headers.get('Content-Type'), 'application/problem+json');
  t.is((await api.get('/livez')).status, 200);
  t.is((await api.post('/v1/sessions', ADMIN)).status, 201);
});

test.serial('main: when the drain is over, it stops, with exit code 0', async (t) => {
  const server = new ServerProcess(t, await newEnvironment(t, { BAILIWICK_DRAIN_MS: '300' }));
  await server.api();
  server.child.signal('SIGTERM');
  t.is((await server.child.exited).code, 0);
  t.truthy(await server.logged('stopped'));
});

test.serial('main: a request that does not finish is cut off after the grace period', async (t) => {
  const server = new ServerProcess(t, await newEnvironment(t, { BAILIWICK_SHUTDOWN_GRACE_MS: '200' }));
  await startRequest(server);
  server.child.signal('SIGTERM');
  t.is((await server.child.exited).code, 0);
});

test.serial('main: a second signal ends the process at once, with exit code 1', async (t) => {
  const server = new ServerProcess(t, await newEnvironment(t, { BAILIWICK_SHUTDOWN_GRACE_MS: '600000' }));
  await startRequest(server);
  server.child.signal('SIGTERM');
  await server.logged('stopping');
  server.child.signal('SIGINT');
  t.is((await server.child.exited).code, 1);
});

test.serial('main: a defect is logged and ends the process, with exit code 1', async (t) => {
  // There is no known defect, so the test injects one from outside.
  const plant = 'process.once("SIGUSR2",()=>{void Promise.reject(new Error("planted"))})';
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(plant)}`;
  const server = new ServerProcess(t, await newEnvironment(t, { NODE_OPTIONS }));
  await server.url();
  server.child.signal('SIGUSR2');
  t.is((await server.child.exited).code, 1);
  const { level, err } = await server.logged('defect');
  t.is(level, 'fatal');
  t.like(err, { message: 'planted' });
});

test.serial('main: a taken port is reported, with exit code 1', async (t) => {
  const other = createServer();
  await once(other.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const { code, stdout } = await runMain(t, await newEnvironment(t, { PORT: String(port) }));
  t.is(code, 1);
  t.true(stdout.includes(`Port ${port} of 127.0.0.1 is taken`), stdout);
});

for (const [name, more] of [
  ['the port is taken', (taken: string) => ({ PORT: taken, BAILIWICK_METRICS_PORT: '0' })],
  ['the port of the metrics is taken', (taken: string) => ({ BAILIWICK_METRICS_PORT: taken })],
  ['both ports are one', (taken: string) => ({ PORT: taken, BAILIWICK_METRICS_PORT: taken })],
  [
    'the address is not of this machine',
    () => ({ HOST: '192.0.2.1', PORT: '3000', BAILIWICK_METRICS_PORT: '0' }),
  ],
] as const) {
  test.serial(`main: a start that fails closes whatever is open, and ends: ${name}`, async (t) => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const taken = String((other.address() as AddressInfo).port);
    if (name === 'both ports are one') await new Promise((resolve) => other.close(resolve));
    else t.teardown(() => other.close());
    const { code, stdout, stderr } = await runMain(t, await newEnvironment(t, more(taken)));
    t.is(code, 1, stdout);
    t.is(stderr, '');
    t.is(stdout.match(/"level":"fatal"/g)?.length, 1, stdout);
  });
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test.serial(`main: ${signal} refuses new connections, and answers requests on open ones`, async (t) => {
    const server = new ServerProcess(t, await newEnvironment(t));
    const api = await server.api();
    const livez = `${api.url}/livez`;
    const held = await startRequest(server);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.teardown(() => agent.destroy());
    t.deepEqual(await get(livez, agent), { status: 200, connection: 'keep-alive' });
    server.child.signal(signal);
    await server.logged('stopping');
    // An idle connection is not closed at once, because this request may already be on its way.
    t.deepEqual(await get(livez, agent), { status: 200, connection: 'close' });
    await eventually('new connections to be refused', () =>
      get(livez).then(
        () => null,
        ({ code }) => (code === 'ECONNREFUSED' ? true : null),
      ),
    );
    for (let i = 0; i < 10; i += 1) await t.throwsAsync(get(livez), { code: 'ECONNREFUSED' });
    t.is((await held.finish({ name: 'held' })).status, 201);
    t.is((await server.child.exited).code, 0);
  });
}

test.serial('main: while requests arrive on open connections, the idle ones stay open', async (t) => {
  const server = new ServerProcess(t, await newEnvironment(t));
  const livez = `${(await server.api()).url}/livez`;
  const agents = Array.from({ length: 10 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  t.teardown(() => agents.forEach((agent) => agent.destroy()));
  for (const agent of agents) await get(livez, agent);
  server.child.signal('SIGTERM');
  await server.logged('stopping');
  // The last connection is used two seconds after the signal.
  for (const agent of agents) {
    await delay(200);
    t.deepEqual(await get(livez, agent), { status: 200, connection: 'close' });
  }
  t.is((await server.child.exited).code, 0);
});

test.serial('main: while it drains, every answer, even a failure, closes its connection', async (t) => {
  const server = new ServerProcess(t, await newEnvironment(t, { BAILIWICK_DRAIN_MS: '600000' }));
  const api = await server.api();
  server.child.signal('SIGTERM');
  await server.logged('stopping');
  for (const path of ['/livez', '/readyz', '/v1/me', '/v1/nowhere', '/docs'])
    t.is((await get(api.url + path)).connection, 'close', path);
});

for (const [url, told] of [
  ['postgres://nobody:hunter2hunter2@127.0.0.1:1/nothing', 'The database does not answer'],
  ['sqlite:/no/such/directory/bailiwick.sqlite', 'The folder /no/such/directory does not exist'],
] as const) {
  test.serial(
    `main: an unreachable database is reported, with exit code 1 (${new URL(url).protocol})`,
    async (t) => {
      const { code, stdout, stderr } = await runMain(t, testEnvironment(url));
      t.is(code, 1);
      t.true(stdout.includes(told), stdout);
      t.false(`${stdout}${stderr}`.includes('hunter2'), 'the password of the database is not shown');
    },
  );
}

test.serial('main: a SQLite file that is missing is made, and the log says that it is new', async (t) => {
  const env = await newEnvironment(t);
  const told = 'There was no database file, so a new and empty one was made.';
  const first = new ServerProcess(t, env);
  await first.api();
  t.truthy(await first.logged(told));
  await first.child.kill();
  // The log of the killed server is still there, but so is the file.
  const second = new ServerProcess(t, env);
  await second.api();
  t.false(second.log().some(({ msg }) => msg === told));
});

test.serial(
  'main: a SQLite file that is gone is not replaced by an empty one while its log is left',
  async (t) => {
    const env = await newEnvironment(t);
    const file = (env['DATABASE_URL'] ?? '').slice('sqlite:'.length);
    writeFileSync(`${file}-wal`, 'the last commits');
    const { code, stdout } = await runMain(t, env);
    t.is(code, 1);
    t.regex(stdout, /The file \S+ is gone, and only \S+-wal is left of it: restore a backup/);
    for (const command of ['migrate', 'verify']) {
      const { code: exit, stderr } = await new Child('cli', [command], env).exited;
      t.is(exit, 1);
      t.regex(stderr, /^The file \S+ is gone, .*\n$/, command);
    }
    t.is(readFileSync(`${file}-wal`, 'utf8'), 'the last commits');
    t.false(existsSync(file));
  },
);

test.serial(
  'main: a malformed environment is reported before anything starts, with exit code 78',
  async (t) => {
    const env = await newEnvironment(t, { BAILIWICK_POOL_MAX: 'many', BAILIWICK_COLOUR: 'red' });
    const { code, stdout, stderr } = await runMain(t, env);
    t.is(code, 78);
    t.is(stdout, '');
    t.regex(stderr, /^BAILIWICK_COLOUR is not /m);
    t.regex(stderr, /^BAILIWICK_POOL_MAX cannot be "many"\. It must be an integer/m);
  },
);

test.serial('main: a first administrator whose address belongs to another user is reported', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const env = testEnvironment(database.url);
  const server = new ServerProcess(t, env);
  const admin = await (await server.api()).logIn(ADMIN);
  const { body: user } = await admin.post('/v1/users', {
    email: 'ann@example.com',
    password: 'ann likes long passwords',
  });
  t.truthy(user.id);
  await database.knex('bailiwick_users').where({ role: 'admin' }).update({ status: 'disabled' });

  const { code, stdout } = await runMain(t, env);
  t.is(code, 1);
  t.true(stdout.includes('choose another BAILIWICK_ADMIN_EMAIL'), stdout);
});

async function newEnvironment(
  t: ExecutionContext,
  more: Record<string, string> = {},
): Promise<Record<string, string>> {
  const database = await createDatabase('sqlite', { migrated: false });
  t.teardown(() => database.destroy());
  return testEnvironment(database.url, more);
}

async function runMain(
  t: ExecutionContext,
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = new Child('main', [], env);
  t.teardown(() => child.kill());
  return child.exited;
}

async function get(url: string, agent?: Agent) {
  const outgoing = request(url, agent === undefined ? { agent: false } : { agent }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  await response.resume().toArray();
  return { status: response.statusCode, connection: response.headers.connection };
}

async function startRequest(server: ServerProcess): Promise<StartedRequest> {
  const api = await server.api();
  const { body: login } = await api.post('/v1/sessions', ADMIN);
  return StartedRequest.post(`${api.url}/v1/resources`, { Authorization: `Bearer ${login.token}` });
}

function printedPasswords(shown: string): string[] {
  return [...shown.matchAll(/shown only now: (\S+)/g)].map(([, password = '']) => password);
}
