import test from 'ava';
import type { Client } from '../support/client.js';
import { MISSING_ID, world, pointersOf } from '../support/world.js';

async function create(who: Client, name = 'orders') {
  return (await who.post('/resources', { name })).body;
}

test('POST /resources: it creates the resource, which belongs to the caller', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.post('/resources', { name: 'orders' });
  t.is(reply.status, 201);
  t.is(reply.headers.get('location'), `/v1/resources/${reply.body.id}`);
  t.like(reply.body, { ownerId: ann.user.id, kind: 'resource', name: 'orders' });
  t.deepEqual((await ann.get(`/resources/${reply.body.id}`)).body, reply.body);
});

test('POST /resources: names need not be unique', async (t) => {
  const { ann } = await world(t);
  t.not((await create(ann)).id, (await create(ann)).id);
});

test('POST /resources: the owner comes from the credential only', async (t) => {
  const { ann, bob, nobody } = await world(t);
  for (const member of ['ownerId', 'userId', 'id', 'createdAt', 'quota', 'role']) {
    const body = { name: 'orders', [member]: bob.user.id };
    const reply = await ann.post('/resources', body);
    t.is(reply.status, 422, member);
    t.is(reply.body.errors[0].pointer, `/${member}`);
    t.is((await nobody.post('/resources', body)).status, 401, member);
  }
  t.deepEqual((await bob.get('/resources')).body.items, []);
});

test('POST /resources: whoever names an owner in the body is shown the paths that do', async (t) => {
  const { ann } = await world(t);
  const own = `/users/${ann.user.id}/resources`;
  for (const path of ['/resources', '/resources/preview', own, `${own}/preview`]) {
    const reply = await ann.post(path, { name: 'orders', ownerId: ann.user.id, userId: ann.user.id });
    t.deepEqual(reply.body.errors, [
      {
        pointer: '/ownerId',
        detail:
          'must be left out: the path names the owner, as in /groups/{id}/resources and /users/{id}/resources.',
      },
      { pointer: '/userId', detail: 'must be left out: the known names are "name", "kind".' },
    ]);
  }
});

test('POST /resources: a refusal for the quota has the figures', async (t) => {
  const { ann, admin } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 1 });
  await create(ann);
  const reply = await ann.post('/resources', { name: 'one too many' });
  t.is(reply.status, 403);
  t.is(reply.body.code, 'quota-exceeded');
  t.deepEqual(reply.body.quotas, [{ meter: 'resources', limit: 1, used: 1, requested: 1 }]);
});

test('POST /resources: if there are several kinds, one must be named', async (t) => {
  const { ann } = await world(t, { kinds: { database: { databases: 1 }, bucket: { storageGiB: 5 } } });
  for (const path of ['/resources', '/resources/preview']) {
    const reply = await ann.post(path, { name: 'orders' });
    t.is(reply.status, 422);
    t.deepEqual(reply.body.errors, [
      { pointer: '/kind', detail: 'is missing: it must be "database" or "bucket".' },
    ]);
  }
  t.is((await ann.post('/resources', { name: 'orders', kind: 'bucket' })).body.kind, 'bucket');
});

test('POST /resources: a repeat with the same key, bare or quoted, returns the first answer', async (t) => {
  const { ann } = await world(t);
  const first = await ann.post('/resources', { name: 'orders' }, { 'idempotency-key': 'key-1' });
  const repeat = await ann.post('/resources', { name: 'orders' }, { 'idempotency-key': '"key-1"' });
  t.is(repeat.status, 201);
  t.is(repeat.text, first.text);
  t.is(repeat.headers.get('location'), first.headers.get('location'));
  t.is((await ann.get('/resources')).body.items.length, 1);
});

test('POST /resources: the same key for another body is refused', async (t) => {
  const { ann } = await world(t);
  await ann.post('/resources', { name: 'orders' }, { 'idempotency-key': 'key-1' });
  const reply = await ann.post('/resources', { name: 'invoices' }, { 'idempotency-key': 'key-1' });
  t.is(reply.status, 422);
  t.is(reply.body.code, 'idempotency-key-reused');
});

test('POST /resources: the same key of two users is two keys', async (t) => {
  const { ann, bob } = await world(t);
  const key = { 'idempotency-key': 'key-1' };
  const [one, other] = [
    await ann.post('/resources', { name: 'a' }, key),
    await bob.post('/resources', { name: 'b' }, key),
  ];
  t.is(other.status, 201);
  t.not(one.body.id, other.body.id);
});

test('POST /resources: a malformed key is a 422 that names the header', async (t) => {
  const { ann } = await world(t);
  for (const key of ['two words', '"unclosed', '""', 'x'.repeat(256), 'ümlaut', '"a"b"']) {
    const reply = await ann.post('/resources', { name: 5 }, { 'idempotency-key': key });
    t.is(reply.status, 422, key);
    t.deepEqual(
      reply.body.errors.map((error: { pointer: string }) => error.pointer),
      ['Idempotency-Key', '/name'],
      key,
    );
  }
});

test('POST /resources/preview: it returns what a create would decide, and writes nothing', async (t) => {
  const { ann, bailiwick } = await world(t);
  const reply = await ann.post('/resources/preview', { name: 'orders' });
  t.is(reply.status, 200);
  t.deepEqual(reply.body, { ownerId: ann.user.id, kind: 'resource', name: 'orders' });
  t.false(reply.headers.has('location'));
  t.deepEqual((await ann.get('/resources')).body.items, []);
  const events = await bailiwick.auditEvents.list(bailiwick.system('test'), { action: 'resource:create' });
  t.deepEqual(events.items, []);
});

test('POST /resources/preview: it is not a parameter of the create, and takes no key', async (t) => {
  const { ann } = await world(t);
  const asQuery = await ann.post('/resources?preview=true', { name: 'orders' });
  t.is(asQuery.status, 422);
  t.deepEqual(pointersOf(asQuery), ['?preview']);
  const withKey = await ann.post('/resources/preview', { name: 'orders' }, { 'idempotency-key': 'k-1' });
  t.is(withKey.status, 400);
  t.regex(withKey.body.detail, /Idempotency-Key/);
  t.is((await ann.get('/resources/preview')).status, 405);
  t.deepEqual((await ann.get('/resources')).body.items, []);
});

test('POST /resources/preview: it refuses what the create would refuse', async (t) => {
  const { ann, admin } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 0 });
  const [preview, create] = [
    await ann.post('/resources/preview', { name: 'orders' }),
    await ann.post('/resources', { name: 'orders' }),
  ];
  t.is(preview.status, 403);
  t.is(preview.text, create.text);
});

test('GET /resources: a user lists their own resources, an administrator those of all users', async (t) => {
  const { ann, bob, admin } = await world(t);
  const [one, two] = [await create(ann), await create(bob)];
  t.deepEqual((await ann.get('/resources')).body, { items: [one], nextCursor: null });
  t.deepEqual((await admin.get('/resources')).body.items, [two, one]);
  t.deepEqual((await admin.get(`/resources?ownerId=${ann.user.id}`)).body.items, [one]);
  t.deepEqual((await ann.get(`/resources?ownerId=${bob.user.id}`)).body.items, []);
  t.deepEqual((await ann.get('/resources?ownerId=%00')).body.items, []);
  t.is((await ann.get('/resources?ownerId=')).status, 422, 'an empty filter is a mistake, not everything');
  t.deepEqual((await ann.get('/resources?kind=resource')).body.items, [one]);
});

test('GET /resources: the links lead to every resource once, newest first', async (t) => {
  const { ann, server } = await world(t);
  const created: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) created.push((await create(ann, name)).id);
  const seen: string[] = [];
  let next: string | undefined = '/v1/resources?kind=resource&pageSize=2';
  while (next !== undefined) {
    const page = await ann.get(next.slice('/v1'.length));
    seen.push(...page.body.items.map((item: { id: string }) => item.id));
    const link = page.headers.get('link');
    t.is(link === null, page.body.nextCursor === null);
    next = link?.match(/^<([^>]+)>; rel="next"$/)?.[1];
    t.false(next?.includes(server.url) ?? false);
  }
  t.deepEqual(seen, created.toReversed());
});

test('GET /resources: a cursor of another list or another user, or an invented one, is malformed', async (t) => {
  const { ann, bob } = await world(t);
  for (const name of ['a', 'b']) await create(ann, name);
  for (const name of ['a', 'b']) await create(bob, name);
  const { nextCursor } = (await ann.get('/resources?pageSize=1')).body;
  t.is((await ann.get(`/resources?pageSize=1&cursor=${nextCursor}`)).status, 200);
  for (const [who, query] of [
    [bob, `cursor=${nextCursor}`],
    [ann, `kind=resource&cursor=${nextCursor}`],
    [ann, `cursor=${nextCursor.slice(1)}`],
    [ann, `cursor=${nextCursor}A`],
    [ann, 'cursor=%00'],
    [ann, `cursor=${Buffer.alloc(32).toString('base64url')}`],
  ] as const) {
    const reply = await who.get(`/resources?${query}`);
    t.is(reply.status, 400, query);
    t.is(reply.body.code, 'malformed-request');
  }
});

test('GET /resources/{id}: a caller that has the current version gets a 304', async (t) => {
  const { ann } = await world(t);
  const { id } = await create(ann);
  const etag = (await ann.get(`/resources/${id}`)).headers.get('etag') ?? '';
  t.regex(etag, /^"[\w-]{43}"$/);
  const again = await ann.get(`/resources/${id}`, { 'if-none-match': `"other", W/${etag}` });
  t.is(again.status, 304);
  t.is(again.text, '');
  t.is(again.headers.get('etag'), etag);
  t.is(again.headers.get('cache-control'), 'no-store');
  t.is((await ann.get(`/resources/${id}`, { 'if-none-match': '"other"' })).status, 200);
});

test('PATCH /resources/{id}: renames, and the ETag changes with it', async (t) => {
  const { ann } = await world(t);
  const { id } = await create(ann);
  const before = (await ann.get(`/resources/${id}`)).headers.get('etag');
  const reply = await ann.patch(`/resources/${id}`, { name: 'invoices' });
  t.is(reply.status, 200);
  t.is(reply.body.name, 'invoices');
  t.not(reply.headers.get('etag'), before);
  t.is(reply.headers.get('etag'), (await ann.get(`/resources/${id}`)).headers.get('etag'));
});

test('PATCH /resources/{id}: it accepts a merge patch', async (t) => {
  const { ann } = await world(t);
  const { id } = await create(ann);
  const type = { 'content-type': 'application/merge-patch+json' };
  t.is((await ann.patch(`/resources/${id}`, { name: 'invoices' }, type)).body.name, 'invoices');
});

test('PATCH /resources/{id}: with If-Match it changes only the version that was read', async (t) => {
  const { ann } = await world(t);
  const { id } = await create(ann);
  const etag = (await ann.get(`/resources/${id}`)).headers.get('etag') ?? '';
  const second = await ann.patch(`/resources/${id}`, { name: 'second' }, { 'if-match': `"other", ${etag}` });
  t.is(second.status, 200);
  for (const stale of [etag, `W/${second.headers.get('etag')}`, '"other"', '""']) {
    const reply = await ann.patch(`/resources/${id}`, { name: 'third' }, { 'if-match': stale });
    t.is(reply.status, 412, stale);
    t.is(reply.body.code, 'precondition-failed');
  }
  t.is((await ann.patch(`/resources/${id}`, { name: 'third' }, { 'if-match': '*' })).status, 200);
});

test('DELETE /resources/{id}: the resource is gone, and its claim is released', async (t) => {
  const { ann, admin } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 1 });
  const { id } = await create(ann);
  t.is((await ann.delete(`/resources/${id}`)).status, 204);
  t.is((await ann.delete(`/resources/${id}`)).status, 404);
  t.is((await ann.get(`/resources/${id}`)).status, 404);
  t.is((await ann.post('/resources', { name: 'again' })).status, 201);
});

test('resources: an administrator reads, renames and deletes the resources of others', async (t) => {
  const { ann, admin } = await world(t);
  const { id } = await create(ann);
  t.is((await admin.get(`/resources/${id}`)).status, 200);
  t.is((await admin.patch(`/resources/${id}`, { name: 'renamed' })).body.ownerId, ann.user.id);
  t.is((await admin.delete(`/resources/${id}`)).status, 204);
  t.is((await admin.delete(`/resources/${MISSING_ID}`)).status, 404);
});

test('GET /resources: with include=owners, each resource has its owner, whom the caller may read', async (t) => {
  const { admin, ann } = await world(t);
  await ann.post('/resources', { name: 'orders' });
  const owner = { id: ann.user.id, type: 'user', name: 'ann@example.com' };
  for (const [caller, path] of [
    [admin, '/resources'],
    [ann, '/resources'],
    [admin, `/users/${ann.user.id}/resources`],
  ] as const) {
    t.deepEqual((await caller.get(`${path}?include=owners`)).body.items[0].owner, owner);
    t.false('owner' in (await caller.get(path)).body.items[0]);
  }
});
