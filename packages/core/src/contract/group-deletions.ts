import assert from 'node:assert/strict';
import type { Group } from '../groups/group.js';
import type { DeleteGroup } from '../groups/group-store.js';
import type { GroupId, OwnerId, UserId } from '../ids.js';
import type { Stores } from '../storage.js';
import type { TransferAll } from '../users/user-store.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_GROUPS,
  ALL_RESOURCES,
  draft,
  idsOf,
  newGroup,
  newGroupId,
  newResource,
  race,
  T0,
  T1,
  tally,
  type World,
} from './world.js';

const ROWS_AT_ONCE_MAX = 3;
const DELETE = { resources: 'delete', ifUnchangedSince: null, rowsAtOnceMax: ROWS_AT_ONCE_MAX } as const;
const END = 'group:finish-deletion';

const remove = (stores: Stores, { id }: { readonly id: GroupId }, options: Partial<DeleteGroup> = {}) =>
  stores.groups.delete(id, { ...DELETE, ...options }, draft('group:delete'));

/** A group in another one, with five resources and an idempotency record: more than is deleted at once. */
async function addLarge(world: World) {
  const acme = await world.addGroup({ limits: { resources: 9 } });
  const web = await world.addGroup({ parentId: acme.id });
  await world.addResource(web.id, { key: 'k' });
  for (let index = 0; index < 4; index += 1) await world.addResource(web.id);
  return { acme, web };
}

/** Runs all remaining steps, and returns how many rows each deleted. */
async function finish(world: World, id: GroupId, rowsMax: number, afterStep = async () => {}) {
  const counts: number[] = [];
  for (let olderThanId = null; ;) {
    const step = { olderThanId, rowsMax };
    const outcome = await world.storage.groups.continueDeletion(id, step, draft(END));
    assert.ok(outcome.type !== 'none', 'The deletion is under way, and the step has done nothing.');
    counts.push(outcome.count);
    await afterStep();
    if (outcome.type === 'deleted') return counts;
    olderThanId = outcome.olderThanId as never;
  }
}

async function usedOf(world: World, { id }: { readonly id: OwnerId }): Promise<number> {
  return (await world.meter(id)).used;
}

const transferring = (to: OwnerId, given: Partial<TransferAll> = {}): TransferAll => ({
  to,
  kinds: ['resource'],
  countMax: 100,
  ...given,
});

function leave(
  world: World,
  id: UserId,
  to: OwnerId,
  given: Partial<TransferAll> = {},
  stores: Stores = world.storage,
) {
  const deletion = { resources: transferring(to, given), rowsAtOnceMax: ROWS_AT_ONCE_MAX };
  return stores.users.delete(id, deletion, draft('user:delete'));
}

/** Checks what becomes of the resources of a deleted group, and of those of a user that another owner gets. */
export const groupDeletionCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I1',
    title: 'groups.delete: its resources are deleted with it, and every group above is released',
    async run(world) {
      const acme = await world.addGroup();
      const sales = await world.addGroup({ parentId: acme.id });
      const web = await world.addGroup({ parentId: sales.id, limits: { databases: 5 } });
      const kept = await world.addResource(sales.id);
      await world.addResource(web.id, { demand: { resources: 2, databases: 3 } });
      const gone = await world.addResource(web.id);
      assert.deepEqual(await remove(world.storage, web), { type: 'deleted' });
      assert.equal(await world.storage.groups.find(web.id), null);
      assert.equal(await world.storage.resources.find(gone.id), null);
      assert.deepEqual(idsOf(await world.storage.resources.list(ALL_RESOURCES)), [kept.id]);
      assert.deepEqual([await usedOf(world, acme), await usedOf(world, sales)], [1, 1]);
      assert.equal((await world.meter(acme.id, 'databases')).used, 0);
      assert.equal(await world.storage.quotas.list(web.id), null);
      await world.assertUsageIsTrue();
      assert.deepEqual(await remove(world.storage, web), { type: 'absent' });
      assert.deepEqual(await world.storage.groups.listDeleting({ afterId: null, countMax: 9 }), []);
    },
  },
  {
    guarantee: 'I1',
    title: 'groups.delete: a group with groups in it is never deleted, nor with "refuse" one with resources',
    async run(world) {
      const { acme, web } = await addLarge(world);
      assert.deepEqual(await remove(world.storage, acme), { type: 'not-empty' });
      const refusal = { type: 'owns-resources', count: ROWS_AT_ONCE_MAX + 1 };
      assert.deepEqual(await remove(world.storage, web, { resources: 'refuse' }), refusal);
      assert.deepEqual(await world.storage.groups.find(web.id), web);
      assert.equal(await usedOf(world, acme), 5);
    },
  },
  {
    guarantee: 'I1',
    title: 'groups.delete: with more rows than the bound the group is gone at once, and the rows in steps',
    async run(world) {
      const { groups, quotas, resources } = world.storage;
      const { acme, web } = await addLarge(world);
      const left = await world.resourcesOf(web.id);
      const newer = await world.addResource(acme.id);
      assert.deepEqual(await remove(world.storage, web), { type: 'deleting' });
      assert.deepEqual(await groups.listDeleting({ afterId: null, countMax: 9 }), [web.id]);
      assert.deepEqual(await groups.listDeleting({ afterId: web.id, countMax: 9 }), []);
      assert.equal(await groups.find(web.id), null);
      assert.equal(await quotas.list(web.id), null);
      assert.deepEqual(idsOf(await groups.list(ALL_GROUPS)), [acme.id]);
      assert.equal(await usedOf(world, acme), 1, 'nothing of it counts above any more');
      await world.assertUsageIsTrue();
      for (const query of [{}, { count: 1 }, { ownerId: acme.id }, { kind: 'resource', count: 2 }])
        assert.deepEqual(idsOf(await resources.list({ ...ALL_RESOURCES, ...query })), [newer.id]);
      assert.deepEqual(await world.resourcesOf(web.id), []);
      const { id } = left[0] ?? assert.fail();
      assert.equal(await resources.find(id), null);
      const change = { ownerId: web.id, name: 'another', at: T1, ifUnchangedSince: null };
      const transfer = { ownerId: web.id, to: acme.id, at: T1, ifUnchangedSince: null };
      const move = { from: acme.id, to: null, at: T1, ifUnchangedSince: null };
      const absent = [
        resources.rename(id, change, draft('resource:update')),
        resources.delete(id, web.id, draft('resource:delete')),
        resources.transfer(id, transfer, draft('resource:transfer')),
        groups.rename(web.id, change, draft('group:update')),
        groups.move(web.id, move, draft('group:move')),
        remove(world.storage, web),
        quotas.setLimit({ ownerId: web.id, meter: 'resources', limit: 1 }, draft('quota:set')),
      ];
      assert.deepEqual(tally(await Promise.all(absent)), { absent: absent.length });
      assert.deepEqual(await world.create(newResource(web.id)), { type: 'no-owner' });
      const inside = newGroup({ parentId: web.id });
      assert.deepEqual(await groups.add(inside, draft('group:create')), { type: 'no-parent' });
      const again = newGroup({ id: web.id });
      assert.deepEqual(await groups.add(again, draft('group:create')), { type: 'id-taken' });
      // Five resources and an idempotency record.
      const counts = await finish(world, web.id, 2, () => world.assertUsageIsTrue());
      assert.deepEqual(counts, [2, 2, 2, 0]);
      assert.deepEqual(await groups.listDeleting({ afterId: null, countMax: 9 }), []);
      assert.equal(await quotas.list(web.id), null);
      assert.deepEqual(idsOf(await resources.list(ALL_RESOURCES)), [newer.id]);
      assert.deepEqual(await groups.add(again, draft('group:create')), { type: 'added' });
      assert.deepEqual(await world.resourcesOf(web.id), []);
      assert.deepEqual(await remove(world.storage, acme), { type: 'deleted' });
    },
  },
  {
    guarantee: 'I1',
    title:
      'groups.continueDeletion: concurrent callers delete and count each row once; it leaves others alone',
    async run(world) {
      const group = await world.addGroup();
      for (let index = 0; index < 12; index += 1) await world.addResource(group.id);
      const kept = await world.addResource((await world.addGroup()).id);
      const step = () => {
        const rows = { olderThanId: null, rowsMax: 3 };
        return world.storage.groups.continueDeletion(group.id, rows, draft(END));
      };
      assert.deepEqual(await step(), { type: 'none' }, 'it is not being deleted');
      assert.equal((await remove(world.storage, group)).type, 'deleting');
      const outcomes = (await Promise.all([1, 2, 3].map(async () => race(3, step)))).flat();
      let count = 0;
      for (const outcome of outcomes) count += 'count' in outcome ? outcome.count : 0;
      while ((await world.storage.groups.listDeleting({ afterId: null, countMax: 9 })).length > 0) {
        const outcome = await step();
        count += 'count' in outcome ? outcome.count : 0;
      }
      assert.equal(count, 12);
      assert.equal((await world.eventsOf(END)).length, 1);
      assert.deepEqual(idsOf(await world.storage.resources.list(ALL_RESOURCES)), [kept.id]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I2',
    title: 'groups.delete: the event of a deletion that goes on in steps holds the usage',
    async run(world) {
      const { web } = await addLarge(world);
      await remove(world.storage, web, { ifUnchangedSince: { ...web, name: 'another' } });
      await remove(world.storage, web, { ifUnchangedSince: web });
      const events = await world.eventsOf('group:delete');
      assert.deepEqual(
        events.map(({ outcome, details }) => [outcome, details]),
        [
          ['accepted', { status: 'deleting', used: { resources: 5 } }],
          ['refused', {}],
        ],
      );
      await finish(world, web.id, 100);
    },
  },
  {
    guarantee: 'I1',
    title: 'groups.delete: creates and moves that race with it are before it, or find no group',
    async run(world) {
      const { acme, web } = await addLarge(world);
      const [created, deleted] = await world.overlap(
        (stores) => world.create(newResource(web.id), stores),
        () => remove(world.storage, web),
      );
      assert.deepEqual([created.type, deleted.type], ['created', 'deleting']);
      assert.equal(await usedOf(world, acme), 0);
      const [gone, refused] = await world.overlap(
        (stores) => remove(stores, acme),
        () => world.create(newResource(acme.id)),
      );
      assert.deepEqual([gone.type, refused.type], ['deleted', 'no-owner']);
      await finish(world, web.id, 100);
      const { acme: first, web: second } = await addLarge(world);
      const move = { from: first.id, to: null, at: T1, ifUnchangedSince: null };
      const [moved, late] = await world.overlapOwn(
        (stores) => stores.groups.move(second.id, move, draft('group:move')),
        () => remove(world.storage, second),
      );
      assert.deepEqual([moved.type, late.type], ['moved', 'deleting']);
      assert.equal(await usedOf(world, first), 0);
      await world.assertUsageIsTrue();
      await finish(world, second.id, 100);
    },
  },
  {
    guarantee: 'A3',
    title: 'groups.delete: with resources too, it compares the authority that it was decided with',
    async run(world) {
      const admin = await world.addUser({ role: 'admin' });
      const { web } = await addLarge(world);
      const platform = { type: 'platform', id: null, ownerId: null } as const;
      const audit = draft('group:delete', platform, { userId: admin.id, version: 7 });
      assert.deepEqual(await world.storage.groups.delete(web.id, DELETE, audit), {
        type: 'authority-changed',
      });
      assert.deepEqual(await world.storage.groups.find(web.id), web);
    },
  },
  {
    guarantee: 'Q10',
    title: 'users.delete: with a transfer, a group gets everything, and its whole path is charged',
    async run(world) {
      const { resources, users, groups } = world.storage;
      const acme = await world.addGroup();
      const web = await world.addGroup({ parentId: acme.id });
      const ann = await world.addUser();
      const one = await world.addResource(ann.id, { demand: { resources: 1, databases: 4 }, key: 'k' });
      const other = await world.addResource(ann.id, { demand: { resources: 2 } });
      const before = await world.addResource(web.id);
      assert.deepEqual(await leave(world, ann.id, web.id), { type: 'deleted' });
      assert.equal(await users.find(ann.id), null);
      const moved = { ...one, ownerId: web.id, updatedAt: T0 };
      assert.deepEqual(await resources.find(one.id), moved);
      assert.deepEqual(idsOf(await world.resourcesOf(web.id)), [before.id, other.id, one.id]);
      for (const group of [acme, web]) {
        assert.equal(await usedOf(world, group), 4);
        assert.equal((await world.meter(group.id, 'databases')).used, 4);
      }
      await world.assertUsageIsTrue();
      assert.equal((await world.eventsOf('user:delete')).length, 1);
      assert.equal((await remove(world.storage, web, { rowsAtOnceMax: 9 })).type, 'deleted');
      assert.deepEqual(idsOf(await groups.list(ALL_GROUPS)), [acme.id]);
      assert.equal(await usedOf(world, acme), 0);
    },
  },
  {
    guarantee: 'Q10',
    title:
      'users.delete: with a transfer to a path without room nothing is done, and the refusal has the figures',
    async run(world) {
      const acme = await world.addGroup({ limits: { resources: 1 } });
      const web = await world.addGroup({ parentId: acme.id });
      const bob = await world.addUser({ limits: { resources: 1 } });
      const ann = await world.addUser();
      await world.addResource(ann.id);
      await world.addResource(ann.id);
      const figures = (limit: number | null) => ({ meter: 'resources', limit, used: 0, requested: 2 });
      const owner = ({ id, type, name }: Group) => ({ id, type, name });
      assert.deepEqual(await leave(world, ann.id, web.id), {
        type: 'quota-exceeded',
        quotas: [
          { ...figures(null), owner: owner(web) },
          { ...figures(1), owner: owner(acme) },
        ],
      });
      const refusal = { type: 'quota-exceeded', quotas: [figures(1)] };
      assert.deepEqual(await leave(world, ann.id, bob.id), refusal);
      assert.deepEqual(await world.storage.users.find(ann.id), ann);
      assert.equal(await usedOf(world, ann), 2);
      await world.assertUsageIsTrue();
      await world.setLimit(bob.id, 'resources', 2);
      assert.deepEqual(await leave(world, ann.id, bob.id), { type: 'deleted' });
      assert.equal(await usedOf(world, bob), 2);
    },
  },
  {
    guarantee: 'I1',
    title:
      'users.delete: a transfer to a missing or disabled owner, of a refused kind, or of too many does nothing',
    async run(world) {
      const ann = await world.addUser();
      const disabled = await world.addUser();
      await world.storage.users.change(disabled.id, { status: 'disabled', at: T1 }, draft('user:update'));
      const web = await world.addGroup();
      await world.addResource(ann.id);
      await world.addResource(ann.id);
      assert.deepEqual(await leave(world, ann.id, newGroupId()), { type: 'no-owner' });
      assert.deepEqual(await leave(world, ann.id, disabled.id), { type: 'owner-disabled' });
      const kinds = { type: 'kind-refused', kind: 'resource' };
      assert.deepEqual(await leave(world, ann.id, web.id, { kinds: ['database'] }), kinds);
      const many = { type: 'owns-resources', count: 2 };
      assert.deepEqual(await leave(world, ann.id, web.id, { countMax: 1 }), many);
      assert.deepEqual(await world.storage.users.find(ann.id), ann);
      assert.equal((await world.resourcesOf(ann.id)).length, 2);
      const reasons = (await world.eventsOf('user:delete')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['owns-resources', 'kind-refused', 'owner-disabled', 'no-owner']);
    },
  },
  {
    guarantee: 'Q3',
    title:
      'users.delete: a create that races with a transfer of everything is transferred, or finds no owner',
    async run(world) {
      const web = await world.addGroup();
      const ann = await world.addUser();
      await world.addResource(ann.id);
      const [created, deleted] = await world.overlap(
        (stores) => world.create(newResource(ann.id), stores),
        () => leave(world, ann.id, web.id),
      );
      assert.deepEqual([created.type, deleted.type], ['created', 'deleted']);
      assert.equal(await usedOf(world, web), 2);
      const bob = await world.addUser();
      await world.addResource(bob.id);
      const [gone, refused] = await world.overlap(
        (stores) => leave(world, bob.id, web.id, {}, stores),
        () => world.create(newResource(bob.id)),
      );
      assert.deepEqual([gone.type, refused.type], ['deleted', 'no-owner']);
      assert.equal(await usedOf(world, web), 3);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'I1',
    title: 'users.delete: two users who are deleted, each with a transfer to the other, do not both go',
    async run(world) {
      const [ann, bob] = [await world.addUser(), await world.addUser()];
      await world.addResource(ann.id);
      await world.addResource(bob.id);
      const outcomes = await Promise.all([leave(world, ann.id, bob.id), leave(world, bob.id, ann.id)]);
      assert.deepEqual(tally(outcomes), { deleted: 1, 'no-owner': 1 });
      assert.equal((await world.storage.resources.list(ALL_RESOURCES)).length, 2);
      await world.assertUsageIsTrue();
    },
  },
];
