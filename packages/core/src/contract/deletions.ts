import assert from 'node:assert/strict';
import type { ResourceId, UserId } from '../ids.js';
import type { Resource } from '../resources/resource.js';
import type { ResourceQuery } from '../resources/resource-store.js';
import type { User } from '../users/user.js';
import type { ContinueDeletionOutcome } from '../users/user-store.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_RESOURCES,
  ALL_USERS,
  draft,
  idsOf,
  newAccessKey,
  newResource,
  newSession,
  newUser,
  newUserId,
  race,
  T0,
  T1,
  tally,
  type World,
} from './world.js';

const ROWS_AT_ONCE_MAX = 3;

/** Checks deletions in steps: what a user who is being deleted can still do, and what each step leaves. */
export const deletionCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I1',
    title:
      'users.delete: with more rows than the bound, the deletion begins, and the user is listed as being deleted',
    async run(world) {
      const { users, sessions } = world.storage;
      const user = await addLargeUser(world);
      await world.addSession(user.id, { tokenHash: 'token' });
      const other = await world.addUser();
      const deleting = { ...user, status: 'deleting', updatedAt: T0 } as const;
      assert.deepEqual(await begin(world, user.id), { type: 'deleting', user: deleting });
      assert.deepEqual(await users.find(user.id), deleting);
      assert.deepEqual(idsOf(await users.list({ ...ALL_USERS, status: 'deleting' })), [user.id]);
      assert.deepEqual(idsOf(await users.list({ ...ALL_USERS, status: 'active' })), [other.id]);
      assert.deepEqual(await users.listDeleting({ afterId: null, countMax: 10 }), [user.id]);
      assert.deepEqual(await users.listDeleting({ afterId: user.id, countMax: 10 }), []);
      assert.equal(await sessions.findByTokenHash('token'), null);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.delete: as many rows as the bound, of any kind, are deleted at once; with one more the deletion begins',
    async run(world) {
      const { accessKeys, users } = world.storage;
      const addRows = async (user: User) => {
        await world.addResource(user.id, { key: 'k' });
        const { id: keyId } = await world.addAccessKey(user.id);
        await accessKeys.consumeNonce({ keyId, nonce: 'nonce-1', expiresAt: T1 });
        return { user, keyId };
      };
      const few = await addRows(await world.addUser());
      assert.deepEqual(await begin(world, few.user.id), { type: 'deleted' });
      assert.equal(await users.find(few.user.id), null);
      const many = await addRows(await world.addUser());
      await accessKeys.consumeNonce({ keyId: many.keyId, nonce: 'nonce-2', expiresAt: T1 });
      assert.equal((await begin(world, many.user.id)).type, 'deleting');
      assert.deepEqual(await finish(world, many.user.id, 1), [1, 1, 1, 1, 0]);
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.delete: with "refuse" it begins no deletion of a user who owns resources, and counts them up to a bound',
    async run(world) {
      const user = await addLargeUser(world);
      const refusal = { resources: 'refuse', rowsAtOnceMax: ROWS_AT_ONCE_MAX } as const;
      const outcome = await world.storage.users.delete(user.id, refusal, draft('user:delete'));
      assert.deepEqual(outcome, { type: 'owns-resources', count: ROWS_AT_ONCE_MAX + 1 });
      assert.deepEqual(await world.storage.users.find(user.id), user);
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: a user who is being deleted is gone for every command, and keeps the email address',
    async run(world) {
      const { accessKeys, quotas, sessions, users } = world.storage;
      const user = await addLargeUser(world);
      const { id, email } = user;
      const accessKey = await world.addAccessKey(id);
      await begin(world, id);
      const password = { passwordHash: 'hash-2', at: T1, expectedVersion: null, keepSessionId: null };
      const session = newSession(id);
      const idempotency = { actorId: id, key: 'k', payloadHash: 'payload' };
      const commands: Record<string, Promise<{ type: string }>> = {
        'no-owner': world.create(newResource(id)),
        refused: sessions.add(
          { session, tokenHash: 'token', passwordVersion: 1, countMax: 100 },
          draft('session:create'),
        ),
        'no-active-user': accessKeys.add(
          { accessKey: newAccessKey(id), countMax: 100, idempotency: null },
          draft('access-key:create'),
        ),
        'no-actor': users.add(newUser({ idempotency }), draft('user:create')),
        'email-taken': users.add(newUser({ email }), draft('user:create')),
      };
      for (const [refusal, outcome] of Object.entries(commands))
        assert.deepEqual(await outcome, { type: refusal });
      const absent = [
        () => users.change(id, { status: 'active', at: T1 }, draft('user:update')),
        () => users.setPassword(id, { ...password, accessKeys: 'keep' }, draft('user:set-password')),
        () => users.raisePasswordVersion(id, draft('user:clear-login-failures')),
        () => quotas.setLimit({ ownerId: id, meter: 'resources', limit: 9 }, draft('quota:set')),
        () => quotas.clearLimit({ ownerId: id, meter: 'resources' }, draft('quota:set')),
        () => sessions.endAll(id, draft('session:revoke')),
        () => accessKeys.delete(accessKey.id, id, draft('access-key:revoke')),
      ];
      for (const command of absent) assert.deepEqual(await command(), { type: 'absent' }, String(command));
      assert.equal(await accessKeys.list(id, 10), null);
      assert.equal((await users.find(id))?.status, 'deleting');
      assert.equal((await users.findWithPassword({ emailKey: email }))?.user.status, 'deleting');
      assert.equal((await world.meter(id)).used, 5);
      await finish(world, id, 10);
      assert.deepEqual(await users.add(newUser({ email }), draft('user:create')), { type: 'added' });
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: what remains of a user who is being deleted cannot be found, and is on no list',
    async run(world) {
      const { resources } = world.storage;
      const bob = await world.addUser();
      const older = await world.addResource(bob.id);
      const { id } = await addLargeUser(world);
      const left = await world.resourcesOf(id);
      const newer = await world.addResource(bob.id);
      await begin(world, id);
      const olderThanId = left[0]?.id ?? assert.fail();
      const pages: readonly [Partial<ResourceQuery>, readonly Resource[]][] = [
        [{}, [newer, older]],
        [{ count: 1 }, [newer]],
        [{ count: 2 }, [newer, older]],
        [{ count: 1, olderThanId }, [older]],
        [{ count: 2, kind: 'resource' }, [newer, older]],
        [{ count: 2, scope: { type: 'owner', ownerIds: [id, bob.id] } }, [newer, older]],
        [{ count: 2, scope: { type: 'id', ids: [olderThanId, older.id] } }, [older]],
        [{ scope: { type: 'owner', ownerIds: [id] } }, []],
        [{ ownerId: id }, []],
      ];
      for (const [query, expected] of pages) {
        const page = await resources.list({ ...ALL_RESOURCES, ...query });
        assert.deepEqual(idsOf(page), idsOf(expected), JSON.stringify(query));
      }
      for (const { id: resourceId } of left) assert.equal(await resources.find(resourceId), null);
      const change = { ownerId: id, name: 'another', at: T1, ifUnchangedSince: null };
      const renamed = await resources.rename(olderThanId, change, draft('resource:update'));
      assert.deepEqual(renamed, { type: 'absent' });
      const deleted = await resources.delete(olderThanId, id, draft('resource:delete'));
      assert.deepEqual(deleted, { type: 'absent' });
      assert.equal((await world.meter(id)).used, 5);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title: 'users.delete: once a deletion has begun, no command commits that relies on the user',
    async run(world) {
      const { id } = await addLargeUser(world);
      const found = await world.storage.users.findWithPassword({ id });
      const authority = { userId: id, version: found?.authorityVersion ?? 0 };
      await begin(world, id);
      const command = draft('user:create', undefined, authority);
      assert.deepEqual(await world.storage.users.add(newUser(), command), { type: 'authority-changed' });
      const create = draft('resource:create', undefined, authority);
      const owner = await world.addUser();
      const outcome = await world.storage.resources.create(newResource(owner.id), create);
      assert.deepEqual(outcome, { type: 'authority-changed' });
    },
  },
  {
    guarantee: 'A4',
    title:
      'users.delete: an administrator who is being deleted no longer counts as one, and the last one is not deleted',
    async run(world) {
      const [ann, bob] = [await addLargeUser(world, 'admin'), await addLargeUser(world, 'admin')];
      assert.equal((await begin(world, ann.id)).type, 'deleting');
      assert.deepEqual(await begin(world, bob.id), { type: 'last-admin' });
      assert.deepEqual(await world.storage.users.find(bob.id), bob);
    },
  },
  {
    guarantee: 'I2',
    title:
      'users.delete: the event of a deletion that begins says so, with the usage; a repeat writes no event',
    async run(world) {
      const user = await addLargeUser(world);
      const first = await begin(world, user.id);
      assert.deepEqual(await begin(world, user.id), first);
      const stale = { resources: 'delete', ifUnchangedSince: user } as const;
      const precondition = await world.storage.users.delete(user.id, stale, draft('user:delete'));
      assert.deepEqual(precondition, { type: 'precondition-failed' });
      const events = await world.eventsOf('user:delete');
      assert.deepEqual(
        events.map(({ outcome, details }) => [outcome, details]),
        [
          ['refused', {}],
          ['accepted', { status: 'deleting', used: { resources: 5 } }],
        ],
      );
    },
  },
  {
    guarantee: 'Q3',
    title: 'users.continueDeletion: `used` is correct after every step, and other users keep their resources',
    async run(world) {
      const { id } = await world.addUser();
      for (const databases of [1, 2, 3, 4])
        await world.addResource(id, { demand: { databases, resources: 1 } });
      const other = await world.addResource((await world.addUser()).id);
      await begin(world, id);
      const left: number[] = [];
      const counts = await finish(world, id, 1, async () => {
        await world.assertUsageIsTrue();
        if ((await world.storage.users.find(id)) !== null) left.push((await world.meter(id)).used);
      });
      assert.deepEqual(counts, [1, 1, 1, 1, 0]);
      assert.deepEqual(left, [3, 2, 1, 0]);
      assert.deepEqual(idsOf(await world.storage.resources.list(ALL_RESOURCES)), [other.id]);
      assert.equal((await world.meter(other.ownerId)).used, 1);
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.continueDeletion: no step deletes more than its bound, and nothing is left after the last one',
    async run(world) {
      const { accessKeys, quotas, users } = world.storage;
      const { id, email } = await addLargeUser(world);
      const { id: keyId } = await world.addAccessKey(id);
      await accessKeys.consumeNonce({ keyId, nonce: 'nonce', expiresAt: T1 });
      await begin(world, id);
      // Five resources, an idempotency record and a nonce.
      assert.deepEqual(await finish(world, id, 2), [2, 2, 2, 1]);
      assert.equal(await users.find(id), null);
      assert.equal(await users.findWithPassword({ emailKey: email }), null);
      assert.equal(await quotas.list(id), null);
      assert.equal(await accessKeys.find(keyId), null);
      assert.deepEqual(await world.resourcesOf(id), []);
      assert.deepEqual(await users.listDeleting({ afterId: null, countMax: 10 }), []);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title: 'users.continueDeletion: it works without a position, and with a wrong one',
    async run(world) {
      const { id } = await addLargeUser(world);
      const oldest = (await world.resourcesOf(id)).at(-1)?.id ?? null;
      await begin(world, id);
      assert.equal((await step(world, id, 1)).type, 'continued');
      // No row is older. The step must neither consider the user empty nor delete everything.
      const misled = await step(world, id, 2, oldest);
      assert.ok(misled.type === 'continued', misled.type);
      assert.ok(misled.count <= 2, `${misled.count} rows`);
      let count = 1 + misled.count;
      for (const outcome of await untilDeleted(world, id, () => step(world, id, 2))) count += outcome;
      assert.equal(count, 6);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.continueDeletion: concurrent callers delete and count each row once, and one of them records the end',
    async run(world) {
      const { id } = await world.addUser();
      for (let index = 0; index < 20; index += 1) await world.addResource(id);
      await begin(world, id);
      const counts = await race(4, () => untilDeleted(world, id, () => step(world, id, 3)));
      assert.equal(
        counts.flat().reduce((sum, count) => sum + count, 0),
        20,
      );
      assert.equal((await world.eventsOf(END)).length, 1);
    },
  },
  {
    guarantee: 'I2',
    title: 'users.continueDeletion: the last step records exactly one event, and no other step records any',
    async run(world) {
      const { id } = await addLargeUser(world);
      await begin(world, id);
      await step(world, id, 2);
      assert.deepEqual(await world.eventsOf(END), []);
      await finish(world, id, 2);
      const outcomes = (await world.eventsOf(END)).map(({ outcome, reason }) => [outcome, reason]);
      assert.deepEqual(outcomes, [['accepted', 'contract']]);
    },
  },
  {
    guarantee: 'I1',
    title: 'users.continueDeletion: it does nothing to a user who is not being deleted, or who is gone',
    async run(world) {
      const user = await world.addUser();
      await world.addResource(user.id);
      for (const id of [user.id, newUserId()]) assert.deepEqual(await step(world, id, 10), { type: 'none' });
      assert.deepEqual(await world.storage.users.find(user.id), user);
      assert.equal((await world.resourcesOf(user.id)).length, 1);
      assert.deepEqual(await world.eventsOf(END), []);
    },
  },
  {
    guarantee: 'Q3',
    title: 'users.delete: resources that are deleted one by one while it begins are released once',
    async run(world) {
      const { id } = await world.addUser();
      for (let index = 0; index < 12; index += 1) await world.addResource(id);
      const resources = await world.resourcesOf(id);
      const [outcomes] = await Promise.all([
        race(12, (index) => {
          const resource = resources[index] ?? assert.fail();
          return world.storage.resources.delete(resource.id, id, draft('resource:delete'));
        }),
        begin(world, id),
      ]);
      await world.assertUsageIsTrue();
      const counts = await untilDeleted(world, id, () => step(world, id, 4));
      // It needed no steps, since most were gone already.
      const stepped = counts.reduce((sum, count) => sum + count, 0);
      const deletedOneByOne = tally(outcomes)['deleted'] ?? 0;
      if (stepped > 0) assert.equal(deletedOneByOne + stepped, 12);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: creates that race the beginning of a deletion leave no resource without its owner',
    async run(world) {
      for (let round = 0; round < 3; round += 1) {
        const { id } = await addLargeUser(world);
        const creates = race(8, () => world.create(newResource(id)));
        const [outcomes, begun] = await Promise.all([creates, begin(world, id)]);
        assert.equal(begun.type, 'deleting');
        for (const { type } of outcomes) assert.ok(type === 'created' || type === 'no-owner', type);
        const created = tally(outcomes)['created'] ?? 0;
        assert.equal((await world.meter(id)).used, 5 + created);
        await world.assertUsageIsTrue();
        await finish(world, id, 100);
      }
      assert.deepEqual(await world.storage.resources.list(ALL_RESOURCES), []);
    },
  },
  {
    guarantee: 'I6',
    title: 'users.delete: a deletion that begins in a host’s transaction is rolled back with it',
    async run(world) {
      const user = await addLargeUser(world);
      await world.addSession(user.id, { tokenHash: 'token' });
      const failure = new Error('the host has changed its mind');
      const host = world.hostTransaction(async (transaction) => {
        const deletion = { resources: 'delete', rowsAtOnceMax: ROWS_AT_ONCE_MAX } as const;
        const { users } = world.storage.within(transaction);
        const { type } = await users.delete(user.id, deletion, draft('user:delete'));
        assert.ok(type === 'deleting' || type === 'deleted', type);
        throw failure;
      });
      await assert.rejects(host, failure);
      assert.deepEqual(await world.storage.users.find(user.id), user);
      assert.notEqual(await world.storage.sessions.findByTokenHash('token'), null);
      assert.deepEqual(await world.storage.users.listDeleting({ afterId: null, countMax: 10 }), []);
    },
  },
];

const END = 'user:finish-deletion';
/** More steps than any of these deletions needs, even if several callers share the work. */
const ROUNDS_MAX = 10_000;

/** Five resources and an idempotency record: more than one step of these cases deletes. */
async function addLargeUser(world: World, role = 'user'): Promise<User> {
  const user = await world.addUser({ role });
  await world.addResource(user.id, { key: 'k' });
  for (let index = 0; index < 4; index += 1) await world.addResource(user.id);
  return user;
}

function begin(world: World, id: UserId) {
  const deletion = { resources: 'delete', rowsAtOnceMax: ROWS_AT_ONCE_MAX } as const;
  return world.storage.users.delete(id, deletion, draft('user:delete'));
}

function step(
  world: World,
  id: UserId,
  rowsMax: number,
  olderThanId: ResourceId | null = null,
): Promise<ContinueDeletionOutcome> {
  return world.storage.users.continueDeletion(id, { olderThanId, rowsMax }, draft(END));
}

/** Runs all remaining steps, each with the answer of the one before, and returns how many rows each deleted. */
async function finish(
  world: World,
  id: UserId,
  rowsMax: number,
  afterStep: () => Promise<void> = async () => {},
): Promise<number[]> {
  const counts: number[] = [];
  let olderThanId: ResourceId | null = null;
  while (counts.length < ROUNDS_MAX) {
    const outcome: ContinueDeletionOutcome = await step(world, id, rowsMax, olderThanId);
    assert.ok(outcome.type !== 'none', 'The deletion is under way, and the step has done nothing.');
    counts.push(outcome.count);
    await afterStep();
    if (outcome.type === 'deleted') return counts;
    ({ olderThanId } = outcome);
  }
  return assert.fail('The deletion comes to no end.');
}

/** Runs steps until the user is gone, whichever caller deletes the last row. */
async function untilDeleted(
  world: World,
  id: UserId,
  work: () => Promise<ContinueDeletionOutcome>,
): Promise<number[]> {
  const counts: number[] = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if ((await world.storage.users.find(id)) === null) return counts;
    const outcome = await work();
    if (outcome.type !== 'none') counts.push(outcome.count);
  }
  return assert.fail('The deletion comes to no end.');
}
