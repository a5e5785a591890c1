// Runs the examples in the documents: every command of the tour, against a server of its own, and every program, which
// is compiled and run. The text after `#=>` and `//=>` is the expected output, in which `…` matches anything. Needs a
// built workspace. `--write` updates the configuration table instead of checking it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { renderConfigTable } from '../../examples/server/dist/config/config.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE_READMES = ['core', 'storage-knex', 'http-koa', 'console'].map(
  (name) => `packages/${name}/README.md`,
);
const configurationPath = join(root, 'docs/configuration.md');
const documents = readDocuments();
const main = join(root, 'examples/server/dist/main.js');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'lib/tsc.js');
const ADMIN_PASSWORD = 'the password of the first start';

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-readme-'));
// This folder is inside the workspace, so that the programs can import its packages.
const programs = join(root, 'examples/server/dist-readme');
try {
  checkConfigTable();
  checkLinks();
  runPrograms();
  await runTour();
  runCommandLine();
  console.log('The examples in the documents work.');
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(programs, { recursive: true, force: true });
}

function readDocuments() {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const paths = [
    'README.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    'CODE_OF_CONDUCT.md',
    ...PACKAGE_READMES,
    ...inDocs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file)),
  ];
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Returns the blocks with this tag, in one document or in all. */
function blocks(info, path = null) {
  const texts = path === null ? [...documents.values()] : [documents.get(path)];
  return texts.flatMap((text) =>
    [...text.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].flatMap(([, tag, block]) =>
      tag === info ? [block] : [],
    ),
  );
}

function checkConfigTable() {
  const between = /(<!-- configuration: .*-->\n)[\s\S]*?(<!-- \/configuration -->)/;
  const written = documents.get('docs/configuration.md');
  const renewed = written.replace(
    between,
    (_all, start, end) => `${start}\n${renderConfigTable().trim()}\n\n${end}`,
  );
  if (process.argv.includes('--write')) return writeFileSync(configurationPath, renewed);
  // The formatter pads the columns of tables, which must make no difference.
  const unpadded = (text) => text.replaceAll(/ {2,}|-{3,}/g, ' ').replaceAll(/ +\|/g, ' |');
  const isTrue = unpadded(written) === unpadded(renewed);
  assert.ok(
    isTrue,
    'The configuration table is out of date: run `node scripts/check/documents.mjs --write`.',
  );
  console.log('configuration table: up to date');
}

function checkLinks() {
  for (const [document, text] of documents) {
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path, anchor] = target.split('#');
      const linked = path === '' ? document : join(dirname(document), path);
      assert.ok(existsSync(join(root, linked)), `${document} links to ${target}, which does not exist.`);
      if (anchor === undefined || !documents.has(linked)) continue;
      assert.ok(
        headingsOf(linked).has(anchor),
        `${document} links to ${target}, but there is no such heading.`,
      );
    }
  }
  console.log(`links: ${documents.size} documents`);
}

function headingsOf(document) {
  const slug = (title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  return new Set([...documents.get(document).matchAll(/^#+ (.+)$/gm)].map(([, title]) => slug(title)));
}

function runPrograms() {
  const [first] = blocks('ts library', 'README.md');
  const [library] = blocks('ts library', 'docs/library.md');
  const host = blocks('ts host', 'docs/host-transactions.md').join('');
  const tests = [...blocks('ts policy'), ...blocks('ts test')];
  const setUp = library.slice(0, library.indexOf('const orders'));
  const hostProgram = `${setUp}
await knex.schema.createTable('databases', (table) => { table.uuid('id'); table.string('plan'); });
await knex.schema.createTable('waiting', (table) => { table.uuid('owner_id'); table.string('name'); });
${host}
console.log((await knex('databases')).length, (await knex('waiting')).length, (await bailiwick.resources.list(actor)).items.length); //=> 1 1 1
await knex.destroy();
`;
  rmSync(programs, { recursive: true, force: true });
  mkdirSync(programs, { recursive: true });
  const prelude =
    'console.log = (...values) => process.stdout.write(values.map((value) => JSON.stringify(value)).join(" ") + "\\n");\n';
  writeFileSync(join(programs, 'prelude.mjs'), prelude);
  const toRun = new Map([
    ['first', first],
    ['library', library],
    ['host', hostProgram],
    ...blocks('ts program').map((text, index) => [`program-${index + 1}`, text]),
  ]);
  for (const [name, text] of toRun) writeFileSync(join(programs, `${name}.ts`), text);
  // These are only compiled, because one of them needs PostgreSQL.
  PACKAGE_READMES.flatMap((path) => blocks('ts', path)).forEach((text, index) =>
    writeFileSync(join(programs, `package-${index}.ts`), text),
  );
  tests.forEach((text, index) => writeFileSync(join(programs, `test-${index}.test.ts`), text));
  const tsconfig = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { composite: false, declaration: false, declarationMap: false },
    include: ['*.ts'],
  };
  writeFileSync(join(programs, 'tsconfig.json'), JSON.stringify(tsconfig));
  run(process.execPath, [tsc, '-p', programs], programs);
  for (const [name, text] of toRun) {
    const expected = [...text.matchAll(/\/\/=> (.+)$/gm)].map(([, line]) => line);
    const printed = run(process.execPath, ['--import', './prelude.mjs', `${name}.js`], programs);
    compare(printed.trim().split('\n'), expected, `the ${name} program`);
    console.log(`program ${name}: ${expected.length} results as written`);
  }
  // The patterns of ava are relative to the folder of the nearest package.json.
  writeFileSync(join(programs, 'ava.config.mjs'), "export default { files: ['dist-readme/*.test.js'] };\n");
  run(
    process.execPath,
    [join(root, 'node_modules/ava/entrypoints/cli.mjs'), '--config', 'dist-readme/ava.config.mjs'],
    dirname(programs),
  );
  console.log(`tests in documents: ${tests.length} programs pass`);
}

async function runTour() {
  const server = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: 'sqlite:./tour.sqlite',
      BAILIWICK_ADMIN_PASSWORD: ADMIN_PASSWORD,
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await listeningUrl(server);
    const steps = blocks('sh tour')
      .join('\n')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const setUp = `${blocks('sh setup').join('\n')}\nAPI=${url}/v1\nADMIN='admin@example.com:${ADMIN_PASSWORD}'\n`;
    const commands = steps.filter((line) => !line.startsWith('#=>'));
    const script = commands.map((command) => `${command}\nprintf '\\n<<>>\\n'`).join('\n');
    const output = run('bash', ['-c', `set -euo pipefail\n${setUp}${script}`], folder)
      .split('\n<<>>\n')
      .map((text) => text.trim());
    let checked = 0;
    steps.forEach((line, index) => {
      if (!line.startsWith('#=> ')) return;
      const command = steps[index - 1];
      compare([output[commands.indexOf(command)]], [line.slice(4)], command);
      checked += 1;
    });
    console.log(`tour: ${commands.length} commands, ${checked} answers as written`);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
}

function listeningUrl(server) {
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const url = line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

function runCommandLine() {
  const commands = blocks('sh cli')
    .join('\n')
    .split('\n')
    .filter((line) => line !== '');
  for (const command of commands) {
    const asks = /create-admin|set-password/.test(command);
    const line = asks ? `printf 'a password for the command line' | ${command} --password-stdin` : command;
    // pnpm runs the command in the root of the workspace, regardless of the current folder.
    const env = { ...process.env, DATABASE_URL: `sqlite:${join(folder, 'cli.sqlite')}` };
    run('bash', ['-c', line], root, env);
  }
  console.log(`command line: ${commands.length} commands`);
}

function compare(actual, expected, what) {
  assert.equal(actual.length, expected.length, `${what} printed:\n${actual.join('\n')}`);
  expected.forEach((line, index) => {
    const pattern = line
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*?');
    assert.match(
      actual[index],
      new RegExp(`^${pattern}$`),
      `The output of ${what} differs from the document.`,
    );
  });
}

function run(command, args, cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}
