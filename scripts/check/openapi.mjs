// `pnpm run check:openapi`: does the code still make the committed document, do the types that clients are compiled with
// match the document, and does a strict linter find nothing? Needs a built workspace. `--write` captures the examples from a
// run against a server, and updates all three.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = 'packages/http-koa/src/openapi/examples.ts';
const DOCUMENT = 'packages/http-koa/openapi.json';
const TYPES = ['examples/server/test/openapi-types.ts', 'packages/console/src/api/openapi-types.ts'];
const write = process.argv.includes('--write');

if (write && !process.argv.includes('--captured')) {
  renew(EXAMPLES, await examples());
  run(join(root, 'scripts/build.mjs'), 'packages/http-koa');
  // A new process is needed, because this one has loaded the code with the old examples.
  run(fileURLToPath(import.meta.url), '--write', '--captured');
  process.exit();
}
keep(DOCUMENT, `${JSON.stringify(await document(), null, 2)}\n`);
const made = await types();
for (const path of TYPES) keep(path, made);
// Turns off telemetry and the search for a newer version, so that nothing leaves this machine.
Object.assign(process.env, { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' });
const redocly = dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json'));
run(join(redocly, 'bin/cli.js'), 'lint', DOCUMENT, '--format', 'stylish');

async function examples() {
  const { captureExamples } = await import('../../packages/http-koa/dist-test/support/capture-examples.js');
  const closings = [];
  const captured = await captureExamples({ teardown: (close) => closings.push(close) });
  for (const close of closings) await close();
  return `// Captured from the answers of a server by \`node scripts/check/openapi.mjs --write\`: edit the scenario instead,
// test/support/capture-examples.ts.
import type { Examples } from './captured-examples.js';

export const EXAMPLES: Examples = ${JSON.stringify(captured)};
`;
}

/** Makes the document of a host that declares nothing of its own. */
async function document() {
  const { createBailiwick } = await import('../../packages/core/dist/index.js');
  const { memoryStorage } = await import('../../packages/core/dist/memory/index.js');
  const { fastHasher } = await import('../../packages/core/dist/testing/index.js');
  const { openApiDocument } = await import('../../packages/http-koa/dist/index.js');
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  return openApiDocument(bailiwick, { signatures: true });
}

async function types() {
  const { clientTypes } = await import('../../packages/test-openapi/dist/client-types.js');
  const made = await clientTypes(new URL(`../../${DOCUMENT}`, import.meta.url));
  return `// Generated from ${DOCUMENT} by \`node scripts/check/openapi.mjs --write\`.\n\n${made}`;
}

function keep(path, text) {
  if (write) return renew(path, text);
  const file = join(root, path);
  const isKept = existsSync(file) && readFileSync(file, 'utf8') === formatted(path, text);
  assert.ok(
    isKept,
    `${path} is out of date: run \`node scripts/check/openapi.mjs --write\` in a built workspace.`,
  );
  console.log(`${path}: up to date`);
}

function renew(path, text) {
  writeFileSync(join(root, path), formatted(path, text));
  console.log(`${path}: updated`);
}

function formatted(path, text) {
  const oxfmt = join(root, 'node_modules/oxfmt/bin/oxfmt');
  const { status, stdout, stderr } = spawnSync(process.execPath, [oxfmt, '--stdin-filepath', path], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
