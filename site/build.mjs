// Builds the site from the documents and the doc comments into site/dist: `node site/build.mjs`, or with `--serve`
// serves it while you write. Needs a built workspace.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vitepress';
import { collectPages } from './collect-pages.mjs';
import { writeApi } from './typedoc.mjs';

const site = fileURLToPath(new URL('.', import.meta.url));
const pages = fileURLToPath(new URL('pages', import.meta.url));

rmSync(pages, { recursive: true, force: true });
const paths = collectPages(pages);
await writeApi(fileURLToPath(new URL('pages/reference/api', import.meta.url)));
if (process.argv.includes('--serve')) {
  const server = await createServer(site, { host: '127.0.0.1' });
  await server.listen();
  server.printUrls();
} else {
  await build(site);
  console.log(`site: ${paths.length} documents in site/dist`);
}
