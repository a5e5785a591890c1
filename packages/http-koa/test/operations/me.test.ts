import test from 'ava';
import { basic, PASSWORD, pointersOf, world } from '../support/world.js';

const NEW_PASSWORD = 'a whole new passphrase';

test('GET /me: the user behind the credential, whichever it is', async (t) => {
  const { ann, clientWith } = await world(t);
  t.is((await ann.get('/me')).body.id, ann.user.id);
  t.is((await clientWith(basic('ann@example.com', PASSWORD)).get('/me')).body.id, ann.user.id);
});

test('PUT /me/password: R6 R22 the new password logs in, this session stays, and all others end', async (t) => {
  const { ann, nobody, clientWith, bailiwick } = await world(t);
  const { token } = await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  const change = await ann.put('/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  t.is(change.status, 204);
  t.is((await ann.get('/me')).status, 200);
  t.is((await clientWith(`Bearer ${token}`).get('/me')).status, 401);
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD })).status, 401);
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password: NEW_PASSWORD })).status, 201);
});

test('PUT /me/password: a wrong current password fails to confirm, and leaves the session as it is', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.put('/me/password', {
    currentPassword: 'something else',
    newPassword: NEW_PASSWORD,
  });
  t.is(reply.status, 403);
  t.is(reply.body.code, 'confirmation-failed');
  t.is((await ann.get('/me')).status, 200);
});

test('PUT /me/password: R1 a new password that is too short says how long it must be', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.put('/me/password', { currentPassword: PASSWORD, newPassword: 'fourteen chars' });
  t.is(reply.status, 422);
  t.deepEqual(reply.body.errors, [{ pointer: '/newPassword', detail: 'must have at least 15 characters.' }]);
});

test('PUT /me/email: the new address logs in, the old one does not', async (t) => {
  const { ann, nobody } = await world(t);
  const reply = await ann.put('/me/email', { currentPassword: PASSWORD, email: 'Anna@example.com' });
  t.is(reply.status, 200);
  t.is(reply.body.email, 'Anna@example.com');
  t.is((await nobody.post('/sessions', { email: 'anna@example.com', password: PASSWORD })).status, 201);
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password: PASSWORD })).status, 401);
});

test('PUT /me/email: an address that another user has is taken', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.put('/me/email', { currentPassword: PASSWORD, email: 'BOB@example.com' });
  t.is(reply.status, 409);
  t.is(reply.body.code, 'email-taken');
});

test('PUT /me/email: all problems are reported at once', async (t) => {
  const { ann } = await world(t);
  const reply = await ann.put('/me/email', { email: 'no address', role: 'admin' });
  t.is(reply.status, 422);
  t.deepEqual(pointersOf(reply).toSorted(), ['/currentPassword', '/email', '/role']);
});

test('GET /me/quotas: every meter, with its usage', async (t) => {
  const { ann } = await world(t);
  await ann.post('/resources', { name: 'one' });
  const { body } = await ann.get('/me/quotas');
  t.deepEqual(body.items, [{ meter: 'resources', limit: null, used: 1, over: 0, source: 'default' }]);
});
