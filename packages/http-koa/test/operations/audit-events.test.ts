import test from 'ava';
import { world } from '../support/world.js';

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
  for (const name of ['actor', 'target', 'action']) {
    for (const value of ['%00', '', 'x'.repeat(256)]) {
      const reply = await admin.get(`/audit-events?${name}=${value}`);
      t.is(reply.status, 422);
      t.is(reply.body.errors[0].pointer, `?${name}`);
    }
  }
});
