import test, { type ExecutionContext } from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import type { Page } from 'playwright-core';
import { ApiClient } from '../support/api-client.js';
import { accessibilityViolations } from '../support/browser.js';
import { ConsoleUnderTest, fits } from './console.js';

const PASSWORD = 'violet kettles rarely sing twice';
const ADMIN = { email: 'the-administrator@example.com', password: PASSWORD };
/** A request for what the screen shows, and one more. */
const REQUESTS_MAX = 2;

/** Each would run a script, or break a row, if it were anything but text. */
const PROBES = [
  '<img src=x onerror="probed = 1">',
  '"><script>probed = 1</script>',
  `'-(probed=1)-'{{probed=1}}\${probed=1}`,
  'javascript:probed=1',
  '\u0627\u0644\u0639\u0631\u0628\u064A\u0629',
  'x'.repeat(200),
  '👩‍👩‍👧‍👦🏳️‍🌈 🇩🇪',
  'a &amp; b &lt;b&gt; %3Cb%3E \\u003cb\\u003e',
] as const;
/** The API refuses it in names, which it would turn around. */
const OVERRIDE = '\u202Egnp.elif a\u202C';
const EMAIL_PROBES: readonly [string, ...string[]] = [
  `${'long'.repeat(16)}@${'domain'.repeat(9)}.example.com`,
  "{{probed=1}}'`$x&amp@example.com",
];

interface World {
  readonly adminId: string;
  readonly userId: string;
  readonly groupId: string;
  /** Lies in that group. */
  readonly projectId: string;
  readonly resourceId: string;
  readonly eventId: string;
}

let console: ConsoleUnderTest;
let world: World;
test.before(async () => {
  console = await ConsoleUnderTest.start();
  world = await plantProbes(console);
});
test.after.always(() => console.stop());

/** The screens below those of the navigation, each with texts that it must show. */
function innerScreens({
  userId,
  groupId,
  projectId,
  resourceId,
  eventId,
}: World): Record<string, readonly string[]> {
  return {
    '/users?near=80': [EMAIL_PROBES[0]],
    '/users?q=nobody-at-all': [],
    [`/users/${userId}`]: [EMAIL_PROBES[0]],
    [`/users/${userId}?tab=resources`]: PROBES,
    [`/users/${userId}?tab=groups`]: [PROBES[5]],
    [`/users/${userId}?tab=sessions`]: [PROBES[0], PROBES[1]],
    [`/users/${userId}?tab=keys`]: PROBES,
    [`/users/${userId}?tab=activity`]: [],
    [`/users/${userId}?tab=decisions`]: [],
    [`/users/${userId}?tab=danger`]: [],
    '/groups': [PROBES[0], PROBES[5]],
    [`/groups/${projectId}`]: [PROBES[0], PROBES[5]],
    [`/groups/${groupId}?tab=below`]: [PROBES[5]],
    [`/groups/${groupId}?tab=resources`]: PROBES,
    [`/groups/${projectId}?tab=members`]: [EMAIL_PROBES[0]],
    [`/groups/${groupId}?tab=change`]: [],
    '/resources': PROBES,
    [`/resources?open=${resourceId}`]: [PROBES[0]],
    [`/audit?open=${eventId}`]: [...PROBES, OVERRIDE],
    '/account?tab=password': [],
    '/account?tab=sessions': [],
    '/account?tab=keys': [],
    '/account?tab=decisions': [],
    '/nothing/here': [],
  };
}

/** The control that opens each dialog, and its screen. */
function dialogs({ userId, groupId, resourceId }: World): Record<string, readonly [string, string]> {
  return {
    'a new user': ['/users', 'New user'],
    'the requests of the overview as curl': ['/', 'Show as curl'],
    'the requests of the limits as curl': ['/limits', 'Show as curl'],
    'the requests of the policy as curl': ['/policy', 'Show as curl'],
    'the keys': ['/users', 'Keyboard'],
    'the requests as curl': ['/users', 'Show as curl'],
    'a limit for several': ['/users', 'Set a limit'],
    'the deletion of several': ['/users', 'Delete'],
    'a new address': [`/users/${userId}?tab=danger`, 'Change the address'],
    'a new password': [`/users/${userId}?tab=danger`, 'Set a new password'],
    'the deletion of a user': [`/users/${userId}?tab=danger`, 'Delete'],
    'the end of a key': [`/users/${userId}?tab=keys`, 'Revoke'],
    'a new group': ['/groups', 'New group'],
    'the deletion of a group': [`/groups/${groupId}?tab=change`, 'Delete'],
    'a new resource': ['/resources', 'New resource'],
    'a transfer': [`/resources?open=${resourceId}`, 'Transfer'],
    'the deletion of a resource': [`/resources?open=${resourceId}`, 'Delete'],
    'a new key': ['/account?tab=keys', 'New access key'],
  };
}

/**
 * Each screen is loaded once and then looked at in four ways. Colours change nothing but the contrast, so that the other
 * rules run once for each width.
 */
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const LOOKS = [
  { name: 'light and wide', colorScheme: 'light', viewport: WIDE, rules: undefined },
  { name: 'dark and wide', colorScheme: 'dark', viewport: WIDE, rules: OF_COLOURS },
  { name: 'dark, at 320 px', colorScheme: 'dark', viewport: NARROW, rules: OF_COLOURS },
  { name: 'light, at 320 px', colorScheme: 'light', viewport: NARROW, rules: undefined },
] as const;

test('signing in is accessible in every look', async (t) => {
  const nobody = await console.visit(null);
  t.teardown(nobody.end);
  await nobody.open('/users');
  await requireSound(t, nobody.page, 'signing in');
});

/** All screens in one test would take longer on a busy machine than a test may. */
const PARTS = 3;

for (let part = 0; part < PARTS; part += 1) {
  test(`every screen is accessible in every look, asks little, and shows text as text: part ${part + 1}`, async (t) => {
    const visit = await console.visit(ADMIN);
    t.teardown(visit.end);
    await visit.open('/users');
    const screens = innerScreens(world);
    for (const path of await navigation(visit.page)) screens[path] ??= [];
    const some = Object.entries(screens).filter((_, index) => index % PARTS === part);
    for (const [path, texts] of some) {
      visit.requests.length = 0;
      await visit.open(path);
      const asked = visit.requests.filter((request) => !isOfVisit(request, path));
      t.true(asked.length <= REQUESTS_MAX, `${path} asks ${asked.join(', ')}`);
      const shown = await visit.page.evaluate<string>('document.body.innerText');
      for (const text of texts) t.true(shown.includes(text), `${path} does not show ${text}`);
      await requireSound(t, visit.page, path);
    }
    t.deepEqual(visit.complaints, []);
  });
}

test('every dialog and form is accessible in every look, and shows text as text', async (t) => {
  const visit = await console.visit(ADMIN);
  t.teardown(visit.end);
  const { page } = visit;
  let at = '';
  for (const [which, [path, button]] of Object.entries(dialogs(world))) {
    if (path !== at) await visit.open(path);
    at = path;
    await openDialog(page, path, button);
    await requireSound(t, page, which);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(EMAIL_PROBES[0].slice(0, 20));
  await page.getByRole('option', { name: EMAIL_PROBES[0] }).waitFor();
  await requireSound(t, page, 'the palette');

  await visit.open('/limits');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText('That was all.').waitFor();
  await page
    .getByRole('button', { name: /^Change the limit/ })
    .first()
    .click();
  await page.getByLabel('Limit of resources').waitFor();
  await requireSound(t, page, 'a verification and the form of a limit');
  await visit.open('/policy?open=user:create');
  await requireSound(t, page, 'the rules about an action');
  await visit.open('/policy?tab=simulator');
  await page.getByLabel('Who').first().fill(EMAIL_PROBES[0]);
  await page.getByRole('button', { name: 'What would be decided?' }).click();
  await page.getByRole('heading', { name: 'Answer' }).waitFor();
  await requireSound(t, page, 'an answer of the simulator');
  t.deepEqual(visit.complaints, []);
});

test('what comes between is accessible in every look', async (t) => {
  const visit = await console.visit(ADMIN);
  t.teardown(visit.end);
  const { page } = visit;
  const userId = await console.addUser({ email: 'between@example.com', password: PASSWORD });
  await visit.open(`/users/${userId}?tab=danger`);
  await console.admin.patch(`/v1/users/${userId}`, { role: 'admin' });
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByRole('dialog', { name: 'Somebody else was faster' }).waitFor();
  await requireSound(t, page, 'a conflict');
  await page.getByRole('button', { name: 'Keep theirs' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await makeConfirmationsOld(console, world.adminId);
  await openDialog(page, '', 'Set a new password');
  await page.getByRole('dialog').getByRole('button', { name: 'Set a new password' }).click();
  await page.getByRole('dialog', { name: 'Confirm with your password' }).waitFor();
  await requireSound(t, page, 'a confirmation');

  await visit.open('/users');
  await console.admin.delete(`/v1/users/${world.adminId}/sessions`);
  await page.getByLabel('Role').selectOption('admin');
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
  await requireSound(t, page, 'a session that has ended');
  t.deepEqual(
    visit.complaints.filter((complaint) => !/status of (401|403|412)/.test(complaint)),
    [],
  );
});

/** Nothing that somebody has written has become anything but text, nothing is too wide, and everybody can use it. */
async function requireSound(t: ExecutionContext, page: Page, where: string): Promise<void> {
  for (const { name, colorScheme, viewport, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await fits(page);
    // Below the header, which stays where it is, a link is as small as the part of it that is seen.
    await page.evaluate('scrollTo(0, 0)');
    t.deepEqual(await accessibilityViolations(page, rules), [], `${where}, ${name}`);
  }
  await page.setViewportSize(WIDE);
  t.is(await page.evaluate('window.probed'), undefined, `${where}: a script of a probe has run`);
  t.is(await page.evaluate('document.querySelectorAll("img, script:not([src])").length'), 0, where);
}

async function navigation(page: Page): Promise<string[]> {
  const links = await page
    .locator('#menu a')
    .evaluateAll((all) => all.map((link) => String(link.getAttribute('href'))));
  return links.map((href) => href.replace('/console', ''));
}

/** Requests that a visit sends once, for all screens: the user, their decisions and the roles. */
function isOfVisit(request: string, path: string): boolean {
  if (request === 'GET /policy') return path !== '/policy';
  return request === 'GET /sessions/current' || /^GET \/users\/[^/?]+\/decisions$/.test(request);
}

/** Some buttons are there when a row is selected, and one stands in the menu, which may be closed. */
async function openDialog(page: Page, path: string, button: string): Promise<void> {
  const found = page.getByRole('button', { name: button, exact: true }).first();
  if (path === '/users' && ['Set a limit', 'Delete'].includes(button)) {
    await page.getByRole('checkbox').nth(1).check();
  }
  if (button === 'Keyboard') await page.keyboard.press('?');
  else await found.click();
  await page.getByRole('dialog').waitFor();
}

/** As if somebody had given their password an hour ago. */
async function makeConfirmationsOld({ database }: ConsoleUnderTest, userId: string): Promise<void> {
  const hourMs = 3_600_000;
  await database.knex('bailiwick_sessions').where({ user_id: userId }).decrement('confirmed_at', hourMs);
}

/** Puts the probes wherever somebody can put text, and into the audit as no client can. */
async function plantProbes({ admin, database, url }: ConsoleUnderTest): Promise<World> {
  const adminId = await console.addUser(ADMIN, { role: 'admin' });
  const [userId = ''] = await Promise.all(
    EMAIL_PROBES.map((email) => console.addUser({ email, password: PASSWORD }, { limits: { resources: 8 } })),
  );
  const resources = [];
  for (const name of PROBES) resources.push(await admin.post(`/v1/users/${userId}/resources`, { name }));
  const groupId = (await admin.post('/v1/groups', { name: PROBES[0] })).body.id;
  const projectId = (await admin.post('/v1/groups', { name: PROBES[5], parentId: groupId })).body.id;
  await admin.put(`/v1/groups/${groupId}/quotas/resources`, { limit: 9 });
  await admin.put(`/v1/groups/${projectId}/members/${userId}`, { role: 'viewer' });
  for (const name of PROBES) await admin.post(`/v1/groups/${groupId}/resources`, { name });
  const account = { email: EMAIL_PROBES[0], password: PASSWORD };
  for (const probe of PROBES.slice(0, 2))
    await new ApiClient(url).with({ 'User-Agent': probe }).logIn(account);
  const user = await new ApiClient(url).logIn(account);
  for (const name of PROBES) {
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    await user.post('/v1/access-keys', { name, publicKey });
  }
  await user.post('/v1/users', account);
  const event = await database.knex('bailiwick_audit_events').where({ outcome: 'refused' }).first();
  const eventId = event.id.replace(/.{12}$/, 'a'.repeat(12));
  await database.knex('bailiwick_audit_events').insert({
    ...event,
    id: eventId,
    refusal_key: null,
    actor_type: 'system',
    actor_id: PROBES[0],
    actor_credential: null,
    request_id: PROBES[1],
    reason: PROBES[3],
    details: JSON.stringify(
      Object.fromEntries([...PROBES, OVERRIDE].map((probe) => [probe.slice(0, 50), probe])),
    ),
  });
  return { adminId, userId, groupId, projectId, eventId, resourceId: resources[0]!.body.id };
}
