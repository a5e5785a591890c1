import { createDatabase, TcpProxy } from '@bailiwick/test-databases';
import test from 'ava';
import Koa from 'koa';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { healthRouter, Readiness } from '../../dist/http/health.js';
import { eventually } from '../support/eventually.js';
import { serve } from '../support/server-in-process.js';
import { ADMIN } from '../support/test-environment.js';

for (const dialect of ['sqlite', 'postgres'] as const) {
  test(`${dialect}: a server with its database is alive and ready`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(() => database.destroy());
    const api = await serve(t, database.url);
    for (const path of ['/livez', '/readyz']) {
      const { status, headers } = await api.get(path);
      t.is(status, 200);
      t.is(headers.get('Cache-Control'), 'no-store');
    }
  });
}

test('/readyz: it answers although the storage never does', async (t) => {
  const app = new Koa();
  app.use(healthRouter({ ping: () => new Promise(() => {}) }, new Readiness()).routes());
  const reported = once(app, 'error');
  const server = app.listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  // Without the handler of the whole server, an error is a 500.
  t.is(answer.status, 500);
  t.like((await reported)[0], { code: 'storage-unavailable' });
});

for (const outage of ['refuse', 'fallSilent'] as const) {
  test(`postgres: a server whose database is gone (${outage}) is alive, not ready, and recovers by itself`, async (t) => {
    const database = await createDatabase('postgres');
    t.teardown(() => database.destroy());
    const proxy = await TcpProxy.to(database.url);
    t.teardown(() => proxy.close());
    // The timeouts are short, and tests that start at the same time can delay each other for longer.
    const timeouts = {
      BAILIWICK_ACQUIRE_TIMEOUT_MS: '1000',
      BAILIWICK_STATEMENT_TIMEOUT_MS: '2000',
      BAILIWICK_IDLE_IN_TRANSACTION_TIMEOUT_MS: '2000',
    };
    const api = await eventually('the server to start', () =>
      serve(t, proxy.url, timeouts).catch(() => null),
    );
    const admin = await eventually('the administrator to be let in', () =>
      api.logIn(ADMIN).catch(() => null),
    );

    proxy[outage]();
    const unready = await eventually('/readyz to notice', async () => {
      const answer = await api.get('/readyz');
      return answer.status === 503 ? answer : null;
    });
    t.is(unready.headers.get('Content-Type'), 'application/problem+json');
    t.like(unready.body, { status: 503, code: 'storage-unavailable' });
    t.is((await api.get('/livez')).status, 200);
    // Nothing fails open: an unknown caller is not treated as anonymous.
    t.is((await admin.get('/v1/me')).status, 503);

    proxy.restore();
    await eventually('/readyz to recover', async () =>
      (await api.get('/readyz')).status === 200 ? true : null,
    );
    t.is((await admin.get('/v1/me')).status, 200);
  });
}
