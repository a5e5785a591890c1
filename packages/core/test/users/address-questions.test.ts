import {
  allow,
  createBailiwick,
  definePolicy,
  limits,
  platformPolicy,
  type UserActor,
} from '@bailiwick/core';
import { memoryLoginThrottle, memoryStorage } from '@bailiwick/core/memory';
import { fastHasher, manualClock } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from '../support/start-library.js';

const { ADDRESS_QUESTIONS_MAX, ADDRESS_QUESTIONS_WINDOW_MS } = limits;
const TAKEN = 'bob@example.com';

/** Starts with two users, an administrator, and a desk user, who adds and changes users without seeing them. */
async function start() {
  const clock = manualClock();
  const bailiwick = createBailiwick({
    storage: memoryStorage(),
    passwordHasher: fastHasher,
    loginThrottle: memoryLoginThrottle({ clock }),
    clock,
    roles: ['desk'],
    policy: definePolicy(
      platformPolicy,
      allow('the desk makes users', {
        role: 'desk',
        actions: ['user:create', 'user:update', 'user:set-email'],
      }),
    ),
  });
  const join = async (name: string, role: 'user' | 'admin' | 'desk'): Promise<UserActor> => {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await bailiwick.users.create(bailiwick.system('test'), { ...credentials, role });
    return (await bailiwick.sessions.logIn(credentials)).actor;
  };
  const ann = await join('ann', 'user');
  return {
    bailiwick,
    clock,
    ann,
    bob: await join('bob', 'user'),
    desk: await join('desk', 'desk'),
    admin: await join('admin', 'admin'),
  };
}

test('users.changeEmail: a user learns of a bounded number of addresses an hour, even with concurrent requests', async (t) => {
  const { bailiwick, clock, ann, admin } = await start();
  const ask = (email: string) =>
    codeOf(bailiwick.users.changeEmail(ann, { currentPassword: PASSWORD, email }));
  const codes = await Promise.all(Array.from({ length: 20 }, () => ask(TAKEN)));
  t.is(codes.filter((code) => code === 'email-taken').length, ADDRESS_QUESTIONS_MAX);
  t.is(codes.filter((code) => code === 'too-many-attempts').length, 20 - ADDRESS_QUESTIONS_MAX);
  t.is(await ask('free@example.com'), 'too-many-attempts', 'nor that an address is free');
  const events = await bailiwick.auditEvents.list(admin, { actor: ann.id, action: 'user:change-email' });
  const reasons = new Set(events.items.map(({ reason }) => reason));
  t.deepEqual([...reasons].toSorted(), ['email-taken', 'too-many-attempts']);
  clock.advance(ADDRESS_QUESTIONS_WINDOW_MS);
  t.is(await ask(TAKEN), 'email-taken');
});

test('users.changeEmail: that an address was free counts too, and a wrong password does not', async (t) => {
  const { bailiwick, ann } = await start();
  const change = (email: string, currentPassword = PASSWORD) =>
    codeOf(bailiwick.users.changeEmail(ann, { currentPassword, email }));
  t.not(await change('x@example.com', 'a wrong one, and long'), 'no error');
  for (let index = 0; index < ADDRESS_QUESTIONS_MAX; index += 1)
    t.is(await change(`ann-${index}@example.com`), 'no error');
  t.is(await change('one-more@example.com'), 'too-many-attempts');
});

test('users.change: actors that may set addresses but not list users learn of a bounded number, including free ones', async (t) => {
  const { bailiwick, desk, admin, ann } = await start();
  const change = (actor: UserActor, email: string) =>
    codeOf(bailiwick.users.change(actor, ann.id, { email }));
  for (let index = 0; index < 2 * ADDRESS_QUESTIONS_MAX; index += 1)
    t.is(await change(admin, `ann-${index}@example.com`), 'no error');
  for (let index = 0; index < ADDRESS_QUESTIONS_MAX; index += 1)
    t.is(await change(desk, `free-${index}@example.com`), 'no error');
  t.is(await change(desk, 'one-more@example.com'), 'too-many-attempts');
});

test('users.create: for actors that may not list users, only taken addresses count', async (t) => {
  const { bailiwick, bob, desk, admin, ann } = await start();
  const create = (actor: UserActor, email: string) =>
    codeOf(bailiwick.users.create(actor, { email, password: PASSWORD }));
  for (let index = 0; index < 2 * ADDRESS_QUESTIONS_MAX; index += 1) {
    t.is(await create(desk, `new-${index}@example.com`), 'no error');
    t.is(await create(admin, TAKEN), 'email-taken');
  }
  for (let index = 1; index < ADDRESS_QUESTIONS_MAX; index += 1)
    t.is(await create(desk, TAKEN), 'email-taken');
  t.is(await codeOf(bailiwick.users.change(desk, ann.id, { email: TAKEN })), 'email-taken');
  t.is(await codeOf(bailiwick.users.change(desk, ann.id, { email: TAKEN })), 'too-many-attempts');
  t.is(await create(desk, TAKEN), 'too-many-attempts');
  // Each user has a separate count.
  const own = { currentPassword: PASSWORD, email: 'ann@example.com' };
  t.is(await codeOf(bailiwick.users.changeEmail(bob, own)), 'email-taken');
});
