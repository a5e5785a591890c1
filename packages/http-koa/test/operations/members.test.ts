import test from 'ava';
import type { Client } from '../support/client.js';
import { MISSING_ID, pointersOf, world, type World } from '../support/world.js';

/** An organisation that ann owns, with a project in it. */
async function annsTree({ admin, ann }: Pick<World, 'admin' | 'ann'>) {
  const { body: acme } = await admin.post('/groups', { name: 'Acme', memberId: ann.user.id });
  const { body: website } = await ann.post('/groups', { name: 'Website', parentId: acme.id });
  return { acme, website, root: `/groups/${acme.id}`, project: `/groups/${website.id}` };
}

async function csv({ url }: World['server'], { authorization }: Client, path: string): Promise<string[]> {
  const response = await fetch(`${url}/v1${path}`, {
    headers: { accept: 'text/csv', authorization: authorization ?? '' },
  });
  return (await response.text()).split('\r\n');
}

test('POST /groups: memberId becomes the first owner, and by default the caller does', async (t) => {
  const { admin, ann } = await world(t);
  const { root, project } = await annsTree({ admin, ann });
  for (const path of [root, project]) {
    const { items } = (await ann.get(`${path}/members`)).body;
    t.is(items.length, 1, path);
    t.like(items[0], { userId: ann.user.id, email: 'ann@example.com', role: 'owner' }, path);
  }
  for (const memberId of [MISSING_ID, 'not-an-id'])
    t.is((await admin.post('/groups', { name: 'Other', memberId })).status, 404, memberId);
  for (const memberId of [null, '', 5])
    t.deepEqual(pointersOf(await admin.post('/groups', { name: 'Other', memberId })), ['/memberId']);
  t.is((await admin.get('/groups')).body.items.length, 2);
});

test('PUT /groups/{id}/members/{userId}: it adds a member, or changes the role, and repeats change nothing', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { acme, root, project } = await annsTree({ admin, ann });
  const path = `${root}/members/${bob.user.id}`;
  t.is((await bob.get(project)).status, 404);
  const added = await ann.put(path, { role: 'viewer' });
  t.is(added.status, 200);
  t.like(added.body, { groupId: acme.id, userId: bob.user.id, email: 'bob@example.com', role: 'viewer' });
  t.deepEqual((await ann.put(path, { role: 'viewer' })).body, added.body);
  t.is((await bob.get(project)).status, 200, 'the role holds below');
  t.is((await bob.post(`${project}/resources`, { name: 'orders' })).status, 403);
  t.is((await ann.put(path, { role: 'member' })).body.createdAt, added.body.createdAt);
  t.is((await bob.post(`${project}/resources`, { name: 'orders' })).status, 201);
  t.deepEqual(pointersOf(await ann.put(path, { role: 'king' })), ['/role']);
  t.deepEqual(pointersOf(await ann.put(path, {})), ['/role']);
  t.deepEqual(pointersOf(await ann.put(path, { role: 'owner', email: 'x' })), ['/email']);
  for (const userId of [MISSING_ID, 'not-an-id', acme.id])
    t.is((await ann.put(`${root}/members/${userId}`, { role: 'viewer' })).status, 404, userId);
});

test('PUT /groups/{id}/members/{userId}: the host’s own roles are as good as the built-in ones', async (t) => {
  const { admin, ann, bob } = await world(t, { memberRoles: ['auditor'] });
  const { root } = await annsTree({ admin, ann });
  t.is((await ann.put(`${root}/members/${bob.user.id}`, { role: 'auditor' })).body.role, 'auditor');
  t.is((await bob.get(root)).status, 404, 'until a rule of the host says what it permits');
});

test('DELETE /groups/{id}/members/{userId}: a member is removed, or leaves, and has nothing of the group any more', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { root, project } = await annsTree({ admin, ann });
  const path = `${root}/members/${bob.user.id}`;
  for (const leaver of [ann, bob]) {
    await ann.put(path, { role: 'member' });
    const { body: orders } = await bob.post(`${project}/resources`, { name: 'orders' });
    t.is((await leaver.delete(path)).status, 204);
    t.is((await leaver.delete(path)).status, 404);
    t.is((await bob.get(`/resources/${orders.id}`)).status, 404);
    t.deepEqual((await bob.get('/resources')).body.items, []);
    t.is((await ann.get(`/resources/${orders.id}`)).status, 200, 'the group keeps it');
  }
});

test('members: the last active owner stays, and the refusal names the groups', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { acme, website, root, project } = await annsTree({ admin, ann });
  const path = `${root}/members/${ann.user.id}`;
  const refusals = [
    await ann.delete(path),
    await admin.delete(path),
    await ann.put(path, { role: 'member' }),
    await admin.patch(`/users/${ann.user.id}`, { status: 'disabled' }),
    await admin.delete(`/users/${ann.user.id}`),
  ];
  for (const { status, body } of refusals) {
    t.is(status, 409);
    t.is(body.code, 'last-owner');
    t.true(body.groups.some(({ id }: { id: string }) => id === acme.id));
  }
  t.deepEqual(
    refusals.at(-1)?.body.groups.map(({ name }: { name: string }) => name),
    ['Website', 'Acme'],
  );
  for (const group of [root, project])
    t.is((await ann.put(`${group}/members/${bob.user.id}`, { role: 'owner' })).status, 200);
  t.is((await ann.delete(path)).status, 204);
  t.deepEqual(
    (await bob.get(`/users/${bob.user.id}/groups`)).body.items.map(
      ({ groupId, role }: { groupId: string; role: string }) => [groupId, role],
    ),
    [
      [website.id, 'owner'],
      [acme.id, 'owner'],
    ],
  );
});

test('GET /groups/{id}/members: page by page, and as a file', async (t) => {
  const { admin, ann, bob, server } = await world(t);
  const { root } = await annsTree({ admin, ann });
  const { body: ofBob } = await ann.put(`${root}/members/${bob.user.id}`, { role: 'viewer' });
  const { items } = (await ann.get(`${root}/members`)).body;
  t.deepEqual(items[0], ofBob, 'those whose users are newest first');
  const first = await bob.get(`${root}/members?pageSize=1`);
  t.deepEqual(first.body.items, [ofBob]);
  const second = await bob.get(`${root}/members?pageSize=1&cursor=${first.body.nextCursor}`);
  t.deepEqual(second.body, { items: [items[1]], nextCursor: null });
  const [header, row] = await csv(server, bob, `${root}/members`);
  t.is(header, 'groupId,userId,email,role,createdAt,updatedAt');
  t.is(row, Object.values(ofBob).join(','));
  t.deepEqual(pointersOf(await bob.get(`${root}/members?role=owner`)), ['?role']);
  t.is((await bob.get(`${root}/members?cursor=forged`)).status, 400);
});

test('GET /users/{id}/groups: the groups of a user with their roles, for the user and for administrators', async (t) => {
  const { admin, ann, bob, server } = await world(t);
  const { acme, website, root } = await annsTree({ admin, ann });
  await ann.put(`${root}/members/${bob.user.id}`, { role: 'viewer' });
  const path = `/users/${ann.user.id}/groups`;
  const { body: page } = await ann.get(path);
  t.deepEqual(
    page.items.map(({ group }: { group: unknown }) => group),
    [website, acme],
  );
  t.like(page.items[1], { groupId: acme.id, userId: ann.user.id, role: 'owner' });
  t.deepEqual((await admin.get(path)).body, page);
  const [header, row] = await csv(server, admin, path);
  t.is(header, 'groupId,userId,email,role,createdAt,updatedAt,group.type,group.name,group.parentId');
  t.true(row?.endsWith(`,group,Website,${acme.id}`), row);
  t.is((await bob.get(path)).status, 404, 'members see each other’s addresses, and not each other’s groups');
  for (const id of [MISSING_ID, 'not-an-id', acme.id])
    t.is((await admin.get(`/users/${id}/groups`)).status, 404, id);
});

test('POST /decisions: about a group, the answer is what the request then gets', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { acme, root, project, website } = await annsTree({ admin, ann });
  await ann.put(`${root}/members/${bob.user.id}`, { role: 'viewer' });
  const ask = async (who: typeof ann, action: string, target: object) =>
    (await who.post('/decisions', { action, target })).body;
  const group = { type: 'group', id: website.id };
  t.like(await ask(bob, 'group:read', group), { allowed: true });
  t.like(await ask(bob, 'group:update', group), { allowed: false, reason: 'not-member' });
  t.is((await bob.patch(project, { name: 'Shop' })).status, 403);
  t.like(await ask(ann, 'group:update', group), { allowed: true });
  t.like(await ask(ann, 'quota:set', { type: 'group', id: acme.id }), { allowed: false });
  t.is((await ann.put(`${root}/quotas/resources`, { limit: 1 })).status, 403);
  t.like(await ask(ann, 'quota:set', group), { allowed: true });
  t.like(await ask(bob, 'resource:create', { type: 'resource', ownerId: website.id }), { allowed: false });
  await ann.put(`${project}/quotas/resources`, { limit: 0 });
  t.like(await ask(ann, 'resource:create', { type: 'resource', ownerId: website.id }), {
    reason: 'quota-exceeded',
  });
  const about = { action: 'group:read', target: group, actor: { userId: bob.user.id } };
  t.like((await admin.post('/decisions', about)).body, { allowed: true });
  t.is((await ann.post('/decisions', about)).status, 404, 'about another user, only administrators ask');
  t.like(await ask(bob, 'group:read', { type: 'group', id: MISSING_ID }), { reason: 'not-found' });
});
