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
  t.deepEqual(body.groupsOver, { items: [], more: false });
  t.deepEqual(body.refusals.items, [{ reason: 'quota-exceeded', action: 'resource:create', count: 1 }]);
  t.like(body.events[0], { action: 'quota:verify', details: { differences: 0 } });
  t.deepEqual(body.lastVerification, body.events[0]);
});

test('GET /overview, GET /groups: groups over a limit and near one, with their quotas', async (t) => {
  const { admin } = await world(t);
  const { body: acme } = await admin.post('/groups', { name: 'Acme' });
  const { body: globex } = await admin.post('/groups', { name: 'Globex' });
  for (const { id } of [acme, globex]) await admin.post(`/groups/${id}/resources`, { name: 'orders' });
  await admin.put(`/groups/${acme.id}/quotas/resources`, { limit: 0 });
  await admin.put(`/groups/${globex.id}/quotas/resources`, { limit: 1 });
  const { items: groups } = (await admin.get('/groups?include=quotas')).body;
  const { groupsOver, groupsNear } = (await admin.get('/overview')).body;
  t.deepEqual(groupsOver, { items: [groups[1]], more: false });
  t.deepEqual(groupsNear, { items: [groups[0]], more: false });
  t.deepEqual((await admin.get('/groups?over=true')).body.items, [acme]);
  t.deepEqual((await admin.get('/groups?near=80')).body.items, [globex, acme]);
  t.is((await admin.get('/groups?near=49')).status, 422);
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
