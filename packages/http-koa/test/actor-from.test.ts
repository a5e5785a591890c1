import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { actorFrom } from '@bailiwick/http-koa/actor';
import test, { type ExecutionContext } from 'ava';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

const ANN = { email: 'ann@example.com', password: 'a dozen kettles in a row' };

async function setUp() {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  const { id } = await bailiwick.users.create(bailiwick.system('test'), ANN);
  const { token } = await bailiwick.sessions.logIn(ANN);
  return { bailiwick, id, token };
}

/** Makes a request as Node.js reads it, with these header lines. */
async function received(t: ExecutionContext, lines: readonly string[]): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  t.teardown(() => {
    socket.destroy();
    server.close();
  });
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
  const [request] = await once(server, 'request');
  return request;
}

function fetched(lines: readonly string[]): Request {
  const headers = new Headers();
  for (const line of lines) {
    const [name = '', value = ''] = line.split(': ', 2);
    headers.append(name, value);
  }
  return new Request('http://a.example/', { headers });
}

const KINDS = {
  'of the Fetch standard': (_t: ExecutionContext, lines: readonly string[]) => fetched(lines),
  'of Node.js': received,
} as const;

for (const [kind, request] of Object.entries(KINDS)) {
  test(`actorFrom, a request ${kind}: a token, a password, and nothing`, async (t) => {
    const { bailiwick, id, token } = await setUp();
    const basic = Buffer.from(`${ANN.email}:${ANN.password}`).toString('base64');
    const actors = [];
    for (const lines of [[`Authorization: Bearer ${token}`], [`authorization: basic ${basic}`], []])
      actors.push(await actorFrom(bailiwick, await request(t, lines)));
    t.like(actors, [
      { type: 'user', id, credential: { type: 'session' } },
      { type: 'user', id, credential: { type: 'password' } },
      { type: 'anonymous' },
    ]);
    const unread = await actorFrom(bailiwick, await request(t, [`Authorization: Basic ${basic}`]), {
      basic: false,
    });
    t.is(unread.type, 'anonymous');
  });

  test(`actorFrom, a request ${kind}: a wrong credential is refused, and so are two`, async (t) => {
    const { bailiwick, token } = await setUp();
    const bearer = `Authorization: Bearer ${token}`;
    const wrong = await request(t, ['Authorization: Bearer none']);
    await t.throwsAsync(actorFrom(bailiwick, wrong), { code: 'invalid-token' });
    const twice = await request(t, [bearer, bearer]);
    const { code } = await t.throwsAsync<Error & { code: string }>(actorFrom(bailiwick, twice));
    t.true(['invalid-token', 'malformed-request'].includes(code), code);
  });

  test(`actorFrom, a request ${kind}: audit events have the request id of the host`, async (t) => {
    const { bailiwick, token } = await setUp();
    const client = { requestId: 'r-1', clientAddress: '192.0.2.7' };
    const actor = await actorFrom(bailiwick, await request(t, [`Authorization: Bearer ${token}`]), {
      client,
    });
    await bailiwick.resources.create(actor, { name: 'a' });
    const { items } = await bailiwick.auditEvents.list(bailiwick.system('test'));
    t.is(items[0]?.requestId, 'r-1');
  });
}
