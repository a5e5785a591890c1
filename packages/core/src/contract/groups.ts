import assert from 'node:assert/strict';
import type { Group } from '../groups/group.js';
import type { GroupQuery } from '../groups/group-store.js';
import { PATH_LENGTH_MAX } from '../limits.js';
import type { Limit } from '../quotas/quota.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_GROUPS,
  draft,
  idsOf,
  newGroup,
  newGroupId,
  newResource,
  newUserId,
  race,
  T1,
  tally,
  type World,
} from './world.js';

/** Adds groups below each other, the root first. */
async function addChain(world: World, length: number): Promise<Group[]> {
  const chain: Group[] = [];
  for (let level = 0; level < length; level += 1)
    chain.push(await world.addGroup({ parentId: chain.at(-1)?.id ?? null }));
  return chain;
}

const REFUSE = { resources: 'refuse', ifUnchangedSince: null, rowsAtOnceMax: 100 } as const;

/** Checks the groups themselves; `paths.ts` checks their quotas. */
export const groupCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q11',
    title: 'groups.add, groups.find: a group is as it was added, and an absent one is null',
    async run(world) {
      const root = await world.addGroup({ type: 'organisation', name: 'Acme' });
      const inside = await world.addGroup({ type: 'project', name: 'web', parentId: root.id });
      assert.deepEqual(await world.storage.groups.find(root.id), root);
      assert.deepEqual(await world.storage.groups.find(inside.id), inside);
      assert.equal(await world.storage.groups.find(newGroupId()), null);
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.add: a path is no longer than its bound, and the refusal is recorded',
    async run(world) {
      const last = (await addChain(world, PATH_LENGTH_MAX)).at(-1) ?? assert.fail();
      const deeper = newGroup({ parentId: last.id });
      assert.deepEqual(await world.storage.groups.add(deeper, draft('group:create')), { type: 'too-deep' });
      assert.equal(await world.storage.groups.find(deeper.id), null);
      const reasons = (await world.eventsOf('group:create')).map(({ reason }) => reason);
      assert.deepEqual(reasons.slice(0, 2), ['too-deep', 'contract']);
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.add: nothing lies in a missing group, nor in a user',
    async run(world) {
      const user = await world.addUser();
      for (const parentId of [newGroupId(), user.id as never]) {
        const outcome = await world.storage.groups.add(newGroup({ parentId }), draft('group:create'));
        assert.deepEqual(outcome, { type: 'no-parent' });
      }
      assert.deepEqual(await world.storage.groups.list(ALL_GROUPS), []);
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.add: an id belongs to one owner, under racers too',
    async run(world) {
      const user = await world.addUser();
      const taken = newGroup({ id: user.id as never });
      assert.deepEqual(await world.storage.groups.add(taken, draft('group:create')), { type: 'id-taken' });
      const group = newGroup();
      const outcomes = await race(5, () => world.storage.groups.add(group, draft('group:create')));
      assert.deepEqual(tally(outcomes), { added: 1, 'id-taken': 4 });
      assert.deepEqual(await world.storage.groups.list(ALL_GROUPS), [group]);
    },
  },
  {
    guarantee: 'Q6',
    title:
      'groups.list: groups over a limit or near one are listed, by their own limit or the default of their type',
    async run(world) {
      const { quotas, groups } = world.storage;
      const setDefault = (ownerType: string, limit: Limit) =>
        quotas.setDefaultLimit({ ownerType, meter: 'd', limit }, draft('default-limit:set'));
      await setDefault('organisation', 100);
      await setDefault('project', 10);
      const using = async (meter: string, used: number, given: Parameters<World['addGroup']>[0] = {}) => {
        const { id } = await world.addGroup({ type: 'project', ...given });
        if (used > 0) await world.addResource(id, { demand: { [meter]: used } });
        return id;
      };
      const list = async (filter: Partial<GroupQuery>) =>
        idsOf(await groups.list({ ...ALL_GROUPS, ...filter })).toReversed();
      // A user is no group, and what is below counts for what is above.
      const user = await world.addUser({ limits: { o: 1 } });
      await world.addResource(user.id, { demand: { o: 1 } });
      const above = await using('o', 0, { limits: { o: 100 } });
      const at80 = await using('o', 80, { parentId: above, limits: { o: 100 } });
      const at79 = await using('o', 79, { limits: { o: 100 } });
      const byDefault = await using('d', 8);
      await using('d', 9, { type: 'organisation' });
      const over = await using('o', 3, { limits: { o: 3 } });
      await world.setLimit(over, 'o', 2);
      await using('d', 99, { limits: { d: null } });
      assert.deepEqual(await list({ nearPercent: 80 }), [above, at80, byDefault, over]);
      assert.deepEqual(await list({ nearPercent: 79 }), [above, at80, at79, byDefault, over]);
      assert.deepEqual(await list({ nearPercent: 80, over: false }), [above, at80, byDefault]);
      assert.deepEqual(await list({ over: true }), [over]);
      assert.equal((await list({ over: false })).length, 6);
      assert.deepEqual(await list({ nearPercent: 80, parentId: above }), [at80]);
      assert.deepEqual(await list({ nearPercent: 80, scope: { type: 'owner', ownerIds: [over] } }), [over]);
      assert.deepEqual(await list({ nearPercent: 80, olderThanId: byDefault }), [above, at80]);
      assert.deepEqual(await list({ nearPercent: 80, count: 2 }), [byDefault, over]);
      assert.deepEqual(await list({ nearPercent: 80, type: 'organisation' }), []);
      // A change of a default holds at once.
      await setDefault('organisation', 5);
      assert.equal((await list({ over: true })).length, 2);
      assert.equal((await list({ over: true, type: 'organisation' })).length, 1);
    },
  },
  {
    guarantee: 'A7',
    title: 'groups.list: every filter holds, alone and together, and the newest comes first',
    async run(world) {
      const [one, other] = [await world.addGroup(), await world.addGroup()];
      const first = await world.addGroup({ parentId: one.id, type: 'project' });
      const second = await world.addGroup({ parentId: one.id });
      const foreign = await world.addGroup({ parentId: other.id, type: 'project' });
      const below = await world.addGroup({ parentId: first.id, type: 'project' });
      const list = async (query: Partial<Parameters<typeof world.storage.groups.list>[0]>) =>
        idsOf(await world.storage.groups.list({ ...ALL_GROUPS, ...query }));
      const all = [below, foreign, second, first, other, one].map(({ id }) => id);
      assert.deepEqual(await list({}), all);
      assert.deepEqual(await list({ parentId: one.id }), [second.id, first.id]);
      assert.deepEqual(await list({ type: 'project' }), [below.id, foreign.id, first.id]);
      assert.deepEqual(await list({ parentId: one.id, type: 'project' }), [first.id]);
      assert.deepEqual(await list({ parentId: newGroupId() }), []);
      assert.deepEqual(await list({ parentId: 'no id' }), []);
      assert.deepEqual(await list({ olderThanId: second.id, count: 2 }), [first.id, other.id]);
      const scope = { type: 'owner', ownerIds: [first.id, other.id, newUserId()] } as const;
      assert.deepEqual(await list({ scope }), [first.id, other.id]);
      assert.deepEqual(await list({ scope, parentId: one.id }), [first.id]);
      assert.deepEqual(await list({ scope: { type: 'kind', kinds: ['resource'] } }), []);
    },
  },
  {
    guarantee: 'I2',
    title: 'groups.rename: it is renamed while it is as it was read, and each outcome has its event',
    async run(world) {
      const { groups } = world.storage;
      const group = await world.addGroup({ name: 'before' });
      const change = { name: 'after', at: T1, ifUnchangedSince: group };
      const renamed = { ...group, name: 'after', updatedAt: T1 };
      const audit = () => draft('group:update');
      assert.deepEqual(await groups.rename(group.id, change, audit()), { type: 'renamed', group: renamed });
      assert.deepEqual(await groups.rename(group.id, change, audit()), { type: 'precondition-failed' });
      assert.deepEqual(await groups.rename(newGroupId(), change, audit()), { type: 'absent' });
      assert.deepEqual(await groups.find(group.id), renamed);
      const reasons = (await world.eventsOf('group:update')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['absent', 'precondition-failed', 'contract']);
    },
  },
  {
    guarantee: 'I1',
    title: 'groups.delete: only an empty group without resources is deleted, with its limits and keys',
    async run(world) {
      const { groups, resources, quotas } = world.storage;
      const [root, inside] = (await addChain(world, 2)) as [Group, Group];
      await world.setLimit(inside.id, 'resources', 5);
      const resource = await world.addResource(inside.id, { key: 'k' });
      const remove = ({ id }: Group, ifUnchangedSince: Group | null = null) =>
        groups.delete(id, { ...REFUSE, ifUnchangedSince }, draft('group:delete'));
      assert.deepEqual(await remove(root), { type: 'not-empty' });
      assert.deepEqual(await remove(inside), { type: 'owns-resources', count: 1 });
      assert.deepEqual(await remove(inside, { ...inside, name: 'another' }), { type: 'precondition-failed' });
      assert.equal((await world.meter(root.id)).used, 1);
      await resources.delete(resource.id, inside.id, draft('resource:delete'));
      assert.deepEqual(await remove(inside, inside), { type: 'deleted' });
      assert.deepEqual(await remove(inside), { type: 'absent' });
      assert.equal(await quotas.list(inside.id), null);
      assert.deepEqual(await world.create(newResource(inside.id, { key: 'k' })), { type: 'no-owner' });
      assert.deepEqual(await remove(root), { type: 'deleted' });
      assert.deepEqual(await groups.list(ALL_GROUPS), []);
      const reasons = (await world.eventsOf('group:delete')).map(({ reason }) => reason);
      const refusals = ['precondition-failed', 'owns-resources', 'not-empty'];
      assert.deepEqual(reasons, ['contract', 'absent', 'contract', ...refusals]);
    },
  },
  {
    guarantee: 'I1',
    title: 'groups.delete: a create that races with it is before it, or finds no owner',
    async run(world) {
      const group = await world.addGroup();
      const [created, deleted] = await world.overlap(
        (stores) => world.create(newResource(group.id), stores),
        () => world.storage.groups.delete(group.id, REFUSE, draft('group:delete')),
      );
      assert.equal(created.type, 'created');
      assert.deepEqual(deleted, { type: 'owns-resources', count: 1 });
      const other = await world.addGroup();
      const [gone, refused] = await world.overlap(
        (stores) => stores.groups.delete(other.id, REFUSE, draft('group:delete')),
        () => world.create(newResource(other.id)),
      );
      assert.deepEqual([gone, refused], [{ type: 'deleted' }, { type: 'no-owner' }]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.delete: a group that is added to it at the same time is before it, or finds no parent',
    async run(world) {
      const parent = await world.addGroup();
      const [added, deleted] = await world.overlap(
        (stores) => stores.groups.add(newGroup({ parentId: parent.id }), draft('group:create')),
        () => world.storage.groups.delete(parent.id, REFUSE, draft('group:delete')),
      );
      assert.deepEqual([added, deleted], [{ type: 'added' }, { type: 'not-empty' }]);
      const other = await world.addGroup();
      const [gone, refused] = await world.overlap(
        (stores) => stores.groups.delete(other.id, REFUSE, draft('group:delete')),
        () => world.storage.groups.add(newGroup({ parentId: other.id }), draft('group:create')),
      );
      assert.deepEqual([gone, refused], [{ type: 'deleted' }, { type: 'no-parent' }]);
    },
  },
  {
    guarantee: 'A3',
    title: 'groups.add, groups.rename, groups.delete: each compares the authority that it was decided with',
    async run(world) {
      const { groups } = world.storage;
      const admin = await world.addUser({ role: 'admin' });
      const group = await world.addGroup();
      const outdated = { userId: admin.id, version: 7 };
      const platform = { type: 'platform', id: null, ownerId: null } as const;
      const audit = (action: string) => draft(action, platform, outdated);
      const change = { name: 'after', at: T1, ifUnchangedSince: null };
      const outcomes = [
        await groups.add(newGroup(), audit('group:create')),
        await groups.rename(group.id, change, audit('group:update')),
        await groups.delete(group.id, REFUSE, audit('group:delete')),
      ];
      assert.deepEqual(tally(outcomes), { 'authority-changed': 3 });
      assert.deepEqual(await groups.list(ALL_GROUPS), [group]);
      assert.deepEqual(await world.eventsOf('group:update'), []);
    },
  },
];
