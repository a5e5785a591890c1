// Runs the README: every command of its tours, against a server of its own, and every program, compiled and run.
// What stands behind `#=>` and `//=>` is what must come out; `…` stands for anything. Needs a built workspace.
// `--write` renews the configuration table instead of checking it.
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
import { renderConfigTable } from '../examples/server/dist/config.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readmePath = join(root, 'README.md');
const readme = readFileSync(readmePath, 'utf8');
const main = join(root, 'examples/server/dist/main.js');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'lib/tsc.js');
const ADMIN_PASSWORD = 'the password of the first start';

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-readme-'));
// Inside the workspace, so that the packages that the programs import are found.
const programs = join(root, 'examples/server/dist-readme');
try {
  checkConfigTable();
  checkLinks();
  runPrograms();
  await runTour();
  runCommandLine();
  console.log('The README does what it says.');
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(programs, { recursive: true, force: true });
}

function blocks(info, document = readme) {
  return [...document.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].flatMap(([, tag, text]) =>
    tag === info ? [text] : [],
  );
}

function checkConfigTable() {
  const between = /(<!-- configuration: .*-->\n)[\s\S]*?(<!-- \/configuration -->)/;
  const renewed = readme.replace(
    between,
    (_all, start, end) => `${start}\n${renderConfigTable().trim()}\n\n${end}`,
  );
  if (process.argv.includes('--write')) return writeFileSync(readmePath, renewed);
  // The formatter pads the columns of tables.
  const unpadded = (text) => text.replaceAll(/ {2,}|-{3,}/g, ' ').replaceAll(/ +\|/g, ' |');
  const isTrue = unpadded(readme) === unpadded(renewed);
  assert.ok(isTrue, 'The configuration table is old: run `node scripts/check-readme.mjs --write`.');
  console.log('configuration table: true');
}

function checkLinks() {
  const documents = [
    'README.md',
    'SECURITY.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).flatMap((file) =>
      file.endsWith('.md') ? [join('docs', file)] : [],
    ),
  ];
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8');
    const slug = (title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-');
    const headings = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) => slug(title)));
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path, anchor] = target.split('#');
      assert.ok(
        path === '' || existsSync(join(root, dirname(document), path)),
        `${document} links to ${target}, which is not there.`,
      );
      assert.ok(path !== '' || headings.has(anchor), `${document} links to #${anchor}, which is no heading.`);
    }
  }
  console.log(`links: ${documents.length} documents`);
}

function runPrograms() {
  const [library] = blocks('ts library');
  const [host] = blocks('ts host');
  const documents = [
    readme,
    ...readdirSync(join(root, 'docs')).flatMap((file) =>
      file.endsWith('.md') ? [readFileSync(join(root, 'docs', file), 'utf8')] : [],
    ),
  ];
  const tests = documents.flatMap((document) => [
    ...blocks('ts policy', document),
    ...blocks('ts test', document),
  ]);
  const setUp = library.slice(0, library.indexOf('const orders'));
  const hostProgram = `${setUp}
await knex.schema.createTable('databases', (table) => { table.uuid('id'); table.string('plan'); });
${host}
console.log((await knex('databases')).length, (await bailiwick.resources.list(actor)).items.length); //=> 1 1
await knex.destroy();
`;
  rmSync(programs, { recursive: true, force: true });
  mkdirSync(programs, { recursive: true });
  const prelude =
    'console.log = (...values) => process.stdout.write(values.map((value) => JSON.stringify(value)).join(" ") + "\\n");\n';
  writeFileSync(join(programs, 'prelude.mjs'), prelude);
  writeFileSync(join(programs, 'library.ts'), library);
  writeFileSync(join(programs, 'host.ts'), hostProgram);
  tests.forEach((text, index) => writeFileSync(join(programs, `program-${index}.test.ts`), text));
  const tsconfig = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { composite: false, declaration: false, declarationMap: false },
    include: ['*.ts'],
  };
  writeFileSync(join(programs, 'tsconfig.json'), JSON.stringify(tsconfig));
  run(process.execPath, [tsc, '-p', programs], programs);
  for (const [name, text] of [
    ['library', library],
    ['host', hostProgram],
  ]) {
    const expected = [...text.matchAll(/\/\/=> (.+)$/gm)].map(([, line]) => line);
    const printed = run(process.execPath, ['--import', './prelude.mjs', `${name}.js`], programs);
    compare(printed.trim().split('\n'), expected, `the ${name} program`);
    console.log(`program ${name}: ${expected.length} results as written`);
  }
  // ava takes patterns from the folder of the nearest package.json.
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
    // pnpm runs the command in the root of the workspace, whatever the current folder is.
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
    assert.match(actual[index], new RegExp(`^${pattern}$`), `${what} does not print what the README says.`);
  });
}

function run(command, args, cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}
