import test from 'ava';
import { limits, StorageUnavailableError } from '@bailiwick/core';
import { operationsOf } from '@bailiwick/http-koa';
import type { Client, Json } from '../support/client.js';
import { failingStorage } from '../support/failing-storage.js';
import { MISSING_ID, PASSWORD, pointersOf, world } from '../support/world.js';

type Item = { method: string; path: string; headers?: Record<string, string>; body?: unknown };

async function batch(client: Client, items: readonly Item[]): Promise<Json[]> {
  const reply = await client.post('/batches', { items });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body.items;
}

test('POST /batches: an item sees nothing after an earlier one has ended the session', async (t) => {
  const { ann } = await world(t);
  const answers = await batch(ann, [
    { method: 'GET', path: '/me' },
    { method: 'DELETE', path: '/sessions' },
    { method: 'GET', path: '/me' },
  ]);
  t.deepEqual(
    answers.map(({ status, body }) => [status, body?.code]),
    [
      [200, undefined],
      [204, undefined],
      [401, 'invalid-token'],
    ],
  );
});

test('POST /batches: the items are performed in their order, and a refused one stops nothing', async (t) => {
  const { ann, bob } = await world(t);
  const answers = await batch(ann, [
    { method: 'POST', path: '/resources', body: { name: 'orders' } },
    { method: 'GET', path: `/users/${bob.user.id}` },
    { method: 'POST', path: '/resources', body: { name: '' } },
    { method: 'POST', path: '/resources', body: { name: 'invoices' } },
    { method: 'GET', path: '/resources?pageSize=1' },
    { method: 'GET', path: '/nowhere' },
    { method: 'PUT', path: '/me' },
    { method: 'GET', path: '/resources?colour=red' },
  ]);
  t.deepEqual(
    answers.map(({ status }) => status),
    [201, 404, 422, 201, 200, 404, 405, 422],
  );
  const [made, foreign, invalid, , page] = answers;
  const alone = await ann.get(`/resources/${made.body.id}`);
  t.deepEqual(made.body, alone.body);
  t.deepEqual(made.headers, { ETag: alone.headers.get('etag'), Location: `/v1/resources/${made.body.id}` });
  t.deepEqual(foreign.body, (await ann.get(`/users/${bob.user.id}`)).body);
  t.deepEqual(invalid.body.errors[0].pointer, '/name');
  t.deepEqual([page.body.items[0].name, typeof page.body.nextCursor], ['invoices', 'string']);
});

test('POST /batches: conditions and idempotency keys hold for each item', async (t) => {
  const { ann } = await world(t);
  const create = {
    method: 'POST',
    path: '/resources',
    headers: { 'Idempotency-Key': 'once' },
    body: { name: 'orders' },
  };
  const [first, second, other] = await batch(ann, [
    create,
    create,
    { ...create, body: { name: 'invoices' } },
  ]);
  t.deepEqual(first, second);
  t.is(other.body.code, 'idempotency-key-reused');
  const path = `/resources/${first.body.id}`;
  const rename = (name: string) => ({
    method: 'PATCH',
    path,
    headers: { 'If-Match': first.headers.ETag },
    body: { name },
  });
  const unheeded = { method: 'DELETE', path: '/sessions', headers: { 'If-Match': '"a"' } };
  const [renamed, late, refused] = await batch(ann, [rename('b'), rename('c'), unheeded]);
  t.deepEqual(
    [renamed.status, late.body.code, refused.body.code],
    [200, 'precondition-failed', 'malformed-request'],
  );
  t.is((await ann.get(path)).body.name, 'b');
});

test('POST /batches: each item is recorded as if it were sent alone', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { id } = (await bob.post('/resources', { name: 'orders' })).body;
  await batch(ann, [
    { method: 'POST', path: '/resources', body: { name: 'a' } },
    { method: 'DELETE', path: `/resources/${id}` },
    { method: 'GET', path: '/users' },
  ]);
  const { items } = (await admin.get(`/audit-events?actor=${ann.user.id}&pageSize=3`)).body;
  t.deepEqual(
    items.map((event: Json) => [event.action, event.outcome, event.reason]),
    [
      ['user:list', 'refused', 'not-admin'],
      ['resource:delete', 'refused', 'not-owner'],
      ['resource:create', 'accepted', 'owners manage their resources'],
    ],
  );
  t.is(new Set(items.map((event: Json) => event.requestId)).size, 1);
});

test('POST /batches: A3 what an item takes away, a later one cannot use', async (t) => {
  const { admin, ann } = await world(t);
  await admin.patch(`/users/${ann.user.id}`, { role: 'admin' });
  const disable = (id: string) => ({ method: 'PATCH', path: `/users/${id}`, body: { status: 'disabled' } });
  const make = { method: 'POST', path: '/users', body: { email: 'carol@example.com', password: PASSWORD } };
  const [demoted, refused] = await batch(ann, [
    { method: 'PATCH', path: `/users/${ann.user.id}`, body: { role: 'user' } },
    make,
  ]);
  t.deepEqual([demoted.status, refused.body.code], [200, 'forbidden']);
  await admin.patch(`/users/${ann.user.id}`, { role: 'admin' });
  const [gone, after] = await batch(ann, [disable(ann.user.id), make]);
  t.deepEqual([gone.status, after.body.code], [200, 'invalid-token']);
  t.is((await admin.get('/users?email=carol@example.com')).body.items.length, 0);
});

test('POST /batches: R11 no operation that compares a password can be an item, nor a login, nor a batch', async (t) => {
  const { ann, bailiwick } = await world(t);
  const operations = operationsOf(bailiwick);
  const alone = operations.filter((operation) => operation.alone).map(({ operationId }) => operationId);
  t.deepEqual(alone, [
    'createSession',
    // It reads the cookie of its own request.
    'getCurrentSession',
    'confirmCurrentSession',
    'changeMyPassword',
    'changeMyEmail',
    'createBatch',
  ]);
  const comparing = operations.filter(({ body }) =>
    Object.keys(body?.schema.fields ?? {}).some((name) => name === 'currentPassword'),
  );
  t.true(comparing.every((operation) => operation.alone));
  const guess = {
    email: 'bob@example.com',
    password: 'a wrong password',
    currentPassword: 'a wrong password',
  };
  const items = operations
    .filter((operation) => operation.alone)
    .map(({ method, path }) => ({ method, path, body: { ...guess, newPassword: PASSWORD } }));
  for (const answer of await batch(ann, items)) {
    t.is(answer.status, 400);
    t.is(answer.body.code, 'malformed-request');
  }
});

test('POST /batches: if one item is no request, all is a 422 that says which, and nothing is done', async (t) => {
  const { ann } = await world(t);
  const fine = { method: 'POST', path: '/resources', body: { name: 'orders' } };
  const bodies: readonly (readonly [body: unknown, pointers: readonly string[]])[] = [
    [{}, ['/items']],
    [{ items: [] }, ['/items']],
    [{ items: 'all' }, ['/items']],
    [{ items: { __isYupRef: true } }, ['/items']],
    [{ items: Array.from({ length: limits.BATCH_ITEMS_MAX + 1 }, () => fine) }, ['/items']],
    [{ items: [fine, null] }, ['/items/1']],
    [{ items: [fine, { method: 'HEAD', path: '' }] }, ['/items/1/method', '/items/1/path']],
    [{ items: [fine, { ...fine, headers: { accept: 'text/csv' } }] }, ['/items/1/headers/accept']],
    [{ items: [fine, { ...fine, headers: { 'If-Match': 7 } }] }, ['/items/1/headers/If-Match']],
    [{ items: [fine, { ...fine, colour: 'red' }] }, ['/items/1/colour']],
  ];
  for (const [body, pointers] of bodies) {
    const reply = await ann.post('/batches', body);
    t.is(reply.status, 422, JSON.stringify(body).slice(0, 100));
    t.deepEqual(pointersOf(reply), [...pointers]);
  }
  t.is((await ann.get('/resources')).body.items.length, 0);
  const [odd, bodyless] = await batch(ann, [
    { ...fine, body: { __isYupRef: true } },
    { method: 'POST', path: '/resources' },
  ]);
  t.deepEqual([odd.status, bodyless.status], [422, 422]);
  const large = Array.from({ length: limits.BATCH_ITEMS_MAX }, () => ({
    ...fine,
    body: { name: 'x'.repeat(700) },
  }));
  t.is((await ann.post('/batches', { items: large })).body.code, 'payload-too-large');
});

test('POST /batches: an item that ends the session of the batch deletes its cookie', async (t) => {
  const { nobody } = await world(t);
  const headers = { 'sec-fetch-site': 'same-origin' };
  const login = { email: 'ann@example.com', password: PASSWORD, cookie: true };
  const [cookie = ''] =
    (await nobody.post('/sessions', login, headers)).headers.get('set-cookie')?.split(';') ?? [];
  const items = [{ method: 'DELETE', path: '/sessions/current' }];
  const refused = await nobody.post('/batches', { items }, { cookie, 'sec-fetch-site': 'cross-site' });
  t.is(refused.body.code, 'cross-site-request');
  const ended = await nobody.post('/batches', { items }, { ...headers, cookie });
  t.is(ended.body.items[0].status, 204);
  t.is(ended.body.items[0].body, null);
  t.regex(ended.headers.get('set-cookie') ?? '', /^bailiwick=; Max-Age=0;/);
});

test('POST /batches: an outage is the answer to the items that it hits, and is reported', async (t) => {
  const { storage, fail } = failingStorage();
  const errors: unknown[] = [];
  const { ann, bailiwick } = await world(t, { storage, router: { onError: (error) => errors.push(error) } });
  const list = bailiwick.quotas.list.bind(bailiwick.quotas);
  bailiwick.quotas.list = (...args) => {
    fail(new StorageUnavailableError());
    return list(...args);
  };
  const [fine, failed] = await batch(ann, [
    { method: 'GET', path: '/resources' },
    { method: 'GET', path: '/me/quotas' },
  ]);
  t.is(fine.status, 200);
  t.like(failed, { status: 503, headers: { 'Retry-After': '1' }, body: { code: 'storage-unavailable' } });
  t.is(errors.length, 1);
});

test('POST /batches: a path below another one’s id, and with escapes, is matched as by the router', async (t) => {
  const { admin, ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  const answers = await batch(admin, [
    { method: 'GET', path: `/users/${ann.user.id}/resources` },
    { method: 'DELETE', path: `/users/${ann.user.id}/resources/${id}` },
    { method: 'PUT', path: `/users/${ann.user.id}/quotas/%72esources`, body: { limit: 3 } },
    { method: 'PUT', path: `/users/${ann.user.id}/quotas/%E0%A4%A`, body: { limit: 3 } },
    { method: 'GET', path: `/users/${MISSING_ID}/` },
    { method: 'GET', path: `/v1/users/${ann.user.id}` },
    { method: 'GET', path: `//users/${ann.user.id}` },
  ]);
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 204, 200, 404, 404, 404, 404],
  );
});
