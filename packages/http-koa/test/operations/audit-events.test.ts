import { manualClock } from '@bailiwick/core/testing';
import { createRouter } from '@bailiwick/http-koa';
import test from 'ava';
import Koa from 'koa';
import { client as clientOf } from '../support/client.js';
import { listenTo } from '../support/listen.js';
import { PASSWORD, pointersOf, world } from '../support/world.js';

test('GET /audit-events: accepted and refused commands, newest first', async (t) => {
  const { admin, ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  await ann.get('/users');
  const { status, body } = await admin.get(`/audit-events?actor=${ann.user.id}`);
  t.is(status, 200);
  t.like(body.items[0], { action: 'user:list', outcome: 'refused' });
  t.like(body.items[1], {
    actor: { type: 'user', id: ann.user.id, credential: 'session' },
    action: 'resource:create',
    target: { type: 'resource', id, ownerId: ann.user.id },
    outcome: 'accepted',
  });
});

test('GET /audit-events: equal refusals are one event with their count', async (t) => {
  const { admin, ann } = await world(t, { clock: manualClock() });
  for (let i = 0; i < 4; i += 1) await ann.get(`/resources/01900000-0000-7000-8000-00000000000${i}`);
  const { body } = await admin.get('/audit-events?action=resource:read');
  t.is(body.items.length, 1);
  t.like(body.items[0], { outcome: 'refused', reason: 'not-found', count: 4 });
});

test('GET /audit-events: each event names the request, as the host names it or with an id of its own', async (t) => {
  const { ann, admin, bailiwick } = await world(t);
  await ann.post('/resources', { name: 'orders' });
  const named = new Koa();
  named.use((ctx, next) => {
    ctx.state['requestId'] = 'request-1';
    return next();
  });
  named.use(createRouter(bailiwick).routes());
  const host = await listenTo(named);
  t.teardown(() => host.close());
  const client = clientOf(host.url, { authorization: ann.authorization });
  await client.post('/resources', { name: 'customers' });
  const login = await client.post('/sessions', { email: 'ann@example.com', password: PASSWORD });
  t.is(login.status, 201);
  const { items } = (await admin.get(`/audit-events?actor=${ann.user.id}`)).body;
  const ids = items.map(({ requestId }: { requestId: string }) => requestId);
  t.deepEqual(ids.slice(0, 2), ['request-1', 'request-1']);
  t.regex(ids[2], /^[0-9a-f-]{36}$/);
});

test('GET /audit-events: filters by target and action, page by page', async (t) => {
  const { admin, ann } = await world(t);
  const { id } = (await ann.post('/resources', { name: 'orders' })).body;
  await ann.delete(`/resources/${id}`);
  const both = await admin.get(`/audit-events?target=${id}&pageSize=1`);
  t.is(both.body.items[0].action, 'resource:delete');
  const next = await admin.get(`/audit-events?target=${id}&pageSize=1&cursor=${both.body.nextCursor}`);
  t.is(next.body.items[0].action, 'resource:create');
  t.is((await admin.get(`/audit-events?target=${id}&action=resource:delete`)).body.items.length, 1);
});

test('GET /audit-events: why was it refused yesterday: by outcome, reason and time', async (t) => {
  const { admin, ann, later } = await world(t, { clock: manualClock(new Date('2026-03-02T09:30:00Z')) });
  await ann.post('/resources', { name: 'orders' });
  await ann.get('/users');
  await ann.delete('/resources/01900000-0000-7000-8000-000000000000');
  later(24 * 60 * 60 * 1000);
  await ann.get('/users');
  const found = async (query: string) =>
    (await admin.get(`/audit-events?actor=${ann.user.id}&${query}`)).body.items.map(
      ({ action, at }: Record<string, string>) => `${action} ${at?.slice(8, 10)}`,
    );
  t.deepEqual(await found('outcome=accepted&action=resource:create'), ['resource:create 02']);
  t.deepEqual(await found('outcome=refused'), ['user:list 03', 'resource:delete 02', 'user:list 02']);
  t.deepEqual(await found('reason=not-admin'), ['user:list 03', 'user:list 02']);
  t.deepEqual(await found('reason=not-admin&outcome=refused&until=2026-03-03T09:30:00Z'), ['user:list 02']);
  t.deepEqual(await found('outcome=refused&since=2026-03-03T10:30:00%2B01:00'), ['user:list 03']);
});

test('GET /audit-events: filters that cannot hold are errors', async (t) => {
  const { admin } = await world(t);
  const pointer = async (query: string) => pointersOf(await admin.get(`/audit-events?${query}`));
  t.deepEqual(await pointer('outcome=accepted&reason=not-admin'), ['?reason']);
  t.deepEqual(await pointer('outcome=allowed'), ['?outcome']);
  t.deepEqual(await pointer('since=yesterday&until=2026-02-30T00:00:00Z'), ['?since', '?until']);
  t.deepEqual(await pointer('until=9999-12-31T23:59:59-01:00'), ['?until']);
});

test('GET /audit-events: no secret is in it', async (t) => {
  const { admin, ann } = await world(t);
  await ann.put('/me/password', {
    currentPassword: 'not my password',
    newPassword: 'a brand new passphrase',
  });
  await admin.put(`/users/${ann.user.id}/password`, { password: 'a brand new passphrase' });
  const { text } = await admin.get('/audit-events?pageSize=100');
  t.notRegex(text, /passphrase|not my password/);
  t.false(text.includes(ann.token));
});

test('GET /audit-events: filters are short text', async (t) => {
  const { admin } = await world(t);
  for (const name of ['actor', 'target', 'action', 'reason']) {
    for (const value of ['%00', '', 'x'.repeat(256)]) {
      const reply = await admin.get(`/audit-events?${name}=${value}`);
      t.is(reply.status, 422);
      t.is(reply.body.errors[0].pointer, `?${name}`);
    }
  }
});

test('GET /audit-events: with include=owners, events name the actor and the owner of the target', async (t) => {
  const { admin, ann, bailiwick } = await world(t);
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 3 });
  const [set] = (await admin.get('/audit-events?action=quota:set&include=owners')).body.items;
  t.is(set.actor.name, admin.user.email);
  t.deepEqual(set.target.owner, { id: ann.user.id, type: 'user', name: 'ann@example.com' });
  const [plain] = (await admin.get(`/audit-events?owner=${ann.user.id}&action=quota:set`)).body.items;
  t.deepEqual(plain.target, { type: 'quota', id: 'resources', ownerId: ann.user.id });
  t.false('name' in plain.actor);
  const group = await bailiwick.groups.create(bailiwick.system('test'), { name: 'Acme' });
  const [made] = (await admin.get(`/audit-events?target=${group.id}&include=owners`)).body.items;
  t.deepEqual(made.target.owner, { id: group.id, type: 'group', name: 'Acme' });
  t.deepEqual(made.actor, { type: 'system', name: 'test' });
  await admin.put(`/groups/${group.id}/members/${ann.user.id}`, { role: 'member' });
  const [joined] = (await admin.get('/audit-events?action=member:set&include=owners')).body.items;
  t.like(joined.target, { type: 'member', owner: { name: 'Acme' }, name: 'ann@example.com' });
  await admin.delete(`/users/${ann.user.id}`);
  const [gone] = (await admin.get('/audit-events?action=user:delete&include=owners')).body.items;
  t.is(gone.target.owner, null);
  t.is((await admin.get('/audit-events?include=users')).status, 422);
});
