import test from 'ava';
import { MISSING_ID, world } from '../../support/world.js';

test('POST /users/{id}/resources: the user owns it and their quota is charged', async (t) => {
  const { admin, ann } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 1 });
  const reply = await admin.post(`/users/${ann.user.id}/resources`, { name: 'orders' });
  t.is(reply.status, 201);
  t.is(reply.headers.get('location'), `/v1/resources/${reply.body.id}`);
  t.is(reply.body.ownerId, ann.user.id);
  t.is((await ann.get(`/resources/${reply.body.id}`)).status, 200);
  const over = await admin.post(`/users/${ann.user.id}/resources`, { name: 'one too many' });
  t.is(over.status, 403);
  t.deepEqual(over.body.quotas, [{ meter: 'resources', limit: 1, used: 1, requested: 1 }]);
});

test('POST /users/{id}/resources: keys and previews work as for oneself', async (t) => {
  const { admin, ann } = await world(t);
  const path = `/users/${ann.user.id}/resources`;
  const key = { 'idempotency-key': 'key-1' };
  const preview = await admin.post(`${path}/preview`, { name: 'orders' });
  t.deepEqual(preview.body, { ownerId: ann.user.id, kind: 'resource', name: 'orders' });
  const first = await admin.post(path, { name: 'orders' }, key);
  t.is((await admin.post(path, { name: 'orders' }, key)).text, first.text);
});

test('POST /users/{id}/resources: the user’s own key is not the administrator’s', async (t) => {
  const { admin, ann } = await world(t);
  const key = { 'idempotency-key': 'provision' };
  const own = await ann.post('/resources', { name: 'orders' }, key);
  t.is((await ann.delete(`/resources/${own.body.id}`)).status, 204);
  const made = await admin.post(`/users/${ann.user.id}/resources`, { name: 'orders' }, key);
  t.is(made.status, 201);
  t.not(made.body.id, own.body.id);
  t.is((await ann.get(`/resources/${made.body.id}`)).status, 200);
});

test('GET /users/{id}/resources: it returns those of the user, newest first, page by page', async (t) => {
  const { admin, ann, bob } = await world(t);
  const path = `/users/${ann.user.id}/resources`;
  await bob.post('/resources', { name: 'not this one' });
  const [one, two] = [
    (await ann.post('/resources', { name: '1' })).body,
    (await ann.post('/resources', { name: '2' })).body,
  ];
  t.deepEqual((await admin.get(path)).body, { items: [two, one], nextCursor: null });
  const page = await admin.get(`${path}?pageSize=1`);
  t.is(page.headers.get('link'), `</v1${path}?pageSize=1&cursor=${page.body.nextCursor}>; rel="next"`);
  t.deepEqual((await admin.get(`${path}?pageSize=1&cursor=${page.body.nextCursor}`)).body.items, [one]);
});

test('DELETE /users/{id}/resources/{resourceId}: only one of that user', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  t.is((await admin.delete(`/users/${bob.user.id}/resources/${id}`)).status, 404);
  t.is((await admin.delete(`/users/${MISSING_ID}/resources/${id}`)).status, 404);
  t.is((await admin.delete(`/users/${ann.user.id}/resources/${id}`)).status, 204);
  t.is((await admin.delete(`/users/${ann.user.id}/resources/${id}`)).status, 404);
});

test('users’ resources: a missing user is a 404 on every method', async (t) => {
  const { admin } = await world(t);
  for (const id of [MISSING_ID, 'not-an-id', '%00', '%E0%A4%A']) {
    t.is((await admin.get(`/users/${id}/resources`)).status, 404, id);
    t.is((await admin.post(`/users/${id}/resources`, { name: 'orders' })).status, 404, id);
    t.is((await admin.post(`/users/${id}/resources/preview`, { name: 'orders' })).status, 404, id);
    t.is((await admin.delete(`/users/${id}/resources/${MISSING_ID}`)).status, 404, id);
  }
});

test('users’ resources: another user is a 404 for callers that are no administrators', async (t) => {
  const { ann, bob } = await world(t);
  const { id } = (await bob.post('/resources', { name: 'orders' })).body;
  t.is((await ann.get(`/users/${bob.user.id}/resources`)).status, 404);
  t.is((await ann.post(`/users/${bob.user.id}/resources`, { name: 'orders' })).status, 404);
  t.is((await ann.delete(`/users/${bob.user.id}/resources/${id}`)).status, 404);
  t.is((await bob.get('/resources')).body.items.length, 1);
});

test('users’ resources: users can use the path with their own id', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.post(`/users/${ann.user.id}/resources`, { name: 'orders' });
  t.is(reply.status, 201);
  t.deepEqual((await ann.get(`/users/${ann.user.id}/resources`)).body.items, [reply.body]);
});
