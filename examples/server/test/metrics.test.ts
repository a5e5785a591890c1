import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { ServerProcess } from './server-process.js';
import { ADMIN, testEnvironment } from './test-environment.js';

async function start(t: ExecutionContext, more: Record<string, string>): Promise<ServerProcess> {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  return new ServerProcess(t, testEnvironment(database.url, more));
}

test('metrics: requests, problems and the pool are counted, by nothing that a client can make up', async (t) => {
  const server = await start(t, { BAILIWICK_METRICS_PORT: '0' });
  const api = await server.api();
  const admin = await api.logIn(ADMIN);
  const { body: me } = await admin.get('/v1/me');
  await admin.put(`/v1/users/${me.id}/quotas/resources`, { limit: 0 });
  t.is((await admin.post('/v1/resources', { name: 'one too many' })).status, 403);
  t.is((await admin.get('/v1/made-up-by-a-client')).status, 404);

  const { url } = await server.logged('metrics');
  const response = await fetch(String(url));
  t.is(response.status, 200);
  const text = await response.text();
  const lines = new Set(text.split('\n'));
  const of = (operation: string, status: number) =>
    `bailiwick_http_request_duration_seconds_count{operation="${operation}",status="${status}"}`;
  t.true(lines.has(`${of('createSession', 201)} 1`), text);
  t.true(lines.has(`${of('createResource', 403)} 1`), text);
  t.true(lines.has(`${of('none', 404)} 1`), text);
  t.true(lines.has('bailiwick_http_problems_total{code="quota-exceeded"} 1'), text);
  t.true(lines.has('bailiwick_pool_connections{state="used"} 0'), text);
  t.regex(text, /^process_cpu_seconds_total /m);
  for (const secret of ['made-up-by-a-client', me.id, ADMIN.email]) t.false(text.includes(secret), secret);
  t.is((await fetch(new URL('/', String(url)))).status, 404);
  t.is((await api.get('/metrics')).status, 404);
  server.child.signal('SIGTERM');
  t.is((await server.child.exited).code, 0);
});
