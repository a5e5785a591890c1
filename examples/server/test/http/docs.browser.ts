import { createDatabase } from '@bailiwick/test-databases';
import test, { type ExecutionContext } from 'ava';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { ApiClient } from '../support/api-client.js';
import {
  accessibilityViolations,
  collectComplaints,
  FITS,
  launchBrowser,
  watchAnswers,
} from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { serve } from '../support/server-in-process.js';
import { ADMIN } from '../support/test-environment.js';

/** The folder for screenshots, if they are wanted. */
const SCREENSHOTS = process.env['BAILIWICK_TEST_SCREENSHOTS'];

test('GET /docs: a browser logs in, creates a resource and sees a quota refusal, without loading anything from elsewhere', async (t) => {
  const { page, api, complaints } = await open(t);
  const { url } = api;
  await page.goto(`${url}/docs`);
  await logIn(page, 'wrong password, surely');
  await page.getByRole('status').getByText('is wrong').waitFor();
  await logIn(page, ADMIN.password);
  await page.getByText(`Logged in as ${ADMIN.email} (admin).`).waitFor();

  await tryIt(page, 'createResource', '{"name": "orders"}');
  await status(page, 'createResource').getByText('201').waitFor();
  const admin = await api.logIn(ADMIN);
  const { body: me } = await admin.get('/v1/me');
  await admin.put(`/v1/users/${me.id}/quotas/resources`, { limit: 1 });
  await execute(page, 'createResource');
  await status(page, 'createResource').getByText('403').waitFor();
  await page.locator(operation('createResource')).getByText('quota-exceeded').first().waitFor();
  await shoot(page, 'wide');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForFunction(FITS);
  const answer = page.locator(`${operation('createResource')} .live-responses-table .highlight-code`).first();
  const [text, copy] = await Promise.all(
    ['.microlight', '.copy-to-clipboard'].map((part) => answer.locator(part).boundingBox()),
  );
  t.true(copy!.y >= text!.y + text!.height, 'the copy button covers what it copies');
  await answer.scrollIntoViewIfNeeded();
  await shoot(page, 'narrow');

  // If the session was ended elsewhere, the page notices with its next request.
  await admin.delete('/v1/sessions');
  await execute(page, 'createResource');
  await page.getByText('The session has ended: log in again.').waitFor();
  await logIn(page, ADMIN.password);
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.getByText('Logged out.').waitFor();
  // The test causes a wrong password and a full quota, and the browser logs every 4xx.
  const unexpected = complaints.filter((text) => !/status of (401|403)/.test(text));
  t.deepEqual(unexpected, []);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`GET /docs: it is accessible, on wide and narrow screens, in ${colorScheme} colours`, async (t) => {
    const { page, api } = await open(t);
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${api.url}/docs`);
      await page.locator('.opblock').first().waitFor();
      t.deepEqual(await accessibilityViolations(page), [], `${width} px, closed`);
      await shoot(page, `${colorScheme}-${width}-closed`);
      await tryIt(page, 'createResource', '{"name": "orders"}');
      t.deepEqual(await accessibilityViolations(page), [], `${width} px, with an answer`);
      await shoot(page, `${colorScheme}-${width}-answered`);
      await page.waitForFunction(FITS);
    }
    const colour = await page.evaluate<string>(
      `getComputedStyle(document.querySelector('.swagger-ui .info .title')).color`,
    );
    const [red = NaN] = colour.match(/\d+/g)?.map(Number) ?? [];
    t.is(red > 128 ? 'dark' : 'light', colorScheme, `the text is ${colour}`);
  });
}

test('GET /docs: a reload logs out, and a visible note says so', async (t) => {
  const { page, api } = await open(t);
  // A link to an operation opens it far down the page.
  const link = `${api.url}/docs#/resources/createResource`;
  const linked = await page.context().newPage();
  await linked.goto(link);
  await logIn(linked, ADMIN.password);
  await linked.getByText('A reload logs out.').waitFor();
  await linked.reload();
  await linked.locator(operation('createResource')).waitFor();
  const told = await linked.getByText('A reload forgets who has logged in.').boundingBox();
  t.true(told !== null && told.y >= 0, JSON.stringify(told));
});

test('GET /docs: the form can be used with the keyboard alone', async (t) => {
  const { page, api } = await open(t);
  await page.goto(`${api.url}/docs`);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByText('Logged in as').waitFor();
  t.pass();
});

test('GET /docs: a password that is sent before the scripts have loaded goes nowhere', async (t) => {
  const { page, api, complaints } = await open(t);
  await page.route('**/page.js', (route) => route.abort());
  await page.goto(`${api.url}/docs`);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.evaluate('HTMLFormElement.prototype.submit.call(document.getElementById("login"))');
  await eventually(
    'the browser to refuse',
    () => complaints.find((text) => text.includes('form-action')) ?? null,
  );
  t.is(page.url(), `${api.url}/docs`);
});

/** Starts a browser with an empty profile, and collects its complaints. */
async function open(t: ExecutionContext): Promise<{ page: Page; api: ApiClient; complaints: string[] }> {
  const database = await createDatabase('sqlite');
  t.teardown(() => database.destroy());
  const api = await serve(t, database.url);
  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const complaints = await collectComplaints(page, api.url);
  t.teardown(watchAnswers(page));
  return { page, api, complaints };
}

async function logIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Email address').fill(ADMIN.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** Returns the id of an operation in Swagger UI, which consists of its tag and its operationId. */
function operation(operationId: string): string {
  return `.opblock[id$="-${operationId}"]`;
}

async function tryIt(page: Page, operationId: string, body?: string): Promise<void> {
  const block = page.locator(operation(operationId));
  await block.locator('.opblock-summary-control').click();
  if (body !== undefined) await block.locator('textarea.body-param__text').fill(body);
  await execute(page, operationId);
  await status(page, operationId).waitFor();
}

async function execute(page: Page, operationId: string): Promise<void> {
  await page.locator(operation(operationId)).getByRole('button', { name: 'Execute' }).click();
}

/** Finds the cell with the status of the latest answer; an earlier one stays until then. */
function status(page: Page, operationId: string): Locator {
  return page.locator(`${operation(operationId)} .live-responses-table tbody .response-col_status`).first();
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return;
  await page.screenshot({ path: join(SCREENSHOTS, `docs-${name}.png`) });
  await page.evaluate('window.scrollTo(0, 0)');
  await page.screenshot({ path: join(SCREENSHOTS, `docs-${name}-top.png`) });
}
