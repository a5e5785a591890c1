// `pnpm run console:pictures`: takes the pictures of docs/console.md, of an example server with made-up users. Needs
// Chromium (`apt-get install chromium`, or another one in CHROMIUM).
import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConsoleUnderTest } from '../../examples/server/dist-test/console/console.js';
import { ApiClient } from '../../examples/server/dist-test/support/api-client.js';
import { ADMIN } from '../../examples/server/dist-test/support/test-environment.js';

const folder = fileURLToPath(new URL('../../docs/console', import.meta.url));
const PASSWORD = 'violet kettles rarely sing twice';

/** Everybody who clones the repository downloads the pictures. */
const BYTES_MAX = 80_000;

/** Some are near a limit, some have reached it; `lowered` is a limit that was set when they had more already. */
const USERS = [
  { name: 'ann', limit: 20, owns: ['orders', 'invoices', 'archive'] },
  { name: 'bob', limit: 3, owns: ['staging', 'production', 'backups'], triesMore: ['reports'] },
  { name: 'carol', limit: 5, owns: ['maps', 'tiles', 'routes', 'places'] },
  { name: 'dave', limit: 10, owns: ['mail', 'lists', 'calendar', 'contacts'], lowered: 2 },
  { name: 'erin', limit: null, owns: ['experiments'] },
  { name: 'frank', limit: 8, owns: [], isDisabled: true },
  { name: 'grace', limit: 2, owns: ['website', 'shop'], triesMore: ['blog'] },
  { name: 'heidi', limit: 20, owns: ['papers', 'slides'], role: 'admin' },
];

const underTest = await ConsoleUnderTest.start();
try {
  const ids = await addUsers();
  mkdirSync(folder, { recursive: true });

  await takePicture('overview', '/', { width: 1120, height: 460 });
  await takePicture('quotas', `/users/${ids.bob}`, {
    width: 1000,
    height: 430,
    prepare: (page) => page.getByRole('button', { name: 'Change the limit (resources: 3)' }).click(),
  });
  const { body: refused } = await underTest.admin.get(
    `/v1/audit-events?actor=${ids.bob}&reason=quota-exceeded`,
  );
  await takePicture('refusal', `/audit?actor=${ids.bob}&outcome=refused&open=${refused.items[0].id}`, {
    width: 800,
    height: 440,
    colorScheme: 'dark',
    prepare: (page) => page.locator('tr:has(+ .detail)').evaluate((row) => row.scrollIntoView()),
  });
  const shop = await addGroups(ids);
  await takePicture('group', `/groups/${shop}`, { width: 1000, height: 540 });
  await takePicture('users-narrow', '/users', { width: 340, height: 640, colorScheme: 'dark' });
  await takePicture('policy', '/policy', { width: 1000, height: 480 });
} finally {
  await underTest.stop();
}

async function addUsers() {
  const { admin, url } = underTest;
  const ids = {};
  for (const { name, limit, owns, triesMore = [], lowered, isDisabled = false, role = 'user' } of USERS) {
    const account = { email: `${name}@example.com`, password: PASSWORD };
    const id = await underTest.addUser(account, { role, limits: { resources: limit } });
    const user = await new ApiClient(url).logIn(account);
    for (const resource of owns) expect(201, await user.post('/v1/resources', { name: resource }));
    for (const resource of triesMore) expect(403, await user.post('/v1/resources', { name: resource }));
    if (lowered !== undefined)
      expect(200, await admin.put(`/v1/users/${id}/quotas/resources`, { limit: lowered }));
    if (isDisabled) expect(200, await admin.patch(`/v1/users/${id}`, { status: 'disabled' }));
    ids[name] = id;
  }
  const grace = await new ApiClient(url).logIn({ email: 'grace@example.com', password: PASSWORD });
  expect(403, await grace.get('/v1/users'));
  return ids;
}

/** An organisation with two projects, of which one holds another; returns the innermost. */
async function addGroups(ids) {
  const { admin } = underTest;
  const groups = {};
  for (const { name, within, limit, owns } of [
    { name: 'Acme', limit: 10, owns: ['backups'] },
    { name: 'Website', within: 'Acme', limit: 7, owns: ['pages', 'pictures', 'search'] },
    { name: 'Shop', within: 'Website', limit: 2, owns: ['orders', 'customers'] },
    { name: 'Research', within: 'Acme', limit: null, owns: [] },
  ]) {
    const { body } = await admin.post('/v1/groups', { name, parentId: groups[within] ?? null });
    groups[name] = body.id;
    expect(200, await admin.put(`/v1/groups/${body.id}/quotas/resources`, { limit }));
    for (const resource of owns)
      expect(201, await admin.post(`/v1/groups/${body.id}/resources`, { name: resource }));
  }
  expect(200, await admin.put(`/v1/groups/${groups.Shop}/members/${ids.ann}`, { role: 'owner' }));
  return groups.Shop;
}

function expect(status, answer) {
  assert.equal(answer.status, status, answer.text);
}

async function takePicture(name, path, { width, height, colorScheme = 'light', prepare = async () => {} }) {
  const visit = await underTest.visit(ADMIN, {
    colorScheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  await visit.open(path);
  await prepare(visit.page);
  await visit.page.waitForLoadState('networkidle');
  const file = join(folder, `${name}.png`);
  await visit.page.screenshot({ path: file, animations: 'disabled' });
  await visit.end();
  const bytes = statSync(file).size;
  console.log(`docs/console/${name}.png: ${bytes} bytes`);
  assert.ok(bytes <= BYTES_MAX, `${file} has more than ${BYTES_MAX} bytes.`);
}
