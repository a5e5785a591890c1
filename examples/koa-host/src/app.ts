import {
  authenticate,
  createRouter,
  problemBoundary,
  readBody,
  type AuthenticatedState,
} from '@bailiwick/http-koa';
import { Router } from '@koa/router';
import type { Knex } from 'knex';
import Koa from 'koa';
import { createDatabase, getDatabase, restartDatabase } from './databases.js';
import type { Platform } from './platform.js';

const BODY = { limitBytes: 4096, mediaTypes: ['application/json'] };

/**
 * Makes an app with the library's API under a prefix, except for the operations that this service replaces, and with
 * its own routes. `trustedProxies`: see `clientAddressReader`; without them, all clients behind a proxy count as one.
 */
export function createApp(knex: Knex, platform: Platform, trustedProxies: readonly string[] = []): Koa {
  const app = new Koa();
  app.use(problemBoundary({ prefix: '/platform' }));
  app.use(
    createRouter(platform, {
      prefix: '/platform',
      without: ['createResource', 'createUserResource', 'createGroupResource'],
      trustedProxies,
    }).routes(),
  );
  app.use(databasesRouter(knex, platform, trustedProxies).routes());
  return app;
}

function databasesRouter(
  knex: Knex,
  platform: Platform,
  trustedProxies: readonly string[],
): Router<AuthenticatedState> {
  const router = new Router<AuthenticatedState>({ strict: true, sensitive: true });
  router.use(authenticate(platform, { trustedProxies }));

  router.post('/databases', async (ctx) => {
    const database = await createDatabase(knex, platform, ctx.state.actor, await readBody(ctx.req, BODY));
    ctx.status = 201;
    ctx.set('Location', `/databases/${database.id}`);
    ctx.body = database;
  });

  router.get('/databases/:id', async (ctx) => {
    ctx.body = await getDatabase(knex, platform, ctx.state.actor, ctx.params['id'] ?? '');
  });

  router.post('/databases/:id/restart', async (ctx) => {
    ctx.body = await restartDatabase(knex, platform, ctx.state.actor, ctx.params['id'] ?? '');
  });

  return router;
}
