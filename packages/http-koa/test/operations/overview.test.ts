import test from 'ava';
import { world } from '../support/world.js';

test('GET /overview: who is over and near, what was refused, what happened last', async (t) => {
  const { admin, ann, bob } = await world(t);
  for (const user of [ann, bob]) await user.post('/resources', { name: 'orders' });
  await admin.put(`/users/${ann.user.id}/quotas/resources`, { limit: 0 });
  await admin.put(`/users/${bob.user.id}/quotas/resources`, { limit: 1 });
  await ann.post('/resources', { name: 'one too many' });
  await admin.post('/quota-verifications', {});
  const { status, body } = await admin.get('/overview');
  t.is(status, 200);
  const { items: users } = (await admin.get('/users?include=quotas&role=user')).body;
  t.deepEqual(body.near, { items: [users[0]], more: false });
  t.deepEqual(body.over, { items: [users[1]], more: false });
  t.deepEqual(body.refusals.items, [{ reason: 'quota-exceeded', action: 'resource:create', count: 1 }]);
  t.like(body.events[0], { action: 'quota:verify', details: { differences: 0 } });
  t.deepEqual(body.lastVerification, body.events[0]);
});

test('GET /overview: with include=owners, the events name people', async (t) => {
  const { admin, ann } = await world(t);
  await ann.post('/resources', { name: 'orders' });
  await admin.post('/quota-verifications', {});
  const { events, lastVerification } = (await admin.get('/overview?include=owners')).body;
  t.is(events[1].actor.name, 'ann@example.com');
  t.is(events[1].target.owner.name, 'ann@example.com');
  t.is(lastVerification.actor.name, admin.user.email);
  t.false('name' in (await admin.get('/overview')).body.events[1].actor);
});
