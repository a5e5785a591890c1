import assert from 'node:assert/strict';
import type { Stores } from '../storage.js';
import type { UserId } from '../ids.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_USERS,
  draft,
  newResource,
  newAccessKey,
  newSession,
  newUser,
  T0,
  T1,
  type NewResource,
  type World,
} from './world.js';

// Races that are certain: one transaction stays open until its rival has ended or waits for it. A rival that neither
// waits nor sees the changes of the other decides on stale data.

const create = (ownerId: UserId, given?: Partial<NewResource>) => (stores: Stores) =>
  stores.resources.create(newResource(ownerId, given), draft('resource:create'));

const deleteUser = (id: UserId, resources: 'delete' | 'refuse') => (stores: Stores) =>
  stores.users.delete(id, { resources }, draft('user:delete'));

const disable = (id: UserId) => (stores: Stores) =>
  stores.users.change(id, { status: 'disabled', at: T1 }, draft('user:update'));

const setPassword = (id: UserId, expectedVersion: number | null) => (stores: Stores) => {
  const change = {
    passwordHash: 'hash-2',
    at: T1,
    expectedVersion,
    keepSessionId: null,
    accessKeys: 'keep',
  } as const;
  return stores.users.setPassword(id, change, draft('user:set-password'));
};

const logIn =
  (userId: UserId, tokenHash: string, countMax = 100) =>
  (stores: Stores) =>
    stores.sessions.add(
      { session: newSession(userId), tokenHash, passwordVersion: 1, countMax },
      draft('session:create'),
    );

/** The ways in which an active administrator can cease to be one. */
const ENDS_OF_ADMINS: Readonly<
  Record<string, (id: UserId) => (stores: Stores) => Promise<{ type: string }>>
> = {
  demote: (id) => (stores) => stores.users.change(id, { role: 'user', at: T1 }, draft('user:update')),
  disable,
  delete: (id) => deleteUser(id, 'refuse'),
};

/** Checks pairs of transactions that certainly overlap: one stays open until its rival has ended or waits for it. */
export const overlapCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q1',
    title: 'resources.create: a create that waits for another one decides on what that one has left',
    async run(world) {
      const own = await world.addUser({ limits: { resources: 1 } });
      const byDefault = await world.addUser();
      const limit = { meter: 'resources', limit: 1 };
      await world.storage.quotas.setDefaultLimit(limit, draft('default-limit:set'));
      for (const { id } of [own, byDefault]) {
        const outcomes = await world.overlap(create(id), () => create(id)(world.storage));
        assert.equal(outcomes[0].type, 'created');
        assert.equal((await world.resourcesOf(id)).length, 1, 'one fits, and the storage has taken both');
        assert.deepEqual(outcomes[1], {
          type: 'quota-exceeded',
          quotas: [{ ...limit, used: 1, requested: 1 }],
        });
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q2',
    title: 'resources.create: a create that waits for one that is rolled back is not refused',
    async run(world) {
      const { id } = await world.addUser({ limits: { resources: 1 } });
      for (const key of [undefined, 'k']) {
        const given = key === undefined ? {} : { key };
        const rival = () => create(id, given)(world.storage);
        const [, outcome] = await world.overlap(create(id, given), rival, 'roll back');
        assert.ok(outcome.type === 'created', outcome.type);
        await world.storage.resources.delete(outcome.resource.id, id, draft('resource:delete'));
      }
      assert.deepEqual(await world.meter(id), { limit: 1, used: 0 });
    },
  },
  {
    guarantee: 'I3',
    title: 'resources.create: a repeat that waits for the first create returns its result',
    async run(world) {
      const { id } = await world.addUser({ limits: { resources: 1 } });
      const repeat = () => create(id, { key: 'k' })(world.storage);
      const [first, second] = await world.overlap(create(id, { key: 'k' }), repeat);
      assert.ok(first.type === 'created', first.type);
      assert.deepEqual(second, { type: 'repeated', resource: first.resource });
      const other = () => create(id, { key: 'l', payloadHash: 'other', demand: {} })(world.storage);
      const [, third] = await world.overlap(create(id, { key: 'l', demand: {} }), other);
      assert.deepEqual(third, { type: 'key-reused' });
      assert.equal((await world.resourcesOf(id)).length, 2);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.delete: a delete that waits for another delete of the same resource releases nothing',
    async run(world) {
      const { id } = await world.addUser();
      await world.addResource(id);
      const resource = await world.addResource(id);
      const remove = (stores: Stores) => stores.resources.delete(resource.id, id, draft('resource:delete'));
      const [first, second] = await world.overlap(remove, () => remove(world.storage));
      assert.deepEqual([first, second], [{ type: 'deleted' }, { type: 'absent' }]);
      assert.equal((await world.meter(id)).used, 1);
    },
  },
  {
    guarantee: 'A4',
    title:
      'users.change, users.delete: when two administrators are demoted, disabled or deleted at once, one stays',
    async run(world) {
      for (const [how, end] of Object.entries(ENDS_OF_ADMINS)) {
        for (const [rivalHow, rivalEnd] of Object.entries(ENDS_OF_ADMINS)) {
          const [ann, bob] = await twoAdmins(world);
          const [first, second] = await world.overlap(end(ann), () => rivalEnd(bob)(world.storage));
          const what = `${how} against ${rivalHow}`;
          assert.ok(first.type === 'changed' || first.type === 'deleted', `${what}: ${first.type}`);
          assert.equal((await activeAdmins(world)).length, 1, `${what} leaves no administrator`);
          assert.deepEqual(second, { type: 'last-admin' }, what);
        }
      }
    },
  },
  {
    guarantee: 'A4',
    title: 'users.change: a change that waits for a demotion that is rolled back is not refused',
    async run(world) {
      const [ann, bob] = await twoAdmins(world);
      const demote = (id: UserId) => (stores: Stores) =>
        stores.users.change(id, { role: 'user', at: T1 }, draft('user:update'));
      const [, outcome] = await world.overlap(demote(ann), () => demote(bob)(world.storage), 'roll back');
      assert.equal(outcome.type, 'changed');
      assert.deepEqual(await activeAdmins(world), [ann]);
    },
  },
  {
    guarantee: 'A5',
    title:
      'users.add: an add that waits for another user with the same email is refused, unless the other is rolled back',
    async run(world) {
      const add = (stores: Stores) =>
        stores.users.add(newUser({ email: 'wanted@example.com' }), draft('user:create'));
      const [, afterRollback] = await world.overlap(add, () => add(world.storage), 'roll back');
      assert.deepEqual(afterRollback, { type: 'added' });
      const email = { email: 'other@example.com', emailKey: 'other@example.com' };
      const ann = await world.addUser();
      const take = (stores: Stores) => stores.users.change(ann.id, { email, at: T1 }, draft('user:update'));
      const rival = () => world.storage.users.add(newUser({ email: email.email }), draft('user:create'));
      assert.deepEqual((await world.overlap(take, rival))[1], { type: 'email-taken' });
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: a command that waits for it finds no user, and leaves nothing behind',
    async run(world) {
      const rivals: Record<string, (id: UserId) => (stores: Stores) => Promise<{ type: string }>> = {
        'no-owner': (id) => create(id),
        refused: (id) => logIn(id, 'token'),
        absent: (ownerId) => (stores) =>
          stores.quotas.setLimit({ ownerId, meter: 'resources', limit: 1 }, draft('quota:set')),
      };
      for (const [refusal, rival] of Object.entries(rivals)) {
        const { id } = await world.addUser();
        await world.addResource(id);
        const outcomes = await world.overlap(deleteUser(id, 'delete'), () => rival(id)(world.storage));
        assert.deepEqual(outcomes, [{ type: 'deleted' }, { type: refusal }]);
        assert.deepEqual(await world.resourcesOf(id), []);
        assert.equal(await world.storage.sessions.findByTokenHash('token'), null);
      }
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: a deletion sees the resource of a create that it waits for',
    async run(world) {
      const { id } = await world.addUser();
      const refuse = () => deleteUser(id, 'refuse')(world.storage);
      const [, refusal] = await world.overlap(create(id), refuse);
      assert.deepEqual(refusal, { type: 'owns-resources', count: 1 });
      const [, deletion] = await world.overlap(create(id), () => deleteUser(id, 'delete')(world.storage));
      assert.deepEqual(deletion, { type: 'deleted' });
      assert.deepEqual(await world.resourcesOf(id), []);
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: no session survives a change of password, or a disabling, that overlaps the login',
    async run(world) {
      const ends: readonly ((id: UserId) => (stores: Stores) => Promise<{ type: string }>)[] = [
        (id) => setPassword(id, null),
        disable,
      ];
      for (const [index, end] of ends.entries()) {
        const { id } = await world.addUser();
        const before = `before-${index}`;
        await world.overlap(logIn(id, before), () => end(id)(world.storage));
        assert.equal(await world.storage.sessions.findByTokenHash(before), null);
        const other = await world.addUser();
        const during = `during-${index}`;
        await world.overlap(end(other.id), () => logIn(other.id, during)(world.storage));
        assert.equal(await world.storage.sessions.findByTokenHash(during), null);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'sessions.add: a login that waits for another one of the user counts its session',
    async run(world) {
      const { id } = await world.addUser();
      await world.overlap(logIn(id, 'first', 1), () => logIn(id, 'second', 1)(world.storage));
      assert.equal((await world.storage.sessions.listLive(id, T0, 100)).length, 1);
    },
  },
  {
    guarantee: 'A3',
    title: 'users.setPassword: no access key survives a reset that overlaps its registration',
    async run(world) {
      const { id } = await world.addUser();
      const accessKey = newAccessKey(id);
      const command = { accessKey, countMax: 9, idempotency: null };
      const reset = { passwordHash: 'hash-2', at: T1, expectedVersion: null, keepSessionId: null };
      await world.overlap(
        (stores) => stores.accessKeys.add(command, draft('access-key:create')),
        () =>
          world.storage.users.setPassword(id, { ...reset, accessKeys: 'delete' }, draft('user:set-password')),
      );
      assert.equal(await world.storage.accessKeys.find(accessKey.id), null);
    },
  },
  {
    guarantee: 'A3',
    title: 'users.setPassword: a change that waits for another change of the same password is stale',
    async run(world) {
      const { id } = await world.addUser();
      const change = setPassword(id, 1);
      const outcomes = await world.overlap(change, () => change(world.storage));
      assert.deepEqual(outcomes, [{ type: 'changed' }, { type: 'stale' }]);
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: no create that begins after its owner was disabled is accepted',
    async run(world) {
      const { id } = await world.addUser();
      const [, during] = await world.overlap(disable(id), () => create(id)(world.storage));
      assert.ok(during.type === 'created' || during.type === 'owner-disabled', during.type);
      assert.deepEqual(await create(id)(world.storage), { type: 'owner-disabled' });
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I6',
    title:
      'storage.within: a host that loses a race for an email can continue, or gets a conflict and repeats',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      const email = { email: 'wanted@example.com', emailKey: 'wanted@example.com' };
      const take = (id: UserId) => (stores: Stores) =>
        stores.users.change(id, { email, at: T1 }, draft('user:update'));
      const host = () =>
        world.hostTransaction(async (transaction) => {
          const stores = world.storage.within(transaction);
          const outcome = await take(bob.id)(stores);
          // An expected refusal leaves the transaction usable, so the caller need not repeat it.
          await assert.doesNotReject(create(bob.id)(stores), `after ${outcome.type}`);
          return outcome.type;
        });
      const rival = () =>
        host().catch((error: { code?: string }) => {
          if (error.code === 'transaction-conflict') return error.code;
          throw error;
        });
      const [, ending] = await world.overlap(take(ann.id), rival);
      assert.ok(ending === 'email-taken' || ending === 'transaction-conflict', ending);
      const isMade = (await world.resourcesOf(bob.id)).length === 1;
      assert.equal(isMade, ending === 'email-taken');
    },
  },
];

/** Exactly two active administrators. */
async function twoAdmins(world: World): Promise<[UserId, UserId]> {
  const [ann, bob] = [await world.addUser({ role: 'admin' }), await world.addUser({ role: 'admin' })];
  for (const id of await activeAdmins(world)) {
    if (id === ann.id || id === bob.id) continue;
    await world.storage.users.change(id, { role: 'user', at: T1 }, draft('user:update'));
  }
  return [ann.id, bob.id];
}

async function activeAdmins(world: World): Promise<UserId[]> {
  const users = await world.storage.users.list({ ...ALL_USERS, role: 'admin', status: 'active' });
  return users.map(({ id }) => id);
}
