import { manualClock } from '@bailiwick/core/testing';
import { tokens } from '@bailiwick/core/tsyringe';
import { knexToken } from '@bailiwick/storage-knex/tsyringe';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import type { InjectionToken } from 'tsyringe';
import { readConfig } from '../dist/config/config.js';
import { createContainer, disposeContainer, serverTokens } from '../dist/container.js';
import { startServer } from '../dist/lifecycle/start-server.js';
import { ApiClient } from './support/api-client.js';
import { ADMIN, testEnvironment } from './support/test-environment.js';

const IDLE_TTL_SECONDS = 600;

test('createContainer: a child container with its own clock uses that clock, on the same pool', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const env = { LOG_LEVEL: 'silent', BAILIWICK_SESSION_IDLE_TTL_SECONDS: String(IDLE_TTL_SECONDS) };
  const container = createContainer(readConfig(testEnvironment(database.url, env)));
  t.teardown(() => disposeContainer(container));
  const clock = manualClock(new Date());
  const child = container.createChildContainer();
  child.register(tokens.clock, { useValue: clock });

  const parentApi = new ApiClient(await startServer(container, () => {}));
  const childApi = new ApiClient(await startServer(child, () => {}));
  t.teardown(() => container.resolve(serverTokens.httpServer).stop({ lingerMs: 0 }));
  t.teardown(() => child.resolve(serverTokens.httpServer).stop({ lingerMs: 0 }));

  const { body: login } = await childApi.post('/v1/sessions', ADMIN);
  clock.advance(IDLE_TTL_SECONDS * 1000 - 1);
  t.is((await childApi.bearer(login.token).get('/v1/me')).status, 200);

  clock.advance(IDLE_TTL_SECONDS * 1000);
  t.is((await childApi.bearer(login.token).get('/v1/me')).body.code, 'invalid-token');
  // The same session, in the same database, with the real clock.
  t.is((await parentApi.bearer(login.token).get('/v1/me')).status, 200);

  t.is(child.resolve(knexToken), container.resolve(knexToken));
  t.not(child.resolve(tokens.bailiwick), container.resolve(tokens.bailiwick));
});

test('createContainer: each container resolves one of everything', async (t) => {
  const container = createContainer(readConfig({ LOG_LEVEL: 'silent' }));
  t.teardown(() => disposeContainer(container));
  const all: readonly InjectionToken<unknown>[] = [
    knexToken,
    ...Object.values(tokens),
    ...Object.values(serverTokens),
  ];
  for (const token of all) t.is(container.resolve(token), container.resolve(token));
});

test('createContainer: two containers share nothing', async (t) => {
  const [one, two] = [createContainer(readConfig({})), createContainer(readConfig({}))];
  t.teardown(() => Promise.all([disposeContainer(one), disposeContainer(two)]));
  t.not(one.resolve(knexToken), two.resolve(knexToken));
  t.not(one.resolve(tokens.bailiwick), two.resolve(tokens.bailiwick));
});

test('disposeContainer: the pool is closed', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const container = createContainer(readConfig(testEnvironment(database.url)));
  const bailiwick = container.resolve(tokens.bailiwick);
  await t.notThrowsAsync(bailiwick.ping());
  await disposeContainer(container);
  await t.throwsAsync(bailiwick.ping());
});
