import { look } from '@bailiwick/test-openapi/watch';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page, type Response } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts a Chromium, which asks nobody but the server under test. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...QUIET] });
}

function chromiumPath(): string {
  if (existsSync(CHROMIUM)) return CHROMIUM;
  throw new Error(
    `There is no ${CHROMIUM}: run "apt-get install chromium", or name another one in CHROMIUM.`,
  );
}

/** Checks that nothing is wider than the screen after the layout. */
export const FITS = 'document.documentElement.scrollWidth <= window.innerWidth';

/** A page reports what its Content-Security-Policy or Trusted Types have refused. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('refused by ' + event.violatedDirective + ': ' + (event.blockedURI || event.sample)))`;

/** Collects whatever a page should not do: complain, violate its policy, or ask another origin. */
export async function collectComplaints(page: Page, url: string): Promise<string[]> {
  const complaints: string[] = [];
  await page.addInitScript(REPORT_VIOLATIONS);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:'))
      complaints.push(request.url());
  });
  return complaints;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** It runs after all animations that end, because a button that is still growing is too small. */
const runAxe = (rules: readonly string[] | undefined) => `Promise.all(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
  .map(({ finished }) => finished.catch(() => {})))
  .then(() => axe.run(document, ${JSON.stringify({
    resultTypes: ['violations'],
    ...(rules === undefined ? { rules: { 'target-size': { enabled: true } } } : { runOnly: rules }),
  })}))
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`;

/**
 * Checks accessibility with `axe-core`: by the given rules, or by all, including the size of targets, which it skips by
 * default.
 */
export async function accessibilityViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  return page.evaluate<string[]>(runAxe(rules));
}

/**
 * Holds every answer of the API against the document. The browser is a separate process, so that this does not happen
 * by itself. The returned function waits for the answers that are still being read.
 */
export function watchAnswers(page: Page): () => Promise<void> {
  const looks: Promise<void>[] = [];
  const watch = (response: Response): void => void looks.push(lookAt(response));
  page.on('response', watch);
  return async () => {
    page.off('response', watch);
    await Promise.all(looks);
  };
}

async function lookAt(response: Response): Promise<void> {
  const request = response.request();
  const { pathname: path, search, port } = new URL(response.url());
  if (!path.startsWith('/v1/')) return;
  const text = await response.text().catch(() => null);
  // A page that is left before the body has come does not have it.
  if (text === null) return;
  const headers = new Headers(await response.allHeaders());
  const exchange = { method: request.method(), path: path + search, status: response.status(), headers };
  const sent = request.postData() ?? undefined;
  look({ ...exchange, text, sent, port: Number(port) });
}
