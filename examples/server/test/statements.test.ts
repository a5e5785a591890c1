import { manualClock } from '@bailiwick/core/testing';
import { createDatabase, recordStatements } from '@bailiwick/test-databases';
import test from 'ava';
import { readFileSync } from 'node:fs';
import type { Answer } from './support/api-client.js';
import { serveWithPool } from './support/server-in-process.js';
import { ADMIN } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const BEN = { email: 'ben@example.com', password: 'ben likes long passwords' };
const CAT = { email: 'cat@example.com', password: 'cat likes long passwords' };
const PEM =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n';

/** An operation, the number of statements of a successful request, and that request. */
type Step = readonly [operation: string, statements: number, request: () => Promise<Answer>];

/**
 * With a session, one statement finds it; those of many concurrent requests are batched. The statement that stores its
 * last use, once a minute, does not occur here, since the clock stands still.
 */
test('postgres: a request needs one statement besides finding its session, and the exceptions are named', async (t) => {
  const database = await createDatabase('postgres');
  t.teardown(database.destroy);
  const { api, knex } = await serveWithPool(t, database.url, {}, manualClock(new Date()));
  const { statements } = recordStatements(knex);

  const admin = await api.logIn(ADMIN);
  const [ann, ben, cat] = await Promise.all(
    [ANN, BEN, CAT].map(async (account) => {
      const { body: user } = await admin.post('/v1/users', account);
      const as = await api.logIn(account);
      const { body: first } = await as.post('/v1/resources', { name: 'the first of its meter' });
      const { body: key } = await as.post('/v1/access-keys', { name: 'a', publicKey: PEM });
      return { as, id: user.id, path: `/v1/users/${user.id}`, first, key };
    }),
  );
  if (ann === undefined || ben === undefined || cat === undefined) throw new Error('Three were made.');
  const { body: second } = await ann.as.post('/v1/resources', { name: 'second' });
  const [session] = (await cat.as.get('/v1/sessions')).body.items;
  const spare = await api.post('/v1/sessions', CAT);
  await admin.delete(`/v1/resources/${cat.first.id}`);
  const { body: acme } = await admin.post('/v1/groups', { name: 'Acme' });
  const { body: website } = await admin.post('/v1/groups', { name: 'Website', parentId: acme.id });
  const { body: bensSecond } = await ben.as.post('/v1/resources', { name: 'to transfer' });
  const { body: spareGroup } = await admin.post('/v1/groups', { name: 'Spare' });
  const inGroup = `/v1/groups/${website.id}`;
  const { body: shared } = await admin.post(`${inGroup}/resources`, { name: 'the first of its meter' });

  const reads: Step[] = [
    ['listSessions', 2, () => ann.as.get('/v1/sessions')],
    // It reads nothing but the cookie, which is not there.
    ['getCurrentSession', 0, () => ann.as.get('/v1/sessions/current')],
    ['getMe', 2, () => ann.as.get('/v1/me')],
    ['listMyQuotas', 2, () => ann.as.get('/v1/me/quotas')],
    ['listAccessKeys', 2, () => ann.as.get('/v1/access-keys')],
    // The groups that the user is a member of come first.
    ['listResources', 3, () => ann.as.get('/v1/resources?pageSize=1')],
    ['getResource', 2, () => ann.as.get(`/v1/resources/${ann.first.id}`)],
    ['listUsers', 2, () => admin.get('/v1/users')],
    ['getUser', 2, () => admin.get(ann.path)],
    ['listUserSessions', 2, () => admin.get(`${ann.path}/sessions`)],
    ['listUserAccessKeys', 2, () => admin.get(`${ann.path}/access-keys`)],
    // If the page is empty, the user may not exist, which would be a 404, so they are looked up.
    ['listUserResources', 3, () => admin.get(`${ann.path}/resources`)],
    // The same: the id may be that of a group.
    ['listUserQuotas', 3, () => admin.get(`${ann.path}/quotas`)],
    // One for the owner, and one for their usage.
    ['previewResource', 3, () => ann.as.post('/v1/resources/preview', { name: 'previewed' })],
    ['previewUserResource', 3, () => admin.post(`${ann.path}/resources/preview`, { name: 'previewed' })],
    ['listGroups', 2, () => admin.get('/v1/groups')],
    ['getGroup', 2, () => admin.get(inGroup)],
    // The group is looked up first, since it may not exist, or be a user.
    ['listGroupResources', 3, () => admin.get(`${inGroup}/resources`)],
    ['listGroupQuotas', 3, () => admin.get(`${inGroup}/quotas`)],
    ['previewGroupResource', 3, () => admin.post(`${inGroup}/resources/preview`, { name: 'previewed' })],
    // As for the resources of the group and of the user.
    ['listMembers', 3, () => admin.get(`${inGroup}/members`)],
    ['listUserGroups', 3, () => admin.get(`${ann.path}/groups`)],
    ['listDefaultLimits', 2, () => admin.get('/v1/default-limits')],
    // The users and the groups over a limit and near one, the latest events, the refusals and the last verification; with
    // users or groups, also their quotas.
    ['getOverview', 8, () => admin.get('/v1/overview')],
    ['listAuditEvents', 2, () => admin.get('/v1/audit-events')],
    ['getPolicy', 1, () => admin.get('/v1/policy')],
    // One for the session of the batch and, for each item, one for the session and one for the item.
    [
      'createBatch',
      5,
      () =>
        admin.post('/v1/batches', {
          items: [
            { method: 'GET', path: '/users' },
            { method: 'GET', path: '/default-limits' },
          ],
        }),
    ],
    // One for the owner, and one for their usage.
    [
      'createDecision',
      3,
      () => ann.as.post('/v1/decisions', { action: 'resource:create', target: { type: 'resource' } }),
    ],
    ['listUserDecisions', 2, () => admin.get(`${ann.path}/decisions`)],
  ];
  const creates: Step[] = [
    ['createResource', 2, () => ann.as.post('/v1/resources', { name: 'third' })],
    // The user or group is looked up first.
    ['createUserResource', 3, () => admin.post(`${ann.path}/resources`, { name: 'fourth' })],
    ['createGroupResource', 3, () => admin.post(`${inGroup}/resources`, { name: 'fifth' })],
  ];
  // The password of this user is still remembered; that of the others is compared, and the attempt is counted.
  const logins: Step[] = [['createSession', 2, () => api.post('/v1/sessions', ANN)]];
  // The policy needs the present resource, which is read first.
  const deletes: Step[] = [
    ['deleteResource', 3, () => ann.as.delete(`/v1/resources/${ann.first.id}`)],
    // The owner is looked up, too.
    ['deleteUserResource', 4, () => admin.delete(`${ann.path}/resources/${second.id}`)],
    ['deleteGroupResource', 4, () => admin.delete(`${inGroup}/resources/${shared.id}`)],
  ];
  // These are transactions, whose beginning and end are statements too.
  const transactions: Step[] = [
    ['renameResource', 7, () => ben.as.patch(`/v1/resources/${ben.first.id}`, { name: 'renamed' })],
    [
      'confirmCurrentSession',
      8,
      () => cat.as.post('/v1/sessions/current/confirmation', { password: CAT.password }),
    ],
    ['deleteSession', 7, () => cat.as.delete(`/v1/sessions/${session.id}`)],
    ['deleteUserSession', 7, () => admin.delete(`${cat.path}/sessions/${spare.body.session.id}`)],
    ['deleteCurrentSession', 7, () => ben.as.delete('/v1/sessions/current')],
    ['deleteAllSessions', 7, () => ann.as.delete('/v1/sessions')],
    ['deleteUserSessions', 7, () => admin.delete(`${ann.path}/sessions`)],
    ['createAccessKey', 8, () => admin.post('/v1/access-keys', { name: 'b', publicKey: PEM })],
    ['deleteUserAccessKey', 7, () => admin.delete(`${ann.path}/access-keys/${ann.key.id}`)],
    ['createUser', 8, () => admin.post('/v1/users', { ...ANN, email: 'dan@example.com' })],
    ['changeUser', 6, () => admin.patch(ann.path, { role: 'user' })],
    ['setUserPassword', 9, () => admin.put(`${ann.path}/password`, { password: 'another long password' })],
    ['deleteUser', 21, () => admin.delete(cat.path)],
    ['createGroup', 13, () => admin.post('/v1/groups', { name: 'Other', parentId: acme.id })],
    // The receiver is looked up, as the resource is.
    [
      'transferResource',
      21,
      () => admin.post(`/v1/resources/${bensSecond.id}/transfer`, { ownerId: website.id }),
    ],
    ['changeGroup', 7, () => admin.patch(inGroup, { name: 'Shop' })],
    ['setGroupQuota', 10, () => admin.put(`${inGroup}/quotas/resources`, { limit: 9 })],
    ['clearGroupQuota', 11, () => admin.delete(`${inGroup}/quotas/resources`)],
    ['setMember', 15, () => admin.put(`${inGroup}/members/${ann.id}`, { role: 'member' })],
    ['removeMember', 12, () => admin.delete(`${inGroup}/members/${ann.id}`)],
    ['deleteGroup', 20, () => admin.delete(`/v1/groups/${spareGroup.id}`)],
    ['setUserQuota', 7, () => admin.put(`${ann.path}/quotas/resources`, { limit: 9 })],
    ['clearUserQuota', 8, () => admin.delete(`${ann.path}/quotas/resources`)],
    // The owners of the step, how far it goes, the differences, and a transaction for the event at the end.
    ['verifyQuotas', 8, () => admin.post('/v1/quota-verifications', {})],
    ['repairQuotas', 4, () => admin.post('/v1/quota-repairs', {})],
    ['setDefaultLimit', 8, () => admin.put('/v1/default-limits/resources', { limit: 100 })],
  ];
  // These end their own session, or need one that was ended above.
  const dan = await api.logIn(BEN);
  const own: Step[] = [
    ['deleteAccessKey', 7, () => dan.delete(`/v1/access-keys/${ben.key.id}`)],
    [
      'changeMyEmail',
      12,
      () => dan.put('/v1/me/email', { email: 'b@example.com', currentPassword: BEN.password }),
    ],
    [
      'changeMyPassword',
      16,
      () =>
        dan.put('/v1/me/password', { currentPassword: BEN.password, newPassword: 'ben likes new passwords' }),
    ],
  ];

  const steps = [...reads, ...creates, ...logins, ...deletes, ...transactions, ...own];
  const counted: Record<string, number> = {};
  for (const [operation, , request] of steps) {
    const before = statements.length;
    const { status, text } = await request();
    t.true(status < 300, `${operation}: ${status} ${text}`);
    counted[operation] = statements.length - before;
  }
  const countedFor = async (path: string, itemsMin = 2) => {
    const before = statements.length;
    const { status, text, body } = await admin.get(path);
    t.is(status, 200, text);
    t.true(body.items.length >= itemsMin, path);
    return statements.length - before;
  };
  t.is(
    await countedFor('/v1/users?include=quotas'),
    3,
    'the quotas of all users of a page are one statement',
  );
  t.is(
    await countedFor('/v1/groups?include=quotas'),
    3,
    'the quotas of all groups of a page are one statement',
  );
  t.is(await countedFor(`${inGroup}/quotas?include=above`, 1), 3, 'the quotas of a path are one statement');
  for (const list of ['resources', 'audit-events']) {
    t.true(
      (await countedFor(`/v1/${list}?include=owners`)) <= 4,
      `${list}: the users of a page are one statement, and its groups another`,
    );
  }
  t.deepEqual(counted, Object.fromEntries(steps));
  t.deepEqual(Object.keys(counted).toSorted(), operationsOfTheDocument().toSorted());
});

function operationsOfTheDocument(): string[] {
  const path = new URL('../../../packages/http-koa/openapi.json', import.meta.url);
  const { paths } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.values(paths).flatMap((item) =>
    Object.values(item as object).flatMap(({ operationId }) => operationId ?? []),
  );
}
