import test from 'ava';
import { operationsOf } from '@bailiwick/http-koa';
import { PASSWORD, PUBLIC_KEY, world, type World } from './support/world.js';

interface Expectation {
  readonly path?: (world: World) => string;
  readonly body?: unknown;
  /** What an ordinary user is answered, on what is their own where there is such a thing. */
  readonly user: number;
  readonly admin: number;
}

const ownUser = (rest = '') => ({ path: ({ ann }: World) => `/users/${ann.user.id}${rest}` });

/** Who may do what: an operation that is not here fails the test. Each call is made in a fresh world. */
const MATRIX: Readonly<Record<string, Expectation>> = {
  createSession: { body: { email: 'ann@example.com', password: PASSWORD }, user: 201, admin: 201 },
  listSessions: { user: 200, admin: 200 },
  deleteAllSessions: { user: 204, admin: 204 },
  deleteCurrentSession: { user: 204, admin: 204 },
  deleteSession: { path: () => '/sessions/none', user: 404, admin: 404 },
  getMe: { user: 200, admin: 200 },
  changeMyPassword: {
    body: { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` },
    user: 204,
    admin: 204,
  },
  changeMyEmail: { body: { currentPassword: PASSWORD, email: 'new@example.com' }, user: 200, admin: 200 },
  listMyQuotas: { user: 200, admin: 200 },
  createAccessKey: { body: { name: 'laptop', publicKey: PUBLIC_KEY }, user: 201, admin: 201 },
  listAccessKeys: { user: 200, admin: 200 },
  deleteAccessKey: { path: () => '/access-keys/none', user: 404, admin: 404 },
  createResource: { body: { name: 'orders' }, user: 201, admin: 201 },
  listResources: { user: 200, admin: 200 },
  getResource: { path: () => '/resources/none', user: 404, admin: 404 },
  renameResource: { path: () => '/resources/none', body: { name: 'orders' }, user: 404, admin: 404 },
  deleteResource: { path: () => '/resources/none', user: 404, admin: 404 },
  createUser: { body: { email: 'carol@example.com', password: PASSWORD }, user: 403, admin: 201 },
  listUsers: { user: 403, admin: 200 },
  getUser: { ...ownUser(), user: 200, admin: 200 },
  changeUser: { ...ownUser(), body: { role: 'admin' }, user: 403, admin: 200 },
  deleteUser: { ...ownUser(), user: 403, admin: 204 },
  setUserPassword: { ...ownUser('/password'), body: { password: PASSWORD }, user: 403, admin: 204 },
  deleteUserSessions: { ...ownUser('/sessions'), user: 204, admin: 204 },
  listUserAccessKeys: { ...ownUser('/access-keys'), user: 200, admin: 200 },
  deleteUserAccessKey: { ...ownUser('/access-keys/none'), user: 404, admin: 404 },
  listUserResources: { ...ownUser('/resources'), user: 200, admin: 200 },
  createUserResource: { ...ownUser('/resources'), body: { name: 'orders' }, user: 201, admin: 201 },
  deleteUserResource: { ...ownUser('/resources/none'), user: 404, admin: 404 },
  listUserQuotas: { ...ownUser('/quotas'), user: 200, admin: 200 },
  setUserQuota: { ...ownUser('/quotas/resources'), body: { limit: 1 }, user: 403, admin: 200 },
  clearUserQuota: { ...ownUser('/quotas/resources'), user: 403, admin: 200 },
  listDefaultLimits: { user: 403, admin: 200 },
  setDefaultLimit: { path: () => '/default-limits/resources', body: { limit: 1 }, user: 403, admin: 200 },
  listAuditEvents: { user: 403, admin: 200 },
};

test('authorization: R30 R33 nobody, a user and an administrator are answered as the matrix says, and with documented members only', async (t) => {
  const { bailiwick } = await world(t);
  for (const { operationId, method, path, auth } of operationsOf(bailiwick)) {
    const expected = MATRIX[operationId];
    if (expected === undefined) return t.fail(`${operationId} is missing from the matrix`);
    const answers = [];
    for (const who of ['nobody', 'ann', 'admin'] as const) {
      const fresh = await world(t);
      const reply = await fresh[who].call(method, expected.path?.(fresh) ?? path, { body: expected.body });
      answers.push(reply.status);
    }
    const nobody = auth === 'required' ? 401 : expected.user;
    t.deepEqual(answers, [nobody, expected.user, expected.admin], operationId);
  }
});

test('authorization: a refusal names the action and the reason', async (t) => {
  const { ann } = await world(t);
  const { body } = await ann.get('/users');
  t.like(body, { code: 'forbidden', action: 'user:list', reason: 'not-admin' });
});

test('authorization: R22 an administrator who is demoted is an ordinary user with the next request', async (t) => {
  const { admin, ann } = await world(t);
  await admin.patch(`/users/${ann.user.id}`, { role: 'admin' });
  t.is((await ann.get('/users')).status, 200);
  await admin.patch(`/users/${ann.user.id}`, { role: 'user' });
  t.is((await ann.get('/users')).status, 403);
});
