import test, { type ExecutionContext } from 'ava';
import type { Locator } from 'playwright-core';
import { ApiClient, type Account } from '../support/api-client.js';
import { accessibilityViolations } from '../support/browser.js';
import { ConsoleUnderTest } from './console.js';
import { WAYS, type Walker } from './walkers.js';

const PASSWORD = 'violet kettles rarely sing twice';
const DAY_MS = 86_400_000;

let console: ConsoleUnderTest;
test.before(async () => void (console = await ConsoleUnderTest.start()));
test.after.always(() => console.stop());

interface Journey {
  readonly walker: Walker;
  readonly t: ExecutionContext;
  readonly admin: ApiClient;
  /** An administrator of this journey, who is signed in. */
  readonly me: Account & { readonly id: string };
  /** Makes a user of this journey. */
  readonly addUser: (name: string, more?: object) => Promise<{ id: string; email: string }>;
  /** Opens a screen by its URL, as a bookmark does. */
  readonly open: (path: string) => Promise<void>;
}

/** Describes a journey, which is then taken in every way. `expected` are the complaints that it causes. */
function journey(title: string, take: (journey: Journey) => Promise<void>, expected = /^$/): void {
  for (const [index, way] of WAYS.entries()) {
    test(`${title}: ${way.name}`, async (t) => {
      const { admin } = console;
      const named = (name: string) => `${name}.${index}.${slug(title)}@example.com`;
      const addUser = async (name: string, more: object = {}) => {
        const email = named(name);
        return { email, id: await console.addUser({ email, password: PASSWORD }, more) };
      };
      const me = { ...(await addUser('walker', { role: 'admin' })), password: PASSWORD };
      const { page, open, complaints, end } = await console.visit(
        { email: me.email, password: me.password },
        way.options,
      );
      t.teardown(end);
      const walker = way.walkerOn(page);
      await take({ walker, t, admin, me, addUser, open });
      t.deepEqual(
        complaints.filter((complaint) => !expected.test(complaint)),
        [],
      );
    });
  }
}

function slug(title: string): string {
  return title.replaceAll(/\W+/g, '-').slice(0, 40);
}

/** Made once for all ways to walk. */
let many: Promise<unknown> | null = null;

journey('find a user among many and raise their quota', async ({ walker, t, admin, addUser, open }) => {
  const { page } = walker;
  many ??= Promise.all(Array.from({ length: 25 }, (_, n) => addUser(`many${n}`)));
  await many;
  const { id, email } = await addUser('needle', { limits: { resources: 3 } });
  await open('/');
  await walker.goTo('Users');
  await walker.search(email.slice(0, -5));
  await walker.openRow(email);
  await walker.press(page.getByRole('button', { name: 'Change the limit (resources: 3)' }));
  await walker.write(page.getByLabel('Limit of resources'), '8');
  await walker.press(button(walker, 'Save'));
  await page.getByRole('button', { name: 'Change the limit (resources: 8)' }).waitFor();
  t.is(await limitOf(admin, id), 8);

  await walker.undo();
  await page.getByText('Undone.').waitFor();
  await page.getByRole('button', { name: 'Change the limit (resources: 3)' }).waitFor();
  t.is(await limitOf(admin, id), 3);
});

journey('create, disable and delete a user', async ({ walker, t, admin, me, open }) => {
  const { page } = walker;
  const email = `new.${me.email}`;
  await open('/users');
  await walker.press(button(walker, 'New user'));
  await walker.write(dialog(walker).getByLabel('Email address'), email);
  await walker.press(dialog(walker).getByRole('button', { name: 'New user' }));
  await page.getByRole('heading', { level: 1, name: email }).waitFor();
  const { id } = (await admin.get(`/v1/users?email=${email}`)).body.items[0];

  await walker.press(tab(walker, 'Danger zone'));
  await walker.press(button(walker, 'Disable'));
  await button(walker, 'Enable').waitFor();
  t.is((await admin.get(`/v1/users/${id}`)).body.status, 'disabled');
  await walker.undo();
  await button(walker, 'Disable').waitFor();
  t.is((await admin.get(`/v1/users/${id}`)).body.status, 'active');

  for (const name of ['orders', 'invoices']) await admin.post(`/v1/users/${id}/resources`, { name });
  await walker.press(button(walker, 'Delete'));
  await dialog(walker).getByText('2 resources go too').waitFor();
  await dialog(walker).getByText('invoices').waitFor();
  await walker.write(dialog(walker).getByRole('textbox'), email);
  await walker.press(dialog(walker).getByRole('button', { name: 'Delete' }));
  await page.getByText(`${email} was deleted.`).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  t.is((await admin.get(`/v1/users/${id}`)).status, 404);
});

journey(
  'make an organisation with a project, and find the level that has no room',
  async ({ walker, t, admin, me, open }) => {
    const { page } = walker;
    const [root, project] = [`root of ${me.email}`, `project of ${me.email}`];
    const make = async (what: string, name: string) => {
      await walker.press(button(walker, what));
      await walker.write(dialog(walker).getByLabel('Name'), name);
      await walker.press(dialog(walker).getByRole('button', { name: what }));
    };
    const other = `other root of ${me.email}`;
    await admin.post('/v1/groups', { name: other });
    await open('/');
    await walker.goTo('Groups');
    await make('New group', root);
    await page.getByRole('heading', { level: 1, name: root }).waitFor();
    await walker.press(page.getByRole('button', { name: 'Change the limit (resources)' }));
    await walker.write(page.getByLabel('Limit of resources'), '1');
    await walker.press(button(walker, 'Save'));
    await page.getByRole('button', { name: 'Change the limit (resources: 1)' }).waitFor();
    await make('New group', project);
    await page.getByRole('heading', { level: 1, name: project }).waitFor();
    await page.getByRole('row').filter({ hasText: root }).getByText('0 of 1').waitFor();

    const parts = page.getByRole('navigation', { name: 'About this group' });
    await walker.press(parts.getByText('Resources'));
    await make('New resource', 'site');
    await page.getByText(`resources: 1 of 1 in use in ${root}.`).waitFor();
    await page.getByRole('row').filter({ hasText: 'site' }).waitFor();
    await make('New resource', 'shop');
    const level = dialog(walker).getByRole('alert').getByRole('listitem').filter({ hasText: root });
    t.regex(await level.innerText(), /1 of 1 used, 1 more asked for no room here/);
    await walker.press(dialog(walker).getByRole('button', { name: 'Cancel' }));

    await walker.press(parts.getByText('Change'));
    await walker.write(page.getByLabel('Into the group'), other);
    await walker.press(button(walker, 'Move'));
    await page.getByText(`${project} lies in ${other} now.`).waitFor();
    const { items } = (await admin.get('/v1/groups?include=quotas')).body;
    const usedOf = (name: string) =>
      items.find((group: { name: string }) => group.name === name).quotas[0].used;
    t.deepEqual([usedOf(root), usedOf(other)], [0, 1]);
    await walker.undo();
    await page.getByText('Undone.').waitFor();
  },
  /status of 403/,
);

journey(
  'transfer a resource, which has no room at first, and delete its owner',
  async ({ walker, t, admin, addUser, open }) => {
    const { page } = walker;
    const giver = await addUser('giver');
    const receiver = await addUser('receiver', { limits: { resources: 0 } });
    const { id } = (await admin.post(`/v1/users/${giver.id}/resources`, { name: 'orders' })).body;
    await open(`/resources?ownerId=${giver.id}&open=${id}`);
    await walker.press(button(walker, 'Transfer'));
    await walker.write(dialog(walker).getByLabel('To whom'), receiver.email);
    await walker.press(dialog(walker).getByRole('button', { name: 'Transfer' }));
    await dialog(walker).getByRole('alert').waitFor();
    await admin.put(`/v1/users/${receiver.id}/quotas/resources`, { limit: 1 });
    await walker.press(dialog(walker).getByRole('button', { name: 'Transfer' }));
    await page.getByText(`orders belongs to ${receiver.email} now.`).waitFor();
    t.is((await admin.get(`/v1/resources/${id}`)).body.ownerId, receiver.id);
    await walker.undo();
    await page.getByText('Undone.').waitFor();
    t.is((await admin.get(`/v1/resources/${id}`)).body.ownerId, giver.id);

    await open(`/users/${giver.id}?tab=danger`);
    await walker.press(button(walker, 'Delete'));
    await dialog(walker).getByText('1 resource goes too').waitFor();
    await walker.tick(dialog(walker).getByRole('checkbox'));
    await walker.write(dialog(walker).getByLabel('To whom'), receiver.email);
    await walker.write(dialog(walker).getByRole('textbox').last(), giver.email);
    await walker.press(dialog(walker).getByRole('button', { name: 'Delete' }));
    await page.getByText(`${receiver.email} has the resources now.`).waitFor();
    t.is((await admin.get(`/v1/resources/${id}`)).body.ownerId, receiver.id);
    t.is((await admin.get(`/v1/users/${giver.id}`)).status, 404);
  },
  /status of 403/,
);

journey(
  'add a member, give them another role and remove them, but not the last owner',
  async ({ walker, t, admin, me, addUser, open }) => {
    const { page } = walker;
    const { email, id } = await addUser('shared-with');
    const { body: group } = await admin.post('/v1/groups', { name: 'Acme', memberId: me.id });
    const rolesOf = async () => {
      const { items } = (await admin.get(`/v1/users/${id}/groups`)).body;
      return items.map(({ role }: { role: string }) => role);
    };
    await open(`/groups/${group.id}?tab=members`);
    await walker.write(page.getByLabel('Who'), email);
    await walker.press(button(walker, 'Add a member'));
    const row = page.getByRole('row').filter({ hasText: email });
    await row.waitFor();
    t.deepEqual(await rolesOf(), ['member']);
    await walker.choose(page.getByLabel(`Role of ${email}`), 'viewer');
    await page.getByText(`${email} has the role viewer in this group now.`).waitFor();
    t.deepEqual(await rolesOf(), ['viewer']);
    await walker.press(page.getByRole('button', { name: `Remove ${email}` }));
    await row.waitFor({ state: 'detached' });
    t.deepEqual(await rolesOf(), []);
    await walker.undo();
    await row.waitFor();
    t.deepEqual(await rolesOf(), ['viewer']);
    await walker.press(page.getByRole('button', { name: `Remove ${me.email}` }));
    await page.getByRole('alert').getByText('the last active owner').waitFor();
  },
  /status of 409/,
);

journey('find which level of a group is full, and who may do something there', async (walk) => {
  const { walker, t, admin, me, addUser, open } = walk;
  const { page } = walker;
  const [root, project] = [`Full of ${me.email}`, `Within of ${me.email}`];
  const { body: above } = await admin.post('/v1/groups', { name: root });
  const { body: below } = await admin.post('/v1/groups', { name: project, parentId: above.id });
  const { id, email } = await addUser('above');
  await admin.put(`/v1/groups/${above.id}/members/${id}`, { role: 'member' });
  await admin.put(`/v1/groups/${above.id}/quotas/resources`, { limit: 0 });
  const member = await new ApiClient(console.url).logIn({ email, password: PASSWORD });
  t.is((await member.post(`/v1/groups/${below.id}/resources`, { name: 'no room' })).status, 403);

  await open(`/audit?actor=${id}`);
  await walker.press(page.getByRole('row').getByRole('link', { name: 'resource:create' }));
  await walker.press(button(walker, 'Decide again now'));
  const decided = page.getByRole('status').filter({ hasText: 'Refused:' });
  const level = decided.getByRole('listitem').filter({ hasText: root });
  t.regex(await level.innerText(), /0 of 0 used, 1 more asked for no room here/);
  await walker.press(tab(walker, `Give ${root} more`));
  await page.getByRole('heading', { level: 1, name: root }).waitFor();
  await walker.press(page.getByRole('button', { name: 'Change the limit (resources: 0)' }));
  await walker.write(page.getByLabel('Limit of resources'), '5');
  await walker.press(button(walker, 'Save'));
  await page.getByRole('button', { name: 'Change the limit (resources: 5)' }).waitFor();

  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(project.slice(0, 12).toLowerCase());
  await page.getByRole('option', { name: project }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: project }).waitFor();
  await walker.press(page.getByRole('navigation', { name: 'About this group' }).getByText('Members'));
  await walker.press(button(walker, 'Show them'));
  const row = page.getByRole('row').filter({ hasText: email });
  t.regex(await row.innerText(), new RegExp(`member\\s.*${root}`, 's'));
  // Below the header, which stays where it is, a link is as small as the part of it that is seen.
  await page.evaluate('scrollTo(0, 0)');
  t.deepEqual(await accessibilityViolations(page), []);

  await open(`/policy?tab=simulator&who=${email}&action=resource:create`);
  await walker.write(page.getByLabel('Whose'), project);
  await walker.press(button(walker, 'What would be decided?'));
  await page.getByText(`resources: 0 of 5 in use in ${root}.`).waitFor();
  t.is(await page.getByLabel('Whose').inputValue(), project);
});

journey('end a session of somebody', async ({ walker, t, admin, addUser, open }) => {
  const { id, email } = await addUser('signed-in');
  const laptop = await admin.with({ 'User-Agent': 'A stolen laptop' }).logIn({ email, password: PASSWORD });
  const phone = await admin.with({ 'User-Agent': 'A phone' }).logIn({ email, password: PASSWORD });
  await open(`/users/${id}`);
  await walker.press(tab(walker, 'Sessions'));
  const row = walker.page.getByRole('row').filter({ hasText: 'A stolen laptop' });
  await walker.press(row.getByRole('button', { name: 'End session' }));
  await row.waitFor({ state: 'detached' });
  t.is((await laptop.get('/v1/me')).status, 401);
  t.is((await phone.get('/v1/me')).status, 200);
});

journey('find out why a create was refused yesterday', async ({ walker, t, admin, addUser, open }) => {
  const { page } = walker;
  const { id, email } = await addUser('refused', { limits: { resources: 1 } });
  const user = await new ApiClient(console.url).logIn({ email, password: PASSWORD });
  await user.post('/v1/resources', { name: 'the first' });
  t.is((await user.post('/v1/resources', { name: 'one too many' })).status, 403);
  await admin.put(`/v1/users/${id}/quotas/resources`, { limit: 2 });
  await moveToYesterday(id);

  await open('/');
  await walker.goTo('Audit');
  await walker.press(tab(walker, 'Yesterday'));
  const row = page.getByRole('row').filter({ hasText: email }).filter({ hasText: 'quota-exceeded' });
  await walker.press(row.getByRole('link', { name: 'resource:create' }));
  await page.getByText('Why it was refused:').waitFor();
  await page.getByText('1 of 1 used, 1 more asked for').first().waitFor();
  await walker.press(button(walker, 'Decide again now'));
  await page.getByText('Allowed.').waitFor();
  await page.getByText('resources: 1 of 2 in use.').waitFor();
});

journey('ask what somebody may do', async ({ walker, t, addUser, open }) => {
  const { page } = walker;
  const { email, id } = await addUser('asked-about');
  await open('/');
  await walker.goTo('Users');
  await walker.search(email.slice(0, -5));
  await walker.openRow(email);
  await walker.press(tab(walker, 'What can they do?'));
  const row = page.getByRole('row').filter({ hasText: 'resource:create' });
  await row.waitFor();
  t.regex(await row.innerText(), /yes[^]*no/);
  t.true(page.url().includes(`${id}?tab=decisions`));
});

journey("change one's password", async ({ walker, t, me, open }) => {
  const { page } = walker;
  const password = 'seven herons on a frozen pond';
  await open('/');
  await walker.goTo('My account');
  await walker.press(tab(walker, 'Password and email'));
  await walker.write(page.getByLabel('Current password').first(), me.password);
  await walker.write(page.getByLabel('New password'), password);
  await walker.press(button(walker, 'Change the password'));
  await page.getByText('Your password was changed.').waitFor();
  await t.notThrowsAsync(new ApiClient(console.url).logIn({ email: me.email, password }));
});

journey(
  'recover from a conflict about a user',
  async ({ walker, t, admin, addUser, open }) => {
    const { page } = walker;
    const { id } = await addUser('wanted');
    await open(`/users/${id}?tab=danger`);
    await admin.patch(`/v1/users/${id}`, { role: 'admin' });
    await walker.press(button(walker, 'Disable'));
    const role = dialog(walker).getByRole('row').filter({ hasText: 'Role' });
    await role.getByText('admin').waitFor();
    t.is((await admin.get(`/v1/users/${id}`)).body.status, 'active');
    await walker.press(dialog(walker).getByRole('button', { name: 'Save yours' }));
    await page.getByRole('button', { name: 'Enable' }).waitFor();
    const { role: kept, status } = (await admin.get(`/v1/users/${id}`)).body;
    t.deepEqual({ kept, status }, { kept: 'admin', status: 'disabled' });
  },
  /status of 412/,
);

journey('recover from a conflict about a limit', async ({ walker, t, admin, addUser, open }) => {
  const { page } = walker;
  const { id } = await addUser('wanted', { limits: { resources: 3 } });
  await open(`/users/${id}`);
  await walker.press(page.getByRole('button', { name: 'Change the limit (resources: 3)' }));
  await walker.write(page.getByLabel('Limit of resources'), '8');
  await admin.put(`/v1/users/${id}/quotas/resources`, { limit: 5 });
  await walker.press(button(walker, 'Save'));
  const row = dialog(walker).getByRole('row').filter({ hasText: 'Limit of resources' });
  t.regex(await row.innerText(), /5\s+(Yours)?\s*8/);
  await walker.press(dialog(walker).getByRole('button', { name: 'Keep theirs' }));
  await page.getByRole('button', { name: 'Change the limit (resources: 5)' }).waitFor();
  t.is(await limitOf(admin, id), 5);
});

journey(
  'recover from a session that has expired',
  async ({ walker, t, admin, me, open }) => {
    const { page } = walker;
    const email = `typed.${me.email}`;
    await open('/users');
    await walker.press(button(walker, 'New user'));
    await walker.write(dialog(walker).getByLabel('Email address'), email);
    await admin.delete(`/v1/users/${me.id}/sessions`);
    await walker.press(dialog(walker).getByRole('button', { name: 'New user' }));
    const again = page.getByRole('dialog', { name: 'Sign in again' });
    await walker.write(again.getByLabel('Password'), PASSWORD);
    await walker.press(again.getByRole('button', { name: 'Sign in' }));
    await page.getByRole('heading', { level: 1, name: email }).waitFor();
    t.is((await admin.get(`/v1/users?email=${email}`)).body.items.length, 1);
  },
  /status of 401/,
);

journey(
  'recover from a server that is away',
  async ({ walker, t, admin, me, open }) => {
    const { page } = walker;
    const email = `typed.${me.email}`;
    await open('/users');
    await walker.press(button(walker, 'New user'));
    await walker.write(dialog(walker).getByLabel('Email address'), email);
    await console.stopServer();
    try {
      await walker.press(dialog(walker).getByRole('button', { name: 'New user' }));
      await page.getByText('The server cannot be reached').first().waitFor();
    } finally {
      await console.startServer();
    }
    // The console tries again by itself, and what was typed is still there.
    await page.getByRole('heading', { level: 1, name: email }).waitFor();
    await page.getByText('The server cannot be reached').waitFor({ state: 'hidden' });
    t.is((await admin.get(`/v1/users?email=${email}`)).body.items.length, 1);
  },
  /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/,
);

test('a change is taken back with z when its toast is gone, and at 320 px a toast leaves room for every button', async (t) => {
  const admin = { email: 'undoing@example.com', password: PASSWORD };
  await console.addUser(admin, { role: 'admin' });
  const id = await console.addUser({ email: 'undone@example.com', password: PASSWORD });
  const { page, open, end } = await console.visit(admin, { viewport: { width: 320, height: 640 } });
  t.teardown(end);
  await open(`/users/${id}?tab=danger`);
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByText('is disabled and signed out').waitFor();
  const lowest = "[...document.querySelectorAll('main button')].at(-1).getBoundingClientRect().bottom";
  const toasts = "document.querySelector('.toasts').getBoundingClientRect().top";
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  t.true(await page.evaluate<boolean>(`${lowest} < ${toasts}`));
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.keyboard.press('z');
  await page.getByText('Undone: undone@example.com is disabled').waitFor();
  t.is((await console.admin.get(`/v1/users/${id}`)).body.status, 'active');
  await page.keyboard.press('z');
  await page.getByText('Nothing to undo.').waitFor();
});

test('several users are changed at once, but not who has changed since the list was read', async (t) => {
  const admin = { email: 'several@example.com', password: PASSWORD };
  await console.addUser(admin, { role: 'admin' });
  const emails = ['one.of.two@example.com', 'other.of.two@example.com'];
  const [one, other] = await Promise.all(
    emails.map((email) => console.addUser({ email, password: PASSWORD })),
  );
  const { page, open, end } = await console.visit(admin);
  t.teardown(end);
  await open('/users');
  for (const email of emails) await page.getByRole('checkbox', { name: `Select ${email}` }).check();
  await console.admin.patch(`/v1/users/${one}`, { role: 'admin' });
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByText(`${emails[0]}: has changed since the list was read`).waitFor();
  await page.getByText('1 of 2 users: disabled and signed out.').waitFor();
  const statuses = [one, other].map(async (id) => (await console.admin.get(`/v1/users/${id}`)).body.status);
  t.deepEqual(await Promise.all(statuses), ['active', 'disabled']);
});

test('who is signed out causes no error in the log, and can look at the password before it is sent', async (t) => {
  const { page, open, complaints, end } = await console.visit(null);
  t.teardown(end);
  await open('/users');
  const password = page.getByLabel('Password');
  t.is(await password.getAttribute('type'), 'password');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  t.is(await password.getAttribute('type'), 'text');
  t.deepEqual(complaints, []);

  // As it arrives behind a proxy that changes the host, from a browser that sends no Sec-Fetch-Site.
  await page.route('**/v1/sessions', async (route) => {
    const answer = await route.fetch({
      headers: { ...route.request().headers(), origin: 'http://elsewhere.example' },
    });
    await route.fulfill({ response: answer });
  });
  await page.getByLabel('Email address').fill('ann@example.com');
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('BAILIWICK_AUTHORITY').waitFor();
});

test('whose session has ended is asked to sign in, without an error in the log', async (t) => {
  const user = { email: 'long-gone@example.com', password: PASSWORD };
  const id = await console.addUser(user);
  const { page, open, complaints, end } = await console.visit(user);
  t.teardown(end);
  await open('/account?tab=password');
  await page.getByText('At least 15 characters:').waitFor();
  t.is((await console.admin.delete(`/v1/users/${id}/sessions`)).status, 204);
  await open('/account?tab=password');
  await page.getByRole('heading', { name: 'Sign in to Bailiwick' }).waitFor();
  t.deepEqual(complaints, []);
});

test('a member sees their group, what is above it as hidden, and only the commands of their role', async (t) => {
  const member = { email: 'a-member@example.com', password: PASSWORD };
  const userId = await console.addUser(member);
  const { admin } = console;
  const { body: root } = await admin.post('/v1/groups', { name: 'Hidden organisation' });
  const { body: project } = await admin.post('/v1/groups', { name: 'Project', parentId: root.id });
  const { page, open, complaints, end } = await console.visit(member);
  t.teardown(end);
  const tabs = page.getByRole('navigation', { name: 'About this group' });
  const buttons = page.locator('main').getByRole('button');
  for (const [role, commands] of [
    ['viewer', ['Show as curl']],
    ['owner', ['New group', 'Show as curl']],
  ] as const) {
    await admin.put(`/v1/groups/${project.id}/members/${userId}`, { role });
    await open('/');
    await page.getByRole('link', { name: 'Groups', exact: true }).first().click();
    await page.getByRole('row').getByRole('link', { name: 'Project' }).click();
    await page.getByText('Groups that you may not see').waitFor();
    if (role === 'owner') await tabs.getByText('Change').waitFor();
    t.is(await tabs.getByText('Change').count(), role === 'owner' ? 1 : 0);
    t.deepEqual(await buttons.allInnerTexts(), commands);
  }
  await tabs.getByText('Change').click();
  await page.getByRole('heading', { name: 'Delete' }).waitFor();
  t.deepEqual(await buttons.allInnerTexts(), ['New group', 'Show as curl', 'Rename', 'Delete']);
  await tabs.getByText('Members').click();
  await page.getByPlaceholder('Id', { exact: true }).fill('somebody@example.com');
  await page.getByRole('button', { name: 'Add a member' }).click();
  await page.getByRole('alert').getByText('You can name users only by their id').waitFor();
  t.false((await page.locator('body').innerText()).includes('Hidden organisation'));
  t.deepEqual(complaints, []);
});

function button({ page }: Walker, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** The dialog in front. */
function dialog({ page }: Walker): Locator {
  return page.getByRole('dialog').last();
}

function tab({ page }: Walker, name: string): Locator {
  return page.getByRole('link', { name, exact: true });
}

/** As if a user had been refused a day ago; the time of an event is in its id too. */
async function moveToYesterday(userId: string): Promise<void> {
  const at = Date.now() - DAY_MS;
  const time = at.toString(16).padStart(12, '0');
  const events = console.database.knex('bailiwick_audit_events');
  const { id } = await events.clone().where({ actor_id: userId, outcome: 'refused' }).first();
  const moved = { at, id: `${time.slice(0, 8)}-${time.slice(8)}${id.slice(13)}` };
  await events.clone().where({ id }).update(moved);
}

async function limitOf(admin: ApiClient, userId: string): Promise<number | null> {
  return (await admin.get(`/v1/users/${userId}/quotas`)).body.items[0].limit;
}
