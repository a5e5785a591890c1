import assert from 'node:assert/strict';
import type { Group } from '../groups/group.js';
import type { OwnerId, ResourceId } from '../ids.js';
import type { Resource } from '../resources/resource.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newGroupId, newResource, newResourceId, race, T1, tally, type World } from './world.js';

const transfer = (
  world: World,
  { id, ownerId }: Pick<Resource, 'id' | 'ownerId'>,
  to: OwnerId,
  stores: Stores = world.storage,
) =>
  stores.resources.transfer(id, { ownerId, to, at: T1, ifUnchangedSince: null }, draft('resource:transfer'));

async function usedOf(world: World, ids: readonly OwnerId[]): Promise<number[]> {
  const used: number[] = [];
  for (const id of ids) used.push((await world.meter(id)).used);
  return used;
}

/** Adds an organisation and two groups in it. */
async function addTree(world: World, limits: Record<string, number> = {}) {
  const root = await world.addGroup({ limits });
  const one = await world.addGroup({ parentId: root.id });
  const other = await world.addGroup({ parentId: root.id });
  return { root, one, other };
}

const figures = ({ id, type, name }: Group, limit: number | null, used: number) => ({
  meter: 'resources',
  owner: { id, type, name },
  limit,
  used,
  requested: 1,
});

/** Checks resources that get another owner. */
export const transferCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q10',
    title:
      'resources.transfer: it claims on the new path, releases on the old one, and keeps what they share',
    async run(world) {
      const { root, one, other } = await addTree(world, { resources: 1 });
      const user = await world.addUser();
      const resource = await world.addResource(one.id);
      const moved = { ...resource, ownerId: other.id, updatedAt: T1 };
      // The organisation is full, and stays as it is.
      assert.deepEqual(await transfer(world, resource, other.id), { type: 'transferred', resource: moved });
      assert.deepEqual(await world.storage.resources.find(resource.id), moved);
      const owners = [root.id, one.id, other.id, user.id];
      assert.deepEqual(await usedOf(world, owners), [1, 0, 1, 0]);
      assert.equal((await transfer(world, moved, user.id)).type, 'transferred');
      assert.deepEqual(await usedOf(world, owners), [0, 0, 0, 1]);
      const own = { ...moved, ownerId: user.id };
      assert.equal((await transfer(world, own, root.id)).type, 'transferred');
      assert.deepEqual(await usedOf(world, owners), [1, 0, 0, 0]);
      assert.equal((await transfer(world, { ...own, ownerId: root.id }, one.id)).type, 'transferred');
      assert.deepEqual(await usedOf(world, owners), [1, 1, 0, 0]);
      await world.assertUsageIsTrue();
      assert.equal((await world.eventsOf('resource:transfer')).length, 4);
    },
  },
  {
    guarantee: 'Q10',
    title:
      'resources.transfer: a default limit of a type on the new path binds it, also one that is changed meanwhile',
    async run(world) {
      const { one } = await addTree(world);
      const full = await world.addGroup({ type: 'organisation' });
      const below = await world.addGroup({ parentId: full.id });
      const resource = await world.addResource(one.id);
      const limit = { ownerType: 'organisation', meter: 'resources', limit: 0 };
      const [, refused] = await world.overlap(
        (stores) => stores.quotas.setDefaultLimit(limit, draft('default-limit:set')),
        () => transfer(world, resource, below.id),
      );
      assert.deepEqual(refused, {
        type: 'quota-exceeded',
        quotas: [figures(below, null, 0), figures(full, 0, 0)],
      });
      assert.deepEqual(await usedOf(world, [one.id, below.id, full.id]), [1, 0, 0]);
    },
  },
  {
    guarantee: 'Q10',
    title:
      'resources.transfer: without room on the new path nothing changes, and the refusal has the figures',
    async run(world) {
      const { root, one, other } = await addTree(world);
      const full = await world.addGroup({ limits: { resources: 0 } });
      const user = await world.addUser({ limits: { resources: 0 } });
      const below = await world.addGroup({ parentId: full.id });
      await world.setLimit(other.id, 'resources', 0);
      const resource = await world.addResource(one.id);
      assert.deepEqual(await transfer(world, resource, below.id), {
        type: 'quota-exceeded',
        quotas: [figures(below, null, 0), figures(full, 0, 0)],
      });
      // The root is on both paths, and so is not asked.
      const refusal = { type: 'quota-exceeded', quotas: [figures(other, 0, 0)] };
      assert.deepEqual(await transfer(world, resource, other.id), refusal);
      const ofUser = { meter: 'resources', limit: 0, used: 0, requested: 1 };
      assert.deepEqual(await transfer(world, resource, user.id), {
        type: 'quota-exceeded',
        quotas: [ofUser],
      });
      assert.deepEqual(await world.storage.resources.find(resource.id), resource);
      const owners = [root.id, one.id, other.id, full.id, below.id, user.id];
      assert.deepEqual(await usedOf(world, owners), [1, 1, 0, 0, 0, 0]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'resources.transfer: a default limit of users holds for a user who receives',
    async run(world) {
      const user = await world.addUser();
      const group = await world.addGroup();
      const resource = await world.addResource(group.id);
      const limit = { meter: 'resources', limit: 0 };
      await world.storage.quotas.setDefaultLimit(limit, draft('x'));
      assert.equal((await transfer(world, resource, user.id)).type, 'quota-exceeded');
      await world.storage.quotas.setDefaultLimit({ ...limit, limit: 1 }, draft('x'));
      assert.equal((await transfer(world, resource, user.id)).type, 'transferred');
    },
  },
  {
    guarantee: 'Q10',
    title: 'resources.transfer: missing and disabled owners, and a resource that is no longer theirs',
    async run(world) {
      const { one, other } = await addTree(world);
      const disabled = await world.addUser();
      await world.storage.users.change(disabled.id, { status: 'disabled', at: T1 }, draft('user:update'));
      const resource = await world.addResource(one.id);
      assert.deepEqual(await transfer(world, resource, newGroupId()), { type: 'no-owner' });
      assert.deepEqual(await transfer(world, resource, disabled.id), { type: 'owner-disabled' });
      const absent = { type: 'absent' };
      assert.deepEqual(await transfer(world, { ...resource, ownerId: other.id }, one.id), absent);
      assert.deepEqual(await transfer(world, { ...resource, id: newResourceId() }, one.id), absent);
      assert.deepEqual(await transfer(world, { ...resource, ownerId: newGroupId() }, one.id), absent);
      assert.deepEqual(await world.storage.resources.find(resource.id), resource);
    },
  },
  {
    guarantee: 'Q10',
    title: 'resources.transfer: of racers with one resource exactly one transfers it',
    async run(world) {
      const { root, one } = await addTree(world);
      const resource = await world.addResource(one.id);
      const receivers: Group[] = [];
      for (let index = 0; index < 6; index += 1) receivers.push(await world.addGroup());
      const outcomes = await race(6, (index) =>
        transfer(world, resource, receivers[index]?.id ?? assert.fail()),
      );
      assert.deepEqual(tally(outcomes), { transferred: 1, absent: 5 });
      const used = await usedOf(world, [root.id, one.id, ...receivers.map(({ id }) => id)]);
      assert.equal(
        used.reduce((sum, one) => sum + one, 0),
        1,
      );
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'resources.transfer: racers for the last place of a receiver: exactly one gets it',
    async run(world) {
      const { one } = await addTree(world);
      const receiver = await world.addGroup({ limits: { resources: 1 } });
      const ids: ResourceId[] = [];
      for (let index = 0; index < 5; index += 1) ids.push((await world.addResource(one.id)).id);
      const outcomes = await race<{ readonly type: string }>(6, (index) => {
        const id = ids[index];
        if (id === undefined) return world.create(newResource(receiver.id));
        return transfer(world, { id, ownerId: one.id }, receiver.id);
      });
      const { 'quota-exceeded': refused, ...accepted } = tally(outcomes);
      assert.equal(refused, 5);
      assert.equal(Object.keys(accepted).length, 1);
      assert.deepEqual(await usedOf(world, [receiver.id]), [1]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'resources.transfer: two that cross, between two groups, both end, and usage is true',
    async run(world) {
      const { one, other } = await addTree(world);
      const [mine, theirs] = [await world.addResource(one.id), await world.addResource(other.id)];
      for (let round = 0; round < 5; round += 1) {
        const [there, back] = round % 2 === 0 ? [one.id, other.id] : [other.id, one.id];
        const outcomes = await Promise.all([
          transfer(world, { id: mine.id, ownerId: there }, back),
          transfer(world, { id: theirs.id, ownerId: back }, there),
        ]);
        assert.deepEqual(tally(outcomes), { transferred: 2 });
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q3',
    title: 'resources.transfer, resources.delete: a delete that races with it releases once',
    async run(world) {
      const { root, one, other } = await addTree(world);
      const resource = await world.addResource(one.id);
      const [moved, deleted] = await world.overlap(
        (stores) => transfer(world, resource, other.id, stores),
        () => world.storage.resources.delete(resource.id, one.id, draft('resource:delete')),
      );
      assert.deepEqual([moved.type, deleted.type], ['transferred', 'absent']);
      assert.deepEqual(await usedOf(world, [root.id, one.id, other.id]), [1, 0, 1]);
      const [gone, late] = await world.overlap(
        (stores) => stores.resources.delete(resource.id, other.id, draft('resource:delete')),
        () => transfer(world, { id: resource.id, ownerId: other.id }, one.id),
      );
      assert.deepEqual([gone.type, late.type], ['deleted', 'absent']);
      assert.deepEqual(await usedOf(world, [root.id, one.id, other.id]), [0, 0, 0]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I2',
    title: 'resources.transfer: it is transferred while it is as it was read, and each outcome has its event',
    async run(world) {
      const { root, one, other } = await addTree(world);
      const resource = await world.addResource(one.id);
      const { resources } = world.storage;
      const change = { ownerId: one.id, to: other.id, at: T1, ifUnchangedSince: resource };
      const newName = { ownerId: one.id, name: 'renamed', at: T1, ifUnchangedSince: null };
      const [, waited] = await world.overlap(
        (stores) => stores.resources.rename(resource.id, newName, draft('resource:update')),
        () => resources.transfer(resource.id, change, draft('resource:transfer')),
      );
      assert.deepEqual(waited, { type: 'precondition-failed' });
      assert.deepEqual(await resources.transfer(resource.id, change, draft('resource:transfer')), waited);
      const renamed = await resources.rename(
        resource.id,
        { ...newName, name: 'again' },
        draft('resource:update'),
      );
      assert.ok(renamed.type === 'renamed');
      const version = { ...change, ifUnchangedSince: renamed.resource };
      const outcome = await resources.transfer(resource.id, version, draft('resource:transfer'));
      assert.deepEqual(outcome, {
        type: 'transferred',
        resource: { ...renamed.resource, ownerId: other.id },
      });
      assert.deepEqual(await usedOf(world, [root.id, one.id, other.id]), [1, 0, 1]);
      const reasons = (await world.eventsOf('resource:transfer')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['contract', 'precondition-failed', 'precondition-failed']);
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.transfer: it compares the authority that it was decided with',
    async run(world) {
      const { one, other } = await addTree(world);
      const admin = await world.addUser({ role: 'admin' });
      const resource = await world.addResource(one.id);
      const target = { type: 'platform', id: null, ownerId: null } as const;
      const audit = draft('resource:transfer', target, { userId: admin.id, version: 7 });
      const change = { ownerId: one.id, to: other.id, at: T1, ifUnchangedSince: null };
      const outcome = await world.storage.resources.transfer(resource.id, change, audit);
      assert.deepEqual(outcome, { type: 'authority-changed' });
      assert.deepEqual(await world.storage.resources.find(resource.id), resource);
    },
  },
];
