import test from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import { limits } from '@bailiwick/core';
import { MISSING_ID, PASSWORD, pointersOf, PUBLIC_KEY, world } from '../support/world.js';

/** A day of the next month. */
const SOON = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const LAPTOP = { name: 'laptop', publicKey: PUBLIC_KEY };

test('POST /access-keys: a public key is registered, and listed', async (t) => {
  const { ann } = await world(t);
  const created = await ann.post('/access-keys', { ...LAPTOP, expiresAt: `${SOON}T13:00:00+01:00` });
  t.is(created.status, 201);
  t.is(created.headers.get('location'), null, 'there is nothing to read there');
  t.like(created.body, { ...LAPTOP, expiresAt: `${SOON}T12:00:00.000Z`, lastUsedAt: null });
  t.deepEqual((await ann.get('/access-keys')).body, { items: [created.body] });
});

test('POST /access-keys: all problems are reported at once', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.post('/access-keys', {
    name: '',
    publicKey: 'none',
    expiresAt: 'soon',
    userId: MISSING_ID,
  });
  t.is(reply.status, 422);
  t.deepEqual(pointersOf(reply).toSorted(), ['/expiresAt', '/name', '/publicKey', '/userId']);
  for (const expiresAt of [
    '2001-01-01T00:00:00Z',
    '2100-01-31T12:00:00Z',
    '2100-02-30T00:00:00Z',
    '2100-01-01T24:00:00Z',
    '2100-01-01',
    4102444800,
    null,
    '',
  ])
    t.deepEqual(pointersOf(await ann.post('/access-keys', { ...LAPTOP, expiresAt })), ['/expiresAt']);
});

test('POST /access-keys: without an expiry the key gets the latest one allowed, which a refusal of a later one names', async (t) => {
  const { ann } = await world(t);
  const { body: key } = await ann.post('/access-keys', LAPTOP);
  const lifeMs = Date.parse(key.expiresAt) - Date.parse(key.createdAt);
  t.is(lifeMs, limits.ACCESS_KEY_TTL_MAX_MS);
  const late = await ann.post('/access-keys', { ...LAPTOP, expiresAt: '2100-01-31T12:00:00Z' });
  t.regex(late.body.errors[0].detail, /must be a time in the future, \d{4}-.*Z at the latest; left out/);
});

test('PUT /me/password, PUT /users/{id}/password: access keys end on request, and always at a reset', async (t) => {
  const { admin, ann } = await world(t);
  const keys = async () => (await admin.get(`/users/${ann.user.id}/access-keys`)).body.items.length;
  const change = (currentPassword: string, newPassword: string, more: object) =>
    ann.put('/me/password', { currentPassword, newPassword, ...more });
  await ann.post('/access-keys', LAPTOP);
  t.is((await change(PASSWORD, 'another long passphrase', {})).status, 204);
  t.is(await keys(), 1);
  const asText = await change('another long passphrase', PASSWORD, { endAccessKeys: 'true' });
  t.deepEqual(pointersOf(asText), ['/endAccessKeys']);
  t.is((await change('another long passphrase', PASSWORD, { endAccessKeys: true })).status, 204);
  t.is(await keys(), 0);
  await ann.post('/access-keys', LAPTOP);
  const path = `/users/${ann.user.id}/password`;
  t.is((await admin.put(path, { password: 'a passphrase that was set' })).status, 204);
  t.is(await keys(), 0);
});

test('POST /access-keys: a private key is refused without being repeated', async (t) => {
  const { ann } = await world(t);
  const publicKey = generateKeyPairSync('ed25519').privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
  const reply = await ann.post('/access-keys', { name: 'oops', publicKey });
  t.is(reply.status, 422);
  t.regex(reply.body.errors[0].detail, /private/);
  t.false(reply.text.includes(publicKey.split('\n')[1] ?? ''));
});

test('POST /access-keys: the same key again is refused; another user may have it', async (t) => {
  const { ann, bob } = await world(t);
  t.is((await ann.post('/access-keys', LAPTOP)).status, 201);
  const again = await ann.post('/access-keys', { ...LAPTOP, name: 'tower' });
  t.is(again.status, 422);
  t.deepEqual(pointersOf(again), ['/publicKey']);
  t.is((await bob.post('/access-keys', LAPTOP)).status, 201);
});

test('POST /access-keys: with an Idempotency-Key a repeat is the first answer, also after a revocation', async (t) => {
  const { ann, bob } = await world(t);
  const header = { 'idempotency-key': '"key-1"' };
  const first = await ann.post('/access-keys', LAPTOP, header);
  t.is(first.status, 201);
  const repeats = await Promise.all([1, 2, 3].map(() => ann.post('/access-keys', LAPTOP, header)));
  await ann.delete(`/access-keys/${first.body.id}`);
  for (const repeat of [...repeats, await ann.post('/access-keys', LAPTOP, header)]) {
    t.is(repeat.status, 201);
    t.deepEqual(repeat.body, first.body);
  }
  t.deepEqual((await ann.get('/access-keys')).body.items, []);

  for (const changed of [{ name: 'tower' }, { expiresAt: `${SOON}T12:00:00Z` }]) {
    const reply = await ann.post('/access-keys', { ...LAPTOP, ...changed }, header);
    t.is(reply.body.code, 'idempotency-key-reused');
  }
  t.is((await ann.post('/resources', { name: 'orders' }, header)).body.code, 'idempotency-key-reused');
  t.not((await bob.post('/access-keys', LAPTOP, header)).body.id, first.body.id);
  const unclosed = await ann.post('/access-keys', LAPTOP, { 'idempotency-key': '"unclosed' });
  t.deepEqual(pointersOf(unclosed), ['Idempotency-Key']);
});

test('DELETE /access-keys/{id}: a user’s own key is deleted once; a foreign one is answered like a missing one', async (t) => {
  const { ann, bob } = await world(t);
  const { body: key } = await ann.post('/access-keys', LAPTOP);
  const foreign = await bob.delete(`/access-keys/${key.id}`);
  t.is(foreign.status, 404);
  t.is(foreign.text, (await bob.delete(`/access-keys/${MISSING_ID}`)).text);
  t.is((await ann.delete(`/access-keys/${key.id}`)).status, 204);
  t.is((await ann.delete(`/access-keys/${key.id}`)).status, 404);
});

test('/users/{id}/access-keys: an administrator lists and revokes the keys of others', async (t) => {
  const { admin, ann } = await world(t);
  const { body: key } = await ann.post('/access-keys', LAPTOP);
  const path = `/users/${ann.user.id}/access-keys`;
  t.deepEqual((await admin.get(path)).body.items, [key]);
  t.is((await admin.get(`/users/${MISSING_ID}/access-keys`)).status, 404);
  t.is((await admin.delete(`/access-keys/${key.id}`)).status, 404);
  t.is((await admin.delete(`${path}/${MISSING_ID}`)).status, 404);
  t.is((await admin.delete(`${path}/${key.id}`)).status, 204);
  t.deepEqual((await ann.get('/access-keys')).body.items, []);
});
