// Visits every page of the built site in Chromium, wide and narrow, and fails on an error in the console, a request to
// anywhere else, a page that is wider than its window, and a link to a heading that is not there. The pages of the API
// are made in one way, so that one of ten is opened; with `--every`, all of them. `--shoot <folder>` also takes pictures, light
// and dark, of the pages that are named after it, or of all.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const dist = fileURLToPath(new URL('dist', import.meta.url));
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const paths = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.html') && file !== '404.html')
  .map((file) => `/${file.replace(/(?:index)?\.html$/, '')}`)
  .sort();
const isOfApi = (path) => path.startsWith('/reference/api/');
const isEvery = process.argv.includes('--every');
const opened = paths.filter((path, index) => isEvery || !isOfApi(path) || index % 10 === 0);
const shootAt = process.argv.indexOf('--shoot');
const [shots, ...shotPaths] = shootAt === -1 ? [] : process.argv.slice(shootAt + 1);

const server = createServer(serve).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const complaints = [];
try {
  checkAnchors();
  const queue = [...opened];
  await Promise.all([visitAll(queue), visitAll(queue)]);
  await search('which database does the quota');
  const found = await search('scope');
  const explained = found.findIndex((path) => /^\/(?:start\/glossary|guides\/policy)/.test(path));
  if (explained === -1 || found.slice(0, explained).some(isOfApi))
    complaints.push(
      `A search for "scope" shows the API before the pages that explain it: ${found.join(' ')}`,
    );
} finally {
  await browser.close();
  server.close();
}
assert.deepEqual(complaints, [], 'The site has faults.');
console.log(`site: ${paths.length} pages, ${opened.length} of them opened, wide and narrow`);

/** As a host for static files does, whose addresses have no `.html`. */
function serve(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const path = decodeURIComponent(pathname);
  const file = [path, `${path}.html`, join(path, 'index.html')]
    .map((name) => join(dist, name))
    .find((name) => extname(name) !== '' && existsSync(name));
  if (file === undefined) return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

async function visitAll(queue) {
  const page = await newPage('light');
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    await page.setViewportSize(WIDE);
    await open(page, path);
    await requireFits(page, path);
    await page.setViewportSize(NARROW);
    await requireFits(page, path);
    if (shots !== undefined && (shotPaths.length === 0 || shotPaths.includes(path))) await shoot(path);
  }
  await page.context().close();
}

async function newPage(colorScheme) {
  const context = await browser.newContext({ colorScheme, viewport: WIDE });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(origin) || request.url().startsWith('data:');
    if (!isOurs) complaints.push(`${page.url()} asks ${request.url()}`);
  });
  return page;
}

/** Waits until the page is alive: a mistake in it shows when its parts are put in their places. */
async function open(page, path) {
  await page.goto(`${origin}${path}`, { waitUntil: 'load' });
  await page.waitForFunction('document.querySelector("#app")?.__vue_app__ !== undefined');
}

async function requireFits(page, path) {
  const { scroll, window } = await page.evaluate(
    '({ scroll: document.documentElement.scrollWidth, window: innerWidth })',
  );
  if (scroll > window) complaints.push(`${path} is ${scroll} wide in a window of ${window}`);
}

async function shoot(path) {
  mkdirSync(shots, { recursive: true });
  const name = path.replaceAll('/', '-').replace(/^-|-$/g, '') || 'index';
  for (const scheme of ['light', 'dark']) {
    const page = await newPage(scheme);
    for (const [width, size] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await page.setViewportSize(size);
      await open(page, path);
      await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`) });
    }
    await page.context().close();
  }
}

function checkAnchors() {
  const htmlOf = new Map(
    paths.map((path) => [
      path,
      readFileSync(join(dist, path.endsWith('/') ? `${path}index.html` : `${path}.html`), 'utf8'),
    ]),
  );
  const idsOf = new Map(
    [...htmlOf].map(([path, html]) => [
      path,
      new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)),
    ]),
  );
  for (const [path, html] of htmlOf) {
    for (const [, target, anchor] of html.matchAll(/ href="([^"#:]*)#([^"]+)"/g)) {
      const { pathname } = new URL(target, `${origin}${path}`);
      const ids = idsOf.get(pathname.replace(/\.html$/, ''));
      if (ids?.has(decodeURIComponent(anchor)) !== true)
        complaints.push(`${path} leads to ${target}#${anchor}, which is not there`);
    }
  }
}

/** Returns the paths of the pages that a reader finds with these words, best first. */
async function search(words) {
  const page = await newPage('light');
  await open(page, '/');
  await page.locator('#local-search button').click();
  await page.locator('#localsearch-input').fill(words);
  const results = page.locator('#localsearch-list a');
  await results.first().waitFor({ timeout: 10_000 });
  const found = await results.evaluateAll((links) => links.map(({ pathname }) => pathname));
  await page.context().close();
  return found;
}
