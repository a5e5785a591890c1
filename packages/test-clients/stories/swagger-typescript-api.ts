import assert from 'node:assert/strict';
import { Api, type CreateSessionBody } from './client';
import { ANN, BEN, refused, ROOT } from './refused';

const clientOf = (url: string, token?: string) =>
  new Api<string>({
    baseUrl: url,
    securityWorker: (secret) => (secret === null ? {} : { headers: { Authorization: `Bearer ${secret}` } }),
    ...(token === undefined ? {} : { baseApiParams: { headers: { Authorization: `Bearer ${token}` } } }),
  });

/** This one throws the answer itself, with the problem as its `error`. */
async function problemOf(answer: Promise<unknown>): Promise<{ code?: string }> {
  return answer.then(
    () => ({}),
    ({ error }: { error: { code?: string } }) => error,
  );
}

export async function stories(url: string): Promise<void> {
  const nobody = clientOf(url);
  const logIn = async (body: CreateSessionBody) =>
    clientOf(url, (await nobody.sessions.createSession(body)).data.token);
  const root = await logIn(ROOT);
  for (const body of [ANN, BEN]) assert.equal((await root.users.createUser(body)).data.email, body.email);
  const [ann, ben] = [await logIn(ANN), await logIn(BEN)];
  const { data: me } = await ann.me.getMe();
  refused(
    await problemOf(nobody.sessions.createSession({ ...ANN, password: 'not that of ann' })),
    'invalid-credentials',
  );

  const { data: made } = await ann.resources.createResource({ name: 'orders' });
  const { data: page } = await ann.resources.listResources({ pageSize: 5 });
  assert.deepEqual(
    page.items.map(({ id }) => id),
    [made.id],
  );

  refused(await problemOf(ben.resources.getResource(made.id)), 'not-found');
  assert.equal((await ann.resources.deleteResource(made.id)).status, 204);

  const { data: quota } = await root.users.setUserQuota(me.id, 'resources', { limit: 1 });
  assert.equal(quota.limit, 1);
  const { data: preview } = await ann.resources.previewResource({ name: 'orders' });
  assert.equal(preview.ownerId, me.id);
  const { data: again } = await ann.resources.createResource({ name: 'orders' });
  assert.equal(typeof again.id, 'string');
  refused(await problemOf(ann.resources.createResource({ name: 'one too many' })), 'quota-exceeded');

  const { data: users } = await root.users.listUsers({ email: ANN.email });
  const [user] = users.items;
  assert(user !== undefined);
  const { data: changed } = await root.users.changeUser(user.id, { role: 'user' });
  assert.equal(changed.role, 'user');
  assert.equal((await root.users.deleteUser(user.id, { resources: 'delete' })).status, 204);
}
