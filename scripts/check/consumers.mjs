// Installs the packed packages with npm into an empty project outside the workspace, as users do. In that project, it
// - compiles against every entry with TypeScript 5.4, 5.9, 6 and 7, without `skipLibCheck`,
// - runs the library on Node.js 20, 22 and 24,
// - runs it with two copies of core side by side, one of which must recognise the errors of the other.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = ['core', 'storage-knex', 'http-koa', 'console'];
const COMPILERS = ['5.4', '5.9', '6', '7'];
const NODES = ['20', '22', '24'];
const { devDependencies: storageDependencies } = readPackage('storage-knex');
const { devDependencies: httpDependencies } = readPackage('http-koa');
const { devDependencies: consoleDependencies } = readPackage('console');

const PROGRAM = `
import assert from 'node:assert/strict';
import { createBailiwick, isBailiwickError } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { consoleFiles } from '@bailiwick/console';
import { toProblem } from '@bailiwick/http-koa/problem';
assert.equal(consoleFiles()('GET', '/console').status, 200);
const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: scryptHasher({ logN: 10 }) });
const system = bailiwick.system('check');
const account = { email: 'ann@example.com', password: 'nine walruses on a tandem' };
const { id } = await bailiwick.users.create(system, { ...account, limits: { resources: 1 } });
const { token } = await bailiwick.sessions.logIn(account, { clientAddress: '192.0.2.1' });
const ann = await bailiwick.authenticate({ bearer: token });
await bailiwick.resources.create(ann, { name: 'one' });
const refusal = await bailiwick.resources.create(ann, { name: 'two' }).catch((error) => error);
assert(isBailiwickError(refusal));
assert.equal(refusal.code, 'quota-exceeded');
assert.equal(toProblem(refusal, { typePrefix: '' }).status, 403);
assert.equal(ann.id, id);
`;

// The core must compile without the types of Node.js.
const CORE_ONLY = `
export * from '@bailiwick/core';
export * from '@bailiwick/core/policy';
export * from '@bailiwick/core/memory';
export * from '@bailiwick/core/testing';
`;

const project = mkdtempSync(join(tmpdir(), 'bailiwick-consumer-'));
let failures = 0;
try {
  install();
  writeFileSync(join(project, 'consumer.ts'), consumer());
  writeFileSync(join(project, 'core-only.ts'), CORE_ONLY);
  const settings = { compilerOptions: { lib: ['es2023'], types: [] }, files: ['core-only.ts'] };
  writeFileSync(join(project, 'core-only.json'), JSON.stringify(settings));
  for (const version of COMPILERS) compile(version);
  writeFileSync(join(project, 'run.mjs'), PROGRAM);
  for (const version of NODES) runOn(version);
  writeFileSync(join(project, 'two-copies.mjs'), twoCopies());
  run('two copies of core', process.execPath, ['two-copies.mjs']);
} finally {
  rmSync(project, { recursive: true });
}
console.log(failures === 0 ? 'Consumers can use the packages.' : `${failures} checks of consumers failed.`);
process.exitCode = failures === 0 ? 0 : 1;

function install() {
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  for (const name of PACKAGES)
    run(
      `pack ${name}`,
      'npx',
      ['-y', 'pnpm', 'pack', '--pack-destination', tarballs],
      join(root, 'packages', name),
    );
  writeFileSync(join(project, 'package.json'), '{"private": true, "type": "module"}');
  const { knex, pg, tsyringe, '@types/pg': pgTypes } = storageDependencies;
  const { koa, '@koa/router': router, '@types/koa': koaTypes } = httpDependencies;
  const platform = `node-${process.platform}-${process.arch}`;
  run('npm install', 'npm', [
    'install',
    // Native drivers would take minutes to compile here; the tests of the workspace compile them.
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...readdirSync(tarballs).map((file) => join(tarballs, file)),
    `knex@${knex}`,
    `pg@${pg}`,
    `tsyringe@${tsyringe}`,
    `koa@${koa}`,
    `@koa/router@${router}`,
    `@types/koa@${koaTypes}`,
    `fastify@${consoleDependencies.fastify}`,
    `@types/pg@${pgTypes}`,
    `@types/node@20`,
    ...COMPILERS.map((version) => `typescript-${version}@npm:typescript@${version}`),
    ...NODES.map((version) => `node-${version}@npm:${platform}@${version}`),
  ]);
}

/** A program that imports every entry and uses the inferred types. */
function consumer() {
  const entries = PACKAGES.flatMap((name) =>
    Object.keys(readPackage(name).exports)
      .filter((entry) => entry !== './package.json')
      .map((entry) => `@bailiwick/${name}${entry.slice(1)}`),
  );
  const imports = entries.map((entry, index) => `export * as e${index} from '${entry}';`);
  return `${imports.join('\n')}
import { createBailiwick } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { createRouter } from '@bailiwick/http-koa';
import { connect, knexStorage } from '@bailiwick/storage-knex';
const bailiwick = createBailiwick({
  storage: knexStorage(connect('postgres://localhost/none')),
  passwordHasher: fastHasher,
  kinds: { database: { databases: 1 } },
});
export const router = createRouter(bailiwick);
export const create = () => bailiwick.resources.create(bailiwick.system('x'), { kind: 'database', name: 'x' });
// @ts-expect-error -- no such kind
export const misspelt = () => bailiwick.resources.create(bailiwick.system('x'), { kind: 'databse', name: 'x' });
`;
}

function compile(version) {
  const resolutions = version.startsWith('5.4') ? ['nodenext'] : ['nodenext', 'preserve'];
  for (const module of resolutions) {
    const tsc = join(project, `node_modules/typescript-${version}/lib/tsc.js`);
    const compiler = [
      tsc,
      ...`--noEmit --strict --target es2022 --skipLibCheck false --module ${module}`.split(' '),
    ];
    run(`TypeScript ${version}, module ${module}`, process.execPath, [
      ...compiler,
      ...'--lib es2023 --types node consumer.ts'.split(' '),
    ]);
    run(`TypeScript ${version}, module ${module}, core without Node.js`, process.execPath, [
      ...compiler,
      '--project',
      'core-only.json',
    ]);
  }
}

function runOn(version) {
  run(`Node.js ${version}`, join(project, `node_modules/node-${version}/bin/node`), ['run.mjs']);
}

/** Gives http-koa a copy of core of its own, as in a host that uses another version of core. */
function twoCopies() {
  const copy = join(project, 'node_modules/@bailiwick/http-koa/node_modules/@bailiwick/core');
  cpSync(join(project, 'node_modules/@bailiwick/core'), copy, { recursive: true });
  return `
import assert from 'node:assert/strict';
import { isBailiwickError, NotFoundError } from '@bailiwick/core';
import { toProblem } from '@bailiwick/http-koa/problem';
const other = await import(${JSON.stringify(new URL(`file://${copy}/dist/index.js`).href)});
assert.notEqual(other.NotFoundError, NotFoundError);
assert(isBailiwickError(new other.NotFoundError('user')));
assert.equal(toProblem(new NotFoundError('user'), { typePrefix: '' }).status, 404);
`;
}

function readPackage(name) {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
}

function run(what, command, args, cwd = project) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return console.log(`✔ ${what}`);
  failures += 1;
  console.error(`✘ ${what}\n${stdout ?? ''}${stderr ?? ''}`);
}
