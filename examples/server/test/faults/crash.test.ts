import { startPostgres } from '@bailiwick/test-databases/start-postgres';
import test from 'ava';
import { runSeed } from './run-seed.js';

test('seed 3: a PostgreSQL that crashes under load loses no acknowledged write, and the servers recover without help', async (t) => {
  // Starting servers and a PostgreSQL takes a while on a busy machine.
  t.timeout(5 * 60_000);
  // This test has its own PostgreSQL, since all others use the one that the environment names.
  const server = await startPostgres();
  t.teardown(() => server.stop());
  process.env['BAILIWICK_TEST_POSTGRES_URL'] = server.url;
  const { problems, ...report } = await runSeed(t, 3, server.crashAndRestart);
  t.log(report);
  t.deepEqual(problems, []);
  t.true(report.acked > 0);
});
