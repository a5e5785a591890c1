import assert from 'node:assert/strict';
import type { Group } from '../groups/group.js';
import type { GroupVersion, MoveGroupOutcome } from '../groups/group-store.js';
import type { GroupId, OwnerId } from '../ids.js';
import { PATH_LENGTH_MAX } from '../limits.js';
import type { Demand } from '../quotas/quota.js';
import type { Stores } from '../storage.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_GROUPS,
  draft,
  idsOf,
  newGroup,
  newGroupId,
  newResource,
  race,
  T1,
  tally,
  type World,
} from './world.js';

type Place = { readonly id: GroupId } | null;

/** Moves a group that lies in `from`. */
function move(
  { id, parentId: from }: Pick<Group, 'id' | 'parentId'>,
  to: Place,
  stores: Stores,
  ifUnchangedSince: GroupVersion | null = null,
): Promise<MoveGroupOutcome> {
  const change = { from, to: to?.id ?? null, at: T1, ifUnchangedSince };
  return stores.groups.move(id, change, draft('group:move'));
}

async function usedOf(world: World, groups: readonly { readonly id: OwnerId }[]): Promise<number[]> {
  const used: number[] = [];
  for (const { id } of groups) used.push((await world.meter(id)).used);
  return used;
}

/** Two organisations, each with a department, and a project with an environment in the first department. */
async function addTrees(world: World) {
  const acme = await world.addGroup({ name: 'acme' });
  const sales = await world.addGroup({ name: 'sales', parentId: acme.id });
  const umbrella = await world.addGroup({ name: 'umbrella' });
  const labs = await world.addGroup({ name: 'labs', parentId: umbrella.id });
  const web = await world.addGroup({ name: 'web', parentId: sales.id });
  const test = await world.addGroup({ name: 'test', parentId: web.id });
  return { acme, sales, umbrella, labs, web, test };
}

const figures = ({ id, type, name }: Group, limit: number | null, used: number, requested = 1) => ({
  meter: 'resources',
  owner: { id, type, name },
  limit,
  used,
  requested,
});

async function pathOf(world: World, { id }: { readonly id: OwnerId }): Promise<string[]> {
  const levels = await world.storage.quotas.listOnPath(id);
  return levels?.map(({ owner }) => owner.name) ?? [];
}

const REFUSE = { resources: 'refuse', ifUnchangedSince: null, rowsAtOnceMax: 100 } as const;

/** Checks groups that get another parent. */
export const moveCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q10',
    title: 'groups.move: what it uses is claimed on the new path and released on the old one',
    async run(world) {
      const { acme, sales, umbrella, labs, web, test } = await addTrees(world);
      const demand: Demand = { resources: 2, databases: 3 };
      await world.addResource(test.id, { demand });
      await world.addResource(web.id);
      await world.addResource(sales.id);
      await world.addResource(labs.id);
      const moved = { ...web, parentId: labs.id, updatedAt: T1 };
      assert.deepEqual(await move(web, labs, world.storage), { type: 'moved', group: moved });
      assert.deepEqual(await world.storage.groups.find(web.id), moved);
      const groups = [acme, sales, umbrella, labs, web, test];
      assert.deepEqual(await usedOf(world, groups), [1, 1, 4, 4, 3, 2]);
      assert.equal((await world.meter(acme.id, 'databases')).used, 0);
      assert.equal((await world.meter(umbrella.id, 'databases')).used, 3);
      await world.assertUsageIsTrue();
      assert.equal((await move(moved, null, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, groups), [1, 1, 1, 1, 3, 2]);
      assert.equal((await move({ ...web, parentId: null }, sales, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, groups), [4, 4, 1, 1, 3, 2]);
      await world.assertUsageIsTrue();
      assert.equal((await world.eventsOf('group:move')).length, 3);
    },
  },
  {
    guarantee: 'Q10',
    title:
      'groups.move: a default limit of a type on the new path binds it, also one that is changed meanwhile',
    async run(world) {
      const { umbrella, labs, web } = await addTrees(world);
      const full = await world.addGroup({ type: 'organisation', name: 'full' });
      await world.addResource(web.id);
      const limit = { ownerType: 'organisation', meter: 'resources', limit: 0 };
      const [, refused] = await world.overlap(
        (stores) => stores.quotas.setDefaultLimit(limit, draft('default-limit:set')),
        () => move(web, full, world.storage),
      );
      assert.deepEqual(refused, { type: 'quota-exceeded', quotas: [figures(full, 0, 0)] });
      assert.equal((await move(web, labs, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, [full, umbrella, labs]), [0, 1, 1]);
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: it carries everything in it: creates below are charged on the new path, and deletes',
    async run(world) {
      const { acme, umbrella, web, test } = await addTrees(world);
      const resource = await world.addResource(test.id);
      assert.equal((await move(web, umbrella, world.storage)).type, 'moved');
      assert.deepEqual(await pathOf(world, web), ['web', 'umbrella']);
      assert.deepEqual(await pathOf(world, test), ['test', 'web', 'umbrella']);
      assert.deepEqual(
        idsOf(await world.storage.groups.list({ ...ALL_GROUPS, parentId: umbrella.id }))[0],
        web.id,
      );
      await world.addResource(test.id);
      assert.deepEqual(await usedOf(world, [acme, umbrella, web, test]), [0, 2, 2, 2]);
      await world.storage.resources.delete(resource.id, test.id, draft('resource:delete'));
      assert.deepEqual(await usedOf(world, [acme, umbrella, web, test]), [0, 1, 1, 1]);
      const deeper = await world.addGroup({ parentId: test.id, name: 'deeper' });
      assert.deepEqual(await pathOf(world, deeper), ['deeper', 'test', 'web', 'umbrella']);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: into a path without room nothing changes, and the refusal has the figures',
    async run(world) {
      const { acme, sales, umbrella, labs, web, test } = await addTrees(world);
      await world.addResource(test.id);
      await world.addResource(web.id);
      await world.addResource(labs.id);
      await world.setLimit(umbrella.id, 'resources', 2);
      const groups = [acme, sales, umbrella, labs, web, test];
      const before = await usedOf(world, groups);
      const refusal = await move(web, labs, world.storage);
      const quotas = [figures(labs, null, 1, 2), figures(umbrella, 2, 1, 2)];
      assert.deepEqual(refusal, { type: 'quota-exceeded', quotas });
      assert.deepEqual(await world.storage.groups.find(web.id), web);
      assert.deepEqual(await pathOf(world, test), ['test', 'web', 'sales', 'acme']);
      assert.deepEqual(await usedOf(world, groups), before);
      const [event] = await world.eventsOf('group:move');
      assert.deepEqual([event?.outcome, event?.reason], ['refused', 'quota-exceeded']);
      await world.setLimit(umbrella.id, 'resources', 3);
      assert.equal((await move(web, labs, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, [umbrella]), [3]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: all meters are moved or none, and a group that uses nothing always has room',
    async run(world) {
      const { acme, umbrella, web } = await addTrees(world);
      await world.setLimit(umbrella.id, 'databases', 0);
      await world.setLimit(umbrella.id, 'resources', 0);
      const empty = await world.addGroup();
      assert.equal((await move(empty, umbrella, world.storage)).type, 'moved');
      await world.addResource(web.id, { demand: { resources: 1, databases: 1 } });
      await world.setLimit(umbrella.id, 'resources', 9);
      assert.equal((await move(web, umbrella, world.storage)).type, 'quota-exceeded');
      assert.equal((await world.meter(umbrella.id)).used, 0);
      assert.equal((await world.meter(acme.id)).used, 1);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: a level on both paths is not touched, however full it is',
    async run(world) {
      const { acme, sales, web } = await addTrees(world);
      const other = await world.addGroup({ parentId: acme.id });
      await world.addResource(web.id);
      await world.setLimit(acme.id, 'resources', 0);
      assert.equal((await move(web, other, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, [acme, sales, other]), [1, 0, 1]);
      assert.equal((await move({ ...web, parentId: other.id }, acme, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, [acme, sales, other]), [1, 0, 0]);
      // A limit of the group itself is not asked either.
      await world.setLimit(web.id, 'resources', 0);
      assert.equal((await move({ ...web, parentId: acme.id }, sales, world.storage)).type, 'moved');
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: to where it lies already, it changes no usage',
    async run(world) {
      const { acme, sales, web } = await addTrees(world);
      await world.addResource(web.id);
      await world.setLimit(acme.id, 'resources', 1);
      assert.equal((await move(web, sales, world.storage)).type, 'moved');
      assert.equal((await move(acme, null, world.storage)).type, 'moved');
      assert.deepEqual(await usedOf(world, [acme, sales, web]), [1, 1, 1]);
      assert.equal((await world.eventsOf('group:move')).length, 2);
    },
  },
  {
    guarantee: 'Q10',
    title:
      'groups.move, resources.create: a create below that overlaps is charged on one path, and on no other',
    async run(world) {
      const { acme, umbrella, web, test } = await addTrees(world);
      const [created, moved] = await world.overlap(
        (stores) => world.create(newResource(test.id), stores),
        () => move(web, umbrella, world.storage),
      );
      assert.deepEqual([created.type, moved.type], ['created', 'moved']);
      assert.deepEqual(await usedOf(world, [acme, umbrella, test]), [0, 1, 1]);
      const [back, late] = await world.overlapOwn(
        (stores) => move({ ...web, parentId: umbrella.id }, acme, stores),
        () => world.create(newResource(test.id)),
      );
      assert.deepEqual([back.type, late.type], ['moved', 'created']);
      assert.deepEqual(await usedOf(world, [acme, umbrella, test]), [2, 0, 2]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title:
      'groups.move, resources.create: after the move, the limits of the new path hold for a create that waited',
    async run(world) {
      const { acme, umbrella, web, test } = await addTrees(world);
      await world.addResource(test.id);
      await world.setLimit(umbrella.id, 'resources', 1);
      const [moved, created] = await world.overlapOwn(
        (stores) => move(web, umbrella, stores),
        () => world.create(newResource(test.id)),
      );
      assert.equal(moved.type, 'moved');
      assert.equal(created.type, 'quota-exceeded');
      assert.deepEqual(await usedOf(world, [acme, umbrella]), [0, 1]);
      // Nothing holds for a create that waited for a move that was rolled back.
      const [, other] = await world.overlapOwn(
        (stores) => move({ ...web, parentId: umbrella.id }, acme, stores),
        () => world.create(newResource(test.id)),
        'roll back',
      );
      assert.equal(other.type, 'quota-exceeded');
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q3',
    title:
      'groups.move, resources.delete: a delete below that overlaps releases once, on the path of that time',
    async run(world) {
      const { acme, umbrella, web, test } = await addTrees(world);
      const [one, other] = [await world.addResource(test.id), await world.addResource(test.id)];
      const remove = (id: (typeof one)['id'], stores: Stores) =>
        stores.resources.delete(id, test.id, draft('resource:delete'));
      const [deleted, moved] = await world.overlap(
        (stores) => remove(one.id, stores),
        () => move(web, umbrella, world.storage),
      );
      assert.deepEqual([deleted.type, moved.type], ['deleted', 'moved']);
      assert.deepEqual(await usedOf(world, [acme, umbrella, test]), [0, 1, 1]);
      const [back, late] = await world.overlapOwn(
        (stores) => move({ ...web, parentId: umbrella.id }, acme, stores),
        () => remove(other.id, world.storage),
      );
      assert.deepEqual([back.type, late.type], ['moved', 'deleted']);
      assert.deepEqual(await usedOf(world, [acme, umbrella, test]), [0, 0, 0]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move, resources.transfer: a transfer out of it that overlaps is counted once',
    async run(world) {
      const { acme, umbrella, labs, web, test } = await addTrees(world);
      const resource = await world.addResource(test.id);
      const change = { ownerId: test.id, to: labs.id, at: T1, ifUnchangedSince: null };
      const [moved, transferred] = await world.overlapOwn(
        (stores) => move(web, umbrella, stores),
        () => world.storage.resources.transfer(resource.id, change, draft('resource:transfer')),
      );
      assert.deepEqual([moved.type, transferred.type], ['moved', 'transferred']);
      assert.deepEqual(await usedOf(world, [acme, umbrella, labs, web, test]), [0, 1, 1, 0, 0]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q1',
    title:
      'groups.move: moves and creates that race for the last places: exactly as many as there are get one',
    async run(world) {
      const target = await world.addGroup({ limits: { resources: 3 } });
      const inside = await world.addGroup({ parentId: target.id });
      const movers: Group[] = [];
      for (let index = 0; index < 6; index += 1) {
        const group = await world.addGroup();
        await world.addResource(group.id);
        movers.push(group);
      }
      const outcomes = await race<{ readonly type: string }>(12, (index) => {
        const mover = movers[index];
        return mover === undefined
          ? world.create(newResource(inside.id))
          : move(mover, index % 2 === 0 ? target : inside, world.storage);
      });
      const { moved = 0, created = 0, 'quota-exceeded': refused } = tally(outcomes);
      assert.deepEqual([moved + created, refused], [3, 9]);
      assert.deepEqual(await usedOf(world, [target]), [3]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q2',
    title: 'groups.move: moves that race are all accepted while there is room',
    async run(world) {
      const target = await world.addGroup({ limits: { resources: 6 } });
      const movers: Group[] = [];
      for (let index = 0; index < 6; index += 1) {
        const group = await world.addGroup();
        await world.addResource(group.id);
        movers.push(group);
      }
      const outcomes = await race(6, (index) => move(movers[index] ?? assert.fail(), target, world.storage));
      assert.deepEqual(tally(outcomes), { moved: 6 });
      assert.deepEqual(await usedOf(world, [target]), [6]);
    },
  },
  {
    guarantee: 'Q1',
    title: 'quotas.setLimit: a limit that is lowered at the same time holds for a move that waited for it',
    async run(world) {
      const { umbrella, labs, web } = await addTrees(world);
      await world.addResource(web.id);
      const limit = { ownerId: umbrella.id, meter: 'resources', limit: 0 };
      const [, moved] = await world.overlap(
        (stores) => stores.quotas.setLimit(limit, draft('quota:set')),
        () => move(web, labs, world.storage),
      );
      assert.equal(moved.type, 'quota-exceeded');
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q10',
    title: 'groups.move: in every committed state while groups move back and forth, usage is true',
    async run(world) {
      const { acme, umbrella, web, test } = await addTrees(world);
      await world.addResource(test.id);
      const mover = { isRunning: true };
      const goRound = async () => {
        let at: Pick<Group, 'id' | 'parentId'> = web;
        try {
          for (let round = 0; round < 6; round += 1) {
            const to = round % 2 === 0 ? umbrella : acme;
            assert.equal((await move(at, to, world.storage)).type, 'moved');
            at = { id: web.id, parentId: to.id };
          }
        } finally {
          mover.isRunning = false;
        }
      };
      const watch = async () => {
        while (mover.isRunning) await world.assertUsageIsTrue();
      };
      const create = async () => {
        while (mover.isRunning) {
          const created = await world.create(newResource(test.id));
          assert.ok(created.type === 'created', created.type);
          await world.storage.resources.delete(created.resource.id, test.id, draft('resource:delete'));
        }
      };
      await Promise.all([goRound(), watch(), create(), create()]);
      assert.deepEqual(await usedOf(world, [acme, umbrella, test]), [1, 0, 1]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.move: a group cannot lie in itself, nor in a group that lies in it',
    async run(world) {
      const { acme, sales, web, test } = await addTrees(world);
      for (const to of [web, test]) assert.deepEqual(await move(web, to, world.storage), { type: 'cycle' });
      assert.deepEqual(await move(acme, test, world.storage), { type: 'cycle' });
      assert.deepEqual(await move(acme, sales, world.storage), { type: 'cycle' });
      assert.deepEqual(await pathOf(world, test), ['test', 'web', 'sales', 'acme']);
      const reasons = (await world.eventsOf('group:move')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['cycle', 'cycle', 'cycle', 'cycle']);
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.move: of two moves that would close a cycle together, one is refused',
    async run(world) {
      const [one, other] = [await world.addGroup(), await world.addGroup()];
      const [belowOne, belowOther] = [
        await world.addGroup({ parentId: one.id }),
        await world.addGroup({ parentId: other.id }),
      ];
      const [first, second] = await world.overlapOwn(
        (stores) => move(one, belowOther, stores),
        () => move(other, belowOne, world.storage),
      );
      assert.deepEqual([first.type, second.type], ['moved', 'cycle']);
      assert.equal((await move({ ...one, parentId: belowOther.id }, null, world.storage)).type, 'moved');
      for (let round = 0; round < 4; round += 1) {
        const outcomes = await Promise.all([
          move(one, other, world.storage),
          move(other, one, world.storage),
        ]);
        assert.deepEqual(tally(outcomes), { moved: 1, cycle: 1 });
        for (const { id, parentId } of await world.storage.groups.list(ALL_GROUPS)) {
          const isMoved = parentId !== null && (id === one.id || id === other.id);
          if (isMoved) assert.equal((await move({ id, parentId }, null, world.storage)).type, 'moved');
        }
      }
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.move: two that change places both end, and usage is true',
    async run(world) {
      const { acme, umbrella, sales, labs, test } = await addTrees(world);
      await world.addResource(test.id);
      await world.addResource(labs.id);
      await world.addResource(labs.id);
      for (let round = 0; round < 4; round += 1) {
        const [here, there] = round % 2 === 0 ? [acme, umbrella] : [umbrella, acme];
        const outcomes = await Promise.all([
          move({ ...sales, parentId: here.id }, there, world.storage),
          move({ ...labs, parentId: there.id }, here, world.storage),
        ]);
        assert.deepEqual(tally(outcomes), { moved: 2 });
        assert.deepEqual(await usedOf(world, [there, here]), [1, 2]);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.move: no path becomes longer than its bound, also of the groups below',
    async run(world) {
      const { labs, web, test } = await addTrees(world);
      const inLabs = await world.addGroup({ parentId: labs.id });
      assert.deepEqual(await move(web, inLabs, world.storage), { type: 'too-deep' });
      assert.equal((await move(test, inLabs, world.storage)).type, 'moved');
      assert.equal((await move(web, inLabs, world.storage)).type, 'moved');
      assert.equal((await pathOf(world, web)).length, PATH_LENGTH_MAX);
      const single = await world.addGroup();
      assert.deepEqual(await move(single, web, world.storage), { type: 'too-deep' });
      assert.deepEqual(await world.storage.groups.find(single.id), single);
    },
  },
  {
    guarantee: 'Q11',
    title:
      'groups.move, groups.add: a group that is added below at the same time counts for the bound, or is refused',
    async run(world) {
      const { labs } = await addTrees(world);
      const inLabs = await world.addGroup({ parentId: labs.id });
      const one = await world.addGroup();
      const add = (stores: Stores) =>
        stores.groups.add(newGroup({ parentId: one.id }), draft('group:create'));
      const [added, refused] = await world.overlap(add, () => move(one, inLabs, world.storage));
      assert.deepEqual([added.type, refused.type], ['added', 'too-deep']);
      const other = await world.addGroup();
      const [moved, tooDeep] = await world.overlapOwn(
        (stores) => move(other, inLabs, stores),
        () => world.storage.groups.add(newGroup({ parentId: other.id }), draft('group:create')),
      );
      assert.deepEqual([moved.type, tooDeep.type], ['moved', 'too-deep']);
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.move, groups.add: a group that is added below at the same time moves too',
    async run(world) {
      const { umbrella, web } = await addTrees(world);
      const below = newGroup({ parentId: web.id, name: 'below' });
      const [added, moved] = await world.overlap(
        (stores) => stores.groups.add(below, draft('group:create')),
        () => move(web, umbrella, world.storage),
      );
      assert.deepEqual([added.type, moved.type], ['added', 'moved']);
      assert.deepEqual(await pathOf(world, below), ['below', 'web', 'umbrella']);
      await world.addResource(below.id);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'Q11',
    title:
      'groups.move, groups.delete: a parent that is deleted at the same time is there, or takes no group in',
    async run(world) {
      const { umbrella, web, test } = await addTrees(world);
      const target = await world.addGroup();
      const [moved, deleted] = await world.overlapOwn(
        (stores) => move(web, target, stores),
        () => world.storage.groups.delete(target.id, REFUSE, draft('group:delete')),
      );
      assert.deepEqual([moved.type, deleted.type], ['moved', 'not-empty']);
      const other = await world.addGroup();
      const [gone, refused] = await world.overlap(
        (stores) => stores.groups.delete(other.id, REFUSE, draft('group:delete')),
        () => move({ ...web, parentId: target.id }, other, world.storage),
      );
      assert.deepEqual([gone.type, refused.type], ['deleted', 'no-parent']);
      const [goneBelow, movedThen] = await world.overlap(
        (stores) => stores.groups.delete(test.id, REFUSE, draft('group:delete')),
        () => move({ ...web, parentId: target.id }, umbrella, world.storage),
      );
      assert.deepEqual([goneBelow.type, movedThen.type], ['deleted', 'moved']);
    },
  },
  {
    guarantee: 'Q11',
    title: 'groups.move: a missing group, a missing parent, and a group that somebody else has moved',
    async run(world) {
      const { acme, sales, umbrella, labs, web } = await addTrees(world);
      const missing = newGroupId();
      assert.deepEqual(await move({ id: missing, parentId: null }, acme, world.storage), { type: 'absent' });
      assert.deepEqual(await move(web, { id: missing }, world.storage), { type: 'no-parent' });
      const user = await world.addUser();
      assert.deepEqual(await move(web, { id: user.id as never }, world.storage), { type: 'no-parent' });
      assert.deepEqual(await world.storage.groups.find(web.id), web);
      const changed = { type: 'parent-changed' };
      assert.deepEqual(await move({ ...web, parentId: null }, acme, world.storage), changed);
      const [moved, late] = await world.overlapOwn(
        (stores) => move(web, umbrella, stores),
        () => move({ ...web, parentId: sales.id }, labs, world.storage),
      );
      assert.deepEqual([moved.type, late], ['moved', changed]);
      assert.deepEqual(await pathOf(world, web), ['web', 'umbrella']);
      const reasons = (await world.eventsOf('group:move')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['contract', 'no-parent', 'no-parent', 'absent']);
    },
  },
  {
    guarantee: 'I2',
    title: 'groups.move: it is moved while it is as it was read, and each outcome has its event',
    async run(world) {
      const { umbrella, labs, web } = await addTrees(world);
      const newName = { name: 'renamed', at: T1, ifUnchangedSince: null };
      const [renamed, waited] = await world.overlap(
        (stores) => stores.groups.rename(web.id, newName, draft('group:update')),
        () => move(web, labs, world.storage, web),
      );
      assert.ok(renamed.type === 'renamed');
      assert.deepEqual(waited, { type: 'precondition-failed' });
      assert.equal((await move(web, labs, world.storage, renamed.group)).type, 'moved');
      // The version is compared before the parent.
      assert.deepEqual(await move(web, umbrella, world.storage, web), waited);
      const reasons = (await world.eventsOf('group:move')).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['precondition-failed', 'contract', 'precondition-failed']);
    },
  },
  {
    guarantee: 'A3',
    title: 'groups.move: it compares the authority that it was decided with',
    async run(world) {
      const { umbrella, web } = await addTrees(world);
      const admin = await world.addUser({ role: 'admin' });
      const target = { type: 'platform', id: null, ownerId: null } as const;
      const audit = draft('group:move', target, { userId: admin.id, version: 7 });
      const change = { from: web.parentId, to: umbrella.id, at: T1, ifUnchangedSince: null };
      const outcome = await world.storage.groups.move(web.id, change, audit);
      assert.deepEqual(outcome, { type: 'authority-changed' });
      assert.deepEqual(await world.storage.groups.find(web.id), web);
    },
  },
];
