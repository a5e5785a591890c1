import {
  anonymous,
  createBailiwick,
  definePolicy,
  forbid,
  kind,
  limits,
  platformPolicy,
  type InvalidRequestError,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, idOf, PASSWORD, startLibrary } from '../support/start-library.js';

test('users.create: an administrator adds a user with limits, who can log in', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const input = { email: 'Carl@Example.com', password: PASSWORD, limits: { databases: 2, storageGiB: null } };
  const user = await bailiwick.users.create(admin, input);
  t.like(user, { email: 'Carl@Example.com', role: 'user', status: 'active' });
  const { actor } = await bailiwick.sessions.logIn({ email: 'carl@example.com', password: PASSWORD });
  t.is(actor.id, user.id);
  const [databases] = await bailiwick.quotas.list(actor, user.id);
  t.deepEqual(databases, { meter: 'databases', limit: 2, used: 0, over: 0, source: 'user' });
});

test('users.create: a user is refused, and an anonymous actor must log in', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const input = { email: 'carl@example.com', password: PASSWORD };
  t.is(await codeOf(bailiwick.users.create(ann, input)), 'forbidden');
  t.is(await codeOf(bailiwick.users.create(anonymous, input)), 'authentication-required');
});

test('users.create: all problems of the input are reported at once, by pointer', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const input = { email: 'x', password: 'short', role: 'king' as 'user', limits: {} };
  const error = await t.throwsAsync(bailiwick.users.create(admin, input));
  t.deepEqual(
    (error as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer),
    ['/email', '/password', '/role'],
  );
  const limits = { databases: -1, nonsense: 1 } as { databases: number };
  const second = await t.throwsAsync(
    bailiwick.users.create(admin, { email: 'c@example.com', password: PASSWORD, limits }),
  );
  t.deepEqual(
    (second as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer),
    ['/limits/databases', '/limits/nonsense'],
  );
});

test('users.create: an address that differs only in case is taken (A5)', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  t.is(
    await codeOf(bailiwick.users.create(admin, { email: 'ANN@example.COM', password: PASSWORD })),
    'email-taken',
  );
});

test('users.create: 14 code points are too short and 15 are enough, even if they are emoji (R1)', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const create = (email: string, password: string) =>
    codeOf(bailiwick.users.create(admin, { email, password }));
  const [letters, emoji] = ['mvqkzdhwxtlrpcj', '🐙🍎🚗🎸🌵🔑🦊🍩⛵🎲🧦🐝🍄🚲🔔'];
  t.is(await create('a1@example.com', letters.slice(0, 14)), 'invalid-request');
  t.is(await create('a2@example.com', letters), 'no error');
  t.is(await create('a3@example.com', Array.from(emoji).slice(0, 14).join('')), 'invalid-request');
  t.is(await create('a4@example.com', emoji), 'no error');
  t.is(await create('a5@example.com', letters.repeat(69).slice(0, 1024)), 'no error');
  t.is(await create('a6@example.com', letters.repeat(69).slice(0, 1025)), 'invalid-request');
});

test('users: R4 every command that sets a password refuses guessable ones, including words of the user and the host', async (t) => {
  const { bailiwick, storage, ann, admin } = await startLibrary();
  const guarded = createBailiwick({
    storage,
    passwordHasher: fastHasher,
    settings: { serviceName: 'Acme Cloud' },
    passwordBlocklist: (password) => (password === 'listed by the host' ? 'must not be this one.' : null),
  });
  const currentPassword = PASSWORD;
  const email = 'ann.miller@example.com';
  await bailiwick.users.change(admin, idOf(ann), { email });
  const ways: Readonly<Record<string, (password: string) => Promise<unknown>>> = {
    create: (password) => guarded.users.create(admin, { email: 'ann.miller@example.org', password }),
    createFirstAdmin: (password) =>
      guarded.users.createFirstAdmin(guarded.system('cli'), { email, password }),
    setPassword: (password) => guarded.users.setPassword(admin, idOf(ann), { password }),
    changePassword: (newPassword) => guarded.users.changePassword(ann, { currentPassword, newPassword }),
  };
  for (const [way, set] of Object.entries(ways)) {
    for (const password of [
      'aaaaaaaaaaaaaaaa',
      'acme-cloud-acme',
      'ann.miller-miller',
      'listed by the host',
    ]) {
      const error = await t.throwsAsync(set(password), undefined, `${way} ${password}`);
      const [violation] = (error as InvalidRequestError).errors;
      t.regex(violation?.detail ?? '', /^must not be/, way);
      t.regex(violation?.pointer ?? '', /^\/(?:p|newP)assword$/, way);
    }
  }
});

test('users.get: users find themselves and administrators all users; a foreign user is not found (A1)', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  t.is((await bailiwick.users.get(ann, idOf(ann))).id, ann.id);
  t.is((await bailiwick.users.get(admin, idOf(ann))).id, ann.id);
  const foreign = await t.throwsAsync(bailiwick.users.get(ann, idOf(bob)));
  const missing = await t.throwsAsync(bailiwick.users.get(ann, '01900000-0000-7000-8000-000000000000'));
  const garbage = await t.throwsAsync(bailiwick.users.get(ann, 'garbage'));
  t.deepEqual([foreign?.message, missing?.message], [garbage?.message, garbage?.message]);
});

test('users.list: only administrators may list users, filtered and in consistent pages', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  t.is(await codeOf(bailiwick.users.list(ann)), 'forbidden');
  const first = await bailiwick.users.list(admin, { pageSize: 2 });
  const second = await bailiwick.users.list(admin, { pageSize: 2, cursor: first.nextCursor ?? '' });
  t.deepEqual(
    [...first.items, ...second.items].map(({ email }) => email),
    ['admin@example.com', 'bob@example.com', 'ann@example.com'],
  );
  t.is(second.nextCursor, null);
  t.deepEqual(
    (await bailiwick.users.list(admin, { email: 'ANN@example.com' })).items.map(({ id }) => id),
    [ann.id],
  );
});

test('users.list: a cursor of another filter or actor, or a made-up one, is malformed', async (t) => {
  const { bailiwick, admin, system } = await startLibrary();
  const cursor = (await bailiwick.users.list(admin, { pageSize: 1 })).nextCursor ?? '';
  t.is(await codeOf(bailiwick.users.list(admin, { cursor })), 'no error');
  t.is(await codeOf(bailiwick.users.list(admin, { cursor, role: 'user' })), 'malformed-request');
  t.is(await codeOf(bailiwick.users.list(system, { cursor })), 'malformed-request');
  t.is(await codeOf(bailiwick.resources.list(admin, { cursor })), 'malformed-request');
  for (const forged of ['', 'x', `${cursor}A`, cursor.slice(1), `${cursor}=`, 'A'.repeat(cursor.length)]) {
    t.is(await codeOf(bailiwick.users.list(admin, { cursor: forged })), 'malformed-request');
  }
});

test('users.list: by what the address begins with, in the order of addresses, page by page, wherever the last user went', async (t) => {
  const { bailiwick, admin, join } = await startLibrary();
  for (const name of ['bob_2', 'bob%', 'Bob-3']) await join(name);
  const find = (emailPrefix: string, cursor?: string) =>
    bailiwick.users.list(admin, { emailPrefix, pageSize: 2, cursor });
  const first = await find('BOB');
  const emails = ({ items }: typeof first) => items.map(({ email }) => email.replace('@example.com', ''));
  t.deepEqual(emails(first), ['bob%', 'Bob-3']);
  const last = first.items[1]?.id ?? '';
  const confirmed = (await bailiwick.sessions.logIn({ email: 'admin@example.com', password: PASSWORD }))
    .actor;
  await bailiwick.users.change(confirmed, last, { email: 'zoe@example.com' });
  await bailiwick.users.delete(confirmed, first.items[0]?.id ?? '');
  t.deepEqual(emails(await find('Bob', first.nextCursor ?? '')), ['bob', 'bob_2']);
  t.deepEqual(emails(await find('bob_')), ['bob_2']);
  t.deepEqual(await find('no address'), { items: [], nextCursor: null });
  t.is(await codeOf(find('b', first.nextCursor ?? '')), 'malformed-request');
  t.is(await codeOf(bailiwick.users.list(admin, { cursor: first.nextCursor ?? '' })), 'malformed-request');
  for (const wrong of ['', 'b'.repeat(255), 5 as never]) t.is(await codeOf(find(wrong)), 'invalid-request');
});

test('users.listWithQuotas: each user of the page has their quotas, also of meters that nobody has used', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  await bailiwick.quotas.setLimit(admin, { ownerId: idOf(ann), meter: 'databases', limit: 5 });
  await bailiwick.resources.create(ann, { kind: 'database', name: 'n' });
  const { items } = await bailiwick.users.listWithQuotas(admin);
  for (const { id, quotas } of items) t.deepEqual(quotas, await bailiwick.quotas.list(admin, id));
  t.is(items.length, 3);
  t.is(await codeOf(bailiwick.users.listWithQuotas(bob)), 'forbidden');
});

test('users.list: near a limit is a whole percentage from 50 to 100', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  for (const near of [50, 100]) t.deepEqual((await bailiwick.users.list(admin, { near })).items, []);
  for (const near of [49, 101, 80.5, '80' as never, null as never])
    t.is(await codeOf(bailiwick.users.list(admin, { near })), 'invalid-request');
});

test('users.change: R22 a demotion applies to the next request, and the last administrator stays (A3, A4)', async (t) => {
  const { bailiwick, admin, join } = await startLibrary();
  const second = await join('second', 'admin');
  await bailiwick.users.change(admin, idOf(second), { role: 'support' });
  const { actor } = await bailiwick.sessions.logIn({ email: 'second@example.com', password: PASSWORD });
  t.is(await codeOf(bailiwick.users.list(actor)), 'forbidden');
  t.is(await codeOf(bailiwick.users.change(admin, idOf(admin), { role: 'user' })), 'last-admin');
  t.is(await codeOf(bailiwick.users.change(admin, idOf(admin), { status: 'disabled' })), 'last-admin');
  t.is(await codeOf(bailiwick.users.delete(admin, idOf(admin))), 'last-admin');
});

test('users.change: users cannot change their own role, and an empty change is refused', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  t.is(await codeOf(bailiwick.users.change(ann, idOf(ann), { role: 'admin' })), 'forbidden');
  t.is(await codeOf(bailiwick.users.change(ann, idOf(bob), { role: 'admin' })), 'not-found');
  t.is(await codeOf(bailiwick.users.change(admin, idOf(ann), {})), 'invalid-request');
});

test('users.changePassword: it needs the current password, ends other sessions and keeps this one (R6)', async (t) => {
  const { bailiwick } = await startLibrary();
  const credentials = { email: 'ann@example.com', password: PASSWORD };
  const here = await bailiwick.sessions.logIn(credentials);
  const there = await bailiwick.sessions.logIn(credentials);
  const change = (currentPassword: string) =>
    codeOf(
      bailiwick.users.changePassword(here.actor, { currentPassword, newPassword: 'another long passphrase' }),
    );
  t.is(await change('wrong but long enough'), 'confirmation-failed');
  t.is(await change(PASSWORD), 'no error');
  t.is(await codeOf(bailiwick.authenticate({ bearer: here.token })), 'no error');
  t.is(await codeOf(bailiwick.authenticate({ bearer: there.token })), 'invalid-token');
  t.is(await codeOf(bailiwick.sessions.logIn(credentials)), 'invalid-credentials');
});

test('users.setPassword: R14 an administrator sets the password, and all sessions of the user end', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const { token } = await bailiwick.sessions.logIn({ email: 'ann@example.com', password: PASSWORD });
  await bailiwick.users.setPassword(admin, idOf(ann), { password: 'another long passphrase' });
  t.is(await codeOf(bailiwick.authenticate({ bearer: token })), 'invalid-token');
  t.is(await codeOf(bailiwick.users.setPassword(bob, idOf(ann), { password: PASSWORD })), 'not-found');
});

test('users.changeEmail: R4 an address that is the current password is refused, in any spelling', async (t) => {
  const { bailiwick, admin } = await startLibrary();
  const password = 'J-W-Lee at mail.example.net';
  await bailiwick.users.create(admin, { email: 'lee@example.com', password });
  const { actor } = await bailiwick.sessions.logIn({ email: 'lee@example.com', password });
  const change = (email: string, currentPassword = password) =>
    bailiwick.users.changeEmail(actor, { currentPassword, email });
  for (const email of ['j.w.lee@mail.example.net', 'JWLEE@mail.example.net', 'j.w.lee+x@mail.example.net']) {
    const error = await t.throwsAsync(change(email), undefined, email);
    t.is((error as InvalidRequestError).errors[0]?.pointer, '/email', email);
  }
  // The problem with the password is reported only to callers that know the password.
  t.is(await codeOf(change('j.w.lee@mail.example.net', PASSWORD)), 'confirmation-failed');
  t.is((await change('joan@elsewhere.example')).email, 'joan@elsewhere.example');
});

test('users.changeEmail: R6 it needs the current password, and the new address logs in', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const change = (currentPassword: string, email: string) =>
    codeOf(bailiwick.users.changeEmail(ann, { currentPassword, email }));
  t.is(await change('wrong but long enough', 'new@example.com'), 'confirmation-failed');
  t.is(await change(PASSWORD, 'bob@example.com'), 'email-taken');
  t.is(await change(PASSWORD, 'new@example.com'), 'no error');
  t.is(await codeOf(bailiwick.sessions.logIn({ email: 'new@example.com', password: PASSWORD })), 'no error');
});

test('users.delete: for a user with very many resources it says "more than", and counts no further', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  for (let index = 0; index < limits.DELETE_AT_ONCE_ROWS_MAX + 5; index += 1)
    await bailiwick.resources.create(ann, { kind: 'note', name: 'n' });
  const error = await t.throwsAsync(bailiwick.users.delete(admin, idOf(ann)));
  t.like(error, { code: 'owns-resources', count: limits.DELETE_AT_ONCE_ROWS_MAX + 1 });
  t.regex(error.message, /owns more than 1000 resources/);
});

test('users.delete: it is refused with the number of resources left, and deletes them on demand', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  await bailiwick.resources.create(ann, { kind: 'note', name: 'n' });
  const error = await t.throwsAsync(bailiwick.users.delete(admin, idOf(ann)));
  t.like(error, { code: 'owns-resources', count: 1 });
  await bailiwick.users.delete(admin, idOf(ann), { resources: 'delete' });
  t.is(await codeOf(bailiwick.users.get(admin, idOf(ann))), 'not-found');
  t.is(await codeOf(bailiwick.users.delete(admin, idOf(ann))), 'not-found');
});

test('users.delete: with a transfer, the receiver gets everything, and the policy is asked at both ends', async (t) => {
  const { bailiwick, ann, bob, admin } = await startLibrary();
  const { groups, quotas, resources, users } = bailiwick;
  const acme = await groups.create(admin, { name: 'Acme' });
  const orders = await resources.create(ann, { kind: 'database', name: 'orders' });
  const give = (to?: string) => users.delete(admin, idOf(ann), { resources: 'transfer', to });
  t.is(await codeOf(give()), 'invalid-request');
  t.is(await codeOf(give(idOf(ann))), 'invalid-request');
  t.is(await codeOf(users.delete(admin, idOf(ann), { to: idOf(bob) })), 'invalid-request');
  for (const nobody of ['garbage', '01900000-0000-7000-8000-000000000000']) {
    await t.throwsAsync(give(nobody), { code: 'not-found', message: 'There is no such receiver.' });
    // A user may delete their own account, but not see who else is there.
    await t.throwsAsync(users.delete(ann, idOf(ann), { resources: 'transfer', to: nobody }));
  }
  const refusals = await bailiwick.auditEvents.list(admin, { outcome: 'refused' });
  t.deepEqual([...new Set(refusals.items.map(({ action }) => action))], ['user:delete']);
  await users.change(admin, idOf(bob), { status: 'disabled' });
  t.is(await codeOf(give(idOf(bob))), 'forbidden');
  await quotas.setLimit(admin, { ownerId: acme.id, meter: 'databases', limit: 0 });
  t.is(await codeOf(give(acme.id)), 'quota-exceeded');
  await quotas.clearLimit(admin, { ownerId: acme.id, meter: 'databases' });
  t.is((await users.get(admin, idOf(ann))).status, 'active');
  t.is(await give(acme.id), null);
  t.is((await resources.get(admin, orders.id)).ownerId, acme.id);
  t.is((await quotas.get(admin, { ownerId: acme.id, meter: 'databases' })).used, 1);
  const { items } = await bailiwick.auditEvents.list(admin, { action: 'user:delete', outcome: 'accepted' });
  t.deepEqual(items[0]?.details, { resources: 'transfer', to: acme.id });
});

test('users.delete: a kind that may not be transferred stays, and so does its user', async (t) => {
  const storage = memoryStorage();
  const kinds = { note: {}, secret: {} };
  const open = createBailiwick({ storage, passwordHasher: fastHasher, kinds });
  const job = open.system('test');
  const policy = definePolicy(
    platformPolicy,
    forbid('secrets stay', { actions: ['resource:transfer'], when: kind('secret') }),
  );
  const bailiwick = createBailiwick({ storage, passwordHasher: fastHasher, kinds, policy });
  const ann = await open.users.create(job, {
    email: 'ann@example.com',
    password: 'four lanterns by the river',
  });
  const acme = await open.groups.create(job, { name: 'Acme' });
  await open.resources.create(job, { kind: 'note', name: 'n', ownerId: ann.id });
  const secret = await open.resources.create(job, { kind: 'secret', name: 's', ownerId: ann.id });
  const give = () => bailiwick.users.delete(job, ann.id, { resources: 'transfer', to: acme.id });
  await t.throwsAsync(give(), { code: 'forbidden', message: /other-kind|kind/ });
  t.is((await open.resources.get(job, secret.id)).ownerId, ann.id);
  await open.resources.delete(job, secret.id);
  t.is(await give(), null);
});
