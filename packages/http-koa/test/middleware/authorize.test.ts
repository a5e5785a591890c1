import { Router } from '@koa/router';
import test from 'ava';
import Koa from 'koa';
import { allow, definePolicy, owner, platformPolicy } from '@bailiwick/core/policy';
import { belongingTo, createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { authenticate, authorize, createRouter, problemBoundary } from '@bailiwick/http-koa';
import { listen, listenTo } from '../support/listen.js';
import { basic, MISSING_ID, PASSWORD } from '../support/world.js';

function hostWithReports() {
  return createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    actions: ['report:make', 'user:poke'],
    policy: definePolicy(
      platformPolicy,
      allow('owners poke themselves', { actions: ['user:poke'], when: owner }),
    ),
  });
}

test('authorize: a host’s route runs only when the policy allows its action, and refusals are the library’s', async (t) => {
  const bailiwick = hostWithReports();
  const user = { email: 'ann@example.com', password: PASSWORD };
  const ann = await bailiwick.users.create(bailiwick.system('test'), user);
  await bailiwick.users.create(bailiwick.system('test'), {
    ...user,
    email: 'root@example.com',
    role: 'admin',
  });
  const router = new Router();
  const ran = (ctx: Koa.Context) => {
    ctx.body = 'ran';
  };
  router.get('/reports', authorize(bailiwick, 'report:make'), ran);
  router.get(
    '/users/:id/poke',
    authorize(bailiwick, 'user:poke', (ctx) => belongingTo(ctx['params'].id)),
    ran,
  );
  const app = new Koa();
  app.use(problemBoundary()).use(authenticate(bailiwick)).use(router.routes());
  const server = await listenTo(app);
  t.teardown(() => server.close());
  const answer = async (path: string, email?: string) => {
    const headers = email === undefined ? {} : { authorization: basic(email, PASSWORD) };
    const response = await fetch(server.url + path, { headers });
    return response.status === 200 ? 'ran' : ((await response.json()) as { code: string }).code;
  };
  t.is(await answer('/reports', 'root@example.com'), 'ran');
  t.is(await answer('/reports', 'ann@example.com'), 'forbidden');
  t.is(await answer('/reports'), 'authentication-required');
  t.is(await answer(`/users/${ann.id}/poke`, 'ann@example.com'), 'ran');
  t.is(await answer(`/users/${MISSING_ID}/poke`, 'ann@example.com'), 'not-found');
  // @ts-expect-error -- an action that the host has not declared does not compile
  authorize(bailiwick, 'report:burn');
});

test('createRouter: operations for which the host has its own routes are left out', async (t) => {
  const bailiwick = hostWithReports();
  const server = await listen(bailiwick, { without: ['createResource', 'getMe'] });
  t.teardown(() => server.close());
  const options = await fetch(`${server.url}/v1/resources`, { method: 'OPTIONS' });
  t.is(options.headers.get('allow'), 'GET, HEAD, OPTIONS');
  t.is((await fetch(`${server.url}/v1/me`)).status, 404);
  t.throws(() => createRouter(bailiwick, { without: ['getmee'] }), { instanceOf: TypeError });
});
