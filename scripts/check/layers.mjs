// Fails if an entry of a package reaches something that its layer does not allow. It follows the imports of the built
// JavaScript, which has no types, from every entry that package.json exports. It also fails if source files import each
// other in a circle, types included, or if one imports from a folder that is closed to it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { circleIn } from '../lib/circle-in.mjs';
import { reach } from '../lib/reach.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The imports from other packages that each entry may have. Modules of Node.js count only for the core. */
const ALLOWED = {
  'packages/core': {
    '.': ['node:crypto'],
    './policy': ['node:crypto'],
    './memory': ['node:crypto'],
    './testing': ['node:crypto'],
    './scrypt': ['node:crypto', 'scrypt-kdf'],
    './common-passwords': ['node:crypto', '@zxcvbn-ts/language-common'],
    './contract': ['node:crypto', 'node:assert/strict'],
    './tsyringe': ['node:crypto'],
  },
  'packages/storage-knex': {
    '.': ['@bailiwick/core', 'knex', 'node:*', 'rate-limiter-flexible'],
    './tsyringe': ['@bailiwick/core', '@bailiwick/core/tsyringe', 'knex', 'node:*', 'rate-limiter-flexible'],
  },
  'packages/http-koa': {
    '.': [
      '@bailiwick/core',
      '@koa/router',
      'content-type',
      'cookie',
      'csv-stringify',
      'jsonc-parser',
      'node:*',
      'proxy-addr',
      'raw-body',
      'secure-json-parse',
      'yup',
    ],
    './actor': ['@bailiwick/core', 'cookie', 'node:*', 'proxy-addr'],
    './problem': ['@bailiwick/core', 'node:*'],
    './problem-pages': ['@bailiwick/core', 'node:*', 'yup'],
    './signatures': ['@bailiwick/core', 'node:*', 'structured-headers'],
    './sign-request': ['node:crypto', 'node:util'],
  },
  'packages/console': {
    '.': ['node:fs'],
    './koa': ['node:fs'],
    './fastify': ['node:fs'],
  },
};

/** What the browser runs: it speaks HTTP, and knows the API by its document only. */
const IN_BROWSER = 'packages/console/src';

/** Files below `packages/storage-knex/src`, and what they must not import, types included. */
const CLOSED = [
  [/(^|\/)postgres\//, /(^|\/)sqlite\//, 'PostgreSQL and SQLite know nothing of each other'],
  [/(^|\/)sqlite\//, /(^|\/)postgres\//, 'PostgreSQL and SQLite know nothing of each other'],
  [
    /^(?!postgres\/|choose-database\.ts)/,
    /^postgres\//,
    'only choose-database.ts knows which databases there are',
  ],
  [
    /^(?!sqlite\/|choose-database\.ts|index\.ts)/,
    /^sqlite\//,
    'only choose-database.ts knows which databases there are, and index.ts exports sqliteFile',
  ],
  [/^(?!batching\/|knex-storage\.ts)/, /^batching\//, 'only the storage of a pool batches'],
];

const complaints = [];
for (const [folder, entries] of Object.entries(ALLOWED)) {
  const { exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  for (const [entry, target] of Object.entries(exports)) {
    if (entry === './package.json') continue;
    const allowed = entries[entry];
    if (allowed === undefined) {
      complaints.push(`${folder} exports ${entry}, for which scripts/check/layers.mjs has no rule.`);
      continue;
    }
    for (const [specifier, importer] of reach(resolve(root, folder, target.default)).outside) {
      const isBuiltIn = specifier.startsWith('node:');
      if (allowed.includes(specifier) || (isBuiltIn && allowed.includes('node:*'))) continue;
      complaints.push(`${folder} ${entry} reaches ${specifier} (in ${relative(root, importer)}).`);
    }
  }
}

const sources = ['packages', 'examples'].flatMap(sourcesIn);
const imports = importsOf(sources);
const knexSources = join(root, 'packages/storage-knex/src');
for (const [importer, imported] of imports) {
  const from = relative(knexSources, importer);
  for (const to of imported.map((file) => relative(knexSources, file))) {
    const rule = CLOSED.find(([closedTo, closed]) => closedTo.test(from) && closed.test(to));
    if (rule !== undefined) complaints.push(`${from} imports ${to}, but ${rule[2]}.`);
  }
}
for (const file of sources.filter((path) => path.startsWith(join(root, IN_BROWSER)))) {
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/ from '([^.'][^']*)';/g)) {
    if (/^preact(\/|$)/.test(specifier)) continue;
    complaints.push(`${relative(root, file)} imports ${specifier}, but the console has only Preact.`);
  }
}
const circle = circleIn(imports);
if (circle !== null) {
  const names = circle.map((file) => relative(root, file));
  complaints.push(`These files import each other in a circle: ${names.join(' → ')}.`);
}

/** Only the files in `src`, because the links in `node_modules` lead from package to package endlessly. */
function sourcesIn(folder) {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const source = join(root, folder, name, 'src');
    if (!existsSync(source)) return [];
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
    return files.filter((file) => /\.tsx?$/.test(file)).map((file) => join(source, file));
  });
}

/** Maps each source file to the files that it imports, for a value or for a type. */
function importsOf(files) {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(file, 'utf8');
      const specifiers = [...text.matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']*)';/gm)].map(
        ([, path]) => path,
      );
      const imported = specifiers.flatMap((path) =>
        ['.ts', '.tsx'].map((end) => resolve(dirname(file), path.replace(/\.js$/, end))),
      );
      return [file, imported.filter((path) => known.has(path))];
    }),
  );
}

for (const complaint of complaints) console.error(complaint);
console.log(complaints.length === 0 ? 'The layers hold.' : `Complaints: ${complaints.length}.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
