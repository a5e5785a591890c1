import { fastHasher } from '@bailiwick/core/testing';
import { openApiDocument } from '@bailiwick/http-koa';
import { createDatabase, DIALECTS, type DialectName } from '@bailiwick/test-databases';
import { describeHost, documented } from '@bailiwick/test-openapi';
import test, { type ExecutionContext } from 'ava';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from '../dist/app.js';
import { createTable } from '../dist/databases.js';
import { createPlatform } from '../dist/platform.js';

const PASSWORD = 'four lanterns by the river';
/** The options with which the service mounts the library's API. */
const MOUNTED = {
  prefix: '/platform',
  without: ['createResource', 'createUserResource', 'createGroupResource'],
};
const MISSING_ID = '01900000-0000-7000-8000-000000000000';

/** The service on a database of its own, with somebody who calls it for each name. */
async function setUp(t: ExecutionContext, dialect: DialectName) {
  const { knex, destroy } = await createDatabase(dialect);
  t.teardown(destroy);
  await createTable(knex);
  const platform = createPlatform(knex, fastHasher);
  const server = createApp(knex, platform).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  describeHost(port, () => documented(openApiDocument(platform, MOUNTED)));

  async function caller(name: string, role: 'user' | 'operator') {
    const email = `${name}@example.com`;
    const user = await platform.users.create(platform.system('test'), { email, password: PASSWORD, role });
    const { token } = await platform.sessions.logIn({ email, password: PASSWORD });
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Connection: 'close',
    };
    const call = async (method: string, path: string, body?: unknown) => {
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(url + path, { method, headers, ...content });
      const text = await response.text();
      return { status: response.status, text, body: text === '' ? null : JSON.parse(text) };
    };
    return { user, call };
  }

  const [ann, bob] = [await caller('ann', 'user'), await caller('bob', 'user')];
  const operator = await caller('olga', 'operator');
  const rows = async () => Number((await knex('databases').count({ count: '*' }))[0]?.['count']);
  return { platform, url, ann, bob, operator, rows };
}

for (const dialect of DIALECTS) {
  test(`${dialect}: the row, the resource and the claim are made in one transaction, and deleted in one`, async (t) => {
    const { ann, rows } = await setUp(t, dialect);
    const made = await ann.call('POST', '/databases', { name: 'orders', plan: 'small' });
    t.is(made.status, 201, made.text);
    t.like((await ann.call('GET', `/databases/${made.body.id}`)).body, { name: 'orders', plan: 'small' });
    const used = async () =>
      (await ann.call('GET', '/platform/me/quotas')).body.items.map((quota: { used: number }) => quota.used);
    t.deepEqual(await used(), [1, 20]);
    t.is((await ann.call('DELETE', `/platform/resources/${made.body.id}`)).status, 204);
    t.deepEqual(await used(), [0, 0]);
    t.is(await rows(), 0);
  });

  test(`${dialect}: a create that the quota refuses leaves no row, and states the reason`, async (t) => {
    const { platform, ann, rows } = await setUp(t, dialect);
    const limit = { ownerId: ann.user.id, meter: 'storageGiB', limit: 30 } as const;
    await platform.quotas.setLimit(platform.system('test'), limit);
    t.is((await ann.call('POST', '/databases', { name: 'fits', plan: 'small' })).status, 201);
    const refused = await ann.call('POST', '/databases', { name: 'does not', plan: 'small' });
    t.is(refused.status, 403);
    t.like(refused.body, { code: 'quota-exceeded', type: '/platform/problems/quota-exceeded' });
    t.is(await rows(), 1);
  });

  test(`${dialect}: a member creates a database in a project, within the limit of the organisation`, async (t) => {
    const { platform, ann, bob, rows } = await setUp(t, dialect);
    const system = platform.system('sign-up');
    const founder = { type: 'organisation', name: 'Acme', memberId: ann.user.id } as const;
    const acme = await platform.groups.create(system, founder);
    await platform.quotas.setLimit(system, { ownerId: acme.id, meter: 'databases', limit: 1 });
    const project = { type: 'project', name: 'Web', parentId: acme.id };
    const web = await ann.call('POST', '/platform/groups', project);
    t.is(web.status, 201, web.text);
    const inWeb = { name: 'orders', plan: 'small', ownerId: web.body.id };
    t.is((await bob.call('POST', '/databases', inWeb)).status, 404);
    t.is((await ann.call('POST', '/databases', inWeb)).body.ownerId, web.body.id);
    t.like((await ann.call('POST', '/databases', inWeb)).body, { code: 'quota-exceeded' });
    const unlisted = await ann.call('POST', `/platform/groups/${acme.id}/resources`, { name: 'no row' });
    t.is(unlisted.status, 405);
    t.is(await rows(), 1);
  });

  test(`${dialect}: a foreign id is answered like a missing one, on the service’s own routes too`, async (t) => {
    const { ann, bob } = await setUp(t, dialect);
    const { id } = (await ann.call('POST', '/databases', { name: 'orders', plan: 'small' })).body;
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', '/restart'],
    ] as const) {
      const [foreign, missing] = [
        await bob.call(method, `/databases/${id}${rest}`),
        await bob.call(method, `/databases/${MISSING_ID}${rest}`),
      ];
      t.is(foreign.status, 404);
      t.is(foreign.text, missing.text);
    }
  });

  test(`${dialect}: an operator can restart the database of any user, but not delete it`, async (t) => {
    const { ann, operator } = await setUp(t, dialect);
    const { id } = (await ann.call('POST', '/databases', { name: 'orders', plan: 'small' })).body;
    t.is((await operator.call('POST', `/databases/${id}/restart`)).body.restarts, 1);
    t.is((await ann.call('POST', `/databases/${id}/restart`)).body.restarts, 2);
    t.like((await operator.call('DELETE', `/platform/resources/${id}`)).body, { code: 'forbidden' });
  });
}

test('the service’s own errors are problems like the library’s', async (t) => {
  const { ann, url } = await setUp(t, 'sqlite');
  const wrong = await ann.call('POST', '/databases', { name: 'orders', plan: 'huge' });
  t.is(wrong.status, 422);
  t.deepEqual(wrong.body.errors, [{ pointer: '/plan', detail: 'must be one of: small, large.' }]);
  t.like((await ann.call('GET', '/nowhere')).body, { code: 'not-found' });
  t.like((await ann.call('POST', '/platform/resources', { name: 'x' })).body, { code: 'method-not-allowed' });
  const nobody = await fetch(`${url}/databases/${MISSING_ID}`);
  t.is(nobody.status, 401);
  t.regex(nobody.headers.get('WWW-Authenticate') ?? '', /^Bearer/);
});
