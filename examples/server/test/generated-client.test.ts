import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './openapi-types.js';
import { serve } from './support/server-in-process.js';
import { ADMIN } from './support/test-environment.js';

const ANN = { email: 'ann@example.com', password: 'ann likes long passwords' };
const BEN = { email: 'ben@example.com', password: 'ben likes long passwords' };

/** The client knows the API only from the document: its paths, bodies and errors. */
test('generated client: the six stories, typed by the document', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const { url } = await serve(t, database.url);
  const as = (token: string): Client<paths> =>
    createClient<paths>({ baseUrl: `${url}/v1`, headers: { Authorization: `Bearer ${token}` } });
  const nobody = createClient<paths>({ baseUrl: `${url}/v1` });

  // 1. A user authenticates with an email address and a password.
  async function logIn(body: components['schemas']['CreateSessionBody']): Promise<Client<paths>> {
    const { data, error } = await nobody.POST('/sessions', { body });
    if (data === undefined) throw new Error(error.detail);
    // Only a login that opens a cookie has no token.
    return as(data.token ?? '');
  }
  const admin = await logIn(ADMIN);
  for (const body of [ANN, BEN]) t.is((await admin.POST('/users', { body })).response.status, 201);
  const [ann, ben] = [await logIn(ANN), await logIn(BEN)];
  const { data: me } = await ann.GET('/me');
  t.is(me?.email, ANN.email);
  const wrong = await nobody.POST('/sessions', { body: { ...ANN, password: 'ann likes short passwords' } });
  t.is(wrong.error?.code, 'invalid-credentials');

  // 2. A user creates, lists and deletes resources.
  const { data: orders } = await ann.POST('/resources', {
    params: { header: { 'Idempotency-Key': '"safe-to-repeat"' } },
    body: { name: 'orders' },
  });
  t.true(orders !== undefined && 'id' in orders);
  const id = orders !== undefined && 'id' in orders ? orders.id : '';
  const { data: listed } = await ann.GET('/resources', { params: { query: { pageSize: 10 } } });
  t.deepEqual(
    listed?.items.map(({ name }) => name),
    ['orders'],
  );

  // 3. A user cannot access what belongs to others.
  const foreign = await ben.GET('/resources/{id}', { params: { path: { id } } });
  t.is(foreign.error?.code, 'not-found');
  t.is((await ben.DELETE('/resources/{id}', { params: { path: { id } } })).error?.status, 404);
  t.is((await ann.DELETE('/resources/{id}', { params: { path: { id } } })).response.status, 204);

  // 6. An administrator sets the quota of any user.
  const annId = me?.id ?? '';
  const set = await admin.PUT('/users/{id}/quotas/{meter}', {
    params: { path: { id: annId, meter: 'resources' } },
    body: { limit: 1 },
  });
  t.like(set.data, { limit: 1, used: 0, source: 'user' });

  // 4. A user cannot create a resource when the quota is exceeded.
  t.is((await ann.POST('/resources', { body: { name: 'the only one' } })).response.status, 201);
  const { error: refusal } = await ann.POST('/resources', { body: { name: 'one too many' } });
  // The code determines the type of the problem, and so its members.
  t.deepEqual(refusal?.code === 'quota-exceeded' ? refusal.quotas : null, [
    { meter: 'resources', limit: 1, used: 1, requested: 1 },
  ]);

  // 5. An administrator creates, lists and deletes users and their resources.
  const { data: users } = await admin.GET('/users');
  t.deepEqual(
    users?.items.map(({ email }) => email),
    [BEN.email, ANN.email, ADMIN.email],
  );
  const owner = { params: { path: { id: annId } } };
  const { data: owned } = await admin.GET('/users/{id}/resources', owner);
  t.deepEqual(
    owned?.items.map(({ name }) => name),
    ['the only one'],
  );
  const full = await admin.POST('/users/{id}/resources', { ...owner, body: { name: 'a present' } });
  t.is(full.error?.code, 'quota-exceeded');
  const { error: owns } = await admin.DELETE('/users/{id}', owner);
  t.is(owns?.code === 'owns-resources' ? owns.count : 0, 1);
  const gone = await admin.DELETE('/users/{id}', {
    params: { path: { id: annId }, query: { resources: 'delete' } },
  });
  t.is(gone.response.status, 204);
  t.is((await ann.GET('/me')).error?.code, 'invalid-token');
});

test('generated client: a call that the document does not describe does not compile', (t) => {
  const client = createClient<paths>({ baseUrl: 'http://127.0.0.1' });
  const misspelt = [
    // @ts-expect-error -- no such path
    () => client.GET('/castles'),
    // @ts-expect-error -- a member is missing
    () => client.POST('/sessions', { body: { email: 'ann@example.com' } }),
    // @ts-expect-error -- no such kind
    () => client.POST('/resources', { body: { name: 'orders', kind: 'castle' } }),
  ];
  t.is(misspelt.length, 3);
});
