// Makes the files that the console consists of: a script, a style sheet, a picture and the page that names them, and a
// manifest of all. It fails if they are larger than a page should be.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const KB = 1000;
/** The sizes that a slow connection still loads within a second, as they are transmitted. */
const BUDGET_BYTES = { js: 45 * KB, css: 12 * KB };

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const files = here('dist/files');

const { outputFiles } = await build({
  entryPoints: { console: here('src/main.tsx'), style: here('src/style/style.css') },
  outdir: files,
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  target: ['chrome125', 'firefox128', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
});
const [script, style] = ['.js', '.css'].map(
  (end) => outputFiles.find(({ path }) => path.endsWith(end)).contents,
);
requireSmall('js', script);
requireSmall('css', style);

const manifest = [];
rmSync(files, { recursive: true, force: true });
mkdirSync(files, { recursive: true });
const names = {
  script: keep('console', 'js', 'text/javascript; charset=utf-8', script),
  style: keep('style', 'css', 'text/css; charset=utf-8', style),
  icon: keep('icon', 'svg', 'image/svg+xml', readFileSync(here('src/icon.svg'))),
};
const page = readFileSync(here('src/index.html'), 'utf8').replaceAll(
  /\{(script|style|icon)\}/g,
  (_, name) => names[name],
);
writeFileSync(`${files}/index.html`, page);
manifest.push({ path: 'index.html', type: 'text/html; charset=utf-8', hash: hashOf(page) });
writeFileSync(`${files}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);

function keep(name, end, type, bytes) {
  const hash = hashOf(bytes);
  const path = `${name}-${hash}.${end}`;
  writeFileSync(`${files}/${path}`, bytes);
  manifest.push({ path, type, hash });
  return path;
}

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}

function requireSmall(kind, bytes) {
  const length = gzipSync(bytes, { level: 9 }).length;
  if (process.argv.includes('--sizes'))
    console.log(`console: ${kind} ${(length / KB).toFixed(1)} kB of ${BUDGET_BYTES[kind] / KB}`);
  if (length <= BUDGET_BYTES[kind]) return;
  throw new Error(
    `The ${kind} of the console has ${length} bytes gzipped, and may have ${BUDGET_BYTES[kind]}.`,
  );
}
