import { generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import { signRequest, type RequestToSign } from '@bailiwick/http-koa/sign-request';
import {
  baseOf,
  digestOf,
  newDraft,
  RFC_PRIVATE_KEY,
  signatureParams,
  signed,
} from './support/rfc9421-signer.js';
import { signedWorld } from './support/signed-world.js';

const PEM = RFC_PRIVATE_KEY.export({ type: 'pkcs8', format: 'pem' }) as string;

test('signRequest: three lines with fetch, for every kind of request', async (t) => {
  const { server, keyId, ann } = await signedWorld(t);
  const send = async (request: RequestToSign) => {
    const headers = await signRequest(request, { keyId, privateKey: PEM });
    const { body } = request;
    const sent = typeof body === 'string' || body === undefined ? body : Uint8Array.from(body);
    return fetch(request.url, {
      method: request.method ?? 'GET',
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    });
  };
  const resources = `${server.url}/v1/resources`;
  const created = await send({ method: 'POST', url: resources, body: '{"name":"orders ☃"}' });
  t.is(created.status, 201);
  const { id, ownerId, name } = (await created.json()) as Record<string, string>;
  t.deepEqual([ownerId, name], [ann.user.id, 'orders ☃']);
  const etag = (await send({ url: `${resources}/${id}` })).headers.get('etag') ?? '';
  const steps: [RequestToSign, number][] = [
    [{ url: resources }, 200],
    [{ url: `${resources}?` }, 200],
    [{ url: new URL(`${resources}?pageSize=5&kind=resource`) }, 200],
    [
      {
        method: 'post',
        url: `${resources}/preview`,
        body: new TextEncoder().encode('{"name":"bytes"}'),
      },
      200,
    ],
    [
      { method: 'POST', url: resources, body: '{"name":"x"}', headers: { 'Idempotency-Key': 'orders-1' } },
      201,
    ],
    [
      {
        method: 'PATCH',
        url: `${resources}/${id}`,
        body: '{"name":"y"}',
        headers: { 'If-Match': '"stale"' },
      },
      412,
    ],
    [
      {
        method: 'PATCH',
        url: `${resources}/${id}`,
        body: '{"name":"y"}',
        headers: { 'If-Match': etag, 'Content-Type': 'application/merge-patch+json' },
      },
      200,
    ],
    [{ method: 'DELETE', url: `${resources}/${id}` }, 204],
  ];
  for (const [request, status] of steps)
    t.is((await send(request)).status, status, `${request.method} ${String(request.url)}`);
});

test('signRequest: its output follows the text of RFC 9421', async (t) => {
  const createdAt = new Date('2030-01-31T12:00:00.999Z');
  const request = { method: 'post', url: 'https://API.example.com:443/v1/resources?kind=a%20b', body: '{}' };
  const options = { createdAt, ttlSeconds: 5, nonce: 'chosen-for-the-test' };
  const headers = await signRequest(request, { keyId: 'key', privateKey: RFC_PRIVATE_KEY }, options);
  const draft = newDraft('key', {
    target: '/v1/resources?kind=a%20b',
    host: 'api.example.com',
    headers: { 'content-digest': digestOf('{}'), 'content-type': 'application/json' },
    body: '{}',
    parameters: {
      created: '1896091200',
      expires: '1896091205',
      keyid: '"key"',
      nonce: '"chosen-for-the-test"',
      tag: '"bailiwick"',
    },
    label: 'sig',
  });
  t.regex(baseOf(draft), /"@authority": api\.example\.com\n/);
  t.is(headers['signature-input'], `sig=${signatureParams(draft)}`);
  t.true(signed(draft).lines.includes(`Signature: ${headers['signature']}`));
});

test('signRequest: every call has a nonce of its own', async (t) => {
  const request = { url: 'http://localhost/v1/me' };
  const key = { keyId: 'key', privateKey: RFC_PRIVATE_KEY };
  const [one, other] = [await signRequest(request, key), await signRequest(request, key)];
  const nonceOf = (headers: Record<string, string>) =>
    /nonce="([\w-]{24})"/.exec(headers['signature-input'] ?? '')?.[1];
  t.truthy(nonceOf(one));
  t.not(nonceOf(one), nonceOf(other));
});

test('signRequest: a key that is not a private Ed25519 key is refused', async (t) => {
  const request = { url: 'http://localhost/v1/me' };
  const { publicKey } = generateKeyPairSync('ed25519');
  const { privateKey } = generateKeyPairSync('x25519');
  for (const key of [publicKey, privateKey])
    await t.throwsAsync(signRequest(request, { keyId: 'key', privateKey: key }), { instanceOf: TypeError });
});
