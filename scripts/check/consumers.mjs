// Installs the packed packages with npm into an empty project outside the workspace, as users do. In that project, it
// - compiles against every entry with TypeScript 5.4, 5.9, 6 and 7, without `skipLibCheck`,
// - runs the library on Node.js 20, 22 and 24, on memory storage and on SQLite,
// - runs it with a core of another version in each adapter, whose errors and actors the core of the host must recognise.
// As many checks run at once as there are cores. A check that does not end in five minutes has failed.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = ['core', 'storage-knex', 'http-koa', 'console'];
const COMPILERS = ['5.4', '5.9', '6', '7'];
const NODES = ['20', '22', '24'];
const { devDependencies: storageDependencies } = readPackage('storage-knex');
const { devDependencies: httpDependencies } = readPackage('http-koa');
const { devDependencies: consoleDependencies } = readPackage('console');

const TIMEOUT_MS = 5 * 60_000;

/** Runs on each version of Node.js; its argument is a file for SQLite. */
const PROGRAM = `
import assert from 'node:assert/strict';
import { createBailiwick, isBailiwickError } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { consoleFiles } from '@bailiwick/console';
import { toProblem } from '@bailiwick/http-koa/problem';
import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
assert.equal(consoleFiles()('GET', '/console').status, 200);
const knex = connect('sqlite:' + process.argv[2]);
await migrate(knex);
for (const storage of [memoryStorage(), knexStorage(knex)]) {
  const bailiwick = createBailiwick({ storage, passwordHasher: scryptHasher({ logN: 10 }) });
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
}
await knex.destroy();
`;

const TWO_VERSIONS = `
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as core from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { authorize, createRouter, problemBoundary } from '@bailiwick/http-koa';
import { actorFrom } from '@bailiwick/http-koa/actor';
import { toProblem } from '@bailiwick/http-koa/problem';
import { connect, knexStorage, migrate, withTransaction } from '@bailiwick/storage-knex';
import Koa from 'koa';

/** The core that a package of ours uses. */
async function coreOf(name) {
  const { resolve } = createRequire(import.meta.resolve(name));
  const { version } = createRequire(import.meta.url)(resolve('@bailiwick/core/package.json'));
  return { version, ...(await import(pathToFileURL(resolve('@bailiwick/core')))) };
}

const knex = connect('sqlite:' + process.argv[2]);
await migrate(knex);
const looks = core.allow('anyone looks', { actions: ['report:list', 'resource:read'], when: core.always });
const bailiwick = core.createBailiwick({
  storage: knexStorage(knex),
  passwordHasher: fastHasher,
  actions: ['report:list'],
  policy: core.definePolicy(core.platformPolicy, looks),
});
const ann = { email: 'ann@example.com', password: 'nine walruses on a tandem' };

const host = createRequire(import.meta.url)('@bailiwick/core/package.json');
for (const adapter of ['@bailiwick/storage-knex', '@bailiwick/http-koa']) {
  const other = await coreOf(adapter);
  assert.notEqual(other.version, host.version);
  assert.notEqual(other.NotFoundError, core.NotFoundError);
  assert.equal(toProblem(new other.NotFoundError('user'), { typePrefix: '' }).status, 404);
  await bailiwick.resources.list(other.anonymous);
  await assert.rejects(bailiwick.resources.list({ ...other.anonymous }), { code: 'authentication-required' });
}
assert.equal(toProblem(new core.NotFoundError('user'), { typePrefix: '' }).status, 404);

// Storage repeats a transaction for a conflict of the host's copy.
let attempts = 0;
const conflict = () => {
  attempts += 1;
  throw new core.TransactionConflictError();
};
await assert.rejects(withTransaction(knex, conflict), { code: 'transaction-conflict' });
assert(attempts > 1);

// The host's copy passes on what storage throws, and the adapter's answers it.
const { id } = await bailiwick.users.create(bailiwick.system('check'), { ...ann, limits: { resources: 1 } });
await knex.raw("CREATE TRIGGER no_two BEFORE INSERT ON bailiwick_resources WHEN NEW.name = 'refused' BEGIN SELECT RAISE(ABORT, 'P0001'); END");
const app = new Koa();
let refusedUserId;
app.use(async (ctx, next) => {
  await next();
  refusedUserId = ctx.state.refusedUserId;
});
app.use(problemBoundary({ onError: () => {} }));
app.use(createRouter(bailiwick, { onError: () => {} }).routes());
app.use(authorize(bailiwick, 'report:list'));
app.use((ctx) => { ctx.body = 'a report'; });
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const url = 'http://127.0.0.1:' + server.address().port;
const post = (path, body, headers = {}) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
assert.equal((await fetch(url + '/reports')).status, 200);
const nobody = await actorFrom(bailiwick, new Request(url));
await bailiwick.resources.list(nobody);
assert.equal((await post('/v1/sessions', { ...ann, password: 'wrong' })).status, 401);
assert.equal(refusedUserId, id);
const { token } = await (await post('/v1/sessions', ann)).json();
const authorization = { authorization: 'Bearer ' + token };
const create = async (name) => (await (await post('/v1/resources', { name }, authorization)).json()).code ?? 'created';
assert.equal(await create('refused'), 'refused-by-host');
assert.equal(await create('one'), 'created');
assert.equal(await create('two'), 'quota-exceeded');
const cookie = await fetch(url + '/v1/me', { headers: { cookie: 'bailiwick=' + 'A'.repeat(43) } });
assert.equal(cookie.status, 401);
assert.match(cookie.headers.get('set-cookie'), /Max-Age=0/);
await knex.destroy();
assert.equal(await create('three'), 'storage-unavailable');
server.close();
`;

/** Programs that are compiled with no types of their environment but those that the entries ask for themselves. */
const ALONE = {
  'the core without Node.js': [
    '@bailiwick/core',
    '@bailiwick/core/policy',
    '@bailiwick/core/memory',
    '@bailiwick/core/testing',
    '@bailiwick/http-koa/problem',
    '@bailiwick/http-koa/problem-pages',
  ],
  'http-koa on other frameworks': [
    '@bailiwick/http-koa/actor',
    '@bailiwick/http-koa/signatures',
    '@bailiwick/http-koa/sign-request',
  ],
};

const project = mkdtempSync(join(tmpdir(), 'bailiwick-consumer-'));
let failures = 0;
try {
  // Without the packages, every other check would fail too, and hide the reason.
  if (await install()) {
    await atOnce([...COMPILERS.flatMap(compilations), ...NODES.map(runOn)]);
    await twoVersions();
  }
} finally {
  rmSync(project, { recursive: true });
}
console.log(failures === 0 ? 'Consumers can use the packages.' : `${failures} checks of consumers failed.`);
process.exitCode = failures === 0 ? 0 : 1;

async function install() {
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  const filters = PACKAGES.map((name) => `--filter=@bailiwick/${name}`);
  const pack = ['-y', 'pnpm', '--recursive', ...filters, 'pack', '--pack-destination', tarballs];
  if (!(await run('pack', 'npx', pack, root))) return false;
  writeFileSync(join(project, 'package.json'), '{"private": true, "type": "module"}');
  const { knex, pg, sqlite3, tsyringe, '@types/pg': pgTypes } = storageDependencies;
  const { koa, '@koa/router': router, '@types/koa': koaTypes } = httpDependencies;
  const platform = `node-${process.platform}-${process.arch}`;
  const isInstalled = await run('npm install', 'npm', [
    'install',
    // Native drivers would take minutes to compile here; the workspace has compiled them.
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    ...readdirSync(tarballs).map((file) => join(tarballs, file)),
    `knex@${knex}`,
    `pg@${pg}`,
    `sqlite3@${sqlite3}`,
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
  if (!isInstalled) return false;
  // The driver uses Node-API, so that the one which the workspace has compiled loads in every version of Node.js.
  const driver = 'sqlite3/build/Release/node_sqlite3.node';
  cpSync(join(root, 'packages/storage-knex/node_modules', driver), join(project, 'node_modules', driver));
  return true;
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

function compilations(version) {
  const compiler = [
    join(project, `node_modules/typescript-${version}/lib/tsc.js`),
    ...'--noEmit --strict --target es2022 --lib es2023 --skipLibCheck false'.split(' '),
  ];
  const modules = version.startsWith('5.4') ? ['nodenext'] : ['nodenext', 'preserve'];
  const file = join(project, 'consumer.ts');
  writeFileSync(file, consumer());
  return [
    ...modules.map((module) => ({
      what: `TypeScript ${version}, module ${module}`,
      args: [...compiler, '--module', module, '--types', 'node', file],
    })),
    ...Object.entries(ALONE).map(([what, entries]) => {
      const name = what.replaceAll(/\W+/g, '-');
      const exports = entries.map((entry, index) => `export * as e${index} from '${entry}';`);
      writeFileSync(join(project, `${name}.ts`), exports.join('\n'));
      const settings = { compilerOptions: { module: 'nodenext', types: [] }, files: [`${name}.ts`] };
      writeFileSync(join(project, `${name}.json`), JSON.stringify(settings));
      return { what: `TypeScript ${version}, ${what}`, args: [...compiler, '--project', `${name}.json`] };
    }),
  ];
}

function runOn(version) {
  writeFileSync(join(project, 'run.mjs'), PROGRAM);
  const command = join(project, `node_modules/node-${version}/bin/node`);
  return { what: `Node.js ${version}`, command, args: ['run.mjs', `${version}.sqlite`] };
}

/** Gives each adapter a core of another version, as a host gets that is a release behind. */
async function twoVersions() {
  const core = join(project, 'node_modules/@bailiwick/core');
  for (const adapter of ['http-koa', 'storage-knex']) {
    const copy = join(project, 'node_modules/@bailiwick', adapter, 'node_modules/@bailiwick/core');
    cpSync(core, copy, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, version: '0.0.1' }));
  }
  writeFileSync(join(project, 'two-versions.mjs'), TWO_VERSIONS);
  await run('adapters with another version of core', process.execPath, ['two-versions.mjs', 'two.sqlite']);
}

function readPackage(name) {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
}

/** Runs as many at a time as there are cores. */
async function atOnce(checks) {
  const waiting = checks.values();
  const work = async () => {
    for (const { what, command = process.execPath, args } of waiting) await run(what, command, args);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
}

/** Runs a command and prints whether it succeeded, which it also returns, and if not, all that the command has said. */
async function run(what, command, args, cwd = project) {
  const startedAt = performance.now();
  console.log(`… ${what}`);
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const outcome = await new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (status, signal) => resolve(status === 0 ? null : `ended with ${signal ?? status}`));
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (outcome === null) {
    console.log(`✔ ${what} (${seconds} s)`);
    return true;
  }
  failures += 1;
  console.error(`✘ ${what} ${outcome} after ${seconds} s:\n${Buffer.concat(said).toString()}`);
  return false;
}
