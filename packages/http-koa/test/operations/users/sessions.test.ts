import test from 'ava';
import { PASSWORD, world } from '../../support/world.js';

test('GET /users/{id}/sessions: an administrator sees the sessions of a user, and which one is of this request', async (t) => {
  const { admin, ann, nobody } = await world(t);
  const headers = { 'user-agent': 'Firefox/140.0' };
  const { body } = await nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD }, headers);
  const { status, body: list } = await admin.get(`/users/${ann.user.id}/sessions`);
  t.is(status, 200);
  t.deepEqual(list.items[0], { ...body.session, current: false });
  t.is(list.items.length, 2);
  const own = await ann.get(`/users/${ann.user.id}/sessions`);
  t.deepEqual(
    own.body.items.map(({ current }: { current: boolean }) => current),
    [false, true],
  );
});

test('DELETE /users/{id}/sessions/{sessionId}: R24 that session ends at once, the others go on', async (t) => {
  const { admin, ann, nobody, clientWith } = await world(t);
  const { body } = await nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD });
  const path = `/users/${ann.user.id}/sessions/${body.session.id}`;
  t.is((await admin.delete(path)).status, 204);
  t.is((await clientWith(`Bearer ${body.token}`).get('/me')).status, 401);
  t.is((await ann.get('/me')).status, 200);
  t.is((await admin.delete(path)).status, 404);
  const { items } = (await admin.get(`/audit-events?target=${body.session.id}`)).body;
  t.like(items[0], { action: 'session:revoke', actor: { id: admin.user.id } });
});
