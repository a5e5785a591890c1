import { createDatabase, createDatabaseWithRoles } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import type { Account, Answer, ApiClient } from './support/api-client.js';
import { serve } from './support/server-in-process.js';
import { ADMIN } from './support/test-environment.js';

const ANN: Account = { email: 'ann@example.com', password: 'ann likes long passwords' };
const BEN: Account = { email: 'ben@example.com', password: 'ben likes long passwords' };
const MISSING_ID = '01890000-0000-7000-8000-000000000000';

interface World {
  readonly nobody: ApiClient;
  readonly admin: ApiClient;
  readonly ann: ApiClient;
  readonly ben: ApiClient;
  readonly annId: string;
  readonly benId: string;
}

/** Makes a database until the end of the test, and returns its URL. */
const DATABASES = {
  sqlite: (t: ExecutionContext) => ownDatabase(t, 'sqlite'),
  postgres: (t: ExecutionContext) => ownDatabase(t, 'postgres'),
  async 'postgres, as a role that may only serve'(t: ExecutionContext) {
    const { serverUrl, remove } = await createDatabaseWithRoles();
    t.teardown(remove);
    return serverUrl;
  },
};

for (const database of Object.keys(DATABASES) as (keyof typeof DATABASES)[]) {
  test.serial(`${database}: a user authenticates with an email address and a password`, async (t) => {
    const { nobody, annId } = await setUp(t, database);
    const login = await nobody.post('/v1/sessions', ANN);
    t.is(login.status, 201);
    t.is(login.body.user.id, annId);
    t.like((await nobody.bearer(login.body.token).get('/v1/me')).body, {
      id: annId,
      email: ANN.email,
      role: 'user',
    });
    t.is((await nobody.basic(ANN).get('/v1/me')).body.id, annId);
  });

  test.serial(
    `${database}: a wrong password, an unknown email and no credential at all are refused`,
    async (t) => {
      const { nobody } = await setUp(t, database);
      const wrong = await nobody.post('/v1/sessions', { ...ANN, password: 'ann likes short passwords' });
      const unknown = await nobody.post('/v1/sessions', { ...ANN, email: 'nobody@example.com' });
      refused(t, wrong, 401, 'invalid-credentials');
      t.is(unknown.text, wrong.text);
      t.is(unknown.status, wrong.status);
      refused(
        t,
        await nobody.basic({ ...ANN, password: 'ann likes short passwords' }).get('/v1/me'),
        401,
        'invalid-credentials',
      );
      refused(t, await nobody.bearer('x'.repeat(43)).get('/v1/me'), 401, 'invalid-token');
      refused(t, await nobody.get('/v1/me'), 401, 'authentication-required');
    },
  );

  test.serial(`${database}: Basic can be turned off`, async (t) => {
    const { nobody } = await setUp(t, database, { BAILIWICK_BASIC: 'off' });
    t.is((await nobody.basic(ANN).get('/v1/me')).status, 401);
  });

  test.serial(`${database}: a user creates, lists and deletes resources`, async (t) => {
    const { ann, annId } = await setUp(t, database);
    const created = await ann.post('/v1/resources', { name: 'orders' });
    t.is(created.status, 201);
    t.like(created.body, { name: 'orders', ownerId: annId, kind: 'resource' });
    const path = `/v1/resources/${created.body.id}`;
    t.is(created.headers.get('Location'), path);
    t.is((await ann.post('/v1/resources', { name: 'orders' })).status, 201);

    const listed = await ann.get('/v1/resources');
    t.is(listed.status, 200);
    t.deepEqual(names(listed), ['orders', 'orders']);

    t.is((await ann.delete(path)).status, 204);
    t.deepEqual(names(await ann.get('/v1/resources')), ['orders']);
    refused(t, await ann.delete(path), 404, 'not-found');
    refused(t, await ann.get(path), 404, 'not-found');
  });

  test.serial(`${database}: a resource without a usable name is refused`, async (t) => {
    const { ann, nobody } = await setUp(t, database);
    for (const body of [
      {},
      { name: '' },
      { name: 7 },
      { name: 'a', colour: 'red' },
      { name: 'a', kind: 'castle' },
    ]) {
      refused(t, await ann.post('/v1/resources', body), 422, 'invalid-request');
    }
    refused(t, await nobody.post('/v1/resources', { name: 'a' }), 401, 'authentication-required');
    t.deepEqual(names(await ann.get('/v1/resources')), []);
  });

  test.serial(`${database}: a user cannot tell another user’s resource from a missing one`, async (t) => {
    const { ann, ben, annId } = await setUp(t, database);
    const { body: resource } = await ann.post('/v1/resources', { name: 'secret plans' });
    const asks: readonly ((id: string) => Promise<Answer>)[] = [
      (id) => ben.get(`/v1/resources/${id}`),
      (id) => ben.patch(`/v1/resources/${id}`, { name: 'mine now' }),
      (id) => ben.delete(`/v1/resources/${id}`),
    ];
    for (const ask of asks) {
      const [foreign, missing] = [await ask(resource.id), await ask(MISSING_ID)];
      refused(t, foreign, 404, 'not-found');
      t.is(foreign.text, missing.text);
      t.deepEqual(comparable(foreign), comparable(missing));
    }
    t.deepEqual(names(await ben.get('/v1/resources')), []);
    t.deepEqual(names(await ben.get(`/v1/resources?ownerId=${annId}`)), []);
    t.is((await ann.get(`/v1/resources/${resource.id}`)).body.name, 'secret plans');
  });

  test.serial(`${database}: a user cannot create a resource for another user`, async (t) => {
    const { ben, annId, admin } = await setUp(t, database);
    t.is((await ben.post(`/v1/users/${annId}/resources`, { name: 'trojan' })).status, 404);
    refused(t, await ben.post('/v1/resources', { name: 'trojan', ownerId: annId }), 422, 'invalid-request');
    t.deepEqual(names(await admin.get('/v1/resources')), []);
  });

  test.serial(`${database}: a user cannot create a resource when the quota is exceeded`, async (t) => {
    const { admin, ann, annId } = await setUp(t, database);
    await admin.put(`/v1/users/${annId}/quotas/resources`, { limit: 2 });
    const [first] = [
      await ann.post('/v1/resources', { name: 'a' }),
      await ann.post('/v1/resources', { name: 'b' }),
    ];
    const full = await ann.post('/v1/resources', { name: 'c' });
    refused(t, full, 403, 'quota-exceeded');
    t.deepEqual(full.body.quotas, [{ meter: 'resources', limit: 2, used: 2, requested: 1 }]);
    // The owner is charged, no matter who sends the request.
    refused(t, await admin.post(`/v1/users/${annId}/resources`, { name: 'c' }), 403, 'quota-exceeded');

    await ann.delete(`/v1/resources/${first.body.id}`);
    t.is((await ann.post('/v1/resources', { name: 'c' })).status, 201);
    t.like((await ann.get('/v1/me/quotas')).body.items?.[0], {
      meter: 'resources',
      limit: 2,
      used: 2,
      over: 0,
    });
  });

  test.serial(`${database}: a user without a limit creates as many resources as they want`, async (t) => {
    const { ann } = await setUp(t, database);
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, i) => ann.post('/v1/resources', { name: `${i}` })),
    );
    t.true(answers.every(({ status }) => status === 201));
  });

  test.serial(
    `${database}: an administrator creates, lists and deletes users and their resources`,
    async (t) => {
      const { admin, nobody, annId } = await setUp(t, database);
      const created = await admin.post('/v1/users', {
        email: 'eve@example.com',
        password: 'eve likes long passwords',
      });
      t.is(created.status, 201);
      t.is(created.headers.get('Location'), `/v1/users/${created.body.id}`);
      const users = await admin.get('/v1/users');
      t.deepEqual(
        users.body.items.map(({ email }: Account) => email),
        ['eve@example.com', BEN.email, ANN.email, ADMIN.email],
      );

      const resources = `/v1/users/${annId}/resources`;
      const resource = await admin.post(resources, { name: 'a present' });
      t.is(resource.status, 201);
      t.is(resource.body.ownerId, annId);
      t.deepEqual(names(await admin.get(resources)), ['a present']);
      refused(t, await admin.delete(`/v1/users/${annId}`), 409, 'owns-resources');
      t.is((await admin.delete(`${resources}/${resource.body.id}`)).status, 204);
      t.is((await admin.delete(`/v1/users/${annId}`)).status, 204);
      refused(t, await nobody.post('/v1/sessions', ANN), 401, 'invalid-credentials');
      refused(t, await admin.delete(`/v1/users/${annId}`), 404, 'not-found');
    },
  );

  test.serial(`${database}: deleting a user with their resources leaves none of them`, async (t) => {
    const { admin, ann, annId } = await setUp(t, database);
    const { body: resource } = await ann.post('/v1/resources', { name: 'orphan' });
    t.is((await admin.delete(`/v1/users/${annId}?resources=delete`)).status, 204);
    refused(t, await admin.get(`/v1/resources/${resource.id}`), 404, 'not-found');
    refused(t, await ann.get('/v1/me'), 401, 'invalid-token');
  });

  test.serial(
    `${database}: each email address belongs to one user, and the last administrator stays`,
    async (t) => {
      const { admin } = await setUp(t, database);
      refused(t, await admin.post('/v1/users', { ...ANN, email: 'ANN@example.com' }), 409, 'email-taken');
      refused(t, await admin.post('/v1/users', { ...ANN, email: 'no address' }), 422, 'invalid-request');
      const { body: me } = await admin.get('/v1/me');
      refused(t, await admin.delete(`/v1/users/${me.id}`), 409, 'last-admin');
      refused(t, await admin.patch(`/v1/users/${me.id}`, { role: 'user' }), 409, 'last-admin');
    },
  );

  test.serial(`${database}: a user cannot do what only administrators may do`, async (t) => {
    const { ben, annId, benId, ann } = await setUp(t, database);
    refused(t, await ben.get('/v1/users'), 403, 'forbidden');
    refused(t, await ben.post('/v1/users', { ...ANN, email: 'new@example.com' }), 403, 'forbidden');
    refused(t, await ben.delete(`/v1/users/${annId}`), 404, 'not-found');
    refused(t, await ben.get(`/v1/users/${annId}`), 404, 'not-found');
    refused(t, await ben.patch(`/v1/users/${benId}`, { role: 'admin' }), 403, 'forbidden');
    refused(t, await ben.put(`/v1/users/${benId}/quotas/resources`, { limit: null }), 403, 'forbidden');
    refused(t, await ben.put(`/v1/users/${annId}/quotas/resources`, { limit: 0 }), 404, 'not-found');
    refused(t, await ben.put('/v1/default-limits/resources', { limit: 0 }), 403, 'forbidden');
    t.is((await ann.post('/v1/resources', { name: 'untouched' })).status, 201);
  });

  test.serial(`${database}: an administrator sets the quota of any user`, async (t) => {
    const { admin, ann, annId } = await setUp(t, database);
    const path = `/v1/users/${annId}/quotas/resources`;
    const set = await admin.put(path, { limit: 1 });
    t.is(set.status, 200);
    t.like(set.body, { meter: 'resources', limit: 1, used: 0, source: 'user' });
    t.is((await ann.post('/v1/resources', { name: 'a' })).status, 201);

    const below = await admin.put(path, { limit: 0 });
    t.like(below.body, { limit: 0, used: 1, over: 1 });
    refused(t, await ann.post('/v1/resources', { name: 'b' }), 403, 'quota-exceeded');
    t.deepEqual(names(await ann.get('/v1/resources')), ['a']);

    await admin.put(path, { limit: null });
    t.is((await ann.post('/v1/resources', { name: 'b' })).status, 201);
  });

  test.serial(`${database}: a default limit applies to users without a limit of their own`, async (t) => {
    const { admin, ann, ben, benId } = await setUp(t, database);
    await admin.put(`/v1/users/${benId}/quotas/resources`, { limit: 1 });
    t.is((await admin.put('/v1/default-limits/resources', { limit: 0 })).status, 200);
    refused(t, await ann.post('/v1/resources', { name: 'a' }), 403, 'quota-exceeded');
    t.is((await ben.post('/v1/resources', { name: 'a' })).status, 201);
    t.true((await admin.delete(`/v1/users/${benId}/quotas/resources`)).status < 300);
    refused(t, await ben.post('/v1/resources', { name: 'b' }), 403, 'quota-exceeded');
  });

  test.serial(`${database}: an invalid limit, an unknown meter and a missing user are refused`, async (t) => {
    const { admin, annId } = await setUp(t, database);
    for (const limit of [-1, 1.5, '5', 2 ** 53, true]) {
      refused(t, await admin.put(`/v1/users/${annId}/quotas/resources`, { limit }), 422, 'invalid-request');
    }
    refused(t, await admin.put(`/v1/users/${annId}/quotas/castles`, { limit: 1 }), 404, 'not-found');
    refused(t, await admin.put(`/v1/users/${MISSING_ID}/quotas/resources`, { limit: 1 }), 404, 'not-found');
  });
}

async function ownDatabase(t: ExecutionContext, dialect: 'sqlite' | 'postgres'): Promise<string> {
  const database = await createDatabase(dialect);
  t.teardown(() => database.destroy());
  return database.url;
}

async function setUp(t: ExecutionContext, database: keyof typeof DATABASES, env = {}): Promise<World> {
  const nobody = await serve(t, await DATABASES[database](t), env);
  const admin = await nobody.logIn(ADMIN);
  const [ann, ben] = [await admin.post('/v1/users', ANN), await admin.post('/v1/users', BEN)];
  return {
    nobody,
    admin,
    ann: await nobody.logIn(ANN),
    ben: await nobody.logIn(BEN),
    annId: ann.body.id,
    benId: ben.body.id,
  };
}

function names(list: Answer): string[] {
  return list.body.items.map(({ name }: { name: string }) => name);
}

/** Checks that a refusal is a problem document with the same status, which says what was wrong. */
function refused(t: ExecutionContext, answer: Answer, status: number, code: string): void {
  t.is(answer.status, status, answer.text);
  t.is(answer.headers.get('Content-Type'), 'application/problem+json');
  t.like(answer.body, { status, code });
  t.truthy(answer.body.detail);
}

/** Removes the header fields that may differ between two equal answers. */
function comparable({ headers }: Answer): [string, string][] {
  return [...headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
}
