// Packs every publishable package as npm would and checks the tarball: publint must find nothing, types must resolve
// for ESM, and it must contain only the build and its accompanying documents.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bailiwick-packages-'));
const bin = (name) => join(root, 'node_modules/.bin', name);
let failures = 0;

for (const name of ['core', 'storage-knex', 'http-koa', 'console']) {
  const cwd = join(root, 'packages', name);
  run('npx', ['-y', 'pnpm', 'pack', '--pack-destination', folder], cwd);
}
for (const tarball of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
  const path = join(folder, tarball);
  run(bin('publint'), ['--strict', path]);
  run(bin('attw'), [path, '--profile', 'esm-only', '--no-emoji']);
  const files = spawnSync('tar', ['-tzf', path], { encoding: 'utf8' }).stdout.trim().split('\n');
  const strangers = files.filter(
    (file) =>
      !/^package\/(dist\/.+\.(js|d\.ts|map)|dist\/files\/.+|(src|mount)\/.+\.ts|package\.json|README\.md|LICENSE)$/.test(
        file,
      ),
  );
  const missing = missingSources(path, new Set(files));
  if (missing.length > 0) fail(`${tarball} has maps of what is not in it: ${missing.join(', ')}`);
  if (strangers.length > 0) fail(`${tarball} contains ${strangers.join(', ')}`);
}
rmSync(folder, { recursive: true });
console.log(
  failures === 0 ? 'The packages are fit to publish.' : `${failures} checks of the packages failed.`,
);
process.exitCode = failures === 0 ? 0 : 1;

/** Returns the sources that a source map names, which debuggers and editors open. */
function missingSources(path, files) {
  const unpacked = mkdtempSync(join(folder, 'unpacked-'));
  run('tar', ['-xzf', path, '-C', unpacked]);
  const maps = [...files].filter((file) => file.endsWith('.map'));
  const named = maps.flatMap((file) =>
    JSON.parse(readFileSync(join(unpacked, file), 'utf8')).sources.map((source) =>
      posix.join(posix.dirname(file), source),
    ),
  );
  return [...new Set(named)].filter((source) => !files.has(source));
}

function run(command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) fail(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
}

function fail(message) {
  failures += 1;
  console.error(message);
}
