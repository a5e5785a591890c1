import test from 'ava';
import { ConsoleUnderTest } from './console.js';

const ADMIN = { email: 'the-administrator@example.com', password: 'violet kettles rarely sing twice' };

let console: ConsoleUnderTest;
test.before(async () => {
  console = await ConsoleUnderTest.start(
    {},
    { organisation: { root: true }, project: { in: ['organisation'] } },
  );
  await console.addUser(ADMIN, { role: 'admin' });
});
test.after.always(() => console.stop());

test('a new group has the type of those in such a place, and its page leads to the group above and to its events', async (t) => {
  const { admin } = console;
  const { body: acme } = await admin.post('/v1/groups', { name: 'Acme', type: 'organisation' });
  const website = { name: 'Website', type: 'project', parentId: acme.id };
  const { body: project } = await admin.post('/v1/groups', website);
  const { page, open, complaints, end } = await console.visit(ADMIN);
  t.teardown(end);
  const dialog = page.getByRole('dialog');
  const newGroup = page.locator('main').getByRole('button', { name: 'New group' });
  const typeIn = async (path: string) => {
    await open(path);
    await newGroup.click();
    await dialog.locator('select').waitFor();
    return dialog.getByLabel('Type').inputValue();
  };
  t.is(await typeIn('/groups'), 'organisation');
  // Nothing lies in a project, so nothing is chosen for it.
  t.is(await typeIn(`/groups/${project.id}`), '');
  await dialog.getByLabel('Name').fill('Page');
  await dialog.getByRole('button', { name: 'New group' }).click();
  t.is(await dialog.locator('select:invalid').count(), 1);
  await dialog.getByLabel('Type').selectOption('project');
  await dialog.getByRole('button', { name: 'New group' }).click();
  await dialog.getByRole('alert').waitFor();

  t.is(await typeIn(`/groups/${acme.id}`), 'project');
  await dialog.getByLabel('Name').fill('Shop');
  await dialog.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('heading', { level: 1, name: 'Shop' }).waitFor();
  await page.locator('header.screen').getByRole('link', { name: 'Acme' }).waitFor();
  t.regex(await page.locator('header.screen').innerText(), /project · .* · in Acme · /);
  await page.getByRole('link', { name: 'its events' }).click();
  await page.getByRole('row').getByRole('link', { name: 'group:create' }).waitFor();
  await page.goBack();
  await page.locator('header.screen').getByRole('link', { name: 'Acme' }).click();
  await page.getByRole('heading', { level: 1, name: 'Acme' }).waitFor();
  t.deepEqual(
    complaints.filter((complaint) => !/status of 422/.test(complaint)),
    [],
  );
});

test('a type of groups gets its first default limit, and loses it with Undo', async (t) => {
  const { page, open, end } = await console.visit(ADMIN);
  t.teardown(end);
  const limitOfProjects = async () => {
    const { items } = (await console.admin.get('/v1/default-limits')).body;
    return items.find(({ ownerType }: { ownerType: string }) => ownerType === 'project')?.limit;
  };
  t.is(await limitOfProjects(), undefined);
  await open('/limits');
  await page.getByRole('row', { name: 'resources users' }).waitFor();
  await page.getByRole('button', { name: 'Change the limit (resources (project))' }).click();
  await page.getByLabel('Limit of resources').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The default limit of resources (project) is now: 5.').waitFor();
  t.is(await limitOfProjects(), 5);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone.').waitFor();
  t.is(await limitOfProjects(), null);
});

test('nobody is asked about groups of their own: there, a role decides', async (t) => {
  const { page, open, end } = await console.visit(ADMIN);
  t.teardown(end);
  await open('/account?tab=decisions');
  const row = page.getByRole('row').filter({ hasText: 'group:update' });
  t.is(await row.locator('td').nth(1).innerText(), '–');
  t.regex(await row.locator('td').nth(2).innerText(), /^yes/);
  await page.getByText('their role there decides').getByRole('link', { name: 'Groups' }).click();
  await page
    .getByRole('navigation', { name: 'About me' })
    .locator('[aria-current]', { hasText: 'Groups' })
    .waitFor();
});
