import test from 'ava';
import { entityTag } from '../../dist/request/entity-tag.js';
import { MISSING_ID, pointersOf, world, type World } from '../support/world.js';

/** An organisation with a project in it. */
async function tree({ admin }: Pick<World, 'admin'>) {
  const { body: acme } = await admin.post('/groups', { name: 'Acme' });
  const { body: website } = await admin.post('/groups', { name: 'Website', parentId: acme.id });
  return { acme, website, root: `/groups/${acme.id}`, project: `/groups/${website.id}` };
}

test('POST /groups: it creates a root, or a group that lies in another, and says where it is', async (t) => {
  const { admin } = await world(t);
  const root = await admin.post('/groups', { name: 'Acme', parentId: null });
  t.is(root.status, 201);
  t.is(root.headers.get('location'), `/v1/groups/${root.body.id}`);
  t.is(root.headers.get('etag'), entityTag(root.body));
  t.like(root.body, { name: 'Acme', type: 'group', parentId: null });
  const project = await admin.post('/groups', { name: 'Website', type: 'group', parentId: root.body.id });
  t.is(project.body.parentId, root.body.id);
  t.deepEqual((await admin.get(`/groups/${project.body.id}`)).body, project.body);
});

test('POST /groups: what is not valid is named, and a parent that does not exist is a 404', async (t) => {
  const { admin } = await world(t);
  t.deepEqual(pointersOf(await admin.post('/groups', {})), ['/name']);
  const wrong = await admin.post('/groups', { name: '', type: 'planet', parentId: 5, id: MISSING_ID });
  t.deepEqual(pointersOf(wrong).toSorted(), ['/id', '/name', '/parentId', '/type']);
  for (const parentId of [MISSING_ID, 'not-an-id'])
    t.is((await admin.post('/groups', { name: 'Website', parentId })).status, 404);
  let { body: group } = await admin.post('/groups', { name: '1' });
  for (const name of ['2', '3', '4'])
    ({ body: group } = await admin.post('/groups', { name, parentId: group.id }));
  t.deepEqual(pointersOf(await admin.post('/groups', { name: '5', parentId: group.id })), ['/parentId']);
});

test('POST /groups: a host that declares types gets its own, in their places', async (t) => {
  const { admin } = await world(t, {
    groups: { organisation: {}, project: { in: ['organisation'] } },
  });
  t.deepEqual(pointersOf(await admin.post('/groups', { name: 'Acme' })), ['/type']);
  t.deepEqual((await admin.post('/groups', { name: 'Website', type: 'project' })).body.errors, [
    {
      pointer: '/parentId',
      detail: 'must be a group of type "organisation": a group of type "project" can lie nowhere else.',
    },
  ]);
  const { body: acme } = await admin.post('/groups', { name: 'Acme', type: 'organisation' });
  t.is(
    (await admin.post('/groups', { name: 'Website', type: 'project', parentId: acme.id })).body.type,
    'project',
  );
});

test('GET /groups, GET /groups/{id}/quotas: quotas of each group, and of those above', async (t) => {
  const { admin, ann } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  await admin.put(`${root}/quotas/resources`, { limit: 5 });
  await admin.post(`${project}/resources`, { name: 'orders' });
  const quotasOf = async (path: string) => (await admin.get(`${path}/quotas`)).body.items;
  const [ofRoot, ofProject] = [await quotasOf(root), await quotasOf(project)];
  t.deepEqual((await admin.get('/groups?include=quotas')).body.items, [
    { ...website, quotas: ofProject },
    { ...acme, quotas: ofRoot },
  ]);
  t.like(ofRoot[0], { limit: 5, used: 1 });
  const owner = { id: acme.id, type: 'group', name: 'Acme' };
  const above = [{ owner, quotas: ofRoot }];
  t.deepEqual((await admin.get(`${project}/quotas?include=above`)).body, { items: ofProject, above });
  t.deepEqual((await admin.get(`${root}/quotas?include=above`)).body, { items: ofRoot, above: [] });
  t.is((await ann.get(`${project}/quotas?include=above`)).status, 404);
});

test('GET /groups: newest first, page by page, within a group and of a type', async (t) => {
  const { admin, ann } = await world(t);
  const { acme, website } = await tree({ admin });
  const { body: shop } = await admin.post('/groups', { name: 'Shop', parentId: acme.id });
  t.deepEqual((await admin.get('/groups')).body, { items: [shop, website, acme], nextCursor: null });
  t.deepEqual((await admin.get(`/groups?parentId=${acme.id}`)).body.items, [shop, website]);
  t.deepEqual((await admin.get('/groups?type=planet')).body.items, []);
  const page = await admin.get('/groups?pageSize=2');
  t.is(page.headers.get('link'), `</v1/groups?pageSize=2&cursor=${page.body.nextCursor}>; rel="next"`);
  t.deepEqual((await admin.get(`/groups?pageSize=2&cursor=${page.body.nextCursor}`)).body.items, [acme]);
  for (const parentId of [MISSING_ID, 'not-an-id'])
    t.deepEqual((await admin.get(`/groups?parentId=${parentId}`)).body.items, [], parentId);
  t.deepEqual((await ann.get('/groups')).body, { items: [], nextCursor: null });
});

test('PATCH and DELETE /groups/{id}: with If-Match, only the version that was read', async (t) => {
  const { admin } = await world(t);
  const { acme, website, project } = await tree({ admin });
  const stale = entityTag(website);
  const renamed = await admin.patch(project, { name: 'Shop' }, { 'if-match': stale });
  t.is(renamed.status, 200);
  t.is(renamed.body.name, 'Shop');
  t.is(renamed.headers.get('etag'), entityTag(renamed.body));
  t.is((await admin.patch(project, { name: 'Site' }, { 'if-match': stale })).status, 412);
  t.is((await admin.call('DELETE', project, { headers: { 'if-match': stale } })).status, 412);
  const current = { 'if-match': entityTag(renamed.body) };
  t.is((await admin.call('DELETE', project, { headers: current })).status, 204);
  t.is((await admin.get(project)).status, 404);
  t.deepEqual(pointersOf(await admin.patch(`/groups/${acme.id}`, { colour: 'red' })), ['/colour']);
});

test('DELETE /groups/{id}: a group with groups or resources in it is refused, and says so', async (t) => {
  const { admin } = await world(t);
  const { root, project } = await tree({ admin });
  t.like((await admin.delete(root)).body, { status: 409, code: 'not-empty' });
  const { body: shared } = await admin.post(`${project}/resources`, { name: 'orders' });
  t.like((await admin.delete(project)).body, {
    status: 409,
    code: 'owns-resources',
    count: 1,
    detail:
      'The group still owns 1 resource: delete it first, or delete the group with the option resources=delete.',
  });
  t.is((await admin.delete(`${project}/resources/${shared.id}`)).status, 204);
  for (const path of [project, root]) t.is((await admin.delete(path)).status, 204);
});

test('DELETE /groups/{id}?resources=delete: its resources are deleted, and every level above has room again', async (t) => {
  const { admin } = await world(t);
  const { root, project } = await tree({ admin });
  const { body: shared } = await admin.post(`${project}/resources`, { name: 'orders' });
  t.is((await admin.delete(`${project}?resources=transfer`)).status, 422);
  t.is((await admin.delete(`${project}?resources=delete`)).status, 204);
  t.is((await admin.get(project)).status, 404);
  t.is((await admin.get(`/resources/${shared.id}`)).status, 404);
  t.like((await admin.get(`${root}/quotas`)).body.items[0], { meter: 'resources', used: 0 });
});

test('groups’ resources: the group owns them, and every level of its path is charged', async (t) => {
  const { admin } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  const key = { 'idempotency-key': 'key-1' };
  const made = await admin.post(`${project}/resources`, { name: 'orders' }, key);
  t.is(made.status, 201);
  t.is(made.headers.get('location'), `/v1/resources/${made.body.id}`);
  t.is(made.body.ownerId, website.id);
  t.is((await admin.post(`${project}/resources`, { name: 'orders' }, key)).text, made.text);
  t.deepEqual((await admin.get(`${project}/resources`)).body.items, [made.body]);
  t.deepEqual((await admin.get(`${root}/resources`)).body.items, []);
  const used = { meter: 'resources', limit: null, used: 1, over: 0, source: 'default' };
  for (const path of [project, root])
    t.deepEqual((await admin.get(`${path}/quotas`)).body.items, [used], path);
  t.is((await admin.delete(`${root}/resources/${made.body.id}`)).status, 404, 'of another group');
  t.is((await admin.delete(`${project}/resources/${made.body.id}`)).status, 204);
  t.is((await admin.get(`${root}/quotas`)).body.items[0].used, 0);
  t.is((await admin.get(`/groups/${acme.id}`)).status, 200);
});

test('groups’ quotas: a limit is set, is cleared, and is the group’s own', async (t) => {
  const { admin } = await world(t);
  const { root } = await tree({ admin });
  await admin.put('/default-limits/resources', { limit: 7 });
  const own = { meter: 'resources', limit: 5, used: 0, over: 0, source: 'group' };
  t.deepEqual((await admin.put(`${root}/quotas/resources`, { limit: 5 })).body, own);
  t.deepEqual((await admin.get(`${root}/quotas`)).body.items, [own]);
  const cleared = { ...own, limit: null, source: 'default' };
  for (const time of ['first', 'second'])
    t.deepEqual((await admin.delete(`${root}/quotas/resources`)).body, cleared, time);
  for (const reply of [
    await admin.put(`${root}/quotas/floppies`, { limit: 1 }),
    await admin.delete(`${root}/quotas/floppies`),
  ])
    t.regex(reply.body.detail, /The meters are resources/);
});

test('groups’ resources: a refusal has the figures of each level, and so has a preview', async (t) => {
  const { admin } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  await admin.put(`${root}/quotas/resources`, { limit: 1 });
  await admin.post(`${root}/resources`, { name: 'orders' });
  const level = ({ id, name }: { id: string; name: string }, limit: number | null, used: number) => ({
    meter: 'resources',
    owner: { id, type: 'group', name },
    limit,
    used,
    requested: 1,
  });
  const expected = [level(website, null, 0), level(acme, 1, 1)];
  for (const path of [`${project}/resources`, `${project}/resources/preview`]) {
    const { status, body } = await admin.post(path, { name: 'one too many' });
    t.is(status, 403);
    t.deepEqual(body.quotas, expected);
    t.regex(body.detail, /resources: 1 of 1 used in Acme, 1 more requested/);
  }
});

test('PATCH /groups/{id}: a parentId moves the group, and its usage with it', async (t) => {
  const { admin } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  const { body: other } = await admin.post('/groups', { name: 'Other' });
  await admin.post(`${project}/resources`, { name: 'orders' });
  const used = async (path: string) => (await admin.get(`${path}/quotas`)).body.items[0].used;
  const moved = await admin.patch(project, { parentId: other.id });
  t.is(moved.status, 200);
  t.like(moved.body, { id: website.id, parentId: other.id });
  t.is(moved.headers.get('etag'), entityTag(moved.body));
  t.deepEqual([await used(root), await used(`/groups/${other.id}`)], [0, 1]);
  t.is((await admin.patch(project, { parentId: null })).body.parentId, null);
  t.is((await admin.patch(project, { parentId: null }, { 'if-match': entityTag(website) })).status, 412);
  await admin.put(`${root}/quotas/resources`, { limit: 0 });
  const refused = await admin.patch(project, { parentId: acme.id });
  t.like(refused.body, { status: 403, code: 'quota-exceeded' });
  t.is((await admin.get(project)).body.parentId, null);
});

test('PATCH /groups/{id}: what is no place for the group is named, and so is a change of both', async (t) => {
  const { admin } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  for (const parentId of [website.id, acme.id])
    t.deepEqual(pointersOf(await admin.patch(root, { parentId })), ['/parentId'], 'a cycle');
  for (const parentId of [MISSING_ID, 'not-an-id'])
    t.is((await admin.patch(project, { parentId })).status, 404, parentId);
  t.deepEqual(pointersOf(await admin.patch(project, { name: 'Shop', parentId: null })), ['/parentId']);
  t.deepEqual(pointersOf(await admin.patch(project, {})), ['']);
  t.deepEqual((await admin.get(project)).body, website);
});

test('POST /resources/{id}/transfer: the receiver owns it and is charged, whoever sends the request', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  const { body: orders } = await ann.post('/resources', { name: 'orders' });
  const path = `/resources/${orders.id}/transfer`;
  const given = await admin.post(path, { ownerId: website.id });
  t.is(given.status, 200);
  t.is(given.body.ownerId, website.id);
  t.is(given.headers.get('etag'), entityTag(given.body));
  t.is((await ann.get(`/resources/${orders.id}`)).status, 404);
  for (const group of [project, root])
    t.is((await admin.get(`${group}/quotas`)).body.items[0].used, 1, group);
  t.is((await ann.get('/me/quotas')).body.items[0].used, 0);

  t.is((await admin.post(path, { ownerId: acme.id }, { 'if-match': entityTag(orders) })).status, 412);
  await admin.put(`/users/${bob.user.id}/quotas/resources`, { limit: 0 });
  const refused = await admin.post(path, { ownerId: bob.user.id });
  t.like(refused.body, { status: 403, code: 'quota-exceeded' });
  t.deepEqual(refused.body.quotas, [{ meter: 'resources', limit: 0, used: 0, requested: 1 }]);
  t.is((await admin.get(`/resources/${orders.id}`)).body.ownerId, website.id);
  t.deepEqual(pointersOf(await admin.post(path, {})), ['/ownerId']);
});

test('POST /resources/{id}/transfer: a receiver that one may not see is answered like none', async (t) => {
  const { admin, ann, bob } = await world(t);
  const { acme } = await tree({ admin });
  const { body: orders } = await ann.post('/resources', { name: 'orders' });
  const answers = [];
  for (const ownerId of [bob.user.id, acme.id, MISSING_ID, 'not-an-id'])
    answers.push((await ann.post(`/resources/${orders.id}/transfer`, { ownerId })).text);
  t.is(new Set(answers).size, 1, answers.join());
  t.is((await ann.get(`/resources/${orders.id}`)).body.ownerId, ann.user.id);
});

test('POST /decisions: a group without room has the figures of each level, as far as one may see it', async (t) => {
  const { admin, ann } = await world(t);
  const { acme, website, root, project } = await tree({ admin });
  await admin.put(`${root}/quotas/resources`, { limit: 0 });
  const question = { action: 'resource:create', target: { type: 'resource', ownerId: website.id } };
  const level = (owner: { id: string; name: string }, limit: number | null) => ({
    meter: 'resources',
    limit,
    used: 0,
    requested: 1,
    owner: { id: owner.id, type: 'group', name: owner.name },
  });
  const ofProject = {
    ...level(website, null),
    limit: (await admin.get(`${project}/quotas`)).body.items[0].limit,
  };
  t.like((await admin.post('/decisions', question)).body, {
    reason: 'quota-exceeded',
    quotas: [ofProject, level(acme, 0)],
  });
  await admin.put(`${project}/members/${ann.user.id}`, { role: 'member' });
  t.like((await ann.post('/decisions', question)).body, {
    reason: 'quota-exceeded',
    quotas: [ofProject, { meter: 'resources', owner: 'above', requested: 1 }],
  });
  const { quotas } = (await ann.post(`${project}/resources`, { name: 'orders' })).body;
  t.deepEqual((await ann.post('/decisions', question)).body.quotas, quotas);
});
