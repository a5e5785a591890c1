// Makes the API reference of the site from the doc comments, with TypeDoc, which needs the API of TypeScript 6.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';

const root = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = ['core', 'storage-knex', 'http-koa', 'console'];

/**
 * All that the packages export, as TypeDoc reads it: from the declarations that are published, so that a link from one
 * package to another finds its target. Each module is named after the import that leads to it.
 */
export async function readApi(options = {}) {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: PACKAGES.flatMap(declarationsOf),
    tsconfig: join(root, 'site/tsconfig.json'),
    name: 'API reference',
    readme: 'none',
    // The compiler that builds the packages has checked them.
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    disableSources: true,
    treatWarningsAsErrors: true,
    ...options,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc cannot read the packages: build them first.');
  for (const module of project.children) module.name = `@bailiwick/${module.name.replace('/dist', '')}`;
  return { app, project };
}

/** Writes the reference as pages of the site: one for each function, class and interface, the rest with its module. */
export async function writeApi(folder) {
  const { app, project } = await readApi({
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: folder }],
    membersWithOwnFile: ['Class', 'Interface', 'Function'],
    entryFileName: 'index.md',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    logLevel: 'Warn',
  });
  await app.generateOutputs(project);
}

function declarationsOf(name) {
  const folder = join(root, 'packages', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [join(folder, types)]));
}
