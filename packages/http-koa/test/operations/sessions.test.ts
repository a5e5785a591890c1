import test from 'ava';
import { basic, MISSING_ID, PASSWORD, world } from '../support/world.js';

test('POST /sessions: an email address and a password give a token that works', async (t) => {
  const { nobody, clientWith, ann } = await world(t);
  const login = await nobody.post('/sessions', { email: 'Ann@Example.com', password: PASSWORD });
  t.is(login.status, 201);
  t.is(login.headers.get('location'), null, 'there is nothing to read there');
  t.true(login.body.session.current);
  t.is(login.body.user.id, ann.user.id);
  const me = await clientWith(`Bearer ${login.body.token}`).get('/me');
  t.is(me.body.email, 'ann@example.com');
});

test('POST /sessions: R10 unknown email, wrong password and disabled user get the same bytes', async (t) => {
  const { nobody, admin, bob } = await world(t);
  await admin.patch(`/users/${bob.user.id}`, { status: 'disabled' });
  const replies = [
    await nobody.post('/sessions', { email: 'nobody@example.com', password: PASSWORD }),
    await nobody.post('/sessions', { email: 'ann@example.com', password: 'not the password of ann' }),
    await nobody.post('/sessions', { email: 'bob@example.com', password: PASSWORD }),
  ];
  t.deepEqual(new Set(replies.map(({ status }) => status)), new Set([401]));
  t.is(new Set(replies.map(({ text }) => text)).size, 1);
  t.is(replies[0]?.body.code, 'invalid-credentials');
});

test('POST /sessions: R21 a credential in the request is ignored', async (t) => {
  const { clientWith } = await world(t);
  const login = await clientWith('Bearer expired').post('/sessions', {
    email: 'ann@example.com',
    password: PASSWORD,
  });
  t.is(login.status, 201);
});

test('GET /sessions: it returns only the user’s own sessions, and marks the current one', async (t) => {
  const { ann, bailiwick } = await world(t);
  await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  const { status, body } = await ann.get('/sessions');
  t.is(status, 200);
  t.deepEqual(
    body.items.map((session: { current: boolean }) => session.current),
    [false, true],
  );
});

test('GET /sessions: each has the address it was created from, and a forged header has no effect', async (t) => {
  const { nobody, clientWith, admin } = await world(t, { router: { trustedProxies: ['loopback'] } });
  const login = { email: 'ann@example.com', password: PASSWORD };
  const headers = { 'user-agent': 'Firefox/140.0', 'x-forwarded-for': '203.0.113.9, 198.51.100.7' };
  const { body } = await nobody.post('/sessions', login, headers);
  t.like(body.session, { clientAddress: '198.51.100.7', userAgent: 'Firefox/140.0' });
  const { items } = (await clientWith(`Bearer ${body.token}`).get('/sessions')).body;
  // The other session was created without HTTP.
  t.deepEqual(
    items.map(({ clientAddress, userAgent }: Record<string, unknown>) => [clientAddress, userAgent]),
    [
      ['198.51.100.7', 'Firefox/140.0'],
      [null, null],
    ],
  );
  const events = await admin.get(`/audit-events?target=${body.session.id}`);
  t.like(events.body.items[0].details, { clientAddress: '198.51.100.7', userAgent: 'Firefox/140.0' });
});

test('DELETE /sessions/current: R22 the token ends with it', async (t) => {
  const { ann } = await world(t);
  t.is((await ann.delete('/sessions/current')).status, 204);
  const after = await ann.get('/me');
  t.is(after.status, 401);
  t.is(after.body.code, 'invalid-token');
});

test('DELETE /sessions/current: with a password as the credential there is none', async (t) => {
  const { clientWith } = await world(t);
  t.is((await clientWith(basic('ann@example.com', PASSWORD)).delete('/sessions/current')).status, 404);
});

test('DELETE /sessions/{id}: it ends a session of the user, once', async (t) => {
  const { ann, clientWith, bailiwick } = await world(t);
  const { token, session } = await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  t.is((await ann.delete(`/sessions/${session.id}`)).status, 204);
  t.is((await clientWith(`Bearer ${token}`).get('/me')).status, 401);
  t.is((await ann.delete(`/sessions/${session.id}`)).status, 404);
});

test('DELETE /sessions/{id}: R24 a foreign session is answered like a missing one, and continues', async (t) => {
  const { ann, bob } = await world(t);
  const { body } = await bob.get('/sessions');
  const foreign = await ann.delete(`/sessions/${body.items[0].id}`);
  const missing = await ann.delete(`/sessions/${MISSING_ID}`);
  t.is(foreign.status, 404);
  t.is(foreign.text, missing.text);
  t.is((await bob.get('/me')).status, 200);
});

test('DELETE /sessions: all sessions of the user end, and those of others continue', async (t) => {
  const { ann, bob, clientWith, bailiwick } = await world(t);
  const { token } = await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  t.is((await ann.delete('/sessions')).status, 204);
  t.is((await ann.get('/me')).status, 401);
  t.is((await clientWith(`Bearer ${token}`).get('/me')).status, 401);
  t.is((await bob.get('/me')).status, 200);
});
