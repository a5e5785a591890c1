import test from 'ava';
import { MISSING_ID, world } from '../support/world.js';

test('PUT /users/{id}/quotas/{meter}: it returns the quota, for every limit', async (t) => {
  const { admin, ann } = await world(t);
  await ann.post('/resources', { name: 'orders' });
  const path = `/users/${ann.user.id}/quotas/resources`;
  for (const [limit, over] of [
    [10, 0],
    [0, 1],
    [1, 0],
    [null, 0],
    [Number.MAX_SAFE_INTEGER, 0],
  ]) {
    const reply = await admin.put(path, { limit });
    t.is(reply.status, 200);
    t.deepEqual(reply.body, { meter: 'resources', limit, used: 1, over, source: 'user' });
  }
});

test('POST /quota-verifications and /quota-repairs: a step of each, and a cursor that is none is malformed', async (t) => {
  const { admin, ann } = await world(t);
  await ann.post('/resources', { name: 'orders' });
  for (const path of ['/quota-verifications', '/quota-repairs']) {
    const { status, body } = await admin.post(path, {});
    t.is(status, 200);
    t.deepEqual(body, { checked: 3, differences: [], misplaced: [], nextCursor: null });
    t.is((await admin.post(path, { cursor: 'x' })).status, 400);
    t.is((await admin.post(path, { from: 'x' })).status, 422);
  }
});

test('PUT quota and default limit: only an integer from 0 to 2^53 − 1 or null is a limit', async (t) => {
  const { admin, ann } = await world(t);
  const bodies = ['-1', '1.5', '9007199254740992', '1e400', '-1e400', '"5"', 'true', '[]', '{}'];
  for (const path of [`/users/${ann.user.id}/quotas/resources`, '/default-limits/resources']) {
    for (const limit of bodies) {
      const reply = await admin.put(path, `{"limit":${limit}}`);
      t.is(reply.status, 422, limit);
      t.deepEqual(reply.body.errors, [
        {
          pointer: '/limit',
          detail: 'must be an integer from 0 to 9007199254740991, or null for unlimited.',
        },
      ]);
    }
    t.is((await admin.put(path, {})).status, 422);
    t.is((await admin.put(path, { limit: 1e3 })).body.limit, 1000);
  }
});

test('DELETE /users/{id}/quotas/{meter}: it returns the default, which applies again', async (t) => {
  const { admin, ann } = await world(t);
  await admin.put('/default-limits/resources', { limit: 7 });
  const path = `/users/${ann.user.id}/quotas/resources`;
  await admin.put(path, { limit: null });
  for (const time of ['first', 'second']) {
    const reply = await admin.delete(path);
    t.is(reply.status, 200, time);
    t.deepEqual(reply.body, { meter: 'resources', limit: 7, used: 0, over: 0, source: 'default' });
  }
});

test('GET /users/{id}/quotas: an administrator reads those of any user, a user only their own', async (t) => {
  const { admin, ann, bob } = await world(t);
  t.is((await admin.get(`/users/${ann.user.id}/quotas`)).status, 200);
  t.is((await ann.get(`/users/${ann.user.id}/quotas`)).status, 200);
  t.is((await ann.get(`/users/${bob.user.id}/quotas`)).status, 404);
  t.is((await admin.get(`/users/${MISSING_ID}/quotas`)).status, 404);
});

test('quotas: a user may see their own limit and not set it', async (t) => {
  const { ann } = await world(t);
  const path = `/users/${ann.user.id}/quotas/resources`;
  for (const reply of [await ann.put(path, { limit: 1000 }), await ann.delete(path)]) {
    t.is(reply.status, 403);
    t.like(reply.body, { code: 'forbidden', action: 'quota:set', reason: 'not-admin' });
  }
});

test('quotas: a foreign user is answered like a missing one', async (t) => {
  const { ann, bob, admin } = await world(t);
  const foreign = await ann.put(`/users/${bob.user.id}/quotas/resources`, { limit: 0 });
  const missing = await ann.put(`/users/${MISSING_ID}/quotas/resources`, { limit: 0 });
  t.is(foreign.status, 404);
  t.is(foreign.text, missing.text);
  t.is((await ann.delete(`/users/${bob.user.id}/quotas/resources`)).status, 404);
  t.is((await admin.put(`/users/${MISSING_ID}/quotas/resources`, { limit: 0 })).status, 404);
});

test('quotas and default limits: an undeclared meter is a 404 that names the declared ones', async (t) => {
  const { admin, ann } = await world(t);
  for (const meter of ['floppies', '%00', 'Resources', 'constructor', 'x'.repeat(1000)]) {
    for (const reply of [
      await admin.put(`/users/${ann.user.id}/quotas/${meter}`, { limit: 1 }),
      await admin.delete(`/users/${ann.user.id}/quotas/${meter}`),
      await ann.put(`/users/${ann.user.id}/quotas/${meter}`, { limit: 1 }),
      await admin.put(`/default-limits/${meter}`, { limit: 1 }),
    ]) {
      t.is(reply.status, 404, meter);
      t.regex(reply.body.detail, /resources/);
    }
  }
});

test('PUT /default-limits/{meter}: it applies to every user without a limit of their own', async (t) => {
  const { admin, ann, bob } = await world(t);
  await admin.put(`/users/${bob.user.id}/quotas/resources`, { limit: null });
  const reply = await admin.put('/default-limits/resources', { limit: 0 });
  t.is(reply.status, 200);
  const ofUsers = { ownerType: 'user', meter: 'resources', limit: 0 };
  t.deepEqual(reply.body, ofUsers);
  t.deepEqual((await admin.get('/default-limits')).body.items, [ofUsers]);
  t.is((await ann.post('/resources', { name: 'orders' })).status, 403);
  t.is((await bob.post('/resources', { name: 'orders' })).status, 201);
  const ofGroups = { ...ofUsers, ownerType: 'group', limit: 3 };
  t.deepEqual((await admin.put('/default-limits/resources?ownerType=group', { limit: 3 })).body, ofGroups);
  t.deepEqual((await admin.get('/default-limits')).body.items, [ofUsers, ofGroups]);
  t.is((await admin.put('/default-limits/resources?ownerType=team', { limit: 3 })).status, 422);
});

test('GET /users/{id}/quotas: with include=defaults, each quota says what the default is, to those who may read it', async (t) => {
  const { admin, ann } = await world(t);
  const path = `/users/${ann.user.id}/quotas`;
  await admin.put('/default-limits/resources', { limit: 7 });
  await admin.put(`${path}/resources`, { limit: 3 });
  const [quota] = (await admin.get(`${path}?include=defaults`)).body.items;
  t.like(quota, { limit: 3, source: 'user', defaultLimit: 7 });
  t.false('defaultLimit' in (await admin.get(path)).body.items[0]);
  t.is((await ann.get(`${path}?include=defaults`)).status, 403);
  t.is((await admin.get(`${path}?include=owners`)).status, 422);
});
