import test from 'ava';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { createRouter, problemBoundary } from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import Koa from 'koa';
import { generated, type Generator } from './generate.js';

/** Public generators as they are set up by default. `openapi-fetch` is tested with the example server. */
const GENERATORS: readonly Generator[] = [
  {
    name: '@hey-api/openapi-ts',
    program: 'bin/run.js',
    args: (document, folder) => ['-i', document, '-o', folder],
  },
  {
    // Functions on `fetch`, and the schemas of zod by which every answer is judged as it comes.
    name: 'orval',
    program: 'dist/bin/orval.js',
    args: () => ['--config', 'orval.config.cjs'],
    files: (document, url) => ({
      'orval.config.cjs': `module.exports = {
        client: { input: ${JSON.stringify(document)}, output: { target: 'client.ts', client: 'fetch', baseUrl: '${url}' } },
        zod: { input: ${JSON.stringify(document)}, output: { target: 'zod.ts', client: 'zod' } },
      };`,
    }),
  },
  {
    name: 'swagger-typescript-api',
    program: 'dist/cli.mjs',
    args: (document, folder) => ['generate', '-p', document, '-o', folder, '-n', 'client.ts'],
  },
];

for (const generator of GENERATORS) {
  test.serial(`${generator.name}: its client tells the six stories, with correct types`, async (t) => {
    t.timeout(120_000);
    const storage = memoryStorage();
    const before = createBailiwick({
      storage,
      passwordHasher: fastHasher,
      kinds: { resource: { resources: 1 }, disk: { gib: 5 } },
      roles: ['operator'],
    });
    const olga = await before.users.create(before.system('test'), {
      email: 'olga@example.com',
      password: 'seven brown herons wade',
      role: 'operator',
    });
    await before.resources.create(before.system('test'), { ownerId: olga.id, kind: 'disk', name: 'disk' });
    const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher });
    await bailiwick.users.create(bailiwick.system('test'), {
      email: 'root@example.com',
      password: 'seven brown herons wade',
      role: 'admin',
    });
    const app = new Koa();
    app.use(problemBoundary());
    app.use(createRouter(bailiwick, { signatures: requestSignatures() }).routes());
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.teardown(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    await generated(generator, url)(url);
    t.pass();
  });
}
