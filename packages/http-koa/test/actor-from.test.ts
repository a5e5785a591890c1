import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { actorFrom, endedSessionCookie, requireSameOrigin, sessionCookie } from '@bailiwick/http-koa/actor';
import { toProblem } from '@bailiwick/http-koa/problem';
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
async function received(
  t: ExecutionContext,
  lines: readonly string[],
  method = 'GET',
): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  t.teardown(() => {
    socket.destroy();
    server.close();
  });
  socket.write(`${method} / HTTP/1.1\r\nHost: a\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
  const [request] = await once(server, 'request');
  return request;
}

function fetched(lines: readonly string[], method = 'GET'): Request {
  const headers = new Headers();
  for (const line of lines) {
    const [name = '', value = ''] = line.split(': ', 2);
    headers.append(name, value);
  }
  return new Request('http://a.example/', { method, headers });
}

const KINDS = {
  'of the Fetch standard': (_t: ExecutionContext, lines: readonly string[], method?: string) =>
    fetched(lines, method),
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

for (const [kind, request] of Object.entries(KINDS)) {
  test(`actorFrom, a request ${kind}: a cookie, which only a page of this origin may use to change something`, async (t) => {
    const { bailiwick, id, token } = await setUp();
    const authority = 'notes.example.com';
    const cookie = `Cookie: theme=dark; __Host-bailiwick=${token}`;
    const actor = await actorFrom(bailiwick, await request(t, [cookie]), { authority });
    t.like(actor, { type: 'user', id, credential: { type: 'session' } });
    const changes: readonly (readonly [lines: readonly string[], isAllowed: boolean])[] = [
      [['Sec-Fetch-Site: same-origin'], true],
      [['Origin: https://notes.example.com'], true],
      [['Origin: https://evil.example.com'], false],
      [['Sec-Fetch-Site: same-site', 'Origin: https://notes.example.com'], false],
      [[], false],
    ];
    for (const [lines, isAllowed] of changes) {
      const change = actorFrom(bailiwick, await request(t, [cookie, ...lines], 'POST'), { authority });
      if (isAllowed) t.like(await change, { id });
      else await t.throwsAsync(change, { code: 'cross-site-request' });
    }
    const both = await request(t, [cookie, `Authorization: Bearer ${token}`]);
    await t.throwsAsync(actorFrom(bailiwick, both, { authority }), { code: 'malformed-request' });
    const twice = await request(t, [`${cookie}; __Host-bailiwick=x`]);
    await t.throwsAsync(actorFrom(bailiwick, twice, { authority }), { code: 'malformed-request' });
  });

  test(`sessionCookie, a request ${kind}: a login opens it, a logout and a dead session delete it`, async (t) => {
    const { bailiwick } = await setUp();
    const authority = 'notes.example.com';
    const login = await bailiwick.sessions.logIn(ANN);
    const sent = await request(t, ['Sec-Fetch-Site: same-origin'], 'POST');
    requireSameOrigin(sent, { authority });
    const foreign = await request(t, ['Origin: https://evil.example.com'], 'POST');
    t.throws(() => requireSameOrigin(foreign, { authority }), { code: 'cross-site-request' });
    const opening = sessionCookie(sent, login, { authority });
    t.regex(
      opening,
      /^__Host-bailiwick=[\w-]{43}; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
    const next = await request(t, [`Cookie: ${opening.split(';')[0]}`]);
    await bailiwick.sessions.endCurrent(await actorFrom(bailiwick, next, { authority }));
    t.regex(endedSessionCookie(next, { authority }) ?? '', /^__Host-bailiwick=; Max-Age=0; /);
    t.is(endedSessionCookie(sent, { authority }), null);
    const error = await t.throwsAsync(actorFrom(bailiwick, next, { authority }), { code: 'invalid-token' });
    const { headers } = toProblem(error, { basicChallenge: true });
    t.regex(String(headers['Set-Cookie']), /^__Host-bailiwick=; Max-Age=0; /);
    t.deepEqual(headers['WWW-Authenticate'], ['Bearer realm="bailiwick", error="invalid_token"']);
  });
}
