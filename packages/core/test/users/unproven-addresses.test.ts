import {
  allow,
  anonymous,
  createBailiwick,
  definePolicy,
  platformPolicy,
  type Actor,
  type Storage,
  type UserActor,
} from '@bailiwick/core';
import { memoryStorage, type MemoryTransaction } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test from 'ava';
import { codeOf, PASSWORD } from '../support/start-library.js';

const WANTED = 'ceo@platform.example';

/** Starts with Ann, who has taken another person's address, and with users who may want it. */
async function start(storage: Storage<MemoryTransaction> = memoryStorage()) {
  const bailiwick = createBailiwick({
    storage,
    passwordHasher: fastHasher,
    roles: ['desk'],
    policy: definePolicy(
      platformPolicy,
      allow('the desk makes users', { role: 'desk', actions: ['user:create', 'user:list'] }),
      allow('anybody signs up', { actions: ['user:create'] }),
    ),
  });
  const { users } = bailiwick;
  const join = async (name: string, role: 'user' | 'admin' | 'desk' = 'user'): Promise<UserActor> => {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await users.create(bailiwick.system('test'), { ...credentials, role });
    return (await bailiwick.sessions.logIn(credentials)).actor;
  };
  const take = (actor: UserActor, email = WANTED) =>
    users.changeEmail(actor, { currentPassword: PASSWORD, email });
  const create = (actor: Actor, email = WANTED) => users.create(actor, { email, password: PASSWORD });
  const emailOf = async ({ id }: UserActor) => (await users.get(bailiwick.system('test'), id)).email;
  const [ann, bob, admin] = [await join('ann'), await join('bob'), await join('admin', 'admin')];
  await take(ann);
  return { bailiwick, users, join, take, create, emailOf, ann, bob, admin };
}

test('users.create: an administrator can use an address that a user has taken, and that user has the previous one again', async (t) => {
  const { bailiwick, users, create, emailOf, ann, admin } = await start();
  const made = await create(admin);
  t.is(made.email, WANTED);
  t.is(await emailOf(ann), 'ann@example.com');
  // The session continues; a login with the address of another user does not work.
  t.is((await users.me(ann)).email, 'ann@example.com');
  const logIn = async (email: string) =>
    (await bailiwick.sessions.logIn({ email, password: PASSWORD })).user.id;
  t.is(await logIn(WANTED), made.id);
  t.is(await logIn('ann@example.com'), ann.id);

  const eventOf = async (target: string) =>
    (await bailiwick.auditEvents.list(admin, { target })).items.find(
      ({ actor }) => 'id' in actor && actor.id === admin.id,
    );
  t.like(await eventOf(ann.id), {
    action: 'user:set-email',
    outcome: 'accepted',
    details: { email: 'ann@example.com', givenTo: made.id },
  });
  t.like(await eventOf(made.id), { action: 'user:create', details: { email: WANTED, takenFrom: ann.id } });
});

test('users.change: an administrator can set an address that another user has taken', async (t) => {
  const { users, emailOf, ann, bob, admin } = await start();
  t.is((await users.change(admin, bob.id, { email: WANTED })).email, WANTED);
  t.is(await emailOf(ann), 'ann@example.com');
  // Bob's address is proven, so administrators cannot give it to another user.
  t.is(await codeOf(users.change(admin, ann.id, { email: WANTED })), 'email-taken');
});

test('users.create: the proven address behind an unproven one is taken, even for administrators', async (t) => {
  const { users, create, take, ann, bob, admin } = await start();
  for (const actor of [admin, anonymous]) t.is(await codeOf(create(actor, 'ANN@example.com')), 'email-taken');
  t.is(await codeOf(take(bob, 'ann@example.com')), 'email-taken');
  t.is((await take(ann, 'ann@example.com')).email, 'ann@example.com');
  t.is((await create(anonymous)).email, WANTED, 'and what they have left is free');
  t.is(
    await codeOf(users.change(admin, bob.id, { email: WANTED })),
    'email-taken',
    'the first of a user is proven',
  );
});

test('users.create: an address is taken for actors that may not set the address of its holder', async (t) => {
  const { create, join, take, bob, emailOf, ann } = await start();
  const desk = await join('desk', 'desk');
  for (const actor of [desk, anonymous, bob]) t.is(await codeOf(create(actor)), 'email-taken');
  t.is(await codeOf(take(bob)), 'email-taken');
  t.is(await emailOf(ann), WANTED);
});

test('users.create: users do not lose their address when they add a user with it', async (t) => {
  const { create, take, emailOf, admin } = await start();
  await take(admin, 'boss@platform.example');
  t.is(await codeOf(create(admin, 'boss@platform.example')), 'email-taken');
  t.is(await emailOf(admin), 'boss@platform.example');
});

test('users.create: an address that changes hands meanwhile is taken from its current holder', async (t) => {
  const storage = memoryStorage();
  const add = storage.users.add.bind(storage.users);
  const { create, take, emailOf, ann, bob, admin } = await start(storage);
  let calls = 0;
  storage.users.add = async (...args) => {
    calls += 1;
    // The answer that the administrator's command got is out of date now.
    if (calls === 2) {
      await take(ann, 'elsewhere@example.com');
      await take(bob);
    }
    return add(...args);
  };
  t.is((await create(admin)).email, WANTED);
  t.is(calls, 3);
  t.is(await emailOf(bob), 'bob@example.com');
  t.is(await emailOf(ann), 'elsewhere@example.com');
});
