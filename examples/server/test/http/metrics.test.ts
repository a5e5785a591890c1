import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN, testEnvironment } from '../support/test-environment.js';

test('metrics: they are served on the loopback, wherever the API listens, unless their own variable moves them', async (t) => {
  const env = { BAILIWICK_METRICS_PORT: '0', HOST: '0.0.0.0' };
  const [byDefault, moved] = [
    await start(t, env),
    await start(t, { ...env, BAILIWICK_METRICS_HOST: 'localhost' }),
  ];
  t.regex(String((await byDefault.logged('metrics'))['url']), /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const url = String((await moved.logged('metrics'))['url']);
  t.regex(url, /^http:\/\/localhost:\d+\/metrics$/);
  const get = await fetch(url);
  const head = await fetch(url, { method: 'HEAD' });
  t.deepEqual([get.status, head.status], [200, 200]);
  t.is(head.headers.get('content-type'), get.headers.get('content-type'));
});

test('metrics: if the port is taken, the message names its variable', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const server = await start(t, { BAILIWICK_METRICS_PORT: String(port) });
  const { code, stdout } = await server.child.exited;
  t.is(code, 1);
  t.true(
    stdout.includes(`Port ${port} of 127.0.0.1 is taken: choose another BAILIWICK_METRICS_PORT`),
    stdout,
  );
});

async function start(t: ExecutionContext, more: Record<string, string>): Promise<ServerProcess> {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  return new ServerProcess(t, testEnvironment(database.url, more));
}

test('metrics: requests, problems and the pool are counted, and no label is a client’s invention', async (t) => {
  const server = await start(t, { BAILIWICK_METRICS_PORT: '0' });
  const api = await server.api();
  const admin = await api.logIn(ADMIN);
  const { body: me } = await admin.get('/v1/me');
  await admin.put(`/v1/users/${me.id}/quotas/resources`, { limit: 0 });
  t.is((await admin.post('/v1/resources', { name: 'one too many' })).status, 403);
  t.is((await admin.get('/v1/made-up-by-a-client')).status, 404);

  const { url } = await server.logged('metrics');
  const response = await fetch(String(url));
  t.is(response.status, 200);
  const text = await response.text();
  const lines = new Set(text.split('\n'));
  const of = (operation: string, status: number) =>
    `bailiwick_http_request_duration_seconds_count{operation="${operation}",status="${status}"}`;
  t.true(lines.has(`${of('createSession', 201)} 1`), text);
  t.true(lines.has(`${of('createResource', 403)} 1`), text);
  t.true(lines.has(`${of('none', 404)} 1`), text);
  t.true(lines.has('bailiwick_http_problems_total{code="quota-exceeded"} 1'), text);
  t.true(lines.has('bailiwick_pool_connections{state="used"} 0'), text);
  t.regex(text, /^process_cpu_seconds_total /m);
  for (const secret of ['made-up-by-a-client', me.id, ADMIN.email]) t.false(text.includes(secret), secret);
  t.is((await fetch(new URL('/', String(url)))).status, 404);
  t.is((await api.get('/metrics')).status, 404);
  server.child.signal('SIGTERM');
  t.is((await server.child.exited).code, 0);
});

test('metrics: a host name that a web page could have invented is refused, on every path', async (t) => {
  const server = await start(t, {
    BAILIWICK_METRICS_PORT: '0',
    BAILIWICK_METRICS_HOSTS: 'bailiwick.internal,metrics',
  });
  const { port } = new URL(String((await server.logged('metrics'))['url']));
  const ask = async (host: string | null, path = '/metrics') => {
    const socket = connect(Number(port), '127.0.0.1');
    const line = host === null ? '' : `Host: ${host}\r\n`;
    socket.write(`GET ${path} HTTP/1.${host === null ? 0 : 1}\r\n${line}Connection: close\r\n\r\n`);
    return Number((await text(socket)).split(' ')[1]);
  };
  for (const host of [
    '127.0.0.1',
    `127.0.0.1:${port}`,
    `[::1]:${port}`,
    'localhost',
    'LOCALHOST:9464',
    'bailiwick.internal',
    'metrics:80',
  ]) {
    t.is(await ask(host), 200, host);
  }
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
    null,
  ]) {
    t.is(await ask(host), 421, String(host));
    t.is(await ask(host, '/'), 421, String(host));
  }
});

test('metrics: a request that the parser refuses is counted, and logged with the request id of its answer', async (t) => {
  const server = await start(t, { BAILIWICK_METRICS_PORT: '0' });
  const { hostname, port } = new URL(await server.url());
  const send = async (request: string) => {
    const socket = connect(Number(port), hostname);
    socket.write(request);
    return text(socket);
  };
  const answers = [
    await send('FOO /v1/me HTTP/1.1\r\nHost: a\r\n\r\n'),
    await send('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'),
    await send(`GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    await send('GET /live z HTTP/1.1\r\nHost: a\r\n\r\n'),
  ];
  const lines = await eventually('all of them to be logged', () => {
    const found = server.log().filter(({ msg }) => msg === 'unreadable request');
    return found.length < answers.length ? null : found;
  });
  t.deepEqual(
    lines.map(({ status }) => status),
    [501, 501, 431, 400],
  );
  for (const [i, answer] of answers.entries()) {
    t.is(/^X-Request-Id: (.*)\r$/m.exec(answer)?.[1], String(lines[i]?.['requestId']));
    t.is(lines[i]?.['clientAddress'], '127.0.0.1');
  }
  t.is(lines[2]?.['cause'], 'HPE_HEADER_OVERFLOW');
  const { url } = await server.logged('metrics');
  const metrics = await (await fetch(String(url))).text();
  for (const [status, count] of [
    [501, 2],
    [431, 1],
    [400, 1],
  ]) {
    t.true(metrics.includes(`bailiwick_http_unread_requests_total{status="${status}"} ${count}`), metrics);
  }
});

for (const [title, refused, status] of [
  ['a method', 'FOO /v1/me HTTP/1.1\r\nHost: a\r\n\r\n', 501],
  ['a header that is too long', `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
] as const) {
  test(`metrics: ${title} that is refused while an earlier request is served is counted and logged, without an answer`, async (t) => {
    const server = await start(t, { BAILIWICK_METRICS_PORT: '0' });
    const { hostname, port } = new URL(await server.url());
    const socket = connect(Number(port), hostname);
    socket.write(`GET /v1/me HTTP/1.1\r\nHost: a\r\n\r\n${refused}`);
    t.is(await text(socket), '');
    const line = await eventually(
      'it to be logged',
      () => server.log().find(({ msg }) => msg === 'unreadable request') ?? null,
    );
    t.like(line, { status, clientAddress: '127.0.0.1', isAnswered: false });
    t.regex(String(line['requestId']), /^[\da-f-]{36}$/);
    const { url } = await server.logged('metrics');
    const metrics = await (await fetch(String(url))).text();
    t.true(metrics.includes(`bailiwick_http_unread_requests_total{status="${status}"} 1`), metrics);
  });
}
