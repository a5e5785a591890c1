import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmdirSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { testEnvironment } from './support/test-environment.js';

/** More lines than fit into a pipe of 64 KiB; a line has about 250 bytes. */
const REQUESTS = 600;

/** Starts a program whose standard output is a named pipe, which the test reads when it wants. */
function run(t: ExecutionContext, args: readonly string[], env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-log-'));
  const path = join(folder, 'log');
  // `rm` and `rmSync` would read the status of the pipe in a way that keeps Node.js 20 from finding modules (see
  // src/logger.ts), of which the other tests of this file still load some.
  t.teardown(() => {
    unlinkSync(path);
    rmdirSync(folder);
  });
  execFileSync('mkfifo', [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  t.teardown(() => closeSync(reading));
  const writing = openSync(path, 'w');
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', writing, 'inherit'] });
  closeSync(writing);
  t.teardown(() => child.kill('SIGKILL'));
  let log = '';
  const read = () => {
    const buffer = Buffer.alloc(65_536);
    try {
      for (let count; (count = readSync(reading, buffer)) > 0;) log += buffer.toString('utf8', 0, count);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
    return log;
  };
  return { child, exited: once(child, 'exit'), read };
}

async function start(t: ExecutionContext) {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const server = run(t, [main], testEnvironment(database.url));
  const url = await eventually(
    'the server to listen',
    () => /"url":"(http:[^"]+)"/.exec(server.read())?.[1] ?? null,
  );
  return { ...server, api: new ApiClient(url) };
}

test('the log: the server serves and stops even if nobody reads it', async (t) => {
  const { child, exited, api } = await start(t);
  for (let i = 0; i < REQUESTS; i += 1) t.is((await api.get('/livez')).status, 200);
  child.kill('SIGTERM');
  t.deepEqual(await exited, [0, null]);
});

test('the log: waiting lines are written once it is read again', async (t) => {
  const { api, read } = await start(t);
  for (let i = 0; i < REQUESTS; i += 1) await api.get('/livez');
  await eventually('every line', () => (read().match(/"msg":"request"/g)?.length === REQUESTS ? true : null));
  for (const line of read().trim().split('\n')) t.notThrows(() => void JSON.parse(line), line);
});

test('the log: dropped lines are counted in it', async (t) => {
  const logger = new URL('../dist/logger.js', import.meta.url).href;
  // It writes about 6 MiB, of which 4 are buffered, and then runs until it is stopped.
  const program = `
    const { createLogger } = await import(${JSON.stringify(logger)});
    const logger = createLogger('info');
    for (let i = 0; i < 30_000; i += 1) logger.info({ filling: 'x'.repeat(100) }, 'line');
    setInterval(() => {}, 1_000);`;
  const { read } = run(t, ['--input-type=module', '--eval', program], {});
  const lost = await eventually('the count', () => Number(/"lost":(\d+)/.exec(read())?.[1]) || null);
  const written = read().match(/"msg":"line"/g)?.length ?? 0;
  t.is(written + lost, 30_000);
  t.true(lost > 1_000, String(lost));
});
