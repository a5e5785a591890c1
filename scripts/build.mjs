// Builds the workspace, or with arguments the given projects: `node scripts/build.mjs [--clean] [project…]`.
// --clean: without it a renamed test would leave its old self behind, and ava would run the ghost.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
const projects = args.filter((arg) => arg !== '--clean');

if (args.includes('--clean')) {
  for (const dir of [
    'packages/core',
    'packages/storage-knex',
    'packages/http-koa',
    'packages/test-databases',
    'packages/test-openapi',
    'packages/test-clients',
    'examples/server',
    'examples/host-transaction',
    'examples/koa-host',
    'examples/notes-service',
  ]) {
    for (const output of ['dist', 'dist-test'])
      rmSync(join(root, dir, output), { recursive: true, force: true });
  }
}

// By its path: several TypeScripts may stand side by side under node_modules/.bin.
const tsc = join(dirname(require.resolve('typescript/package.json')), 'lib/tsc.js');
const { status } = spawnSync(process.execPath, [tsc, '-b', ...projects], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
