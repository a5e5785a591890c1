import assert from 'node:assert/strict';
import { createClient, createConfig, type Client } from './client';
import * as api from './index';
import { ANN, BEN, refused, ROOT } from './refused';

export async function stories(url: string): Promise<void> {
  const nobody = createClient(createConfig({ baseUrl: url }));
  // 1. One callback for the token, whatever the ways to authenticate: it must not be sent as anything else.
  async function logIn(body: api.CreateSessionBody): Promise<Client> {
    const { data } = await api.createSession({ client: nobody, body, throwOnError: true });
    return createClient(createConfig({ baseUrl: url, auth: () => data.token }));
  }
  const root = await logIn(ROOT);
  for (const body of [ANN, BEN]) {
    const { data } = await api.createUser({ client: root, body, throwOnError: true });
    assert.equal(data.email, body.email);
  }
  const [ann, ben] = [await logIn(ANN), await logIn(BEN)];
  const { data: me } = await api.getMe({ client: ann, throwOnError: true });
  const wrong = await api.createSession({ client: nobody, body: { ...ANN, password: 'not that of ann' } });
  refused(wrong.error, 'invalid-credentials');

  // 2. What was created has an id, without a look at which of several answers it is.
  const { data: made } = await api.createResource({
    client: ann,
    body: { name: 'orders' },
    headers: { 'Idempotency-Key': 'orders-1' },
    throwOnError: true,
  });
  const path = { id: made.id };
  const { data: page } = await api.listResources({ client: ann, query: { pageSize: 5 }, throwOnError: true });
  assert.deepEqual(
    page.items.map((resource) => resource.id),
    [made.id],
  );

  // 3.
  refused((await api.getResource({ client: ben, path })).error, 'not-found');
  assert.equal((await api.deleteResource({ client: ann, path })).response?.status, 204);

  // 6. and 4.
  const { data: quota } = await api.setUserQuota({
    client: root,
    path: { id: me.id, meter: 'resources' },
    body: { limit: 1 },
    throwOnError: true,
  });
  assert.deepEqual([quota.limit, quota.used, quota.source], [1, 0, 'user']);
  const { data: preview } = await api.previewResource({
    client: ann,
    body: { name: 'orders' },
    throwOnError: true,
  });
  assert.deepEqual(preview, { ownerId: me.id, kind: 'resource', name: 'orders' });
  await api.createResource({ client: ann, body: { name: 'orders' }, throwOnError: true });
  const over = await api.createResource({ client: ann, body: { name: 'one too many' } });
  refused(over.error, 'quota-exceeded');
  if (over.error?.code === 'quota-exceeded') assert.equal(over.error.quotas[0]?.used, 1);

  // 5. A role is read as text, and given from a list; who did what narrows by its type.
  const { data: users } = await api.listUsers({
    client: root,
    query: { email: ANN.email },
    throwOnError: true,
  });
  const [user] = users.items;
  assert(user !== undefined);
  const { data: changed } = await api.changeUser({
    client: root,
    path: { id: user.id },
    body: { role: 'user' },
    throwOnError: true,
  });
  assert.equal(changed.role, 'user');
  await api.deleteUser({
    client: root,
    path: { id: user.id },
    query: { resources: 'delete' },
    throwOnError: true,
  });
  const { data: events } = await api.listAuditEvents({
    client: root,
    query: { action: 'user:delete' },
    throwOnError: true,
  });
  const actor = events.items[0]?.actor;
  assert.equal(actor?.type === 'user' ? actor.credential : null, 'session');
}
