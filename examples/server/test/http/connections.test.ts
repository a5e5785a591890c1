import { createDatabase } from '@bailiwick/test-databases';
import { proxyTrust } from '@bailiwick/http-koa';
import test, { type ExecutionContext } from 'ava';
import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { ConnectionBounds, connectionsMaxOf } from '../../dist/http/connection-bounds.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN, testEnvironment } from '../support/test-environment.js';

function peer(remoteAddress: string): Socket {
  return Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
}

test('W14 connections: each client has its own limit, whatever its address is', (t) => {
  const bounds = new ConnectionBounds(2, proxyTrust(['10.0.0.1']));
  const admit = (address: string) => bounds.admit(peer(address));
  for (const [one, other] of [
    ['192.0.2.1', '192.0.2.2'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ] as const) {
    t.deepEqual([admit(one), admit(one), admit(one)], [true, true, false], one);
    t.true(admit(other), other);
  }
  t.false(admit('::ffff:192.0.2.1'), 'the same client on IPv6');
  t.false(admit('2001:db8:1:2:ffff::9'), 'another address of the same subscriber');
  for (let i = 0; i < 10; i += 1) t.true(admit('10.0.0.1'), 'a trusted proxy stands for many');
});

test('W14 connections: a closed connection makes room for another', async (t) => {
  const bounds = new ConnectionBounds(1, proxyTrust());
  for (let i = 0; i < 3; i += 1) {
    const socket = peer('192.0.2.1');
    t.true(bounds.admit(socket));
    t.false(bounds.admit(peer('192.0.2.1')));
    socket.destroy();
    await once(socket, 'close');
  }
});

test('W15 connections: a process reserves descriptors for its database and its files', (t) => {
  t.is(connectionsMaxOf(10, 1024), 950);
  t.is(connectionsMaxOf(100, 1024), 860);
  t.is(connectionsMaxOf(10, Infinity), 10_000);
  t.is(connectionsMaxOf(10, 1_000_000), 10_000);
  t.is(connectionsMaxOf(10, 20), 1);
});

test('W14 the server: a connection beyond the client’s bound is closed, counted and logged, and the others continue', async (t) => {
  const server = await start(t, {
    BAILIWICK_CONNECTIONS_PER_CLIENT_MAX: '3',
    BAILIWICK_METRICS_PORT: '0',
  });
  const url = new URL(await server.url());
  const sockets = [await open(t, url), await open(t, url), await open(t, url)];
  const refused = await open(t, url);
  await once(refused.resume(), 'close');
  for (const socket of sockets) t.regex(await ask(socket), /^HTTP\/1\.1 200 /);
  t.like(await server.logged('connections are refused: their limit is reached'), {
    level: 'warn',
    by: 'client',
    clientAddress: '127.0.0.1',
  });
  const { url: metrics } = await server.logged('metrics');
  const text = await (await fetch(String(metrics))).text();
  t.true(text.includes('bailiwick_http_refused_connections_total{by="client"} 1'), text);
  sockets[0]?.destroy();
  await eventually('the closed connection to make room', async () => {
    const socket = await open(t, url);
    return (await ask(socket)).startsWith('HTTP/1.1 200 ') || null;
  });
});

test('W14 the server: the limit for each client does not apply to a trusted proxy', async (t) => {
  const server = await start(t, {
    BAILIWICK_CONNECTIONS_PER_CLIENT_MAX: '1',
    BAILIWICK_TRUSTED_PROXIES: 'loopback',
  });
  const url = new URL(await server.url());
  const sockets = await Promise.all(Array.from({ length: 5 }, () => open(t, url)));
  for (const socket of sockets) t.regex(await ask(socket), /^HTTP\/1\.1 200 /);
});

/** A path that reads a file, and one that queries the database. */
const PATHS = ['/docs', '/docs/page.js', '/readyz', '/v1/me', '/v1/users', '/v1/audit-events'];

test.serial(
  'W15 the server: a request that needs a missing descriptor is a 503; the server survives and recovers',
  async (t) => {
    const database = await createDatabase('postgres');
    t.teardown(() => database.destroy());
    // There can be more connections than descriptors, because the limit that would prevent this is raised.
    const env = testEnvironment(database.url, {
      BAILIWICK_CONNECTIONS_MAX: '1000',
      BAILIWICK_CONNECTIONS_PER_CLIENT_MAX: '1000',
      BAILIWICK_POOL_MAX: '10',
    });
    // Enough for the start, which reads the modules of the server many at a time.
    const server = new ServerProcess(t, env, { descriptorsMax: 256 });
    const api = await server.api();
    const { body: login } = await api.post('/v1/sessions', ADMIN);
    const url = new URL(api.url);
    const asking = await Promise.all(Array.from({ length: 30 }, () => open(t, url)));
    for (const socket of asking) t.regex(await ask(socket), /^HTTP\/1\.1 200 /);
    const idle = await Promise.all(Array.from({ length: 290 }, () => open(t, url)));
    // The server has no descriptor left as soon as it closes a connection for lack of one.
    await Promise.race(idle.map((socket) => once(socket.resume(), 'close')));

    const authorization = `Authorization: Bearer ${login.token}\r\n`;
    // Several at once, so that the open connections to the database are not enough.
    const answers = await Promise.all(
      asking.map((socket, i) => ask(socket, PATHS[i % PATHS.length], authorization)),
    );
    const statuses = answers.map((answer) => Number(answer.split(' ')[1]));
    for (const path of ['/docs', '/v1/me']) {
      const own = statuses.filter((_, i) => PATHS[i % PATHS.length] === path);
      t.true(own.includes(503), `${path}: ${own.join()}`);
    }
    t.true(
      statuses.every((status) => status === 200 || status === 503),
      answers.join('\n'),
    );
    t.deepEqual(
      server.log().filter(({ level }) => level === 'error' || level === 'fatal'),
      [],
    );
    for (const socket of idle) socket.destroy();
    await eventually('the server to recover', async () => {
      const [ready, docs] = [await api.get('/readyz'), await fetch(`${api.url}/docs`)];
      return (ready.status === 200 && docs.status === 200) || null;
    });
  },
);

async function start(t: ExecutionContext, env: Record<string, string>): Promise<ServerProcess> {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  return new ServerProcess(t, testEnvironment(database.url, env));
}

async function open(t: ExecutionContext, { hostname, port }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Returns the beginning of the answer; empty if the connection was closed instead. */
function ask(socket: Socket, path = '/livez', headers = ''): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(String(bytes)));
    socket.once('close', () => resolve(''));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);
  });
}
