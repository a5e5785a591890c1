import assert from 'node:assert/strict';
import * as api from './client';
import { ANN, BEN, refused, ROOT } from './refused';
import * as schemas from './zod';

/** An answer that must be a success, as the schema of the document reads it: what the schema does not know is an error. */
function read<T>(
  schema: { parse(data: unknown): T },
  { data, status }: { data: unknown; status: number },
): T {
  assert.equal(status, 200);
  const value = schema.parse(data);
  assert.deepEqual(value, data, 'nothing of the answer is lost');
  return value;
}

const as = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });

export async function stories(): Promise<void> {
  async function logIn(body: api.CreateSessionBody): Promise<RequestInit> {
    const login = await api.createSession(schemas.createSessionBody.parse(body));
    // Only a login that opens a cookie has no token.
    assert(login.status === 201 && login.data.token !== undefined);
    return as(login.data.token);
  }
  const root = await logIn(ROOT);
  for (const body of [ANN, BEN]) {
    const made = await api.createUser(schemas.createUserBody.parse(body), root);
    assert(made.status === 201);
    assert.equal(made.data.email, body.email);
  }
  const [ann, ben] = [await logIn(ANN), await logIn(BEN)];
  const me = read(schemas.getMeResponse, await api.getMe(ann));
  const wrong = await api.createSession({ ...ANN, password: 'not that of ann' });
  if (wrong.status === 401) refused(wrong.data, 'invalid-credentials');
  assert.equal(wrong.status, 401);

  const made = await api.createResource({ name: 'orders' }, ann);
  assert(made.status === 201);
  const { id } = made.data;
  const page = read(schemas.listResourcesResponse, await api.listResources({ pageSize: 5 }, ann));
  assert.deepEqual(
    page.items.map((resource) => resource.id),
    [id],
  );
  assert.equal(read(schemas.getResourceResponse, await api.getResource(id, ann)).name, 'orders');

  const foreign = await api.getResource(id, ben);
  assert(foreign.status === 404);
  refused(foreign.data, 'not-found');
  assert.equal((await api.deleteResource(id, ann)).status, 204);

  const quota = read(
    schemas.setUserQuotaResponse,
    await api.setUserQuota(me.id, 'resources', { limit: 1 }, root),
  );
  assert.equal(quota.limit, 1);
  const preview = read(schemas.previewResourceResponse, await api.previewResource({ name: 'orders' }, ann));
  assert.equal(preview.ownerId, me.id);
  assert.equal((await api.createResource({ name: 'orders' }, ann)).status, 201);
  const over = await api.createResource({ name: 'one too many' }, ann);
  assert(over.status === 403);
  refused(over.data, 'quota-exceeded');

  // A user, a resource and a quota of a role, a kind and a meter that the host declares no more.
  const everybody = read(schemas.listUsersResponse, await api.listUsers({}, root));
  const olga = everybody.items.find(({ role }) => role === 'operator');
  assert(olga !== undefined);
  read(schemas.getUserResponse, await api.getUser(olga.id, root));
  const disks = read(schemas.listUserResourcesResponse, await api.listUserResources(olga.id, {}, root));
  assert.equal(disks.items[0]?.kind, 'disk');
  const quotas = read(schemas.listUserQuotasResponse, await api.listUserQuotas(olga.id, {}, root));
  assert(quotas.items.some(({ meter, used }) => meter === 'gib' && used === 5));

  const users = read(schemas.listUsersResponse, await api.listUsers({ email: ANN.email }, root));
  const [user] = users.items;
  assert(user !== undefined);
  const changed = read(schemas.changeUserResponse, await api.changeUser(user.id, { role: 'user' }, root));
  assert.equal(changed.role, 'user');
  assert.equal((await api.deleteUser(user.id, { resources: 'delete' }, root)).status, 204);
  const events = read(
    schemas.listAuditEventsResponse,
    await api.listAuditEvents({ action: 'user:delete' }, root),
  );
  const actor = events.items[0]?.actor;
  assert.equal(actor?.type === 'user' ? actor.credential : null, 'session');
}
