import test from 'ava';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { rawRequest, statusOf } from '../support/raw-request.js';
import { world } from '../support/world.js';

const MALFORMED: Readonly<Record<string, readonly [body: string | Uint8Array, detail: RegExp]>> = {
  'an empty body': ['', /it is empty/],
  'white space only': [' \n ', /it is empty/],
  'no JSON at all': ['not json', /line 1, column 1/],
  'an open object': ['{"name":"a"', /line 1, column 12, a closing brace/],
  'a trailing comma': ['{"name":"a",}', /line 1, column 13, .*comma too many/],
  'a missing comma': ['{"name":"a"\n "kind":"b"}', /line 2, column 2, a comma is missing/],
  'a missing colon': ['{"name" "a"}', /column 9, a colon/],
  'two values': ['{"name":"a"}{}', /column 13, .*after the end/],
  'single quotes': ["{'name':'a'}", /column 2, .*double quotes/],
  'a comment': ['{"name":"a"/**/}', /column 12, .*comment/],
  NaN: ['{"name":NaN}', /column 9/],
  'a number that stops': ['{"name":1.}', /column 9, the number/],
  'an escape that there is not': ['{"name":"\\x"}', /column 9, .*escape/],
  'a raw line feed in a string': ['{"name":"a\nb"}', /column 9, the string/],
  'invalid UTF-8': [new Uint8Array([0x22, 0xff, 0x22]), /UTF-8/],
  'an overlong NUL': [new Uint8Array([0x22, 0xc0, 0x80, 0x22]), /UTF-8/],
  'a surrogate in UTF-8': [new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), /UTF-8/],
  'UTF-16': [new Uint8Array(Buffer.from('{"name":"a"}', 'utf16le')), /./],
  __proto__: ['{"__proto__":{"role":"admin"}}', /"__proto__"/],
  'an escaped __proto__': ['{"\\u005f_proto__":{"role":"admin"}}', /"__proto__"/],
  '__proto__ further down': ['{"name":[{"__proto__":null}]}', /"__proto__"/],
  'constructor.prototype': ['{"constructor":{"prototype":{"role":"admin"}}}', /"constructor"/],
  '33 levels': [`${'['.repeat(33)}${']'.repeat(33)}`, /32 levels/],
  '30,000 levels': [`${'['.repeat(30_000)}${']'.repeat(30_000)}`, /32 levels/],
  '10,000 levels of objects': [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, /32 levels/],
  '30,000 levels that close otherwise': ['[}'.repeat(30_000), /column 2/],
  'a member twice': ['{"name":"a","name":"b"}', /"name" twice/],
  'a member twice, once escaped': ['{"name":"a","n\\u0061me":"a"}', /"name" twice/],
  'a member twice further down': ['{"name":"a","x":[{"y":1,"z":{},"y":1}]}', /"y" twice/],
};

test('body: malformed JSON is a 400 that says what is wrong and where, and quotes no value', async (t) => {
  const { ann } = await world(t);
  for (const [title, [body, detail]] of Object.entries(MALFORMED)) {
    const reply = await ann.post('/resources', body);
    t.is(reply.status, 400, title);
    t.is(reply.body.code, 'malformed-request', title);
    t.regex(reply.body.detail, /^The body must /, title);
    t.regex(reply.body.detail, detail, title);
    t.is(/__proto__/.test(reply.body.detail), /__proto__|constructor/.test(title), title);
  }
  const secret = await ann.post('/resources', '{"name":"do-not-repeat-me" oops}');
  t.is(secret.status, 400);
  t.false(secret.text.includes('repeat-me'));
});

const SLOW_REQUESTS: readonly (readonly [title: string, method: string, path: string, sent: string])[] = [
  ['with none of its body', 'POST', '/v1/resources', ''],
  ['with one byte of it', 'POST', '/v1/resources', '{'],
  ['with all but one byte of it', 'POST', '/v1/resources', '{"name":"a"'],
  ['of another method', 'PATCH', '/v1/resources/any', '{'],
];

for (const [title, method, path, sent] of SLOW_REQUESTS) {
  test(`W2 body: a request that is held open ${title} is a 408, and the connection is closed`, async (t) => {
    const { ann, server } = await world(t, { router: { bodyTimeoutMs: 300 } });
    const socket = connect(server.port, '127.0.0.1');
    const head = [
      `Authorization: ${ann.authorization}`,
      'Content-Type: application/json',
      'Content-Length: 12',
    ];
    socket.write(`${[`${method} ${path} HTTP/1.1`, 'Host: localhost', ...head].join('\r\n')}\r\n\r\n${sent}`);
    const answer = await text(socket);
    t.is(statusOf(answer), 408);
    t.regex(answer, /^Connection: close/im);
    t.regex(answer, /"code":"request-timeout"/);
    t.is((await ann.get('/resources')).body.items.length, 0);
  });
}

test('W2 body: it may arrive byte by byte within its time, and not longer', async (t) => {
  const { ann, server } = await world(t, { router: { bodyTimeoutMs: 1000 } });
  const head = ['POST /v1/resources HTTP/1.1', 'Host: localhost', `Authorization: ${ann.authorization}`];
  const fields = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`${[...head, ...fields].join('\r\n')}\r\n\r\n`);
  const dribble = setInterval(() => socket.writable && socket.write('1\r\n \r\n'), 20);
  t.teardown(() => clearInterval(dribble));
  t.is(statusOf(await text(socket)), 408);
  t.is((await ann.post('/resources', { name: 'a' })).status, 201);
});

test('body: text that only looks like a repeated member is accepted', async (t) => {
  const { ann } = await world(t);
  for (const name of ['{"name":"a","name":"b"}', '"name":', '\\"', '\\\\":{', '}]{[,:']) {
    const reply = await ann.post('/resources', { name, kind: 'resource' });
    t.is(reply.status, 201, name);
    t.is(reply.body.name, name);
  }
  const nested = await ann.post(
    '/resources',
    '{"a":{"name":1},"b":{"name":2},"c":[{"x":1},{"x":1}],"name":"d"}',
  );
  t.is(nested.status, 422);
  t.is((await ann.post('/resources', '{"deep":' + '['.repeat(31) + ']'.repeat(31) + '}')).status, 422);
});

test('body: a byte order mark and white space do no harm', async (t) => {
  const { ann } = await world(t);
  t.is((await ann.post('/resources', '\ufeff \r\n{ "name" : "a" }\t')).status, 201);
});

test('body: only JSON in UTF-8 is accepted, and the answer says so', async (t) => {
  const { ann } = await world(t);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/merge-patch+json',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'json',
  ]) {
    const reply = await ann.post('/resources', { name: 'a' }, { 'content-type': type });
    t.is(reply.status, 415, type);
    t.is(reply.body.code, 'unsupported-media-type');
    t.is(reply.headers.get('accept'), 'application/json');
  }
  for (const type of [
    'application/json',
    'Application/JSON;charset=UTF-8',
    'application/json; charset="utf-8"',
    // The parameter after a semicolon may be missing (RFC 9110 section 5.6.6), and there may be other parameters.
    'application/json;',
    'application/json; ;charset=utf-8;',
    'application/json;\tcharset = utf8',
    'application/json; charset=US-ASCII',
    'application/json; profile="a;b"; charset=utf-8',
    'application/json; utf-8',
  ]) {
    t.is((await ann.post('/resources', { name: 'a' }, { 'content-type': type })).status, 201, type);
  }
});

test('body: a body without a type is a 415', async (t) => {
  const { ann, server } = await world(t);
  const lines = ['POST /v1/resources HTTP/1.1', 'Host: localhost', `Authorization: ${ann.authorization}`];
  t.is(statusOf(await rawRequest(server.port, [...lines, 'Content-Length: 12'], '{"name":"a"}')), 415);
  t.is(statusOf(await rawRequest(server.port, [...lines, 'Content-Length: 0'])), 415);
});

test('PATCH: the refusal of another media type names both accepted ones', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.patch(
    '/resources/any',
    { name: 'a' },
    { 'content-type': 'application/json-patch+json' },
  );
  t.is(reply.status, 415);
  t.is(reply.headers.get('accept-patch'), 'application/json, application/merge-patch+json');
});

test('body: a compressed body is a 415 that asks for a plain one', async (t) => {
  const { ann } = await world(t);
  const body = gzipSync('{"name":"a"}');
  for (const encoding of ['gzip', 'br', 'gzip, identity', 'x']) {
    const reply = await ann.post('/resources', body, { 'content-encoding': encoding });
    t.is(reply.status, 415, encoding);
    t.is(reply.headers.get('accept-encoding'), 'identity');
  }
  t.is((await ann.post('/resources', { name: 'a' }, { 'content-encoding': 'identity' })).status, 201);
});

test('body: 64 KiB are accepted, and one byte more is a 413, announced or not', async (t) => {
  const { ann, server } = await world(t);
  const fits = `{"name":"a"${' '.repeat(64 * 1024 - 12)}}`;
  t.is((await ann.post('/resources', fits)).status, 201);
  const reply = await ann.post('/resources', `${fits} `);
  t.is(reply.status, 413);
  t.is(reply.body.code, 'payload-too-large');
  t.regex(reply.body.detail, /65536 bytes/);
  const lines = ['POST /v1/resources HTTP/1.1', 'Host: localhost', `Authorization: ${ann.authorization}`];
  const chunked = [...lines, 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
  const chunk = `10001\r\n${fits} \r\n0\r\n\r\n`;
  t.is(statusOf(await rawRequest(server.port, chunked, chunk)), 413);
});

test('body: a transfer coding beside chunks is a 400 at the end of the connection, whether there is a body to read or not', async (t) => {
  const { ann, server } = await world(t);
  const fields = ['Host: localhost', `Authorization: ${ann.authorization}`, 'Content-Type: application/json'];
  const body = '{"name":"a"}';
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  // The request does not ask to close the connection: if the server did not, the answer would never end.
  const send = (line: string, coding: string) => {
    const socket = connect(server.port, '127.0.0.1');
    const head = [line, ...fields, `Transfer-Encoding: ${coding}`];
    socket.write(`${head.join('\r\n')}\r\n\r\n${chunks}`);
    return text(socket);
  };
  const line = `POST /v1/resources HTTP/1.1`;
  t.is(statusOf(await rawRequest(server.port, [line, ...fields, 'Transfer-Encoding: Chunked'], chunks)), 201);
  for (const target of ['POST /v1/resources', 'GET /v1/me', 'DELETE /v1/sessions/current']) {
    for (const [version, coding] of [
      ['1.1', 'gzip, chunked'],
      ['1.1', 'identity, chunked'],
      ['1.0', 'chunked'],
      ['1.0', 'identity, chunked'],
    ]) {
      const answer = await send(`${target} HTTP/${version}\r\nConnection: keep-alive`, `${coding}`);
      t.is(statusOf(answer), 400, `${target} ${version} ${coding}`);
      t.regex(answer, /"code":"malformed-request"/);
      t.regex(answer, /^Connection: close/im);
    }
  }
  t.is((await ann.get('/resources')).body.items.length, 1);
});

test('body: the limit can be chosen', async (t) => {
  const { ann } = await world(t, { router: { bodyLimitBytes: 12 } });
  t.is((await ann.post('/resources', '{"name":"a"}')).status, 201);
  t.is((await ann.post('/resources', '{"name":"ab"}')).status, 413);
});

test('body: the body of a request without a credential is not read', async (t) => {
  const { nobody } = await world(t);
  t.is((await nobody.post('/resources', '{broken')).status, 401);
});

test('body: an operation without a body ignores one', async (t) => {
  const { ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'a' })).body;
  t.is((await ann.call('DELETE', `/resources/${id}`, { body: '{broken' })).status, 204);
});
