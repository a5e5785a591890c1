import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { testEnvironment } from './support/test-environment.js';

/** More than a pipe holds, which is 64 KiB: a line has some 250 bytes. */
const REQUESTS = 600;

/** A program whose standard output is a named pipe, which is read when the test likes. */
function run(t: ExecutionContext, args: readonly string[], env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-log-'));
  // Not by `rmSync`: it looks at the pipe in a way that keeps Node.js 20 from finding modules (see src/logger.ts).
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'log');
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

test('the log: nobody reads it, and the server serves and stops all the same', async (t) => {
  const { child, exited, api } = await start(t);
  for (let i = 0; i < REQUESTS; i += 1) t.is((await api.get('/livez')).status, 200);
  child.kill('SIGTERM');
  t.deepEqual(await exited, [0, null]);
});

test('the log: lines that wait are written when somebody reads again', async (t) => {
  const { api, read } = await start(t);
  for (let i = 0; i < REQUESTS; i += 1) await api.get('/livez');
  await eventually('every line', () => (read().match(/"msg":"request"/g)?.length === REQUESTS ? true : null));
  for (const line of read().trim().split('\n')) t.notThrows(() => void JSON.parse(line), line);
});

test('the log: lines for which there is no room are counted in it', async (t) => {
  const logger = new URL('../dist/logger.js', import.meta.url).href;
  // Some 6 MiB, where 4 may wait; then it stays until it is told to end.
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
