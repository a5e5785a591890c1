import { generateKeyPairSync, sign, verify, createPublicKey } from 'node:crypto';
import * as fc from 'fast-check';
import { createSigner, httpbis } from 'http-message-signatures';
import test, { type ExecutionContext } from 'ava';
import { requestSignatures, signatureBase } from '@bailiwick/http-koa/signatures';
import { listen } from '../support/listen.js';
import { rawRequest, statusOf } from '../support/raw-request.js';
import {
  baseOf,
  digestOf,
  newDraft,
  RFC_PRIVATE_KEY,
  signed,
  type Draft,
  type Wire,
} from '../support/rfc9421-signer.js';
import { codeIn, sendTo, signedWorld } from '../support/signed-world.js';
import { MISSING_ID, PUBLIC_KEY } from '../support/world.js';

const OTHER_KEY = generateKeyPairSync('ed25519').privateKey;

test('R70 signatures: a request signed from the text of RFC 9421 acts as the owner of the key', async (t) => {
  const { send, keyId, ann } = await signedWorld(t);
  const answer = await send(signed(newDraft(keyId)));
  t.is(statusOf(answer), 201, answer);
  t.true(answer.includes(ann.user.id));
  const draft = newDraft(keyId, {
    method: 'GET',
    target: '/v1/resources?kind=resource&pageSize=5',
    body: '',
  });
  t.is(statusOf(await send(signed(draft))), 200);
  t.is(statusOf(await send(signed(newDraft(keyId, { method: 'HEAD', target: '/v1/me', body: '' })))), 200);
});

test('R70 signatures: both digests, more headers, another order, label or authority, and alg are accepted', async (t) => {
  const { send, keyId } = await signedWorld(t);
  const draft = newDraft(keyId);
  const { body, headers } = draft;
  const variants: Record<string, Partial<Draft>> = {
    'sha-512': { headers: { ...headers, 'content-digest': digestOf(body, 'sha-512') } },
    'two digests': {
      headers: { ...headers, 'content-digest': `${digestOf(body, 'sha-512')}, ${digestOf(body)}` },
    },
    'more headers': { headers: { ...headers, 'idempotency-key': 'orders-1', 'x-trace': 'a b' } },
    'other order': { components: newDraft(keyId).components.toReversed() },
    label: { label: 'client-7' },
    authority: { host: 'API.example.com:8443' },
    'empty query': { target: '/v1/resources?' },
    algorithm: { parameters: { ...newDraft(keyId).parameters, alg: '"ed25519"' } },
  };
  for (const [name, given] of Object.entries(variants))
    t.is(statusOf(await send(signed(newDraft(keyId, given)))), 201, name);
});

test('R70 signatures: the example of RFC 9421, appendix B.2.6, gives the base and the signature of the RFC', (t) => {
  const params =
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
  const base = signatureBase(
    [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@method', 'POST'],
      ['@path', '/foo'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
      ['content-length', '18'],
    ],
    params,
  );
  const signature =
    'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
  t.true(verify(null, Buffer.from(base), createPublicKey(PUBLIC_KEY), Buffer.from(signature, 'base64')));
  t.is(sign(null, Buffer.from(base), RFC_PRIVATE_KEY).toString('base64'), signature);
});

test('R70 signatures: a request signed by another library is accepted', async (t) => {
  const { server, keyId } = await signedWorld(t);
  const body = '{"name":"orders"}';
  const request = {
    method: 'POST',
    url: `${server.url}/v1/resources/preview?`,
    headers: { 'content-type': 'application/json', 'content-digest': digestOf(body) },
  };
  const now = Date.now();
  const { headers } = await httpbis.signMessage(
    {
      key: createSigner(RFC_PRIVATE_KEY, 'ed25519', keyId),
      fields: ['@method', '@authority', '@path', '@query', 'content-digest', 'content-type'],
      params: ['created', 'expires', 'keyid', 'alg', 'nonce', 'tag'],
      paramValues: {
        created: new Date(now),
        expires: new Date(now + 60_000),
        nonce: 'a-nonce-of-another-library',
        tag: 'bailiwick',
      },
    },
    request,
  );
  const response = await fetch(request.url, {
    method: 'POST',
    body,
    headers: headers as Record<string, string>,
  });
  t.is(response.status, 200, await response.text());
});

type Change = (draft: Draft) => Partial<Draft>;

/** Requests with a correct signature that does not meet the requirements. */
const UNACCEPTABLE: Record<string, Change> = {
  'created in the future': ({ parameters }) => ({ parameters: { ...parameters, ...times(40, 90) } }),
  'created long ago': ({ parameters }) => ({ parameters: { ...parameters, ...times(-301, 1) } }),
  expired: ({ parameters }) => ({ parameters: { ...parameters, ...times(-61, -1) } }),
  'expires too late': ({ parameters }) => ({ parameters: { ...parameters, ...times(0, 301) } }),
  'expires before created': ({ parameters }) => ({ parameters: { ...parameters, ...times(20, 10) } }),
  'created at the end of time': ({ parameters }) => ({
    parameters: { ...parameters, created: '999999999999999', expires: '999999999999999' },
  }),
  'created with a fraction': ({ parameters }) => ({
    parameters: { ...parameters, created: `${parameters['created']}.0` },
  }),
  'created with a leading zero': ({ parameters }) => ({
    parameters: { ...parameters, created: `0${parameters['created']}` },
  }),
  'created as text': ({ parameters }) => ({
    parameters: { ...parameters, created: `"${parameters['created']}"` },
  }),
  'expires as a date': ({ parameters }) => ({
    parameters: { ...parameters, expires: `@${parameters['expires']}` },
  }),
  'another tag': ({ parameters }) => ({ parameters: { ...parameters, tag: '"web-bot-auth"' } }),
  'the tag as a token': ({ parameters }) => ({ parameters: { ...parameters, tag: 'bailiwick' } }),
  'another algorithm': ({ parameters }) => ({ parameters: { ...parameters, alg: '"hmac-sha256"' } }),
  'no algorithm': ({ parameters }) => ({ parameters: { ...parameters, alg: '"none"' } }),
  'an unknown key': ({ parameters }) => ({ parameters: { ...parameters, keyid: `"${MISSING_ID}"` } }),
  'a key named __proto__': ({ parameters }) => ({ parameters: { ...parameters, keyid: '"__proto__"' } }),
  'a key of ten thousand letters': ({ parameters }) => ({
    parameters: { ...parameters, keyid: `"${'k'.repeat(10_000)}"` },
  }),
  'a key as bytes': ({ parameters }) => ({ parameters: { ...parameters, keyid: ':AAAA:' } }),
  'a key that is no ASCII': ({ parameters }) => ({ parameters: { ...parameters, keyid: '"ké"' } }),
  'a short nonce': ({ parameters }) => ({ parameters: { ...parameters, nonce: '"short"' } }),
  'a number as nonce': ({ parameters }) => ({ parameters: { ...parameters, nonce: '123456789012345' } }),
  'a component twice': ({ components }) => ({ components: [...components, '"@method"'] }),
  'a component with a parameter': ({ components }) => ({
    components: components.map((name) => name.replace('"@method"', '"@method";req')),
  }),
  'a component as a token': ({ components }) => ({ components: [...components, 'date'] }),
  'a derived component that nobody asks for': ({ components }) => ({
    components: [...components, '"@target-uri"'],
  }),
  'a derived component that is none': ({ components }) => ({ components: [...components, '"@nothing"'] }),
  'a header that is not sent': ({ components }) => ({ components: [...components, '"x-missing"'] }),
  'a header that is no ASCII': ({ headers, components }) => ({
    headers: { ...headers, 'x-name': 'é' },
    components: [...components, '"x-name"'],
  }),
  'a second member behind the first, signed along with it': ({ parameters }) => ({
    parameters: { ...parameters, tag: '"bailiwick", sig2=()' },
  }),
  'a list that is too long': ({ headers }) => ({ headers: { ...headers, [`x-${'a'.repeat(2000)}`]: 'b' } }),
  'no components': () => ({ components: [] }),
  ...Object.fromEntries(
    ['idempotency-key', 'if-match', 'if-none-match'].map((name): [string, Change] => [
      `an ${name} that is not covered`,
      ({ headers, components }) => ({ headers: { ...headers, [name]: '"1"' }, components }),
    ]),
  ),
  'a digest of another body': ({ headers }) => ({
    headers: { ...headers, 'content-digest': digestOf('{}') },
  }),
  'a right digest beside a wrong one': ({ headers, body }) => ({
    headers: { ...headers, 'content-digest': `${digestOf(body)}, ${digestOf('{}', 'sha-512')}` },
  }),
  'a digest that is broken': ({ headers, body }) => ({
    headers: { ...headers, 'content-digest': digestOf(body, 'md5') },
  }),
  'a digest of an unknown kind': ({ headers }) => ({
    headers: { ...headers, 'content-digest': 'sha-1024=:AAAA:' },
  }),
  'a digest as text': ({ headers }) => ({ headers: { ...headers, 'content-digest': 'sha-256="AAAA"' } }),
  'a digest that is garbage': ({ headers }) => ({ headers: { ...headers, 'content-digest': '=,;(' } }),
  'an empty digest': ({ headers }) => ({ headers: { ...headers, 'content-digest': '' } }),
  'a body without digest': ({ headers }) => ({ headers: { 'content-type': headers['content-type'] ?? '' } }),
  'a label in upper case': () => ({ label: 'Sig1' }),
};

function times(createdIn: number, expiresIn: number) {
  const now = Math.floor(Date.now() / 1000);
  return { created: String(now + createdIn), expires: String(now + expiresIn) };
}

test('R71 R72 signatures: a valid signature that does not cover what is required is a 401', async (t) => {
  const { send, keyId } = await signedWorld(t);
  for (const [name, change] of Object.entries(UNACCEPTABLE)) {
    const draft = newDraft(keyId);
    const changed = change(draft);
    const components = changed.components ?? componentsFor(draft, changed);
    await refused(t, name, send(signed({ ...draft, ...changed, components })));
  }
});

/** Sends all headers of the request, unless the change replaces them. */
function componentsFor(draft: Draft, { headers }: Partial<Draft>): readonly string[] {
  if (headers === undefined) return draft.components;
  return [...draft.components.slice(0, 4), ...Object.keys(headers).map((name) => `"${name}"`)];
}

test('R71 signatures: every component and every parameter is required', async (t) => {
  const { send, keyId } = await signedWorld(t);
  const { components, parameters } = newDraft(keyId);
  for (const missing of components) {
    const rest = components.filter((name) => name !== missing);
    await refused(t, missing, send(signed(newDraft(keyId, { components: rest }))));
  }
  for (const missing of Object.keys(parameters)) {
    const rest = Object.fromEntries(
      Object.entries(newDraft(keyId).parameters).filter(([name]) => name !== missing),
    );
    await refused(t, missing, send(signed(newDraft(keyId, { parameters: rest }))));
  }
});

/** Changes that an attacker could make to a correctly signed request. */
const TAMPERINGS: Record<string, (wire: Wire) => Partial<Wire>> = {
  method: () => ({ method: 'GET' }),
  path: () => ({ target: '/v1/users' }),
  'path of somebody else': () => ({ target: '/v1/users/%6eobody/resources' }),
  'query added': ({ target }) => ({ target: `${target}?pageSize=1` }),
  authority: () => ({ host: 'evil.example' }),
  body: () => ({ body: '{"name":"ordres"}' }),
  'body longer': ({ body }) => ({ body: `${body} ` }),
  'body gone': () => ({ body: '' }),
  'body and digest': ({ lines }) => ({
    body: '{"name":"ordres"}',
    lines: replaced(lines, 'content-digest', digestOf('{"name":"ordres"}')),
  }),
  digest: ({ lines }) => ({ lines: replaced(lines, 'content-digest', digestOf('{"name":"ordres"}')) }),
  'digest gone': ({ lines }) => ({ lines: without(lines, 'content-digest') }),
  'digest twice': ({ lines, body }) => ({ lines: [...lines, `Content-Digest: ${digestOf(body)}`] }),
  'content type': ({ lines }) => ({ lines: replaced(lines, 'content-type', 'application/merge-patch+json') }),
  'content type gone': ({ lines }) => ({ lines: without(lines, 'content-type') }),
  'Idempotency-Key added': ({ lines }) => ({ lines: [...lines, 'Idempotency-Key: evil'] }),
  'If-Match added': ({ lines }) => ({ lines: [...lines, 'If-Match: *'] }),
  'created later': ({ lines }) => ({
    lines: inInput(lines, /created=(\d+)/, (_all, created: string) => `created=${Number(created) + 1}`),
  }),
  'expires later': ({ lines }) => ({
    lines: inInput(lines, /expires=(\d+)/, (_all, expires: string) => `expires=${Number(expires) + 1}`),
  }),
  nonce: ({ lines }) => ({ lines: inInput(lines, /nonce="/, () => 'nonce="x') }),
  'a parameter added': ({ lines }) => ({ lines: inInput(lines, /$/, () => ';alg="ed25519"') }),
  'a parameter twice': ({ lines }) => ({ lines: inInput(lines, /tag=/, () => 'tag="other";tag=') }),
  'odd spaces in the list': ({ lines }) => ({ lines: inInput(lines, /\(/, () => '( ') }),
  'another label in one header': ({ lines }) => ({ lines: inInput(lines, /sig1=/, () => 'sig2=') }),
  'signature truncated': ({ lines }) => ({ lines: inSignature(lines, (bytes) => bytes.subarray(0, 63)) }),
  'signature extended': ({ lines }) => ({
    lines: inSignature(lines, (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
  }),
  'signature of nothing': ({ lines }) => ({ lines: inSignature(lines, () => Buffer.alloc(0)) }),
  'signature of zeros': ({ lines }) => ({ lines: inSignature(lines, () => Buffer.alloc(64)) }),
  'signature of the identity': ({ lines }) => ({
    lines: inSignature(lines, () => Buffer.from([1, ...Buffer.alloc(63)])),
  }),
  'signature with S + L': ({ lines }) => ({ lines: inSignature(lines, plusOrder) }),
  'signature with a flipped bit': ({ lines }) => ({
    lines: inSignature(lines, (bytes) =>
      Buffer.from(bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte))),
    ),
  }),
  'signature as text': ({ lines }) => ({ lines: replaced(lines, 'signature', 'sig1="AAAA"') }),
  'signature as a list': ({ lines }) => ({ lines: replaced(lines, 'signature', 'sig1=(:AAAA:)') }),
  'signature without value': ({ lines }) => ({ lines: replaced(lines, 'signature', 'sig1') }),
  'signature is garbage': ({ lines }) => ({ lines: replaced(lines, 'signature', '=?%"') }),
  'signature is empty': ({ lines }) => ({ lines: replaced(lines, 'signature', '') }),
  'signature is huge': ({ lines }) => ({
    lines: replaced(lines, 'signature', `sig1=:${'A'.repeat(12_000)}:`),
  }),
  'signature gone': ({ lines }) => ({ lines: without(lines, 'signature') }),
  'signature twice': ({ lines }) => ({
    lines: [...lines, lines.find((line) => line.startsWith('Signature:')) ?? ''],
  }),
  'input gone': ({ lines }) => ({ lines: without(lines, 'signature-input') }),
  'input twice': ({ lines }) => ({
    lines: [...lines, lines.find((line) => line.startsWith('Signature-Input:')) ?? ''],
  }),
  'input is garbage': ({ lines }) => ({ lines: replaced(lines, 'signature-input', 'sig1=(((') }),
  'input is no list': ({ lines }) => ({ lines: replaced(lines, 'signature-input', 'sig1="@method"') }),
  'input is no ASCII': ({ lines }) => ({ lines: replaced(lines, 'signature-input', 'sig1=("é")') }),
  'input is empty': ({ lines }) => ({ lines: replaced(lines, 'signature-input', '') }),
  'input is huge': ({ lines }) => ({
    lines: replaced(lines, 'signature-input', `sig1=(${'"a" '.repeat(3000)})`),
  }),
  'input names __proto__': ({ lines }) => ({
    lines: replaced(lines, 'signature-input', '__proto__=("@method")'),
  }),
  'two signatures': ({ lines }) => ({
    lines: lines.map((line) =>
      line.startsWith('Signature')
        ? `${line}, ${line.slice(line.indexOf('sig1')).replace('sig1', 'sig2')}`
        : line,
    ),
  }),
};

test('R73 signatures: any change on the way is a 401, and does not use up the signature', async (t) => {
  const { send, keyId } = await signedWorld(t);
  for (const [name, tamper] of Object.entries(TAMPERINGS)) {
    const wire = signed(newDraft(keyId));
    await refused(t, name, send({ ...wire, ...tamper(wire) }));
    // This excludes a changed body: then the signature was correct, and its nonce is used up.
    if (!name.startsWith('body') || name === 'body and digest') t.is(statusOf(await send(wire)), 201, name);
  }
});

test('R73 signatures: a query, a key of somebody else, a signature by another key', async (t) => {
  const { send, keyId, bob } = await signedWorld(t);
  const list = signed(newDraft(keyId, { method: 'GET', target: '/v1/resources?pageSize=5', body: '' }));
  for (const target of [
    '/v1/resources?pageSize=50',
    '/v1/resources',
    '/v1/resources?',
    '/v1/resources?pageSize=5&',
  ])
    await refused(t, target, send({ ...list, target }));
  await refused(t, 'a body added', send({ ...list, body: '{}' }));
  t.is(statusOf(await send(list)), 200);
  await refused(t, 'another key', send(signed(newDraft(keyId), OTHER_KEY)));
  const { body: resource } = await bob.post('/resources', { name: 'his' });
  const foreign = newDraft(keyId, { method: 'DELETE', target: `/v1/resources/${resource.id}`, body: '' });
  t.is(statusOf(await send(signed(foreign))), 404);
});

test('R27 signatures: a request is accepted once', async (t) => {
  const { send, keyId } = await signedWorld(t);
  const wire = signed(newDraft(keyId));
  t.is(statusOf(await send(wire)), 201);
  await refused(t, 'a replay', send(wire));
});

test('R71 signatures: the authority is the configured one, whatever the Host header says', async (t) => {
  const { server, keyId } = await signedWorld(t, { authority: 'API.example.com' });
  const right = signed(newDraft(keyId, { host: 'api.example.com' }));
  t.is(statusOf(await sendTo(server.port, { ...right, host: '10.0.0.7:3000' })), 201);
  await refused(
    t,
    'signed for another host',
    sendTo(server.port, signed(newDraft(keyId, { host: 'localhost' }))),
  );
  for (const authority of ['', 'https://api.example.com', 'a b', 'a:b', 'a/b', 'a:123456'])
    t.throws(() => requestSignatures({ authority }), { instanceOf: TypeError }, authority);
  for (const authority of ['localhost', 'a.b:8443', '[::1]', '[::1]:3000'])
    t.notThrows(() => requestSignatures({ authority }), authority);
});

test('R71 signatures: a default port may be omitted, and a target in absolute form has its own host', async (t) => {
  const { server, keyId } = await signedWorld(t);
  const statusOfSigned = async (host: string, sent: { host?: string; target?: string }) =>
    statusOf(await sendTo(server.port, { ...signed(newDraft(keyId, { host })), ...sent }));
  const [target, host] = ['http://api.example.com/v1/resources', 'api.example.com'];
  t.is(await statusOfSigned(host, { host: 'API.example.com:443' }), 201);
  t.is(await statusOfSigned(host, { host: 'api.example.com:80' }), 201);
  t.is(await statusOfSigned(host, { host: 'api.example.com:8443' }), 401);
  t.is(await statusOfSigned(host, { target }), 201);
  t.is(await statusOfSigned(host, { target, host: 'another.example.com' }), 201);
  t.is(await statusOfSigned(host, { target: 'HTTP://API.example.com:80/v1/resources' }), 201);
  t.is(await statusOfSigned(host, { target: 'https://api.example.com:443/v1/resources' }), 201);
  t.is(await statusOfSigned(`${host}:443`, { target: 'http://api.example.com:443/v1/resources' }), 201);
  t.is(await statusOfSigned('another.example.com', { target, host: 'another.example.com' }), 401);
  t.is(await statusOfSigned(host, { target: `${target}?pageSize=1` }), 401);
});

test('R16 signatures: beside an Authorization header, or with two Host or Content-Type lines, the request is malformed', async (t) => {
  const { send, server, keyId, ann } = await signedWorld(t);
  const wire = signed(newDraft(keyId));
  const both = await send({ ...wire, lines: [...wire.lines, `Authorization: ${ann.authorization}`] });
  t.is(statusOf(both), 400);
  t.is(codeIn(both), 'malformed-request');
  t.is(statusOf(await send({ ...wire, lines: [...wire.lines, 'Authorization: '] })), 400);
  t.is(statusOf(await send({ ...wire, lines: [...wire.lines, 'Host: localhost'] })), 400);
  t.is(statusOf(await send({ ...wire, lines: [...wire.lines, 'Content-Type: application/json'] })), 400);
  const half = [
    'GET /v1/me HTTP/1.1',
    'Host: localhost',
    `Authorization: ${ann.authorization}`,
    'Signature: sig1=:AAAA:',
  ];
  t.is(statusOf(await rawRequest(server.port, half)), 400);
});

test('R72 signatures: a body in chunks is compared with its digest too', async (t) => {
  const { server, keyId } = await signedWorld(t);
  const chunked = (body: string) => {
    const { lines, target } = signed(newDraft(keyId));
    const head = [`POST ${target} HTTP/1.1`, 'Host: localhost', ...lines, 'Transfer-Encoding: chunked'];
    return rawRequest(server.port, head, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  };
  t.is(statusOf(await chunked('{"name":"orders"}')), 201);
  await refused(t, 'another body', chunked('{"name":"ordres"}'));
});

test('R72 signatures: a body that nothing reads is compared with its digest too', async (t) => {
  const { send, keyId, ann } = await signedWorld(t);
  const { body: resource } = await ann.post('/resources', { name: 'kept' });
  const target = `/v1/resources/${resource.id}`;
  const wire = () => signed(newDraft(keyId, { method: 'DELETE', target }));
  await refused(t, 'another body', send({ ...wire(), body: '{"name":"ordres"}' }));
  t.is(statusOf(await send(wire())), 204);
});

test('R26 signatures: over HTTP too, a key cannot create keys or change a password or an email address', async (t) => {
  const { send, keyId } = await signedWorld(t);
  const attempts = [
    ['POST', '/v1/access-keys', { name: 'more', publicKey: PUBLIC_KEY }],
    ['DELETE', `/v1/access-keys/${keyId}`, null],
    ['PUT', '/v1/me/password', { currentPassword: 'x', newPassword: 'correct horse battery staple!' }],
    ['PUT', '/v1/me/email', { currentPassword: 'x', email: 'eve@example.com' }],
    ['DELETE', '/v1/sessions', null],
  ] as const;
  for (const [method, target, body] of attempts) {
    const draft = newDraft(keyId, { method, target, body: body === null ? '' : JSON.stringify(body) });
    const answer = await send(signed(draft));
    t.is(statusOf(answer), 403, `${method} ${target}`);
    t.regex(answer, /"reason":"access-key"/);
  }
});

test('signatures: a router without the option ignores them', async (t) => {
  const { bailiwick, keyId, ann } = await signedWorld(t);
  const deaf = await listen(bailiwick);
  t.teardown(() => deaf.close());
  t.is(codeIn(await sendTo(deaf.port, signed(newDraft(keyId)))), 'authentication-required');
  const { lines, ...wire } = signed(newDraft(keyId));
  // For such a host, these are ordinary headers, which it ignores.
  const answer = await sendTo(deaf.port, {
    ...wire,
    lines: [...lines, `Authorization: ${ann.authorization}`],
  });
  t.is(statusOf(answer), 201);
});

test('R73 signatures: random headers are never a 5xx, and never accepted', async (t) => {
  const { server, keyId } = await signedWorld(t);
  const { lines } = signed(newDraft(keyId, { method: 'GET', target: '/v1/me', body: '' }));
  const [input = '', signature = ''] = lines.map((line) => line.slice(line.indexOf(': ') + 2));
  const piece = fc.constantFrom(
    'sig1',
    '=',
    '(',
    ')',
    '"',
    '"@method"',
    ';',
    'created',
    'keyid',
    ':',
    'AAAA',
    ',',
    ' ',
    '1',
    '-',
    '.',
    '?1',
    '@1',
    '%"',
    '\\',
    'é',
    '*',
    '__proto__',
  );
  const garbage = fc.array(piece, { minLength: 1, maxLength: 30 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(garbage, fc.constant(input)),
      fc.oneof(garbage, fc.constant(signature)),
      fc.option(garbage),
      async (someInput, someSignature, digest) => {
        fc.pre(someInput !== input || someSignature !== signature);
        const head = [
          'GET /v1/me HTTP/1.1',
          'Host: localhost',
          `Signature-Input: ${someInput}`,
          `Signature: ${someSignature}`,
        ];
        const status = statusOf(
          await rawRequest(server.port, digest === null ? head : [...head, `Content-Digest: ${digest}`]),
        );
        return status === 401;
      },
    ),
    { numRuns: 200 },
  );
  t.pass();
});

test('R70 signatures: the base of the tests is the base of the page, to the byte', (t) => {
  const draft = newDraft('key', { parameters: { created: '1', keyid: '"key"' } });
  t.is(
    baseOf(draft),
    [
      '"@method": POST',
      '"@authority": localhost',
      '"@path": /v1/resources',
      '"@query": ?',
      '"content-type": application/json',
      `"content-digest": ${digestOf(draft.body)}`,
      '"@signature-params": ("@method" "@authority" "@path" "@query" "content-type" "content-digest");created=1;keyid="key"',
    ].join('\n'),
  );
});

async function refused(t: ExecutionContext, name: string, answer: Promise<string>) {
  const text = await answer;
  t.is(`${statusOf(text)} ${codeIn(text)}`, '401 invalid-signature', name);
}

function without(lines: readonly string[], name: string): readonly string[] {
  return lines.filter((line) => !line.toLowerCase().startsWith(`${name}:`));
}

function replaced(lines: readonly string[], name: string, value: string): readonly string[] {
  return [...without(lines, name), `${name}: ${value}`];
}

function inInput(lines: readonly string[], pattern: RegExp, replacement: (...found: string[]) => string) {
  return lines.map((line) =>
    line.startsWith('Signature-Input') ? line.replace(pattern, replacement) : line,
  );
}

function inSignature(lines: readonly string[], change: (bytes: Buffer) => Uint8Array): readonly string[] {
  return lines.map((line) => {
    const base64 = /^Signature: sig1=:(.*):$/.exec(line)?.[1];
    if (base64 === undefined) return line;
    return `Signature: sig1=:${Buffer.from(change(Buffer.from(base64, 'base64'))).toString('base64')}:`;
  });
}

/** The other S that fits the same equation: a verifier that does not insist on S < L takes both (RFC 8032, 5.1.7). */
function plusOrder(bytes: Buffer): Buffer {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order;
  const hex = s.toString(16).padStart(64, '0');
  return Buffer.concat([bytes.subarray(0, 32), Buffer.from(hex, 'hex').reverse()]);
}
