import test from 'ava';
import { gzipSync } from 'node:zlib';
import { rawRequest, statusOf } from '../support/raw-request.js';
import { world } from '../support/world.js';

const MALFORMED: Readonly<Record<string, string | Uint8Array>> = {
  'an empty body': '',
  'an open object': '{"name":"a"',
  'a trailing comma': '{"name":"a",}',
  'two values': '{"name":"a"}{}',
  'single quotes': "{'name':'a'}",
  'a comment': '{"name":"a"/**/}',
  NaN: '{"name":NaN}',
  'a raw line feed in a string': '{"name":"a\nb"}',
  'invalid UTF-8': new Uint8Array([0x22, 0xff, 0x22]),
  'an overlong NUL': new Uint8Array([0x22, 0xc0, 0x80, 0x22]),
  'a surrogate in UTF-8': new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
  'UTF-16': new Uint8Array(Buffer.from('{"name":"a"}', 'utf16le')),
  __proto__: '{"__proto__":{"role":"admin"}}',
  'an escaped __proto__': '{"\\u005f_proto__":{"role":"admin"}}',
  '__proto__ further down': '{"name":[{"__proto__":null}]}',
  'constructor.prototype': '{"constructor":{"prototype":{"role":"admin"}}}',
  '33 levels': `${'['.repeat(33)}${']'.repeat(33)}`,
  '30,000 levels': `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  '10,000 levels of objects': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  'a member twice': '{"name":"a","name":"b"}',
  'a member twice, once escaped': '{"name":"a","n\\u0061me":"a"}',
  'a member twice further down': '{"name":"a","x":[{"y":1,"z":{},"y":1}]}',
};

test('body: what cannot be read as JSON is a 400 that tells nothing of it', async (t) => {
  const { ann } = await world(t);
  for (const [title, body] of Object.entries(MALFORMED)) {
    const reply = await ann.post('/resources', body);
    t.is(reply.status, 400, title);
    t.is(reply.body.code, 'malformed-request', title);
    t.regex(reply.body.detail, /^The body must /, title);
  }
});

test('body: what looks like a repeated member and is none, is fine', async (t) => {
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

test('body: only JSON in UTF-8 is taken, and the answer says so', async (t) => {
  const { ann } = await world(t);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/merge-patch+json',
    'application/json; charset=iso-8859-1',
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

test('PATCH: names both of its types when it gets another one', async (t) => {
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

test('body: 64 KiB are taken, one byte more is a 413, announced or not', async (t) => {
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

test('body: a transfer coding beside chunks is a 400, whether there is a body to read or not', async (t) => {
  const { ann, server } = await world(t);
  const fields = ['Host: localhost', `Authorization: ${ann.authorization}`, 'Content-Type: application/json'];
  const body = '{"name":"a"}';
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const send = (line: string, coding: string) =>
    rawRequest(server.port, [`${line} HTTP/1.1`, ...fields, `Transfer-Encoding: ${coding}`], chunks);
  t.is(statusOf(await send('POST /v1/resources', 'Chunked')), 201);
  for (const line of ['POST /v1/resources', 'GET /v1/me', 'DELETE /v1/sessions/current']) {
    for (const coding of ['gzip, chunked', 'identity, chunked']) {
      const answer = await send(line, coding);
      t.is(statusOf(answer), 400, `${line} ${coding}`);
      t.regex(answer, /"code":"malformed-request"/);
    }
  }
  t.is((await ann.get('/resources')).body.items.length, 1);
});

test('body: the limit can be chosen', async (t) => {
  const { ann } = await world(t, { router: { bodyLimitBytes: 12 } });
  t.is((await ann.post('/resources', '{"name":"a"}')).status, 201);
  t.is((await ann.post('/resources', '{"name":"ab"}')).status, 413);
});

test('body: nobody’s body is not even read', async (t) => {
  const { nobody } = await world(t);
  t.is((await nobody.post('/resources', '{broken')).status, 401);
});

test('body: where there is none, what is sent is not looked at', async (t) => {
  const { ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'a' })).body;
  t.is((await ann.call('DELETE', `/resources/${id}`, { body: '{broken' })).status, 204);
});
