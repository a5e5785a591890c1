import { createBailiwick, limits } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { MISSING_ID, PASSWORD, pointersOf, world, type World } from '../../support/world.js';

const CAROL = { email: 'carol@example.com', password: PASSWORD };

test('POST /users: the new user can log in, and has the role user', async (t) => {
  const { admin, nobody } = await world(t);
  const reply = await admin.post('/users', CAROL);
  t.is(reply.status, 201);
  t.is(reply.headers.get('location'), `/v1/users/${reply.body.id}`);
  t.like(reply.body, { email: 'carol@example.com', role: 'user', status: 'active' });
  t.is((await nobody.post('/sessions', CAROL)).status, 201);
});

test('POST /users: role and limits can be given', async (t) => {
  const { admin } = await world(t);
  const { body } = await admin.post('/users', { ...CAROL, role: 'admin', limits: { resources: 0 } });
  t.is(body.role, 'admin');
  const quotas = await admin.get(`/users/${body.id}/quotas`);
  t.deepEqual(quotas.body.items, [{ meter: 'resources', limit: 0, used: 0, over: 0, source: 'user' }]);
});

test('POST /users: an address belongs to one user, however it is written', async (t) => {
  const { admin } = await world(t);
  const reply = await admin.post('/users', { ...CAROL, email: 'ANN@EXAMPLE.COM' });
  t.is(reply.status, 409);
  t.is(reply.body.code, 'email-taken');
});

test('POST /users: an address that a user has taken goes to the new user, and changes the version of the other', async (t) => {
  const { admin, ann } = await world(t);
  const taken = await ann.put('/me/email', { currentPassword: PASSWORD, email: CAROL.email });
  t.is(taken.status, 200);
  const etag = (await admin.get(`/users/${ann.user.id}`)).headers.get('etag') ?? '';
  t.is((await admin.post('/users', CAROL)).status, 201);
  t.is((await ann.get('/me')).body.email, 'ann@example.com');
  const change = await admin.patch(`/users/${ann.user.id}`, { status: 'disabled' }, { 'if-match': etag });
  t.is(change.status, 412);
  const events = await admin.get(`/audit-events?target=${ann.user.id}&action=user%3Aset-email`);
  t.deepEqual(
    events.body.items.map(({ details }: { details: object }) => Object.keys(details).toSorted()),
    [['email', 'givenTo']],
  );
});

test('GET /users: filters by email, role, status and being over a limit', async (t) => {
  const { admin, ann, bob } = await world(t);
  await ann.post('/resources', { name: 'orders' });
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 0 });
  await admin.patch(`/users/${bob.user.id}`, { status: 'disabled' });
  const emails = async (query: string) =>
    (await admin.get(`/users${query}`)).body.items.map((user: { email: string }) => user.email);
  t.deepEqual(await emails(''), ['bob@example.com', 'ann@example.com', 'admin@example.com']);
  t.deepEqual(await emails('?email=Ann%40example.com'), ['ann@example.com']);
  t.deepEqual(await emails('?role=admin'), ['admin@example.com']);
  t.deepEqual(await emails('?status=disabled'), ['bob@example.com']);
  t.deepEqual(await emails('?over=true'), ['ann@example.com']);
  t.deepEqual(await emails('?over=false&role=user'), ['bob@example.com', 'ann@example.com']);
  t.deepEqual(await emails('?near=80'), ['ann@example.com']);
  t.deepEqual(await emails('?q=A'), ['admin@example.com', 'ann@example.com']);
  t.deepEqual(await emails('?q=an%25'), []);
});

test('GET /users: with quotas, or without', async (t) => {
  const { admin, ann } = await world(t);
  const { body } = await admin.get('/users?include=quotas&q=ann');
  const { items: quotas } = (await ann.get('/me/quotas')).body;
  t.deepEqual(body.items, [{ ...(await ann.get('/me')).body, quotas }]);
  t.false('quotas' in (await admin.get('/users?q=ann')).body.items[0]);
});

test('GET /users: filters that cannot hold are errors', async (t) => {
  const { admin } = await world(t);
  const pointers = async (query: string) => pointersOf(await admin.get(`/users?${query}`));
  t.deepEqual(await pointers(`near=49&q=${'x'.repeat(255)}&include=sessions`), ['?q', '?near', '?include']);
  t.deepEqual(await pointers('near=101&q='), ['?q', '?near']);
  t.deepEqual(await pointers('near=80.5&q=%00'), ['?q', '?near']);
});

test('GET: users, resources and quotas of a removed role, kind or meter are answered as documented', async (t) => {
  const storage = memoryStorage();
  const before = createBailiwick({
    storage,
    passwordHasher: fastHasher,
    kinds: { resource: { resources: 1 }, disk: { gib: 5 } },
    roles: ['operator'],
  });
  const job = before.system('test');
  const olga = await before.users.create(job, { ...CAROL, role: 'operator' });
  await before.quotas.setLimit(job, { ownerId: olga.id, meter: 'gib', limit: 3 });
  const disk = await before.resources.create(job, { ownerId: olga.id, kind: 'resource', name: 'small' });
  await before.quotas.clearLimit(job, { ownerId: olga.id, meter: 'gib' });
  const large = await before.resources.create(job, { ownerId: olga.id, kind: 'disk', name: 'large' });
  const { admin, nobody, clientWith } = await world(t, { storage });
  // Each answer is compared with the document: see `listen`.
  const login = await nobody.post('/sessions', CAROL);
  t.is(login.body.user.role, 'operator');
  const self = clientWith(`Bearer ${login.body.token}`);
  for (const reply of [
    await self.get('/me'),
    await self.put('/me/email', { currentPassword: PASSWORD, email: 'olga@example.com' }),
    await admin.get(`/users/${olga.id}`),
    await admin.patch(`/users/${olga.id}`, { status: 'active' }),
  ]) {
    t.is(reply.body.role, 'operator');
  }
  t.is((await admin.get('/users?role=operator')).body.items[0].role, 'operator');
  t.is((await self.get(`/resources/${large.id}`)).body.kind, 'disk');
  t.is((await self.patch(`/resources/${large.id}`, { name: 'larger' })).body.kind, 'disk');
  t.is((await self.get('/resources')).body.items.length, 2);
  const { items } = (await self.get('/me/quotas')).body;
  t.true(items.some(({ meter, used }: { meter: string; used: number }) => meter === 'gib' && used === 5));
  t.like((await admin.put(`/users/${olga.id}/quotas/gib`, { limit: null })).body, { meter: 'gib' });
  t.is((await admin.patch(`/users/${olga.id}`, { role: 'operator' })).status, 422);
  t.is((await admin.delete(`/users/${olga.id}/resources/${disk.id}`)).status, 204);
});

test('GET /users/{id}: an administrator reads any user, a user only themselves', async (t) => {
  const { admin, ann, bob } = await world(t);
  t.is((await admin.get(`/users/${ann.user.id}`)).body.email, 'ann@example.com');
  t.is((await ann.get(`/users/${ann.user.id}`)).body.email, 'ann@example.com');
  t.is((await ann.get(`/users/${bob.user.id}`)).status, 404);
  t.is((await admin.get(`/users/${MISSING_ID}`)).status, 404);
});

test('PATCH /users/{id}: email, role and status change together', async (t) => {
  const { admin, ann } = await world(t);
  const change = { email: 'anna@example.com', role: 'admin', status: 'active' };
  const reply = await admin.patch(`/users/${ann.user.id}`, change);
  t.is(reply.status, 200);
  t.like(reply.body, change);
  t.is((await ann.get('/users')).status, 200);
});

test('PATCH /users/{id}: an empty change is a 422 on the whole body', async (t) => {
  const { admin, ann } = await world(t);
  const reply = await admin.patch(`/users/${ann.user.id}`, {});
  t.is(reply.status, 422);
  t.is(reply.body.errors[0].pointer, '');
});

test('PATCH /users/{id}: R22 a disabled user loses access at once', async (t) => {
  const { admin, ann, nobody } = await world(t);
  await admin.patch(`/users/${ann.user.id}`, { status: 'disabled' });
  t.is((await ann.get('/me')).status, 401);
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD })).status, 401);
  const create = await admin.post(`/users/${ann.user.id}/resources`, { name: 'orders' });
  t.is(create.status, 403);
  t.like(create.body, { code: 'forbidden', action: 'resource:create', reason: 'owner-disabled' });
});

test('PATCH and DELETE /users/{id}: the last administrator stays', async (t) => {
  const { admin } = await world(t);
  const path = `/users/${admin.user.id}`;
  for (const reply of [
    await admin.patch(path, { role: 'user' }),
    await admin.patch(path, { status: 'disabled' }),
    await admin.delete(path),
  ]) {
    t.is(reply.status, 409);
    t.is(reply.body.code, 'last-admin');
  }
});

test('DELETE /users/{id}: it is refused while the user owns resources, with their number', async (t) => {
  const { admin, ann } = await world(t);
  for (const name of ['a', 'b']) await ann.post('/resources', { name });
  for (const query of ['', '?resources=refuse']) {
    const reply = await admin.delete(`/users/${ann.user.id}${query}`);
    t.is(reply.status, 409);
    t.like(reply.body, { code: 'owns-resources', count: 2 });
    t.regex(reply.body.detail, /resources=delete/);
  }
});

test('DELETE /users/{id}?resources=delete: nothing of the user is left', async (t) => {
  const { admin, ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  t.is((await admin.delete(`/users/${ann.user.id}?resources=delete`)).status, 204);
  t.is((await admin.delete(`/users/${ann.user.id}?resources=delete`)).status, 404);
  t.is((await admin.get(`/resources/${id}`)).status, 404);
  t.is((await ann.get('/me')).status, 401);
});

test('DELETE /users/{id}?resources=delete: a user with many resources is being deleted, until a sweep is done', async (t) => {
  const { admin, ann, nobody, bailiwick } = await world(t);
  await addResources(bailiwick, ann.user.id, limits.DELETE_AT_ONCE_ROWS_MAX + 1);
  const path = `/users/${ann.user.id}`;
  t.is((await admin.delete(path)).status, 409);
  const reply = await admin.delete(`${path}?resources=delete`);
  t.is(reply.status, 202);
  t.like(reply.body, { id: ann.user.id, status: 'deleting' });

  const again = await admin.delete(`${path}?resources=delete`);
  t.deepEqual([again.status, again.body], [202, reply.body]);
  t.deepEqual((await admin.get(path)).body, reply.body);
  t.deepEqual((await admin.get('/users?status=deleting')).body.items, [reply.body]);
  t.is((await ann.get('/me')).status, 401);
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD })).status, 401);
  t.is((await admin.post(`${path}/resources`, { name: 'one more' })).status, 404);
  t.is((await admin.post(`${path}/resources/preview`, { name: 'one more' })).status, 404);
  t.is((await admin.patch(path, { status: 'active' })).status, 404);
  t.is((await admin.put(`${path}/quotas/resources`, { limit: 1 })).status, 404);
  const another = { email: 'ann@example.com', password: 'a whole new passphrase' };
  t.is((await admin.post('/users', another)).status, 409);

  for await (const _ of bailiwick.sweep());
  t.is((await admin.get(path)).status, 404);
  t.is((await admin.delete(`${path}?resources=delete`)).status, 404);
  t.deepEqual((await admin.get('/resources')).body.items, []);
  t.is((await admin.post('/users', another)).status, 201);
});

test('DELETE /users/{id}?resources=delete: as many resources as the bound go at once', async (t) => {
  const { admin, ann, bailiwick } = await world(t);
  await addResources(bailiwick, ann.user.id, limits.DELETE_AT_ONCE_ROWS_MAX);
  t.is((await admin.delete(`/users/${ann.user.id}?resources=delete`)).status, 204);
});

test('DELETE /users/{id}?resources=transfer: the receiver gets the resources, if there is room for all', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  const path = `/users/${ann.user.id}?resources=transfer`;
  for (const query of [path, `/users/${ann.user.id}?to=${bob.user.id}`]) {
    const refused = await admin.delete(query);
    t.is(refused.status, 422, query);
    t.is(refused.body.errors[0].pointer, '?to', query);
  }
  await admin.put(`/users/${bob.user.id}/quotas/resources`, { limit: 0 });
  const full = await admin.delete(`${path}&to=${bob.user.id}`);
  t.like(full.body, { status: 403, code: 'quota-exceeded' });
  t.is((await ann.get('/me')).status, 200);
  await admin.put(`/users/${bob.user.id}/quotas/resources`, { limit: 1 });
  t.is((await admin.delete(`${path}&to=${bob.user.id}`)).status, 204);
  t.is((await bob.get(`/resources/${id}`)).body.ownerId, bob.user.id);
});

test('PATCH /users/{id}: the status cannot be set to deleting', async (t) => {
  const { admin, ann } = await world(t);
  const reply = await admin.patch(`/users/${ann.user.id}`, { status: 'deleting' });
  t.is(reply.status, 422);
  t.is(reply.body.errors[0].pointer, '/status');
});

test('PUT /users/{id}/password: R14 R22 the new password logs in, and all sessions end', async (t) => {
  const { admin, ann, nobody } = await world(t);
  const password = 'chosen by an administrator';
  t.is((await admin.put(`/users/${ann.user.id}/password`, { password })).status, 204);
  t.is((await ann.get('/me')).status, 401);
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password })).status, 201);
  t.is((await admin.put(`/users/${MISSING_ID}/password`, { password })).status, 404);
});

test('DELETE /users/{id}/sessions: R24 all sessions of the user end', async (t) => {
  const { admin, ann } = await world(t);
  t.is((await admin.delete(`/users/${ann.user.id}/sessions`)).status, 204);
  t.is((await ann.get('/me')).status, 401);
  t.is((await admin.delete(`/users/${MISSING_ID}/sessions`)).status, 404);
});

const DORA = { email: 'dora@example.com', password: 'a whole new passphrase', limits: { resources: 3 } };

test('R56 POST /users: a repeat with the same key, bare or quoted, returns the first answer, and creates no user', async (t) => {
  const { admin } = await world(t);
  const first = await admin.post('/users', DORA, { 'idempotency-key': 'key-1' });
  const repeats = await Promise.all(
    ['key-1', '"key-1"'].map((key) => admin.post('/users', DORA, { 'idempotency-key': key })),
  );
  for (const repeat of repeats) {
    t.is(repeat.status, 201);
    t.is(repeat.text, first.text);
    t.is(repeat.headers.get('location'), first.headers.get('location'));
  }
  t.is((await admin.get('/users?email=dora@example.com')).body.items.length, 1);
  t.is((await admin.get(`/audit-events?target=${first.body.id}`)).body.items.length, 1);
});

test('R56 POST /users: another email, role or limit under the same key is refused; a password is not compared', async (t) => {
  const { admin, nobody } = await world(t);
  const key = { 'idempotency-key': 'key-1' };
  await admin.post('/users', DORA, key);
  for (const change of [{ email: 'dan@example.com' }, { role: 'admin' }, { limits: { resources: 4 } }]) {
    const reply = await admin.post('/users', { ...DORA, ...change }, key);
    t.is(reply.status, 422);
    t.is(reply.body.code, 'idempotency-key-reused');
  }
  const password = 'not the passphrase of before';
  t.is((await admin.post('/users', { ...DORA, password }, key)).status, 201);
  t.is((await nobody.post('/sessions', { email: DORA.email, password })).status, 401);
  t.is((await nobody.post('/sessions', { email: DORA.email, password: DORA.password })).status, 201);
});

test('R56 POST /users: keys belong to the actor, and one key is for one request', async (t) => {
  const { admin, ann } = await world(t);
  const key = { 'idempotency-key': 'key-1' };
  await admin.patch(`/users/${ann.user.id}`, { role: 'admin' });
  t.is((await admin.post('/users', DORA, key)).status, 201);
  t.is((await ann.post('/users', DORA, key)).status, 409);
  t.is((await ann.post('/users', { ...DORA, email: 'dan@example.com' }, key)).status, 201);
  t.is((await admin.post('/resources', { name: 'orders' }, key)).body.code, 'idempotency-key-reused');
});

test('R56 POST /users: a malformed key is a 422 that names the header', async (t) => {
  const { admin } = await world(t);
  const reply = await admin.post('/users', DORA, { 'idempotency-key': '"unclosed' });
  t.is(reply.status, 422);
  t.is(reply.body.errors[0].pointer, 'Idempotency-Key');
});

async function addResources(bailiwick: World['bailiwick'], ownerId: string, count: number): Promise<void> {
  const system = bailiwick.system('test');
  for (let index = 0; index < count; index += 1) {
    await bailiwick.resources.create(system, { ownerId, name: `${index}` });
  }
}
