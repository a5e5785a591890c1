// Builds the workspace, or with arguments the given projects: `node scripts/build.mjs [--clean] [project…]`.
// `--clean` removes old output first: otherwise ava would still run the compiled file of a renamed test.
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
    'packages/console',
    'packages/test-databases',
    'packages/test-openapi',
    'packages/test-policies',
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

// The path is explicit, because node_modules/.bin may belong to another version of TypeScript.
const tsc = join(dirname(require.resolve('typescript/package.json')), 'lib/tsc.js');
const { status } = spawnSync(process.execPath, [tsc, '-b', ...projects], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

// The server serves the files of the console, which a bundler makes.
if (projects.length === 0 || projects.some((path) => /^(packages\/console|examples\/server)\b/.test(path))) {
  await import('../packages/console/build.mjs');
}
